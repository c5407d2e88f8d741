"""紧急采购: from 2026-10-01, found by the buyer itself, with one supplier or more, to the result."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, NotAllowed, RuleBroken
from lucai.law.verdicts import Verdict
from lucai.stages.plan.plans import services as plans
from lucai.stages.plan.plans.selectors import plan_seen
from lucai.stages.trade.awards.selectors import award_seen
from lucai.stages.trade.downloads.services import obtain_document
from lucai.stages.trade.evaluations.selectors import ranking_of
from lucai.stages.trade.prequalifications import services as prequalifications
from lucai.stages.trade.prequalifications.schemas import Way
from lucai.stages.trade.prequalifications.selectors import prequalification_seen
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import evaluation, methods, people, plan, prequalifying
from tests.makers.evaluation import Round

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 10, 12)
LARGE = 900 * plan.WAN


def on_monday() -> Any:
    return clock.at(clock.moment(MONDAY, 9))


def broken(number: str, step: str = "submit") -> tuple[Verdict, ...]:
    with pytest.raises(RuleBroken) as error:
        plans.take(people.actor(people.buyer()), number=number, step=step)
    return error.value.verdicts


def to_result(rnd: Round) -> Round:
    ranked = methods.ranked(rnd)
    return evaluation.carry(ranked, after=evaluation.consolidated, to=evaluation.announced_award)


@pytest.mark.nightly
def test_an_emergency_lives_from_plan_to_result() -> None:
    rnd = to_result(methods.quoted(methods.checked("emergency", on=MONDAY), (92, 90, 91)))
    assert project_seen(people.public(), rnd.number).state == "awarded"
    award = award_seen(people.agency(), rnd.number, 1)
    assert award.supplier_name == people.supplier(2).organisation_name


@pytest.mark.parametrize("count", [1, pytest.param(2, marks=pytest.mark.nightly)])
def test_two_suppliers_or_one_may_go_on(count: int) -> None:
    checked = methods.checked("emergency", on=MONDAY, suppliers=count)
    rnd = to_result(methods.quoted(checked, (92, 90)[:count]))
    assert len(ranking_of(people.agency(), rnd.number, 1)) == count


def test_only_who_is_asked_obtains_the_document() -> None:
    call = methods.call("emergency", on=MONDAY)
    with clock.at(call.published_at):
        obtain_document(people.actor(people.supplier(1)), project_number=call.number)
        with pytest.raises(NotAllowed):
            obtain_document(people.actor(people.supplier(7)), project_number=call.number)


@pytest.mark.parametrize(
    ("day", "happened", "lawful"),
    [
        (date(2026, 10, 8), "2026-09-30", False),
        (date(2026, 10, 8), "2026-10-01", True),
    ],
)
def test_it_is_refused_before_its_day(day: date, happened: str, lawful: bool) -> None:
    with clock.at(clock.moment(day, 9)):
        number = plan.draft(method="emergency", emergency_on=happened)
        if lawful:
            plans.take(people.actor(people.buyer()), number=number, step="submit")
            return
        found = {v.rule: v.message for v in broken(number) if v.blocks}
        assert "2026-10-01" in found["GP-MET-10"]


def test_a_plan_that_starts_before_its_day_cannot_choose_it() -> None:
    day = clock.moment(date(2026, 9, 30), 9)
    with clock.at(day), pytest.raises(InvalidInput, match="2026-10-01"):
        plan.draft(method="emergency", emergency_on="2026-09-29")


def test_the_buyer_decides_itself_whatever_the_amount_and_waits_for_no_filing() -> None:
    with on_monday():
        number = plan.reviewed((LARGE,), method="emergency", technically_complex="")
        plans.take(people.actor(people.buyer()), number=number, step="request_filing")
        sheet = plan_seen(people.buyer(), number)
        assert sheet.card.state == "filed"
        assert sheet.card.filed_at
        assert sum(lot.held for lot in sheet.packages) == LARGE


def test_an_emergency_is_found_in_writing() -> None:
    with on_monday():
        bare = plan.draft(method="emergency", emergency_event="", emergency_finding="")
        assert "储备和调拨" in broken(bare)[0].message
        early = plan.draft(method="emergency", emergency_on="2026-10-13")
        assert "不能晚于今天" in broken(early)[0].message


def test_buying_directly_is_reasoned_and_asks_one_supplier() -> None:
    with on_monday():
        silent = plan.draft(method="emergency", method_case="emergency.direct")
        assert "不能以竞争方式采购" in broken(silent)[0].message
        reason = "唯一能在两天内到位的供应商。"
        with pytest.raises(RuleBroken, match="只列入一家"):
            prequalifying.asked(method_case="emergency.direct", method_reason=reason)
        number = prequalifying.asked((1,), method_case="emergency.direct", method_reason=reason)
        assert prequalification_seen(people.agency(), number).state == "drawn"


def test_an_addition_names_its_contract_and_is_warned_of_above_its_share() -> None:
    said = {"method_case": "emergency.addition", "method_reason": "同一设备的配套物资。"}
    with on_monday():
        nameless = plan.draft(method="emergency", **said)
        assert "原合同" in broken(nameless)[0].message
        named = {"original_contract": "HT-示例-1", "original_amount": plan.yuan(900 * plan.WAN)}
        number = plan.draft(method="emergency", **said, **named)
        offers = {o.step.name: o for o in plan_seen(people.buyer(), number).offers}
        assert offers["submit"].open
        assert [v.rule for v in offers["submit"].warnings] == ["GP-MET-10"]


def test_an_emergency_is_not_announced_and_draws_no_lots() -> None:
    with on_monday():
        number = prequalifying.begun("emergency")
        agency = people.actor(people.agency())
        for form in (prequalifying.content(), prequalifying.content(Way.LIBRARY)):
            with pytest.raises(InvalidInput):
                prequalifications.edit(agency, project_number=number, content=form)
