"""独立评分: each mark on its own, handed in as a whole, corrected only as the law allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotFound, WrongState
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.evaluations.lifecycle import SESSION, SHEET
from lucai.stages.trade.evaluations.marking import (
    correction_problems,
    figure_of,
    mark_of,
    problems_of,
    spelt,
)
from lucai.stages.trade.evaluations.models import (
    EvaluationSession,
    EvaluationSessionBid,
    Score,
    ScoreSheet,
)
from lucai.stages.trade.evaluations.schemas import CorrectionCause, CorrectionIn, ScoreIn
from lucai.stages.trade.evaluations.sealing import seal_marks
from lucai.stages.trade.evaluations.selectors.dark import bid_in_part
from lucai.stages.trade.evaluations.selectors.facts import session_facts, sheet_facts
from lucai.stages.trade.evaluations.selectors.rows import bid_of, sheets_of
from lucai.stages.trade.evaluations.services.moving import (
    keep_marks,
    locked_with_sheet,
    unveil,
)
from lucai.stages.trade.evaluations.terms import Criterion, Part, judging, points


@command
def save_score(
    actor: Actor,
    *,
    project_number: str,
    lot_number: int,
    bid_code: str,
    criterion: int,
    form: ScoreIn,
) -> None:
    """Keep one mark on the member's own sheet.

    Raises:
        WrongState: the sheet has been handed in.
        InvalidInput: outside the factor's points or the band's range, or no reason.
    """
    session, sheet, bid, part = _scoring(actor, project_number, lot_number, bid_code)
    factor = _factor(session, criterion, part)
    if problems := problems_of(form, factor, bid):
        raise InvalidInput(problems)
    _keep(session, sheet, bid, [(factor, form)])
    label = f"包 {lot_number}：{sheet.place} 号成员保存评分"
    note(actor, sheet, SHEET, "score", label=label, body={"bid": bid_code, "factor": criterion})


@command
def save_scores(
    actor: Actor,
    *,
    project_number: str,
    lot_number: int,
    bid_code: str,
    forms: Mapping[int, ScoreIn],
) -> None:
    """Keep the marks of one bid on the member's own sheet, factor by factor, all or none.

    Raises:
        WrongState: the sheet has been handed in.
        InvalidInput: as for one mark, at ``<factor>.points`` and the like.
    """
    session, sheet, bid, part = _scoring(actor, project_number, lot_number, bid_code)
    marked = [(_factor(session, number, part), form) for number, form in forms.items()]
    problems = {
        f"{factor.number}.{name}": text
        for factor, form in marked
        for name, text in problems_of(form, factor, bid).items()
    }
    if problems:
        raise InvalidInput(problems)
    for factor, form in marked:
        _keep(session, sheet, bid, [(factor, form)])
    label = f"包 {lot_number}：{sheet.place} 号成员保存评分"
    note(actor, sheet, SHEET, "score", label=label, body={"bid": bid_code, "factors": [*forms]})


@command
def submit_scores(actor: Actor, *, project_number: str, lot_number: int) -> None:
    """Hand in all marks; with the last sheet the panel sees them all.

    Raises:
        RuleBroken: a mark or a reason is missing, or a mark is out of range.
    """
    session, sheet = locked_with_sheet(actor, project_number, lot_number)
    facts = sheet_facts(actor.viewer, session, sheet)
    take_step(actor, sheet, SHEET, "submit_scores", facts=facts)
    if all(one.state == "submitted" for one in sheets_of(SYSTEM, session)):
        take_step(actor, session, SESSION, "close_scoring", follows=True)
        unveil(actor, session)


@command
def correct_score(
    actor: Actor,
    *,
    project_number: str,
    lot_number: int,
    bid_code: str,
    criterion: int,
    form: CorrectionIn,
) -> None:
    """Correct one's own mark on the spot, in the cases the law names (GP-TEN-18).

    Raises:
        WrongState: not while the scores are being consolidated.
        InvalidInput: outside the factor's points, or the cause does not hold.
    """
    session, sheet = locked_with_sheet(actor, project_number, lot_number)
    if session.state != "consolidating":
        raise WrongState("只有在汇总核对时，才能对法律规定的情形更正评分。")
    factor = _factor(session, criterion)
    if problems := correction_problems(form, factor):
        raise InvalidInput(problems)
    _check_cause(actor, session, bid_code, factor, form)
    with system_access("score in hand"):
        score = Score.objects.select_for_update().get(
            sheet=sheet, bid_code=bid_code, criterion_number=criterion
        )
    before = points(score.points)
    why = f"{form.cause.label}：{form.reason}（原 {before} 分）"
    figure = spelt(form.figure) if factor.formula else ""
    given = mark_of(factor, form.points, figure)
    score.change(points=given, figure=figure, corrected=why[:400], at=clock.now())
    label = f"包 {lot_number}：{sheet.place} 号成员更正评分"
    note(actor, sheet, SHEET, "correct", label=label, body={"bid": bid_code, "factor": criterion})


def _factor(session: EvaluationSession, number: int, part: Part = Part.WHOLE) -> Criterion:
    terms = judging(session.terms)
    factor = terms.criterion(number)
    if not factor or factor not in terms.marked_of(part):
        raise NotFound("没有这个评审因素。")
    return factor


def _scoring(
    actor: Actor, project_number: str, lot_number: int, bid_code: str
) -> tuple[EvaluationSession, ScoreSheet, EvaluationSessionBid, Part]:
    """Return what a mark needs, held until the act is done, while marks may be given."""
    session, sheet = locked_with_sheet(actor, project_number, lot_number)
    if session.state != "scoring" or sheet.state != "scoring":
        raise WrongState("评分已经提交，不能再修改。")
    bid, part = bid_in_part(actor.viewer, session, sheet, bid_code)
    if not bid.qualified or not bid.compliant:
        raise WrongState("这份投标文件已经作无效处理，不参加评分。")
    return session, sheet, bid, part


def _keep(
    session: EvaluationSession,
    sheet: ScoreSheet,
    bid: EvaluationSessionBid,
    marked: Sequence[tuple[Criterion, ScoreIn]],
) -> None:
    """Write marks on a member's sheet under seal, over what stood there before."""
    rows = [
        Score(
            sheet=sheet,
            session_id=session.pk,
            bid_code=bid.bid_code,
            criterion_number=factor.number,
            points=mark_of(factor, form.points, figure_of(form, factor, bid)),
            band=form.band,
            figure=figure_of(form, factor, bid),
            reason=form.reason,
            at=clock.now(),
        )
        for factor, form in marked
    ]
    seal_marks(rows)
    with system_access("score in hand"):
        keep_marks(rows)


def _check_cause(
    actor: Actor, session: EvaluationSession, bid_code: str, factor: Criterion, form: CorrectionIn
) -> None:
    if form.cause is CorrectionCause.EXTREME:
        return
    bid = bid_of(actor.viewer, session, bid_code)
    marks = session_facts(actor.viewer, session).objective_scores.get(
        f"{bid.supplier_name}“{factor.name}”", ()
    )
    if len(set(marks)) <= 1:
        raise InvalidInput({"cause": "该因素不是客观因素，或者各成员评分一致，不属于这种情形"})
