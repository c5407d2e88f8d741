"""Reading draws of experts for anybody who repeats one, and the own call as it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.stages.trade.drawn_experts.drawing import PoolMember
from lucai.stages.trade.drawn_experts.draws import DrawOfExperts
from lucai.stages.trade.drawn_experts.rows import EXPERT, DrawnSeat
from lucai.stages.trade.draws.drawing import HASH, absent_of, party_of
from lucai.stages.trade.draws.selectors import logged
from lucai_trust.draw_record import DrawRecord, Opening

S = TypeVar("S", bound=DrawnSeat)


def own_call(viewer: Viewer, seats: type[S], **of: str) -> S:
    """Return the viewer's own seat as a call, also one that was declined.

    Args:
        of: the number of whoever was drawn for, by its column.

    Raises:
        NotFound: the viewer is an expert of no draw of it.
    """
    rows = seats.objects.seen_by(viewer).filter(person_id=viewer.person or 0, kind=EXPERT, **of)
    row: S | None = rows.select_related().first()  # with whoever was drawn for
    if not row:
        raise NotFound("没有找到请您答复的通知。")
    return row


def records_of(
    viewer: Viewer, rows: Sequence[DrawOfExperts], of: str, key: str
) -> list[DrawRecord]:
    """Return what it takes to repeat draws that the log has under this object."""
    entries = logged(viewer, of, key)
    return [_record(row, entries) for row in rows]


def _record(row: DrawOfExperts, entries: dict[tuple[str, str], int]) -> DrawRecord:
    members = row.members
    return DrawRecord(
        draw_id=row.draw_id,
        hash_name=HASH,
        rule_json=row.rule,
        leaves=tuple(member.leaf for member in members),
        root=bytes.fromhex(row.root),
        pool_entry=entries[row.draw_id, ""],
        parties=tuple(party_of(party, entries[row.draw_id, party["id"]]) for party in row.parties),
        checkpoint=row.checkpoint,
        beacon=b"",
        seed=bytes.fromhex(row.seed),
        calls=tuple(row.walk),
        left=tuple(row.left),
        openings=tuple(_opening(position, members[position]) for position in row.stayed),
        seal_entry=row.seal_entry,
        absent=absent_of(row.absent, row.parties),
        reasons=row.told_reasons,
        reserves=row.named,
    )


def _opening(position: int, member: PoolMember) -> Opening:
    salt = bytes.fromhex(member.salt)
    return Opening(position, salt, str(member.person), member.profession, member.employer)
