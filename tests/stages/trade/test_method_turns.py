"""How a procurement goes another way: one supplier alone, an early end, a change of method."""

from __future__ import annotations

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import NotAllowed, WrongState
from lucai.law.notices import check_notice
from lucai.platform.journal.selectors import project_timeline
from lucai.stages.plan.plans.selectors import plan_seen
from lucai.stages.trade.awards.selectors import award_seen
from lucai.stages.trade.downloads.services import obtain_document
from lucai.stages.trade.evaluations import services as evaluations
from lucai.stages.trade.evaluations.schemas import TerminationCause, TerminationIn
from lucai.stages.trade.evaluations.selectors import evaluation_seen
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import bids, evaluation, methods, people, plan
from tests.makers.browsing import browse
from tests.makers.evaluation import Round
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db


def checked_consultation() -> Round:
    return methods.checked("consultation")


checked = kept(checked_consultation)


def own_name(n: int) -> str:
    return people.supplier(n).organisation_name


def to_result(rnd: Round) -> Round:
    ranked = methods.ranked(rnd)
    return evaluation.carry(ranked, after=evaluation.consolidated, to=evaluation.announced_award)


# --- one supplier alone, termination, conversion ----------------------------------------------


def test_only_the_named_supplier_obtains_the_document_of_a_single_source() -> None:
    call = methods.call("single_source")
    with clock.at(call.published_at):
        obtain_document(people.actor(people.supplier(1)), project_number=call.number)
        with pytest.raises(NotAllowed, match="拟定的供应商"):
            obtain_document(people.actor(people.supplier(2)), project_number=call.number)


def test_a_single_source_without_its_supplier_is_no_plan() -> None:
    number = plan.draft(method="single_source", sole_supplier="")
    findings = plan_seen(people.buyer(), number).findings
    assert "GP-MET-06" in {finding.rule for finding in findings if not finding.holds}


def test_a_failed_tender_with_two_bidders_goes_on_as_a_negotiation_with_both() -> None:
    failed = bids.opened_lot(suppliers=2)
    rnd = methods.checked(
        "negotiation",
        suppliers=2,
        method_case="negotiation.two_bidders",
        failed_project=failed.number,
    )
    rnd = to_result(methods.quoted(rnd, (92, 90)))
    assert award_seen(people.agency(), rnd.number, 1).supplier_name == own_name(2)


def ending(rnd: Round, cause: str = "changed") -> None:
    form = TerminationIn(
        cause=TerminationCause(cause), reason="采购人调整机构职能，不再采购本项目标的"
    )
    evaluations.terminate(people.actor(people.agency()), project_number=rnd.number, form=form)


def test_an_agency_ends_a_procurement_with_a_notice_and_the_money_goes_back(checked: Round) -> None:
    with evaluation.at(checked):
        ending(checked)
        card = project_seen(people.public(), checked.number)
        assert card.state == "ended"
        told = [e.body.get("notice") for e in project_timeline(people.public(), checked.number)]
        found = next(n for n in told if n and n["kind"] == "termination")
        assert check_notice("termination", found["fields"]) == []
        assert evaluation_seen(people.agency(), checked.number, 1).state == "failed"
        with pytest.raises(WrongState):
            ending(checked)


def test_what_is_decided_is_not_ended_any_more(checked: Round) -> None:
    rnd = to_result(methods.quoted(checked, (92, 90, 91)))
    with evaluation.at(rnd, minutes=90), pytest.raises(WrongState):
        ending(rnd)


@pytest.mark.parametrize("who", ["buyer", "finance", "member", "other"])
def test_nobody_but_the_agency_ends_a_procurement(checked: Round, who: str) -> None:
    form = TerminationIn(cause=TerminationCause("changed"), reason="采购人调整机构职能，不再采购")
    others = {
        "buyer": people.buyer, "finance": people.finance,
        "member": lambda: checked.members[0], "other": lambda: people.supplier(2),
    }  # fmt: skip
    actor = people.actor(others[who]())
    with evaluation.at(checked), pytest.raises(NotAllowed):
        evaluations.terminate(actor, project_number=checked.number, form=form)


def test_the_page_of_a_termination_says_what_follows(checked: Round) -> None:
    with evaluation.at(checked):
        client = browse(people.agency())
        url = f"/rooms/{checked.number}/termination/"
        assert client.get(url).status_code == OK
        short = client.post(url, {"cause": "changed", "reason": "短"})
        assert short.status_code == BAD
        done = client.post(url, {"cause": "changed", "reason": "采购人调整机构职能，不再采购"})
        assert done.status_code == FOUND
    assert project_seen(people.public(), checked.number).state == "ended"


OK, FOUND, BAD = 200, 302, 422
