"""Who follows in a place that falls free, and the own call as a drawn expert reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.stages.trade.groups.lifecycle import CALLABLE, SEAT
from lucai.stages.trade.groups.models import EXPERT, GroupDraw, GroupSeat, ReviewGroup
from lucai.stages.trade.groups.selectors import draws_of, free_experts
from lucai_trust.draw_record import WAITING

Reserve = tuple[GroupDraw, int]
"""A reserve: the draw that named it, and its position in the pool."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSheet:
    """The own call of a drawn expert: when and where, and what was answered."""

    number: str
    title: str
    organiser_name: str
    review_at: datetime
    where: str
    state: str
    state_label: str
    answered_at: datetime | None
    reason: str

    @property
    def is_asked(self) -> bool:
        """Whether an answer is waited for."""
        waiting = self.state == "reserve" and self.answered_at is None
        return waiting or self.state in {"asked", "called"}

    @property
    def may_decline(self) -> bool:
        """Whether a no counts now."""
        return self.state in CALLABLE

    @property
    def href(self) -> str:
        """The group's page."""
        return f"/review-groups/{self.number}/"


def waiting_reserves(
    viewer: Viewer, row: ReviewGroup, line: str
) -> tuple[list[Reserve], Reserve | None]:
    """Return who stands by for a line and can come no more, and the first who can."""
    free = free_experts(viewer, row, reserves=True)
    gone: list[Reserve] = []
    for made in draws_of(viewer, row.group_number):
        for one in made.named if made.seed else ():
            if one.fate != WAITING or one.line != line:
                continue
            if made.members[one.position].person in free:
                return gone, (made, one.position)
            gone.append((made, one.position))
    return gone, None


def own_call(viewer: Viewer, number: str) -> GroupSeat:
    """Return the viewer's own seat as a call, also one that was declined.

    Raises:
        NotFound: the viewer is an expert of no draw of this group.
    """
    rows = GroupSeat.objects.seen_by(viewer).filter(
        group_number=number, person_id=viewer.person or 0, kind=EXPERT
    )
    row = rows.select_related("group").first()
    if not row:
        raise NotFound("没有找到请您答复的通知。")
    found: GroupSeat = row
    return found


def call_seen(viewer: Viewer, number: str) -> CallSheet:
    """Return the own call as its page shows it.

    Raises:
        NotFound: the viewer is an expert of no draw of this group.
    """
    row = own_call(viewer, number)
    return CallSheet(
        number=number, title=row.title, organiser_name=row.group.organiser_name,
        review_at=row.review_at, where=row.group.place, state=row.state,
        state_label=SEAT.states[row.state], answered_at=row.answered_at, reason=row.left_reason,
    )  # fmt: skip
