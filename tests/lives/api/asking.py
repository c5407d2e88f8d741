"""紧急采购: the buyer finds the emergency itself and names the suppliers that are asked."""

from __future__ import annotations

import pytest

from tests.lives.api import bidding, planning
from tests.lives.api.story import Story
from tests.makers import people, registers
from tests.makers.program import Refused, program_of

WHY = "同类项目履约良好，物资能在两天内到位。"


def filing(story: Story) -> None:
    """The plan waits for nobody: it is filed when it is sent, and its money is held."""
    plan = f"/plans/{story.plan}/"
    story.buyer.post(f"{plan}steps/request_filing/")
    assert story.buyer.get(plan)["sheet"]["card"]["state"] == "filed"
    account = story.finance.get(f"/budget/{story.indicator}/")["card"]
    assert account["held"] == account["amount"]


def suppliers(story: Story) -> None:
    """采购人 writes down whom to ask and why; nobody is drawn and nothing is announced."""
    room = f"{story.room}prequalification/"
    content = {"way": "recommendation", "places": 0, "performance_period": "合同签订后两日"}
    story.agency.fill(f"{room}edit/", content)
    for n, supplier in enumerate(story.suppliers, 1):
        registers.registered_supplier(n)
        listed = {"uscc": story.code_of(supplier), "reason": WHY}
        story.buyer.post(f"{room}candidates/new/", listed)
    story.agency.post(f"{room}steps/submit/")
    story.head.post(f"{room}steps/confirm/")
    asked = story.agency.get(room)["sheet"]["suppliers"]
    assert sorted(one["name"] for one in asked) == sorted(
        one.viewer.organisation_name for one in story.suppliers
    )


def obtained_by_the_asked(story: Story) -> None:
    """Who is asked obtains the document; nobody else does."""
    bidding.documents_obtained(story)
    stranger = program_of(people.supplier(9))
    with pytest.raises(Refused, match="403"):
        stranger.post(f"{story.room}download/obtain/")


def refused(story: Story) -> None:
    """Before 2026-10-01 no plan of an emergency is handed to the review."""
    with pytest.raises(Refused, match="2026-10-01"):
        planning.plan(story)
