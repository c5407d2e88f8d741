"""Scores and report: independent, in their bands, exact, repeatable, seen in their phase."""

from decimal import Decimal
from typing import Any

import pytest

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken, WrongState
from lucai.law.replay import score_file
from lucai.stages.trade.evaluations import services
from lucai.stages.trade.evaluations.models import (
    EvaluationReport,
    EvaluationReportBid,
    Score,
)
from lucai.stages.trade.evaluations.schemas import (
    CorrectionCause,
    CorrectionIn,
    ScoreIn,
)
from lucai.stages.trade.evaluations.selectors import (
    calculation_of,
    own_result,
    ranking_of,
)
from tests.makers import bids, evaluation, people
from tests.makers.evaluation import Round, at
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

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


def mark(rnd: Round, member, code: str, criterion: int, form: ScoreIn) -> None:  # noqa: ANN001
    services.save_score(
        people.actor(member), bid_code=code, criterion=criterion, form=form, **rnd.key
    )


@pytest.mark.parametrize(
    ("criterion", "form", "field"),
    [
        (2, {"points": "40.01"}, "points"),
        (3, {"points": "25", "reason": "见第 3 页"}, "band"),
        (3, {"points": "25", "band": "良", "reason": "见第 3 页"}, "points"),
        (3, {"points": "9.99", "band": "良", "reason": "见第 3 页"}, "points"),
        (3, {"points": "25", "band": "优"}, "reason"),
    ],
)
def test_a_mark_outside_its_range_or_without_its_reason_is_refused_at_the_field(
    started: Round, criterion: int, form: dict[str, str], field: str
) -> None:
    rnd = carried(started, evaluation.compliant)
    with at(rnd), pytest.raises(InvalidInput) as refused:
        mark(rnd, rnd.members[0], rnd.codes()[0], criterion, ScoreIn(**form))
    assert list(refused.value.fields) == [field]


@pytest.mark.parametrize("points", ["10", "20"])
def test_the_edges_of_a_band_belong_to_it(started: Round, points: str) -> None:
    rnd = carried(started, evaluation.compliant)
    with at(rnd):
        form = ScoreIn(points=Decimal(points), band="良", reason="见投标文件第 3 页")
        mark(rnd, rnd.members[0], rnd.codes()[0], 3, form)


def test_marks_are_seen_by_nobody_else_until_all_have_handed_in(started: Round) -> None:
    rnd = carried(started, evaluation.compliant)
    given = dict.fromkeys(rnd.codes(), ("40", "25"))
    with at(rnd):
        first, *others = rnd.members
        evaluation.score(rnd, first, given)
        assert seen(Score, first, rnd) == 6
        watchers = (
            people.agency(),
            people.buyer(),
            people.finance(),
            people.supplier(1),
            people.treasury(),
        )
        for viewer in (*others, *watchers):
            assert seen(Score, viewer, rnd) == 0
        for member in others:
            evaluation.score(rnd, member, given)
        for member in rnd.members:
            assert seen(Score, member, rnd) == 30
        for viewer in watchers:
            assert seen(Score, viewer, rnd) == 0


def test_scores_are_handed_in_only_when_complete(started: Round) -> None:
    rnd = carried(started, evaluation.compliant)
    with at(rnd):
        mark(rnd, rnd.members[0], rnd.codes()[0], 2, ScoreIn(points=Decimal(40)))
        with pytest.raises(RuleBroken) as refused:
            services.submit_scores(rnd.chair(), **rnd.key)
    assert "GP-EXP-09" in rules_of(refused)


def test_a_mark_cannot_be_changed_after_handing_in(started: Round) -> None:
    rnd = carried(started, evaluation.compliant)
    with at(rnd):
        evaluation.score(rnd, rnd.members[0], dict.fromkeys(rnd.codes(), ("40", "25")))
        with pytest.raises(WrongState):
            mark(rnd, rnd.members[0], rnd.codes()[0], 2, ScoreIn(points=Decimal(39)))


def apart(rnd: Round) -> Round:
    """Let the first member give another objective mark than the others."""
    rnd = evaluation.compliant(rnd)
    with at(rnd):
        for index, member in enumerate(rnd.members):
            objective = "38" if index == 0 else "40"
            evaluation.score(rnd, member, dict.fromkeys(rnd.codes(), (objective, "25")))
    return rnd


def correction(points: str, cause: CorrectionCause = CorrectionCause.OBJECTIVE) -> CorrectionIn:
    return CorrectionIn(points=Decimal(points), cause=cause, reason="核对投标文件后更正")


def test_objective_marks_that_differ_keep_the_ranking_closed_until_corrected(
    started: Round,
) -> None:
    rnd = apart(evaluation.qualified(started))
    with at(rnd):
        with pytest.raises(RuleBroken) as refused:
            services.consolidate(rnd.chair(), **rnd.key)
        assert rules_of(refused) == {"GP-EVA-09"}
        for code in rnd.codes():
            services.correct_score(
                rnd.chair(), bid_code=code, criterion=2, form=correction("40"), **rnd.key
            )
        services.consolidate(rnd.chair(), **rnd.key)
    assert rnd.sheet(rnd.members[0]).state == "reporting"


def test_a_mark_that_agrees_is_not_corrected_for_disagreeing(started: Round) -> None:
    rnd = carried(started, evaluation.scored)
    with at(rnd), pytest.raises(InvalidInput) as refused:
        services.correct_score(
            rnd.chair(), bid_code=rnd.codes()[0], criterion=2, form=correction("39"), **rnd.key
        )
    assert list(refused.value.fields) == ["cause"]


def test_the_ranking_is_the_one_worked_out_by_hand(started: Round) -> None:
    rnd = carried(started, evaluation.consolidated)
    with at(rnd):
        lines = ranking_of(rnd.members[0], rnd.number, 1)
    # All three are small and domestic: 10 % off for each, no domestic deduction among equals;
    # 91, 92 and 93 % of the ceiling give 30.00, 29.67 and 29.35 points.
    assert [(line.supplier_name, line.price_points, line.total_text) for line in lines] == [
        ("示例供应商1有限公司", "30.00", "95.00"),
        ("示例供应商2有限公司", "29.67", "87.67"),
        ("示例供应商3有限公司", "29.35", "74.35"),
    ]


def test_a_result_can_be_repeated_from_what_the_report_keeps(started: Round) -> None:
    rnd = carried(started, evaluation.consolidated)
    with at(rnd):
        found = calculation_of(rnd.members[0], rnd.number, 1)
    assert found.repeated
    assert any("÷ 5 ＝" in line for line in found.lines)


def test_the_inputs_are_a_file_that_lucai_law_score_takes(started: Round) -> None:
    rnd = carried(started, evaluation.consolidated)
    with at(rnd):
        found = calculation_of(rnd.members[0], rnd.number, 1)
        lines = {line.bid_code: line for line in ranking_of(rnd.members[0], rnd.number, 1)}
    answer = score_file(found.inputs)
    assert answer["totals"] == {code: line.total_text for code, line in lines.items()}
    assert answer["ranks"] == {code: line.rank for code, line in lines.items()}


def test_a_tampered_result_is_seen_not_to_follow_from_its_inputs(started: Round) -> None:
    rnd = carried(started, evaluation.consolidated)
    row = EvaluationReportBid.objects.seen_by(SYSTEM).filter(rank=1).get()
    row.change(total=9999)
    with at(rnd):
        assert not calculation_of(rnd.members[0], rnd.number, 1).repeated


def test_the_ranking_turns_with_the_phase(started: Round) -> None:
    rnd = carried(started, evaluation.consolidated)
    outside = [people.agency(), people.finance(), people.buyer(), people.supplier(1)]

    def who() -> list[int]:
        return [seen(EvaluationReportBid, viewer, rnd) for viewer in outside]

    with at(rnd):
        assert seen(EvaluationReportBid, rnd.members[1], rnd) == 3
        assert who() == [0, 0, 0, 0]
        evaluation.reported(rnd)
        assert who() == [3, 3, 0, 0]
        evaluation.delivered(rnd)
        assert who() == [3, 3, 3, 0]
        evaluation.announced_award(evaluation.decided(rnd))
        assert who() == [3, 3, 3, 1]
        assert seen(EvaluationReport, people.supplier(1), rnd) == 0


def test_a_bidder_reads_its_own_score_rank_and_means_and_no_members_mark(started: Round) -> None:
    rnd = carried(started, evaluation.delivered)
    with at(rnd):
        with pytest.raises(NotFound):
            own_result(people.supplier(2), rnd.number, 1)
        evaluation.announced_award(evaluation.decided(rnd))
        own = own_result(people.supplier(2), rnd.number, 1)
        assert (own.line.rank, own.line.total_text) == (2, "87.67")
        assert all(factor.given == () for factor in own.line.factors)
        with pytest.raises(NotFound):
            own_result(people.supplier(9), rnd.number, 1)


def test_the_report_is_done_when_the_last_member_signs_and_dissent_is_kept(started: Round) -> None:
    rnd = carried(started, evaluation.consolidated)
    with at(rnd):
        for member in rnd.members[:-1]:
            evaluation.sign(
                rnd, member, "对实施方案评分有不同看法" if member is rnd.members[1] else ""
            )
            assert rnd.sheet(rnd.members[0]).state == "reporting"
        evaluation.sign(rnd, rnd.members[-1])
        assert rnd.sheet(rnd.members[0]).state == "reported"


def test_a_member_who_neither_signs_nor_writes_is_noted_as_agreeing(started: Round) -> None:
    rnd = carried(started, evaluation.consolidated)
    with at(rnd):
        for member in rnd.members[:-1]:
            evaluation.sign(rnd, member)
        services.agree_silently(agency(), place=5, **rnd.key)
        sheet = rnd.sheet(people.agency())
    assert sheet.state == "reported"
    assert [seat.state_label for seat in sheet.seats if seat.silent] == ["视同同意"]


def test_the_lowest_evaluated_price_ranks_without_scores() -> None:
    call = bids.call_for_bids(evaluation_method="lowestPrice")
    rnd = evaluation.opened(call)
    rnd = evaluation.compliant(
        evaluation.qualified(evaluation.started(evaluation.formed(evaluation.drawn(rnd))))
    )
    with at(rnd):
        assert rnd.sheet(rnd.members[0]).state == "consolidating"
        services.consolidate(rnd.chair(), **rnd.key)
        lines = ranking_of(rnd.members[0], rnd.number, 1)
    assert [(line.rank, line.supplier_name, line.total) for line in lines] == [
        (1, "示例供应商1有限公司", None),
        (2, "示例供应商2有限公司", None),
        (3, "示例供应商3有限公司", None),
    ]
