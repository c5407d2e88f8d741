"""The tender document and a bid that answers it."""

from lucai.platform.documents.shapes import (
    Annex,
    BidResponse,
    Column,
    Fact,
    Response,
    Section,
    Table,
    TenderDocument,
    TenderLot,
)
from tests.platform.documents.samples.common import (
    AGENCY,
    ANNOUNCEMENT,
    BUYER,
    COMMON,
    CRITERIA,
    FIRMS,
    REQUIREMENTS,
    SHA256,
)

TENDER_DOCUMENT = TenderDocument(
    **COMMON,
    title="招标文件",
    issuer=AGENCY,
    date="2026年2月12日",
    buyer=BUYER,
    agency=AGENCY,
    cover_note="（公开招标·货物类）",
    announcement=ANNOUNCEMENT,
    key_terms=(
        Fact("评标方法", "综合评分法"),
        Fact("投标有效期", "自提交投标文件截止之日起90日"),
        Fact("投标保证金", "不收取"),
        Fact("是否允许联合体", "第2包允许，第1包不允许"),
    ),
    instructions=(
        Section(
            heading="总则",
            sections=(
                Section(
                    heading="适用范围", paragraphs=("本招标文件仅适用于本次公开招标所述的货物。",)
                ),
                Section(
                    heading="定义",
                    paragraphs=("“采购人”指示例市第一中学。", "“投标人”指响应招标的供应商。"),
                ),
            ),
        ),
        Section(
            heading="投标文件的编制", paragraphs=("投标文件由资格、商务、技术、报价四部分组成。",)
        ),
    ),
    lots=(
        TenderLot(
            number="第1包",
            name="交互式智能平板及配套软件",
            facts=(Fact("预算金额", "1,800,000.00元"), Fact("最高限价", "1,780,000.00元")),
            items=Table(
                columns=(
                    Column("序号", 0, "center"),
                    Column("标的名称", 5),
                    Column("数量", 1, "right"),
                    Column("单位", 0, "center"),
                    Column("所属行业", 3, "center"),
                ),
                rows=(
                    ("1", "交互式智能平板", "60", "台", "工业"),
                    ("2", "教学软件", "1", "套", "软件和信息技术服务业"),
                ),
                caption="标的清单",
            ),
            requirements=REQUIREMENTS,
            criteria=CRITERIA,
            points_total="100",
        ),
        TenderLot(
            number="第2包",
            name="录播系统与网络设备",
            requirements=REQUIREMENTS[:3],
            criteria=CRITERIA[:2],
        ),
    ),
    evaluation_method="综合评分法",
    evaluation=(
        Section(
            heading="评审程序",
            paragraphs=(
                "资格审查由采购人或者采购代理机构进行，符合性审查与评分由评标委员会进行。",
            ),
        ),
    ),
    contract_text=(
        Section(heading="合同标的", paragraphs=("见采购需求。",)),
        Section(heading="付款方式", paragraphs=("合同生效后预付30%，验收合格后付清余款。",)),
    ),
    bid_format=(
        Section(
            heading="投标函格式", paragraphs=("致：（采购代理机构名称）", "我方愿意参加投标……")
        ),
    ),
)
BID_RESPONSE = BidResponse(
    **COMMON,
    title="投标文件",
    issuer=FIRMS[0],
    date="2026年3月9日",
    recipient=AGENCY,
    uscc="91370000MA00000018",
    lot="第1包",
    letter=(
        "我方已仔细研究招标文件的全部内容，愿意按照招标文件的要求提供货物和服务。",
        "投标有效期内我方承诺不撤销投标文件。",
    ),
    offer=(
        Fact("投标总价", "人民币壹佰柒拾伍万元整\n¥1,750,000.00"),
        Fact("交付期", "合同签订之日起60日历日"),
        Fact("质保期", "三年"),
    ),
    price_table=Table(
        columns=(
            Column("序号", 0, "center"),
            Column("名称", 4),
            Column("品牌型号", 5),
            Column("数量", 2, "right"),
            Column("单价（元）", 3, "right"),
            Column("合价（元）", 3, "right"),
        ),
        rows=(
            ("1", "交互式智能平板", "示例牌 SL-86A", "60", "27,500.00", "1,650,000.00"),
            ("2", "教学软件", "示例云课堂 V3", "1", "100,000.00", "100,000.00"),
        ),
        total=("", "合计", "", "", "", "1,750,000.00"),
        caption="分项报价表",
    ),
    responses=tuple(
        Response(
            number=each.number,
            requirement=each.content,
            response="满足。" + each.content,
            deviation="无偏离",
            evidence=f"投标文件第{place + 20}页",
            substantive=each.substantive,
        )
        for place, each in enumerate(REQUIREMENTS)
    ),
    sections=(Section(heading="售后服务方案", paragraphs=("设立示例市服务站，常驻工程师3名。",)),),
    annexes=(
        Annex(name="营业执照.pdf", size="1.2 MB", sha256=SHA256),
        Annex(name="检测报告.pdf", size="3.8 MB", sha256=SHA256),
    ),
)
