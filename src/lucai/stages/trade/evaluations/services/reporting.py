"""汇总、报告、签署、送达: from the members' marks to the report in the buyer's hands."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from typing import Any

from lucai.kernel import chance, clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import NotFound, WrongState
from lucai.law.exact import half_up
from lucai.law.status import LawRefuses
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.bids import services as bids
from lucai.stages.trade.evaluations.computing import inputs_of, ranking_from, read_inputs
from lucai.stages.trade.evaluations.lifecycle import SESSION, SHEET
from lucai.stages.trade.evaluations.models import (
    Dissent,
    EvaluationReport,
    EvaluationReportBid,
    EvaluationSession,
    EvaluationSessionBid,
    ScoreSheet,
)
from lucai.stages.trade.evaluations.ranking import Ranked, Ranking
from lucai.stages.trade.evaluations.schemas import SignatureIn
from lucai.stages.trade.evaluations.selectors.facts import session_facts
from lucai.stages.trade.evaluations.selectors.results import results_of
from lucai.stages.trade.evaluations.selectors.rows import Whole, sheets_of, whole
from lucai.stages.trade.evaluations.services.moving import (
    follow_project,
    locked,
    locked_with_sheet,
)
from lucai.stages.trade.evaluations.terms import HUNDREDTHS
from lucai_trust import canonical


@command
def consolidate(actor: Actor, *, project_number: str, lot_number: int) -> None:
    """Compute the ranking from the members' marks and open the report for signature.

    Inputs and every line of the calculation stay with the report; the journal keeps their
    digest, so that anybody who may read them can repeat the result.

    Raises:
        RuleBroken: not the chair, or objective factors do not agree.
    """
    session = locked(actor, project_number, lot_number)
    rows = whole(SYSTEM, session)
    inputs = inputs_of(rows, tie_seed=chance.token_hex(16))
    digest = hashlib.sha256(canonical(inputs)).hexdigest()
    take_step(
        actor,
        session,
        SESSION,
        "consolidate",
        facts=session_facts(actor.viewer, session),
        changes={"consolidated_at": clock.now()},
        body={"inputs": digest},
    )
    result = _ranked(inputs)
    with system_access("report in hand"):
        _keep(session, rows, inputs, result, digest)
    for sheet in rows.sheets:
        take_step(actor, sheet, SHEET, "open_report", follows=True)


@command
def sign_report(actor: Actor, *, project_number: str, lot_number: int, form: SignatureIn) -> None:
    """Sign the report, with a differing opinion where there is one (GP-EXP-09)."""
    session, sheet = locked_with_sheet(actor, project_number, lot_number)
    body = {"dissent": bool(form.dissent)}
    take_step(actor, sheet, SHEET, "sign", changes={"signed_at": clock.now()}, body=body)
    if form.dissent:
        Dissent(session=session, sheet=sheet, opinion=form.dissent, at=clock.now()).save(
            force_insert=True
        )
    _finish(actor, session)


@command
def agree_silently(actor: Actor, *, project_number: str, lot_number: int, place: int) -> None:
    """Note that a member neither signs nor says why: that counts as agreement."""
    session = locked(actor, project_number, lot_number)
    sheet = _sheet(session, place)
    changes = {"signed_at": clock.now(), "silent": True}
    take_step(actor, sheet, SHEET, "agree_silently", changes=changes, body={"place": place})
    _finish(actor, session)


@command
def deliver(actor: Actor, *, project_number: str, lot_number: int) -> None:
    """Hand the report to the buyer; with the last lot the project waits for the decision."""
    session = locked(actor, project_number, lot_number)
    take_step(
        actor,
        session,
        SESSION,
        "deliver",
        facts=session_facts(actor.viewer, session),
        changes={"delivered_at": clock.now()},
    )
    follow_project(actor, project_number)


@command
def announce_results(actor: Actor, *, project_number: str, lot_number: int) -> None:
    """Let every bidder read its own line, now that the result is announced."""
    session = locked(actor, project_number, lot_number)
    session.change(announced_at=clock.now())
    note(actor, session, SESSION, "announce", label=f"包 {lot_number} 投标人可查看本单位评审结果")


def _finish(actor: Actor, session: EvaluationSession) -> None:
    if any(sheet.state != "signed" for sheet in sheets_of(SYSTEM, session)):
        return
    changes = {"reported_at": clock.now()}
    take_step(actor, session, SESSION, "finish_report", changes=changes, follows=True)
    if not session.terms["criteria"]:
        _invalidate_dearer(actor, session)
    follow_project(actor, session.project_number)


def _invalidate_dearer(actor: Actor, session: EvaluationSession) -> None:
    """Where the lowest price decides, the dearer bids of one brand are invalid (GP-TEN-14)."""
    standing = {bid.bid_code for bid in whole(SYSTEM, session).valid}
    for line in results_of(SYSTEM, session):
        if line.bid_code in standing and not line.valid:
            bids.invalidate(
                actor,
                project_number=session.project_number,
                code=line.bid_code,
                reason=line.reason,
            )


def _sheet(session: EvaluationSession, place: int) -> ScoreSheet:
    for sheet in sheets_of(SYSTEM, session):
        if sheet.place == place:
            return sheet
    raise NotFound("没有这个席位的评审表。")


def _ranked(inputs: dict[str, Any]) -> Ranking:
    try:
        return ranking_from(read_inputs(inputs))
    except LawRefuses as refusal:
        raise WrongState(f"不能汇总：{refusal}") from refusal


def _keep(
    session: EvaluationSession, rows: Whole, inputs: dict[str, Any], result: Ranking, digest: str
) -> None:
    """Write the report's rows; those of an earlier consolidation are written over."""
    EvaluationReport.objects.update_or_create(
        session=session,
        defaults={
            "inputs": inputs,
            "calculation": list(result.calculation),
            "sha256": digest,
            "made_at": clock.now(),
        },
    )
    EvaluationReportBid.objects.filter(session=session).update(rank=None)
    by_code = {line.code: line for line in result.bids}
    for bid in rows.bids:
        reason = bid.reason or result.passed_over.get(bid.bid_code, "")
        EvaluationReportBid.objects.update_or_create(
            session=session,
            bid_code=bid.bid_code,
            defaults={**_line(bid, by_code.get(bid.bid_code)), "reason": reason[:400]},
        )


def _line(bid: EvaluationSessionBid, ranked: Ranked | None) -> dict[str, Any]:
    identity = {
        "supplier_id": bid.supplier_id,
        "supplier_name": bid.supplier_name,
        "price": bid.price,
    }
    if not ranked:
        blank = {"evaluated_price": None, "price_points": None, "total": None, "rank": None}
        return {**identity, **blank, "tie": "", "factors": []}
    return {
        **identity,
        "evaluated_price": _fen(ranked.evaluated),
        "price_points": _hundredths(ranked.price_score),
        "total": _hundredths(ranked.total),
        "rank": ranked.rank,
        "tie": ranked.tie[:200],
        "factors": [_factor(each) for each in ranked.factors],
    }


def _factor(each: Any) -> dict[str, Any]:
    return {
        "number": each.factor.number,
        "name": each.factor.name,
        "weight": each.factor.weight,
        "given": [_hundredths(mark) for mark in each.given],
        "mean": _hundredths(each.mean),
    }


def _hundredths(value: Any) -> int | None:
    return None if value is None else int(value * HUNDREDTHS)


def _fen(yuan: Fraction) -> int:
    return int(half_up(yuan, 2) * HUNDREDTHS)
