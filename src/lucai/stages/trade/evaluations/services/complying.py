"""符合性审查: each member alone, the majority decides, then low prices are looked for."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import WrongState
from lucai.law.evaluation_rules import PriceFacts, price_can_be_accepted
from lucai.law.methods import method
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.bids import services as bids
from lucai.stages.trade.evaluations.findings import checked_findings, most_agree, reason_kept
from lucai.stages.trade.evaluations.lifecycle import SESSION, SHEET
from lucai.stages.trade.evaluations.models import (
    ComplianceFinding,
    EvaluationSession,
    ScoreSheet,
)
from lucai.stages.trade.evaluations.schemas import FindingIn, FindingsIn, Passed
from lucai.stages.trade.evaluations.selectors.dark import bid_in_part
from lucai.stages.trade.evaluations.selectors.enough import enough_left
from lucai.stages.trade.evaluations.selectors.facts import session_facts, sheet_facts
from lucai.stages.trade.evaluations.selectors.rows import Whole, whole
from lucai.stages.trade.evaluations.services.explaining import ask_about_low_prices
from lucai.stages.trade.evaluations.services.moving import (
    fail,
    locked,
    locked_with_sheet,
    unveil,
)
from lucai.stages.trade.evaluations.services.negotiating import NO_QUOTE, negotiate
from lucai.stages.trade.evaluations.terms import judging


@command
def save_checks(
    actor: Actor, *, project_number: str, lot_number: int, bid_code: str, form: FindingsIn
) -> None:
    """Keep a member's own findings on one bid; what is not yet ticked is left for later.

    Raises:
        WrongState: the member has handed in already.
        InvalidInput: a bid fails without a reason, or the requirement does not exist.
    """
    session, sheet = locked_with_sheet(actor, project_number, lot_number)
    if session.state != "compliance" or sheet.state != "checking":
        raise WrongState("符合性审查意见已经提交，不能再修改。")
    bid, part = bid_in_part(actor.viewer, session, sheet, bid_code)
    wanted = judging(session.terms).checks_of(part, bid.bid_code)
    _keep(sheet, bid.bid_code, checked_findings(form, wanted))
    label = f"包 {lot_number}：{sheet.place} 号成员保存审查意见"
    # Under the code it was found: which is no name while the part is dark.
    note(actor, sheet, SHEET, "check", label=label, body={"bid": bid_code})


@command
def submit_checks(actor: Actor, *, project_number: str, lot_number: int) -> None:
    """Hand in a member's findings; with the last ones the majority's result is known.

    Raises:
        RuleBroken: something is left to check, or a failure has no reason.
    """
    session, sheet = locked_with_sheet(actor, project_number, lot_number)
    rows = whole(SYSTEM, session)
    facts = sheet_facts(actor.viewer, session, sheet, rows)
    take_step(actor, sheet, SHEET, "submit_checks", facts=facts)
    if all(one.state != "checking" for one in rows.sheets if one.pk != sheet.pk):
        _share(actor, session, rows)


@command
def finish_compliance(actor: Actor, *, project_number: str, lot_number: int) -> None:
    """Close the compliance review: invalid bids fall out, the others are scored or ranked.

    Raises:
        RuleBroken: not the chair, a member or an explanation is missing.
    """
    session = locked(actor, project_number, lot_number)
    facts = session_facts(actor.viewer, session)
    take_step(actor, session, SESSION, "finish_compliance", facts=facts)
    _declare_invalid(actor, session)
    verdict = enough_left(session, "substantive", facts.substantive)
    if not verdict.holds:
        fail(actor, session, verdict.message, suppliers_left=facts.substantive)
        return
    for sheet in whole(SYSTEM, session).sheets:
        take_step(actor, sheet, SHEET, "open_scores", follows=True)
    if not session.terms["criteria"]:
        _skip_scoring(actor, session)


def _keep(sheet: ScoreSheet, bid_code: str, found: Sequence[FindingIn]) -> None:
    """Write findings on a member's sheet, over what stood there before."""
    rows = [
        ComplianceFinding(
            sheet=sheet,
            session_id=sheet.session_id,
            bid_code=bid_code,
            requirement_number=finding.number,
            passed=finding.passed is Passed.YES,
            reason=reason_kept(finding),
            at=clock.now(),
        )
        for finding in found
    ]
    with system_access("finding in hand"):
        ComplianceFinding.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["sheet", "bid_code", "requirement_number"],
            update_fields=["passed", "reason", "at"],
        )


def _share(actor: Actor, session: EvaluationSession, rows: Whole) -> None:
    """Let the panel see all findings, write the majority's result, look at the prices."""
    terms = judging(session.terms)
    rejected = {e.bid_code for e in rows.enquiries if e.state == "rejected"}
    for bid in (one for one in rows.qualified if one.bid_code not in rejected):
        broken = [
            f"{check.name}：{reason}"
            for check in terms.of_panel(bid.bid_code)
            if (reason := _majority_against(rows, bid.bid_code, check.number)) is not None
        ]
        broken += _unacceptable(session, bid.price)
        bid.change(compliant=not broken, reason="；".join(broken)[:400])
    session.change(checks_shared_at=clock.now())
    note(
        actor,
        session,
        SESSION,
        "share_checks",
        label=f"包 {session.lot_number} 符合性审查意见已汇总",
    )
    if method(session.method).negotiates:
        negotiate(actor, session)
        return
    ask_about_low_prices(actor, session)


def _unacceptable(session: EvaluationSession, price: int) -> list[str]:
    """Say why a price makes the bid invalid, whatever members found (GP-TEN-15).

    Where suppliers negotiate the first price binds nobody; the last one is judged when opened.
    """
    if method(session.method).negotiates:
        return []
    facts = PriceFacts(price=price, ceiling=session.ceiling or session.budget)
    verdict = price_can_be_accepted(facts, clock.now())
    return [] if verdict.holds else [f"投标报价：{verdict.message.rstrip('。')}"]


def _majority_against(rows: Whole, bid_code: str, number: str) -> str | None:
    """Return the reasons of those against when they are the majority, else None."""
    found = [f for f in rows.checks if (f.bid_code, f.requirement_number) == (bid_code, number)]
    if most_agree([f.passed for f in found]):
        return None
    return "、".join(dict.fromkeys(f.reason for f in found if not f.passed))


def _declare_invalid(actor: Actor, session: EvaluationSession) -> None:
    for bid in whole(SYSTEM, session).qualified:
        # Who left the negotiation was declared invalid with its end.
        if not bid.compliant and bid.reason != NO_QUOTE:
            bids.invalidate(
                actor,
                project_number=session.project_number,
                code=bid.bid_code,
                reason=f"符合性审查不合格：{bid.reason}"[:400],
            )


def _skip_scoring(actor: Actor, session: EvaluationSession) -> None:
    """The lowest price decides: nothing is scored, the sheets wait for the report."""
    for sheet in whole(SYSTEM, session).sheets:
        take_step(actor, sheet, SHEET, "skip_scores", follows=True)
    take_step(actor, session, SESSION, "skip_scoring", follows=True)
    unveil(actor, session)
