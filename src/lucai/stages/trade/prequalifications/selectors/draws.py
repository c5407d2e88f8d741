"""The draw's record for anybody who repeats it."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.stages.trade.draws.drawing import HASH, absent_of, party_of
from lucai.stages.trade.draws.selectors import (
    GivenUp,
    WaitingSheet,
    given_up_of,
    logged,
    waiting_sheet,
)
from lucai.stages.trade.prequalifications import drawing
from lucai.stages.trade.prequalifications.lifecycle import PREQUALIFICATION
from lucai.stages.trade.prequalifications.models import Prequalification
from lucai.stages.trade.prequalifications.selectors.rows import current_round
from lucai.stages.trade.projects.selectors import project_seen
from lucai_trust.draw import taken
from lucai_trust.draw_record import DrawRecord

INSIDE = frozenset({Side.AGENCY, Side.BUYER, Side.SUPERVISOR})


def invitation_draw(viewer: Viewer, project_number: str) -> DrawRecord:
    """Return what it takes to repeat the draw of invited suppliers.

    Who is invited is secret until the bid deadline (87号令 art 28): the record is for those who
    held the draw at once, for everybody once bids are opened.

    Raises:
        NotFound: nothing was drawn, or it is too early.
    """
    row = current_round(SYSTEM, project_number)
    if row is None or not row.seed:
        raise NotFound("还没有抽取。")
    if not _may_know(viewer, project_number, row):
        when = "结果公告" if row.draws_experts else "投标截止"
        raise NotFound(f"抽取记录在{when}后公开。")
    return _record(row)


def waiting_draw(viewer: Viewer, project_number: str) -> WaitingSheet | None:
    """Return how far the parties of the draw under way are; None where none is waited for."""
    row = current_round(SYSTEM, project_number)
    return waiting_sheet(viewer, PREQUALIFICATION.of, row.key) if row else None


def given_up_draws(viewer: Viewer, project_number: str) -> tuple[GivenUp, ...]:
    """Return the draws of the current round that were given up while they waited."""
    row = current_round(SYSTEM, project_number)
    return given_up_of(viewer, PREQUALIFICATION.of, row.key) if row else ()


def _may_know(viewer: Viewer, project_number: str, row: Prequalification) -> bool:
    project = project_seen(viewer, project_number)
    if row.draws_experts:
        # Who recommended is told with the result, by name and reason; before it nobody knows.
        return project.has_reached("awarded") or project.state == "ended"
    over = project.bid_deadline is not None and clock.now() >= project.bid_deadline
    return over or viewer.side in INSIDE


def _record(row: Prequalification) -> DrawRecord:
    members, entries = row.members, logged(SYSTEM, PREQUALIFICATION.of, row.key)
    return DrawRecord(
        draw_id=row.draw_id,
        hash_name=HASH,
        rule_json=row.rule,
        leaves=tuple(member.leaf for member in members),
        root=bytes.fromhex(row.root),
        pool_entry=entries[row.draw_id, ""],
        parties=tuple(party_of(one, entries[row.draw_id, one["id"]]) for one in row.nonces),
        checkpoint=row.checkpoint,
        beacon=b"",
        seed=bytes.fromhex(row.seed),
        calls=tuple(row.walk),
        left=(),
        openings=tuple(drawing.opening_of(at, members[at]) for at in taken(row.walk)),
        seal_entry=row.seal_entry,
        absent=absent_of(row.absent, row.nonces) if row.absent or row.due_at else None,
    )
