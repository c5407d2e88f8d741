"""From the decision to the published contract."""

from __future__ import annotations

from lucai.kernel.actors import PUBLIC
from tests.lives.api.story import Story
from tests.makers.program import Program

TERMS = {
    "delivery_place": "示例济南市第一中学实验楼一层",
    "acceptance_days": "10",
    "payment_days": "30",
}


def decision(story: Story) -> None:
    """采购人 decides in the order of the report."""
    award = f"{story.room}award/1/"
    story.head.post(f"{award}decision/", {"rank": 1})
    shown = story.buyer.get(award)["award"]
    assert (shown["supplier_name"], shown["amount"]) == (
        story.winner.viewer.organisation_name,
        story.told.won_at,
    )


def announcement(story: Story) -> None:
    """代理机构 announces the result; the winner finds its letter, everybody the notice."""
    story.agency.post(f"{story.room}award/1/notice/")
    story.work()
    assert story.winner.get(f"{story.room}result/")["letters"]


def contract(story: Story) -> None:
    """采购人 drafts the contract from document and bid; both sides sign exactly that text."""
    drafted = story.buyer.post(f"{story.room}award/1/contract/")
    story.contract = drafted.split("/")[2]
    paper = f"/contracts/{story.contract}/"
    story.buyer.fill(drafted, TERMS)
    story.buyer.post(f"{paper}check/")
    for signer in (story.head, story.winner):
        text = signer.get(f"{paper}sign/")["sheet"]["sm3"]
        signer.post(f"{paper}sign/", {"sm3": text, "late_reason": ""})
    assert story.buyer.get(paper)["card"]["state"] == "signed"


def contract_published(story: Story) -> None:
    """The contract is public and filed; anybody reads it in the project's life, 财政 acknowledges."""
    paper = f"/contracts/{story.contract}/"
    story.buyer.post(f"{paper}publish/")
    story.buyer.post(f"{paper}steps/file/")
    story.finance.post(f"{paper}acknowledge/")
    story.work()
    card = story.buyer.get(paper)["card"]
    assert (card["state"], card["amount"]) == ("filed", story.told.won_at)
    anybody = Program(PUBLIC, "")
    notices = anybody.get(f"/projects/{story.project}/")["life"]["notices"]
    published = {one["kind"]: one for one in notices}["contract"]
    assert published["amount"] == story.told.won_at
    notice = str(anybody.get(f"/notices/{published['code']}/"))
    assert story.winner.viewer.organisation_name in notice
