"""邀请招标: suppliers apply, those who qualify are drawn before witnesses, and invited."""

from __future__ import annotations

from datetime import timedelta

from lucai.kernel import clock
from tests.lives.api.story import Story

CONDITIONS = [
    {"name": "有效的营业执照", "text": "具有有效的营业执照。", "evidence": "扫描件"},
    {"name": "本地服务能力", "text": "能够在规定时间内到达现场。"},
]


def prequalification(story: Story) -> None:
    """代理机构 calls for applications; 采购人 confirms before."""
    until = clock.moment(story.now.date() + timedelta(days=10), 17)
    story.agency.post(
        f"{story.room}prequalification/edit/",
        {
            "way": "announcement",
            "places": 3,
            "conditions": CONDITIONS,
            "criteria": "按照资格要求逐项审查，全部符合的为合格。",
            "composition": "对每一项资格要求的说明和证明材料扫描件。",
            "performance_period": "自合同签订之日起 30 日内交付",
            "apply_until": until.isoformat(),
            "review_on": f"{until.date() + timedelta(days=1)}",
        },
    )
    _step(story, "submit")
    story.head.post(f"{story.room}prequalification/steps/confirm/")
    _step(story, "publish")


def applications(story: Story) -> None:
    """Suppliers apply; until the deadline nobody else sees who."""
    address = f"{story.room}prequalification/"
    for supplier in story.suppliers:
        numbers = [one["number"] for one in supplier.get(address)["sheet"]["conditions"]]
        answers = [{"number": one, "text": "具备，见证明材料。"} for one in numbers]
        person = {"contact": "示例联系人", "phone": "0531-00000000", "truthful": True}
        supplier.post(f"{address}application/", {"answers": answers, **person})
    assert not story.agency.get(address)["sheet"]["suppliers"]
    story.wait(days=11)


def review(story: Story) -> None:
    """代理机构 judges every applicant, condition by condition."""
    address = f"{story.room}prequalification/"
    for one in story.agency.get(address)["sheet"]["suppliers"]:
        page = f"{address}applications/{one['pk']}/"
        checks = story.agency.get(page)["found"]["checks"]
        findings = [{"number": c["condition"]["number"], "passed": "yes"} for c in checks]
        story.agency.post(page, {"findings": findings})
    _step(story, "finish_review")


def invitation(story: Story) -> None:
    """Two of 采购人 watch the draw; with the document the invitations go out."""
    for witness in (story.buyer, story.head):
        witness.post(f"{story.room}prequalification/steps/witness/")
    story.agency.post(f"{story.room}prequalification/draw/", {"wait_minutes": 0})


def acknowledged(story: Story) -> None:
    """Every invited supplier confirms that it has its letter."""
    for supplier in story.suppliers:
        supplier.post(f"{story.room}prequalification/invitation/")


def _step(story: Story, name: str) -> None:
    story.agency.post(f"{story.room}prequalification/steps/{name}/")
