"""From the blank to the published document."""

from __future__ import annotations

from datetime import datetime, timedelta

from lucai.kernel import clock
from tests.lives.api.story import Story
from tests.makers.program import held

COMMON = [
    {
        "kind": "qualification",
        "name": "一般资格条件",
        "text": "符合政府采购法第二十二条规定",
        "substantive": True,
        "evidence": "资格承诺函",
    },
    {
        "kind": "commercial",
        "name": "交货期",
        "text": "合同签订后四十五日内交货并安装完毕",
        "substantive": True,
    },
]
TECHNICAL = [
    {
        "kind": "technical",
        "name": "主要技术参数",
        "text": "台面耐腐蚀，承重不低于三百千克",
        "substantive": True,
        "evidence": "检测报告",
    },
    {"kind": "technical", "name": "售后服务", "text": "三年质保，四小时内响应"},
]
BANDS = "优 | 35～50 | 详尽\n良 | 20～34 | 较好\n一般 | 0～19 | 笼统"
FACTORS = {
    "rows.0.weight": "30",
    "rows.1.kind": "objective",
    "rows.1.name": "同类业绩",
    "rows.1.weight": "20",
    "rows.1.standard": "每份同类合同得 5 分，最高 20 分",
    "rows.2.kind": "subjective",
    "rows.2.name": "技术方案",
    "rows.2.weight": "50",
    "rows.2.standard": "方案完整、针对性强",
    "rows.2.bands": BANDS,
}
"""The price's factor stands there already: its weight alone is missing."""
TERMS = {
    "performance_period": "合同签订后四十五日",
    "validity_days": "90",
    "bonds.0.amount": "0",
}


def document(story: Story) -> None:
    """代理机构 writes the document from its blank."""
    room, agency = f"{story.room}document/", story.agency
    [blank] = agency.get(room)["blanks"]
    agency.post(f"{room}draft/", {"blank": blank["code"]})
    for lot, rows in enumerate((COMMON, TECHNICAL)):
        version = held(agency.get(f"{room}requirements/{lot}/")["form"])["version"]
        agency.post(f"{room}requirements/{lot}/", {"version": version, "rows": rows})
    if story.told.scored:
        agency.fill(f"{room}criteria/1/", FACTORS)
    agency.fill(f"{room}terms/", {**TERMS, "sme_rate": story.told.sme_rate})


def timing(story: Story) -> None:
    """The page proposes the earliest lawful dates; where the law names none, some are asked for."""
    address = f"{story.room}document/timing/"
    shown = held(story.agency.get(address)["form"])
    deadline = clock.moment(story.now.date() + timedelta(days=2), 9, 30)
    dates = {
        "notice_on": f"{story.now.date()}",
        "available_until": (deadline - timedelta(minutes=30)).isoformat(),
        "bid_deadline": deadline.isoformat(),
    }
    story.agency.post(address, {**dates, **shown, "opening_place": "示例开启一室（线上）"})


def publication(story: Story) -> None:
    """采购人 confirms in writing, 代理机构 publishes; the opening's keys are announced with it."""
    steps = f"{story.room}document/steps/"
    story.agency.post(f"{steps}submit/")
    story.head.post(f"{steps}confirm/")
    story.agency.post(f"{steps}publish/")
    story.work()
    card = story.agency.get(f"{story.room}document/")["frame"]["card"]
    story.deadline = datetime.fromisoformat(card["bid_deadline"])
    assert card["tender_published_at"]
