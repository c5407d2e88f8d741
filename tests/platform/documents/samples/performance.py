"""Papers after the award."""

from lucai.platform.documents.shapes import (
    AcceptanceItem,
    AcceptanceReport,
    Approval,
    ArchiveCatalogue,
    ArchiveEntry,
    ArchiveGroup,
    BudgetLine,
    Column,
    Contract,
    ContractItem,
    ContractParty,
    Fact,
    FrameworkAgreement,
    Invoice,
    PaymentRequest,
    Section,
    Signature,
    Table,
)
from tests.platform.documents.samples.common import AGENCY, BUYER, COMMON, FIRMS, SM3

CONTRACT = Contract(
    **COMMON,
    title="政府采购合同",
    contract_number="SDGP370100000202602000012-01",
    issuer=BUYER,
    date="2026年3月20日",
    place="示例市",
    buyer=ContractParty(
        name=BUYER,
        uscc="12370000MB00000012",
        address="示例市历下区示例路1号",
        representative="示例校长",
        phone="0531-00000001",
        signed_at="2026年3月20日",
    ),
    supplier=ContractParty(
        name=FIRMS[0],
        uscc="91370000MA00000018",
        address="示例市高新区示例街88号",
        representative="示例·阿不都䶮",
        phone="0531-00000009",
        bank="示例银行示例支行",
        account="370000000000000000",
        signed_at="2026年3月20日",
    ),
    preamble=("根据《中华人民共和国政府采购法》《中华人民共和国民法典》，甲乙双方订立本合同。",),
    items=(
        ContractItem(
            name="交互式智能平板",
            specification="示例牌 SL-86A 86英寸",
            quantity="60",
            unit="台",
            unit_price="27,500.00",
            amount="1,650,000.00",
        ),
        ContractItem(
            name="教学软件",
            specification="示例云课堂 V3",
            quantity="1",
            unit="套",
            unit_price="100,000.00",
            amount="100,000.00",
        ),
    ),
    total="1,750,000.00",
    total_in_words="壹佰柒拾伍万元整",
    clauses=(
        Section(
            heading="交付",
            sections=(
                Section(heading="时间", paragraphs=("合同签订之日起60日历日内。",)),
                Section(heading="地点", paragraphs=("甲方指定的教室。",)),
            ),
        ),
        Section(
            heading="付款",
            table=Table(
                columns=(
                    Column("期次", 2, "center"),
                    Column("条件", 8),
                    Column("金额（元）", 4, "right"),
                ),
                rows=(
                    ("预付款", "合同生效", "525,000.00"),
                    ("尾款", "验收合格并收到发票", "1,225,000.00"),
                ),
            ),
        ),
        Section(heading="争议解决", paragraphs=("协商不成的，向甲方所在地人民法院起诉。",)),
    ),
)
FRAMEWORK_AGREEMENT = FrameworkAgreement(
    **COMMON,
    title="框架协议",
    agreement_number="KJXY370100202600002-G1-01",
    issuer=BUYER,
    date="2026年3月20日",
    organiser=CONTRACT.buyer,
    supplier=CONTRACT.supplier,
    term="2026年4月1日 至 2028年3月31日",
    preamble=("征集人与入围供应商就框架协议的有关事项约定如下。",),
    clauses=(
        Section(heading="标的和协议价格", rows=(Fact("协议单价", "95.00 元/箱"),)),
        Section(heading="付款", paragraphs=("验收合格、收到发票后支付。",)),
    ),
)

ACCEPTANCE_REPORT = AcceptanceReport(
    **COMMON,
    title="政府采购履约验收书",
    issuer=BUYER,
    date="2026年5月18日",
    facts=(
        Fact("合同编号", "SDGP370100000202602000012-01"),
        Fact("供应商", FIRMS[0]),
        Fact("合同金额", "¥1,750,000.00"),
        Fact("验收方式", "一次性验收"),
        Fact("验收时间、地点", "2026年5月18日，示例市第一中学"),
    ),
    items=(
        AcceptanceItem(
            name="交互式智能平板",
            agreed="60台，86英寸，4K",
            found="60台，与约定一致",
            verdict="合格",
        ),
        AcceptanceItem(
            name="教学软件", agreed="1套，授权永久", found="1套，已激活", verdict="合格"
        ),
        AcceptanceItem(name="培训", agreed="不少于2场", found="3场，有签到记录", verdict="合格"),
    ),
    conclusion="验收合格",
    opinions=("验收小组一致认为供应商已按合同约定履行义务。",),
    signatures=(
        Signature(
            name="示例甲", role="采购人代表", organisation=BUYER, signed_at="2026-05-18 16:02"
        ),
        Signature(name="示例乙", role="技术专家", organisation="示例大学"),
        Signature(name="示例丙", role="实际使用人", organisation=BUYER),
    ),
)
PAYMENT_REQUEST = PaymentRequest(
    **COMMON,
    title="政府采购资金支付申请书",
    document_number="支付申请编号：ZF202605200001",
    issuer=BUYER,
    date="2026年5月20日",
    facts=(
        Fact("预算单位", BUYER),
        Fact("合同编号", "SDGP370100000202602000012-01"),
        Fact("支付期次", "尾款"),
        Fact("合同金额", "¥1,750,000.00"),
        Fact("已支付金额", "¥525,000.00"),
    ),
    amount="1,225,000.00",
    amount_in_words="壹佰贰拾贰万伍仟元整",
    payee=FIRMS[0],
    bank="示例银行示例支行",
    account="370000000000000000",
    purpose="合同尾款，验收合格",
    budget_lines=(
        BudgetLine(
            indicator="示财教指〔2026〕8号",
            function="2050204 高中教育",
            economic="31002 办公设备购置",
            fund="一般公共预算资金",
            amount="1,225,000.00",
        ),
    ),
    invoices=(
        Invoice(
            number="26370000000000000001", date="2026-05-19", seller=FIRMS[0], amount="1,225,000.00"
        ),
    ),
    approvals=(
        Approval(step="经办", person="示例经办", opinion="资料齐全", at="2026-05-20 09:12"),
        Approval(step="审核", person="示例审核", opinion="同意支付", at="2026-05-20 10:40"),
    ),
)
ARCHIVE_CATALOGUE = ArchiveCatalogue(
    **COMMON,
    title="政府采购档案目录",
    issuer=BUYER,
    date="2026年6月30日",
    facts=(
        Fact("采购人", BUYER),
        Fact("采购代理机构", AGENCY),
        Fact("采购方式", "公开招标"),
        Fact("文件总数", "24件"),
        Fact("归档日期", "2026年6月30日"),
    ),
    groups=tuple(
        ArchiveGroup(
            name=name,
            entries=tuple(
                ArchiveEntry(
                    number=f"{group}-{place}",
                    title=f"{name}文件之{place}",
                    date="2026-03-10",
                    pages=str(place * 3),
                    sm3=SM3,
                )
                for place in range(1, 9)
            ),
        )
        for group, name in enumerate(("预算与计划", "采购交易", "合同与履约"), start=1)
    ),
    signatures=(
        Signature(name="示例立卷", role="立卷人", organisation=AGENCY),
        Signature(name="示例接收", role="接收人", organisation=BUYER),
    ),
)
