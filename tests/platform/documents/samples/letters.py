"""A notice, two letters and a receipt."""

from lucai.platform.documents.shapes import (
    AwardLetter,
    Contact,
    Fact,
    LosingNotice,
    Notice,
)
from tests.platform.documents.samples.common import (
    AGENCY,
    ANNOUNCEMENT,
    BUYER,
    COMMON,
    FIRMS,
    NAME,
    NUMBER,
)

CONTACTS = (
    Contact(
        role="采购人信息",
        rows=(
            Fact("名称", BUYER),
            Fact("地址", "示例市历下区示例路1号"),
            Fact("联系方式", "示例老师 0531-00000001"),
        ),
    ),
    Contact(
        role="采购代理机构信息",
        rows=(
            Fact("名称", AGENCY),
            Fact("地址", "示例市历下区示例大厦8层"),
            Fact("联系方式", "0531-00000002"),
        ),
    ),
    Contact(
        role="项目联系方式",
        rows=(Fact("项目联系人", "示例·阿不都䶮"), Fact("电话", "0531-00000003")),
    ),
)
NOTICE = Notice(
    **COMMON,
    title=f"{NAME}公开招标公告",
    issuer=AGENCY,
    date="2026年2月12日",
    overview=(
        (
            f"{NAME}的潜在投标人应在鲁采系统获取招标文件，"
            "并于2026年3月10日09时30分（北京时间）前提交投标文件。"
        ),
    ),
    sections=ANNOUNCEMENT,
    contacts=CONTACTS,
    attachments=("招标文件", "采购需求附表"),
)
AWARD_LETTER = AwardLetter(
    **COMMON,
    title="中标通知书",
    letterhead=AGENCY,
    document_number="示采代〔2026〕12号",
    issuer=AGENCY,
    date="2026年3月13日",
    recipient=FIRMS[0],
    opening_words=(
        f"{NAME}（项目编号：{NUMBER}）第1包经评标委员会评审、采购人确认，你单位为中标人。",
    ),
    facts=(
        Fact("采购人", BUYER),
        Fact("采购包", "第1包 交互式智能平板及配套软件"),
        Fact("中标金额", "人民币壹佰柒拾伍万元整\n¥1,750,000.00"),
        Fact("评审总得分", "92.31"),
        Fact("合同履行期限", "自合同签订之日起60日历日内"),
    ),
    closing_words=(
        "请你单位自本通知书发出之日起在规定期限内，按照招标文件和你单位投标文件与采购人签订合同。",
        "特此通知。",
    ),
)
LOSING_NOTICE = LosingNotice(
    **COMMON,
    title="未中标通知书",
    issuer=AGENCY,
    date="2026年3月13日",
    recipient=FIRMS[1],
    opening_words=(f"感谢你单位参加{NAME}第1包的投标。评审结果已经采购人确认，现将结果告知如下：",),
    facts=(
        Fact("中标人", FIRMS[0]),
        Fact("中标金额", "¥1,750,000.00"),
        Fact("你单位评审总得分", "88.02"),
        Fact("你单位排序", "第2名"),
    ),
    reasons=("评审总得分低于中标人。", "价格分低3.20分，实施方案低1.09分。"),
    closing_words=("对结果有异议的，可以在规定期限内以书面形式向采购人或者采购代理机构提出质疑。",),
)
