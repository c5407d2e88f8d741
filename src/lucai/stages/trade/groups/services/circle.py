"""How review groups are served as those whom experts are drawn for."""

from __future__ import annotations

from lucai.stages.trade.drawn_experts.circles import Circle
from lucai.stages.trade.groups.lifecycle import GROUP, OVER, SEAT
from lucai.stages.trade.groups.models import GroupDraw, GroupSeat, ReviewGroup
from lucai.stages.trade.groups.selectors.following import standing
from lucai.stages.trade.groups.services.seating import seat_expert, settle


def _told(row: ReviewGroup) -> tuple[int, ...]:
    return row.organiser_id, row.finance_id


GROUPS = Circle(
    host_life=GROUP, seat_life=SEAT, hosts=ReviewGroup, seats=GroupSeat, draws=GroupDraw,
    number="group_number", through="group", meets="review_at",
    trying=frozenset({"drawn"}), over=OVER,
    standing=standing, seat=seat_expert, settle=settle, told=_told,
)  # fmt: skip
