"""A signed report goes back to its panel: corrected, summed up and signed once more (重新评审)."""

from __future__ import annotations

from lucai.kernel.actors import SYSTEM, Actor
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.stages.trade.bids import services as bids
from lucai.stages.trade.evaluations.lifecycle import SESSION, SHEET
from lucai.stages.trade.evaluations.models import Dissent, EvaluationSession
from lucai.stages.trade.evaluations.selectors.enough import enough_left
from lucai.stages.trade.evaluations.selectors.rows import bid_of, sheets_of, whole
from lucai.stages.trade.evaluations.services.moving import fail, follow_project, locked


@command
def begin_review(actor: Actor, *, project_number: str, lot_number: int) -> None:
    """Hold a signed report while its panel looks whether it is wrong; nobody decides by it meanwhile.

    Raises:
        WrongState: there is no signed report.
    """
    session = locked(actor, project_number, lot_number)
    take_step(actor, session, SESSION, "review", follows=True)


@command
def uphold(actor: Actor, *, project_number: str, lot_number: int) -> None:
    """Let the report stand as it was signed, where it was: with the agency, or with the buyer."""
    session = locked(actor, project_number, lot_number)
    step = "uphold_delivered" if session.delivered_at else "uphold"
    take_step(actor, session, SESSION, step, follows=True)
    follow_project(actor, project_number)


@command
def review_again(
    actor: Actor,
    *,
    project_number: str,
    lot_number: int,
    invalid: str = "",
    restored: str = "",
    reason: str = "",
) -> None:
    """Take a held report back, because its panel found an error that the law lets it mend.

    Part of a 重新评审: whether the ground is lawful and the panel agrees was judged there, and what
    the report said before is kept there.

    Args:
        invalid: the code of a bid that should not have passed; the others are ranked without it.
        restored: the code of a bid that should have passed; it is ranked with the others.
        reason: why not.

    Raises:
        WrongState: the report is not under review.
    """
    session = locked(actor, project_number, lot_number)
    changes = {"reported_at": None, "delivered_at": None}
    take_step(actor, session, SESSION, "review_again", changes=changes, follows=True)
    for sheet in sheets_of(SYSTEM, session):
        anew = {"signed_at": None, "silent": False}
        take_step(actor, sheet, SHEET, "close_report", changes=anew, follows=True)
    with system_access("dissents of a report that is signed anew"):
        Dissent.objects.filter(session=session).delete()
    if invalid:
        _exclude(actor, session, invalid, reason)
    if restored:
        _restore(actor, session, restored, reason)


def _restore(actor: Actor, session: EvaluationSession, code: str, reason: str) -> None:
    """Rank with a bid that was left out; its price stands, since nothing was negotiated."""
    bid_of(SYSTEM, session, code).change(qualified=True, compliant=True, reason="")
    text = f"重新评审：{reason}"[:400]
    bids.reinstate(actor, project_number=session.project_number, code=code, reason=text)


def _exclude(actor: Actor, session: EvaluationSession, code: str, reason: str) -> None:
    """Rank without a bid; too few left end the lot."""
    text = f"重新评审：{reason}"[:400]
    bid_of(SYSTEM, session, code).change(compliant=False, reason=text)
    bids.invalidate(actor, project_number=session.project_number, code=code, reason=text)
    left = len(whole(SYSTEM, session).valid)
    verdict = enough_left(session, "substantive", left)
    if not verdict.holds:
        fail(actor, session, verdict.message, suppliers_left=left, step="fail_again")
