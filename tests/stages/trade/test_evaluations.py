"""Evaluations: who checks what, alone until all have handed in, and the majority decides."""

from collections.abc import Callable
from typing import Any

import pytest

from lucai.kernel.actors import SYSTEM, Actor, Reason, Viewer
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from lucai.platform.duties.selectors import duty_list
from lucai.stages.trade.bids.selectors import opened_bids
from lucai.stages.trade.evaluations import services
from lucai.stages.trade.evaluations.models import (
    ComplianceFinding,
)
from lucai.stages.trade.evaluations.selectors import (
    evaluation_seen,
)
from lucai.stages.trade.evaluations.selectors.rows import session_rows
from lucai.stages.trade.panels import services as panels
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import bids, evaluation, people
from tests.makers.evaluation import Round, at
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

WORKER = Actor.system(Reason.JOURNAL_READER)

started = kept(evaluation.started)


def agency():  # noqa: ANN201 - the shape is the maker's
    return people.actor(people.agency())


def rules_of(refused: pytest.ExceptionInfo[RuleBroken]) -> set[str]:
    return {verdict.rule for verdict in refused.value.verdicts}


def seen(table: Any, viewer: Viewer, rnd: Round) -> int:
    rows = table.objects.seen_by(viewer).filter(session__project_number=rnd.number)
    return int(rows.count())


def carried(rnd: Round, to: Any) -> Round:
    """Carry the started evaluation on."""
    return evaluation.carry(rnd, after=evaluation.started, to=to)


def test_the_agency_gets_the_duty_to_check_qualification(started: Round) -> None:
    with at(started):
        assert "资格审查" in [duty.title for duty in duty_list(people.agency())]


def test_qualification_is_finished_only_when_every_bidder_is_checked(started: Round) -> None:
    with at(started), pytest.raises(RuleBroken) as refused:
        services.finish_qualification(agency(), **started.key)
    assert rules_of(refused) == {"GP-TEN-11"}


def test_a_member_of_the_panel_cannot_check_qualification(started: Round) -> None:
    with at(started), pytest.raises(NotAllowed):
        services.record_qualification(
            people.actor(started.members[0]),
            bid_code=started.codes()[0],
            form=evaluation.findings(["Z01"]),
            **started.key,
        )


def test_a_bidder_is_not_disqualified_without_a_reason(started: Round) -> None:
    with at(started), pytest.raises(InvalidInput) as refused:
        services.record_qualification(
            agency(),
            bid_code=started.codes()[0],
            form=evaluation.findings(["Z01"], against={"Z01": ""}),
            **started.key,
        )
    assert list(refused.value.fields) == ["findings.0.reason"]


def test_the_panel_sees_no_qualification_finding_before_it_is_finished(started: Round) -> None:
    with at(started):
        codes = started.codes()
        services.record_qualification(
            agency(), bid_code=codes[0], form=evaluation.findings(["Z01"]), **started.key
        )
        assert started.sheet(people.agency()).bids[0].checked == 1
        assert started.sheet(started.members[0]).bids[0].checked == 0


def test_fewer_than_three_qualified_bidders_fail_the_lot_and_nobody_is_evaluated(
    started: Round,
) -> None:
    with at(started):
        code = started.codes()[0]
    evaluation.qualified(started, against={code: {"Z01": "营业执照已过期"}})
    assert evaluation_seen(SYSTEM, started.number, 1).state == "failed"
    project = project_seen(SYSTEM, started.number)
    assert project.lot(1).state == "failed"
    assert project.state == "ended"
    assert (
        next(b for b in opened_bids(SYSTEM, started.number, 1) if b.code == code).state == "invalid"
    )


def test_a_panel_that_is_not_complete_keeps_the_evaluation_waiting(started: Round) -> None:
    with at(started):
        panels.replace_absent(
            agency(), project_number=started.number, place=2, reason="临时生病离场"
        )
        numbers = [c.number for c in started.sheet(people.agency()).terms.qualification]
        for code in started.codes():
            services.record_qualification(
                agency(), bid_code=code, form=evaluation.findings(numbers), **started.key
            )
        with pytest.raises(RuleBroken) as refused:
            services.finish_qualification(agency(), **started.key)
    assert rules_of(refused) == {"GP-TEN-13"}


def test_every_member_gets_the_own_duty_and_sheet_when_qualification_is_done(
    started: Round,
) -> None:
    rnd = evaluation.qualified(started)
    with at(rnd):
        for member in rnd.members:
            assert [d.title for d in duty_list(member)].count("符合性审查") == 1
            own = rnd.sheet(member).own
            assert own
            assert own.state == "checking"


def test_a_members_checks_are_seen_by_nobody_else_until_all_have_handed_in(
    started: Round,
) -> None:
    rnd = evaluation.qualified(started)
    with at(rnd):
        first, *others = rnd.members
        evaluation.check(rnd, first)
        assert seen(ComplianceFinding, first, rnd) > 0
        for viewer in (
            *others,
            people.agency(),
            people.buyer(),
            people.finance(),
            people.supplier(1),
        ):
            assert seen(ComplianceFinding, viewer, rnd) == 0
        for member in others:
            evaluation.check(rnd, member)
        assert seen(ComplianceFinding, others[0], rnd) == seen(ComplianceFinding, SYSTEM, rnd)
        assert seen(ComplianceFinding, people.agency(), rnd) == 0


def test_checks_are_handed_in_only_when_complete(started: Round) -> None:
    rnd = evaluation.qualified(started)
    with at(rnd), pytest.raises(RuleBroken) as refused:
        services.submit_checks(rnd.chair(), **rnd.key)
    assert rules_of(refused) == {"GP-EXP-09"}


@pytest.mark.parametrize(("against", "valid"), [(2, True), (3, False)])
def test_the_majority_decides_whether_a_bid_complies(
    started: Round, against: int, valid: bool
) -> None:
    rnd = evaluation.qualified(started)
    with at(rnd):
        code = rnd.codes()[0]
        for index, member in enumerate(rnd.members):
            broken = {code: {"S01": "交货期不满足"}} if index < against else None
            evaluation.check(rnd, member, against=broken)
        bid = rnd.sheet(rnd.members[0]).bid(code)
    assert bid.compliant is valid


def test_fewer_than_three_substantive_bids_fail_the_lot(started: Round) -> None:
    rnd = evaluation.qualified(started)
    with at(rnd):
        code = rnd.codes()[0]
        for member in rnd.members:
            evaluation.check(rnd, member, against={code: {"S01": "交货期不满足"}})
        services.finish_compliance(rnd.chair(), **rnd.key)
    sheet = evaluation_seen(SYSTEM, rnd.number, 1)
    assert sheet.state == "failed"
    assert "不足3家" in sheet.failed_reason


def test_only_the_chair_sums_up(started: Round) -> None:
    rnd = evaluation.qualified(started)
    with at(rnd):
        for member in rnd.members:
            evaluation.check(rnd, member)
        with pytest.raises(RuleBroken) as refused:
            services.finish_compliance(people.actor(rnd.members[1]), **rnd.key)
        assert rules_of(refused) == {"GP-EXP-06"}
        services.finish_compliance(rnd.chair(), **rnd.key)
    assert rnd.sheet(rnd.members[0]).state == "scoring"


def test_nothing_is_summed_up_while_a_member_still_checks(started: Round) -> None:
    rnd = evaluation.qualified(started)
    with at(rnd):
        for member in rnd.members[:-1]:
            evaluation.check(rnd, member)
        with pytest.raises(RuleBroken) as refused:
            services.finish_compliance(rnd.chair(), **rnd.key)
    assert "GP-EXP-09" in rules_of(refused)


def test_a_member_replaced_while_scoring_leaves_void_marks_and_the_newcomer_scores(
    started: Round,
) -> None:
    rnd = carried(started, evaluation.compliant)
    given = dict.fromkeys(rnd.codes(), ("40", "25"))
    with at(rnd):
        for member in rnd.members[:-1]:
            evaluation.score(rnd, member, given)
        panels.replace_absent(agency(), project_number=rnd.number, place=2, reason="临时生病离场")
        newcomer = next(seat for seat in evaluation.seats(rnd) if seat not in rnd.members)
        panels.sign_in(people.actor(newcomer), project_number=rnd.number, form=evaluation.DECLARED)
        services.sync_members(agency(), project_number=rnd.number)
        assert [seat.place for seat in rnd.sheet(people.agency()).seats] == [1, 3, 4, 5, 6]
        evaluation.score(rnd, rnd.members[-1], given)
        assert rnd.sheet(newcomer).state == "scoring"
        evaluation.score(rnd, newcomer, given)
        assert rnd.sheet(newcomer).state == "consolidating"
        with pytest.raises(NotFound):
            evaluation_seen(rnd.members[1], rnd.number, 1)


@pytest.mark.parametrize(
    "who",
    ["other buyer", "other agency", "supplier", "expert", "treasury", "other finance", "public"],
)
def test_a_stranger_finds_no_evaluation(started: Round, who: str) -> None:
    viewer = people.expert(12) if who == "expert" else people.everyone()[who]
    with at(started), pytest.raises(NotFound):
        evaluation_seen(viewer, started.number, 1)


def test_an_opinion_is_only_for_members(started: Round) -> None:
    rnd = evaluation.qualified(started)
    with at(rnd):
        for viewer in (people.agency(), people.buyer(), people.finance()):
            with pytest.raises(NotFound):
                services.submit_checks(people.actor(viewer), **rnd.key)


def test_an_evaluation_starts_by_itself_when_the_opening_is_recorded(pump) -> None:  # noqa: ANN001
    rnd = evaluation.opened()
    with at(rnd):
        pump()
    assert evaluation_seen(SYSTEM, rnd.number, 1).state == "qualification"


def test_the_worker_passes_over_a_procurement_that_has_ended(pump: Callable[[], None]) -> None:
    call = bids.opened_lot(bids.call_for_bids(1), suppliers=2)
    assert project_seen(SYSTEM, call.number).state == "ended"
    pump()
    assert session_rows(SYSTEM, call.number) == []
    assert services.start_evaluation(WORKER, project_number=call.number) == []
