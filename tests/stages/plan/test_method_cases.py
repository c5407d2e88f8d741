"""What the law adds to single situations of a method: additions to a contract, a failed tender."""

from typing import Any

import pytest

from lucai.kernel.actors import Actor, Reason
from lucai.kernel.errors import RuleBroken
from lucai.stages.plan.plans import services as plans
from lucai.stages.plan.plans.selectors import plan_seen, planned_of_one_kind
from lucai.stages.trade.projects import services as projects
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import archives, people, plan, trade
from tests.makers.browsing import browse
from tests.makers.plan import WAN

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system(Reason.CONSEQUENCE)
ORIGINAL = "370102-2025-HT0001"


def addition(amount: int, original: int = 300 * WAN, **changes: Any) -> str:
    """Draft a plan that adds to a contract from its supplier."""
    said = {
        "method": "single_source", "method_case": "single_source.addition",
        "method_reason": "同一系统的配套设备。", "original_contract": ORIGINAL,
        "original_amount": f"{original / 100:.2f}",
    }  # fmt: skip
    return plan.draft((amount,), **{**said, **changes})


def submit(number: str) -> None:
    plans.take(people.actor(people.buyer()), number=number, step="submit")


def refused(number: str, step: str = "submit") -> dict[str, str]:
    """Return what blocks a step: rule → sentence."""
    with pytest.raises(RuleBroken) as error:
        plans.take(people.actor(people.buyer()), number=number, step=step)
    return {v.rule: v.message for v in error.value.verdicts if not v.holds and v.blocks}


def test_a_tenth_of_the_contract_may_be_added_and_not_a_fen_more() -> None:
    submit(addition(30 * WAN))
    found = refused(addition(30 * WAN + 1, original_contract="370102-2025-HT0002"))
    assert "超过上限300,000.00元" in found["GP-MET-06"]


def test_additions_to_one_contract_are_summed() -> None:
    first = addition(20 * WAN)
    submit(first)
    plans.review_plan(people.actor(people.buyer_reviewer()), number=first, finding=plan.review())
    plans.take(people.actor(people.buyer()), number=first, step="request_filing")
    assert "添购资金总额300,000.01元" in refused(addition(10 * WAN + 1))["GP-MET-06"]
    submit(addition(10 * WAN))


def test_an_addition_names_its_contract() -> None:
    assert "原合同" in refused(addition(10 * WAN, original_contract=""))["GP-MET-06"]


def with_the_two_left(number: str) -> str:
    """Draft a plan that negotiates with the two suppliers whom a tender's lot was left with."""
    said = {**AFTER_FAILURE, "method_case": "negotiation.two_bidders", "failed_project": number}
    return plan.draft((150 * WAN,), **said)


def test_a_lot_that_failed_alone_is_negotiated_while_the_others_go_on() -> None:
    number = trade.published_project(2)
    projects.fail_lot(
        SYSTEM, number=number, lot_number=1, reason="投标人不足三家", suppliers_left=2
    )
    assert project_seen(people.buyer(), number).state == "announced"
    submit(with_the_two_left(number))


def test_a_lot_that_was_left_with_one_is_not_negotiated_with_two() -> None:
    number = trade.published_project(2)
    projects.fail_lot(
        SYSTEM, number=number, lot_number=1, reason="投标人不足三家", suppliers_left=1
    )
    assert "只有两家" in refused(with_the_two_left(number))["GP-MET-03"]


def test_what_was_left_is_still_known_when_the_other_lots_are_done() -> None:
    number = trade.published_project(2)
    projects.fail_lot(
        SYSTEM, number=number, lot_number=1, reason="投标人不足三家", suppliers_left=2
    )
    for step in ("open", "evaluate", "report", "decide", "award", "contract", "perform"):
        projects.advance(SYSTEM, number=number, step=step)
    projects.advance(SYSTEM, number=number, step="complete")
    submit(with_the_two_left(number))


AFTER_FAILURE: dict[str, Any] = {
    "method": "negotiation", "method_case": "negotiation.no_bids",
    "evaluation_method": "lowestPrice", "method_reason": "公开招标没有供应商投标。",
    "method_consent": "主管预算单位同意",
}  # fmt: skip
FAIR = "三名评审专家论证：招标文件没有不合理条款，招标公告时间和程序符合规定。"


def after_failure(amount: int, **changes: Any) -> str:
    """Review a plan that negotiates because a tender drew no bids."""
    failed = archives.failed_project()
    return plan.reviewed((amount,), failed_project=failed, **{**AFTER_FAILURE, **changes})


def test_who_negotiates_after_a_tender_without_bids_shows_that_its_document_was_fair() -> None:
    number = after_failure(450 * WAN)
    assert "没有不合理条款" in refused(number, "request_method")["GP-MET-03"]
    page = browse(people.buyer()).get(f"/plans/{number}/").content.decode()
    assert "没有不合理条款" in page


def test_with_the_opinion_the_authority_is_asked_and_reads_it() -> None:
    number = after_failure(450 * WAN, expert_argument=FAIR)
    plans.take(people.actor(people.buyer()), number=number, step="request_method")
    assert plan_seen(people.finance(), number).card.state == "method_pending"
    page = browse(people.finance()).get(f"/plans/{number}/").content.decode()
    assert FAIR in page


def test_below_the_threshold_nobody_is_asked_and_no_opinion_is_needed() -> None:
    number = after_failure(150 * WAN)
    plans.take(people.actor(people.buyer()), number=number, step="request_filing")


def kind_of(number: str) -> int:
    """Return what a buyer's year holds of the kind of things that a plan buys."""
    sheet = plan_seen(people.buyer(), number)
    codes = {item.catalogue_code for lot in sheet.packages for item in lot.items}
    return planned_of_one_kind(
        SYSTEM.viewer, buyer_id=sheet.card.buyer_id, year=sheet.card.fiscal_year, codes=codes,
        indicators=[fund.code for fund in sheet.fundings],
    )  # fmt: skip


@pytest.mark.parametrize("spent", [0, 140 * WAN], ids=["nothing", "most of it"])
def test_what_was_bought_and_paid_still_counts_and_what_failed_does_not(spent: int) -> None:
    project = trade.commissioned_project(1, method="consultation")
    number = project_seen(people.buyer(), project).plan_number
    assert kind_of(number) == 300 * WAN
    if spent:
        plans.commit_lot(SYSTEM, number=number, lot_number=1, amount=spent, reference="HT1")
        plans.consume_lot(SYSTEM, number=number, lot_number=1, amount=spent, reference="HT1")
    plans.release_plan(SYSTEM, number=number, reference=project)
    assert plan_seen(people.buyer(), number).card.state == "ended"
    assert kind_of(number) == spent
