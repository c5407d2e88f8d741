"""From the template to the published tender, and the question answered by an amendment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.journeys.story import AGENCY, HEAD, LOTS, STRANGER, TITLE, WATCH, Story
from tests.journeys.walker import PUBLIC, Walker

EARLIEST, TOO_EARLY = "2026-08-20T09:30", "2026-08-19T09:30"

COMMON = (
    ("qualification", "一般资格条件", "符合政府采购法第二十二条规定", "yes", "资格承诺函"),
    ("commercial", "交货期", "合同签订后四十五日内交货并安装完毕", "yes", ""),
)
TECHNICAL = (
    ("technical", "主要技术参数", "台面耐腐蚀，承重不低于三百千克", "yes", "检测报告"),
    ("technical", "售后服务", "三年质保，四小时内响应", "", ""),
)
CRITERIA = (
    ("price", "投标报价", "30", "", ""),
    ("objective", "同类业绩", "20", "每份同类合同得 5 分，最高 20 分", ""),
    (
        "subjective",
        "技术方案",
        "50",
        "方案完整、针对性强",
        "优 | 35～50 | 详尽\n良 | 20～34 | 较好\n一般 | 0～19 | 笼统",
    ),
)


def document(story: Story) -> None:
    """代理机构 fills the template section by section."""
    agency = story.person(AGENCY)
    agency.duty("选择范本，开始编制采购文件").fill({"blank": "goods"}).press("从范本开始编制")
    lines(agency, "共同要求（各包适用）", "增加一条要求", requirements(COMMON))
    for n, (name, _, _) in enumerate(LOTS, 1):
        lines(agency, f"包 {n} 采购要求", "增加一条要求", requirements(TECHNICAL))
        agency.press(f"包 {n} 评分标准").sees(name)
        lines(agency, "", "增加一项评审因素", criteria(CRITERIA))
    agency.press("商务与政策条件")
    agency.fill({"performance_period": "合同签订后四十五日", "validity_days": "90"})
    agency.fill({"bonds.0.amount": "30000", "bonds.1.amount": "0", "sme_rate": "15"})
    agency.press("保存")


def timing(story: Story) -> None:
    """A deadline one day too early is refused with its article and the earliest date."""
    agency = story.person(AGENCY)
    agency.duty("编制采购文件并提交确认").press("时间安排")
    agency.fill({"opening_place": "示例开标一室（线上）", "bid_deadline": TOO_EARLY}).press("保存")
    agency.sees("2026-08-20", "第三十五条").picture("deadline-too-early")
    agency.fill({"bid_deadline": EARLIEST}).press("保存")
    agency.duty("编制采购文件并提交确认").picture("document").press("提交采购人确认")


def confirmation(story: Story) -> None:
    """采购人 confirms in writing; nobody else may look into the draft."""
    story.person(STRANGER).refused(f"{story.room}document/", 404)
    head = story.person(HEAD)
    head.duty("书面确认采购文件").press("确认采购文件").press("确认采购文件")
    head.sees("已确认")


def publication(story: Story) -> None:
    """The notice waits until the intention has been public for thirty days, then goes out."""
    agency = story.person(AGENCY)
    agency.open(f"{story.room}document/").asks_why("发布招标公告").sees(
        "2026-07-31", "财库〔2020〕10号"
    )
    agency.picture("why-not")
    agency.move_clock("week", times=4).move_clock("day", times=2)
    agency.duty("发布招标公告和招标文件").press("发布招标公告").sees("公告预览")
    agency.press("发布招标公告").sees("已发布")
    watch = story.person(WATCH).open(f"{story.room}document/")
    watch.sees(TITLE).sees_no_act()


def portal(story: Story) -> None:
    """The public finds the notice by a word of it, without signing in."""
    public = story.person(PUBLIC).open("/")
    public.fill({"q": "理化实验"}).press("搜索")
    public.comes_to_see(public.page.url, f"{TITLE}招标公告")
    public.press(f"{TITLE}招标公告").sees("2026-08-20", "第三十五条")
    public.open(f"/projects/{story.numbers.project}/").sees(TITLE)


def requirements(rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    names = ("kind", "name", "text", "substantive", "evidence")
    return [dict(zip(names, row, strict=True)) for row in rows]


def criteria(rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    names = ("kind", "name", "weight", "standard", "bands")
    found = [dict(zip(names, row, strict=True)) for row in rows]
    return [{key: value for key, value in row.items() if value} for row in found]


def lines(agency: Walker, link: str, add: str, rows: Sequence[Mapping[str, str]]) -> None:
    """Fill the rows of one page of the document, and save."""
    if link:
        agency.press(link)
    for n, row in enumerate(rows):
        if n:
            agency.click(add)
        agency.fill({f"rows.{n}.{name}": value for name, value in row.items()})
    agency.press("保存")
