"""Rows in hand, and what follows for the project when a lot's evaluation ends."""

from __future__ import annotations

from collections.abc import Iterable

from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import NotFound
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.stages.trade.bids import services as bonds
from lucai.stages.trade.evaluations.lifecycle import SESSION
from lucai.stages.trade.evaluations.models import EvaluationSession, Score, ScoreSheet
from lucai.stages.trade.evaluations.sealing import GIVEN, open_marks
from lucai.stages.trade.evaluations.selectors.rows import session_rows
from lucai.stages.trade.negotiations.services import end_negotiation
from lucai.stages.trade.panels import services as panels
from lucai.stages.trade.projects import services as projects
from lucai.stages.trade.projects.selectors import project_seen

KEPT = (
    "sheet_id", "session_id", "bid_code", "criterion_number", *GIVEN, "corrected", "sealed", "at",
)  # fmt: skip
AT_ONCE = 1000
ENDED = frozenset({"delivered", "failed"})
WRITTEN = frozenset({"reported", "delivered", "failed"})


def locked(actor: Actor, project_number: str, lot_number: int) -> EvaluationSession:
    """Return the evaluation, if the actor may see it, and hold it until the act is done."""
    rows = EvaluationSession.objects.seen_by(actor.viewer).select_for_update()
    row = rows.filter(project_number=project_number, lot_number=lot_number).first()
    if not row:
        raise NotFound("没有找到这一包的评审。")
    return row


def locked_with_sheet(
    actor: Actor, project_number: str, lot_number: int
) -> tuple[EvaluationSession, ScoreSheet]:
    """Return the evaluation and the member's own sheet, held until the act is done.

    Raises:
        NotFound: there is no such evaluation, or the actor has no sheet in it.
    """
    rows = ScoreSheet.objects.seen_by(actor.viewer).exclude(state="void")
    own = rows.filter(project_number=project_number, lot_number=lot_number)
    mine = own.filter(person_id=actor.viewer.person).order_by("pk")
    sheet = mine.first() if actor.viewer.person else None
    # The evaluation alone is locked: everybody who changes its sheets takes that lock first. What
    # was read before the lock is read again under it.
    session = _held(sheet.session_id) if sheet else None
    sheet = mine.first() if session else None
    if not session or not sheet:
        locked(actor, project_number, lot_number)
        raise NotFound("您不是这一包的评审委员会成员。")
    sheet.session = session
    return session, sheet


def _held(pk: int) -> EvaluationSession:
    with system_access("evaluation of a sheet in hand"):
        return EvaluationSession.objects.select_for_update().get(pk=pk)


def fail(
    actor: Actor,
    session: EvaluationSession,
    reason: str,
    *,
    suppliers_left: int | None = None,
    step: str = "fail",
) -> None:
    """Declare the lot failed (废标), with everything that follows for project and panel."""
    changes = {"failed_reason": reason}
    body = {"reason": reason}
    take_step(actor, session, SESSION, step, changes=changes, body=body, follows=True)
    projects.fail_lot(
        actor, number=session.project_number, lot_number=session.lot_number, reason=reason,
        suppliers_left=suppliers_left,
    )  # fmt: skip
    unveil(actor, session)
    end_negotiation(actor, project_number=session.project_number, lot_number=session.lot_number)
    bonds.release(
        actor, bonds.TERMINATED,
        project_number=session.project_number, lot_number=session.lot_number,
    )  # fmt: skip
    follow_project(actor, session.project_number)


def unveil(actor: Actor, session: EvaluationSession) -> None:
    """Open all marks together, and let it be known whose the dark parts are.

    They were judged, or will not be.

    Raises:
        VaultFailed: a mark was tampered with since it was given.
    """
    _open_all(session)
    bonds.unveil(actor, project_number=session.project_number, lot_number=session.lot_number)


def _open_all(session: EvaluationSession) -> None:
    """Write every member's marks out of their seals, void sheets' too: they stay on file."""
    with system_access("marks when all are handed in"):
        rows = open_marks(Score.objects.filter(session_id=session.pk).exclude(sealed=""))
        keep_marks(rows)


def keep_marks(rows: Iterable[Score]) -> None:
    """Write marks over what stood in their places."""
    fresh = [Score(**{name: getattr(row, name) for name in KEPT}) for row in rows]
    Score.objects.bulk_create(
        fresh,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["sheet", "bid_code", "criterion_number"],
        update_fields=[*GIVEN, "sealed", "at"],
    )


def follow_project(actor: Actor, project_number: str) -> None:
    """End the panel and move the project on when no lot is left to evaluate."""
    states = {row.state for row in session_rows(SYSTEM, project_number)}
    if states <= WRITTEN:
        panels.dissolve(actor, project_number=project_number)
    if states <= ENDED and project_seen(SYSTEM, project_number).state == "evaluating":
        projects.advance(actor, number=project_number, step="report")
