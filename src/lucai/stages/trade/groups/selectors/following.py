"""How a group's draws stand, how far calling its experts is, and the own call as who is asked reads it."""

from __future__ import annotations

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.stages.trade.drawn_experts.calls import CallCounts, CallSheet, call_of, counted
from lucai.stages.trade.drawn_experts.following import Standing
from lucai.stages.trade.drawn_experts.lifecycle import SEATED
from lucai.stages.trade.drawn_experts.rows import EXPERT
from lucai.stages.trade.drawn_experts.selectors import own_call
from lucai.stages.trade.groups.lifecycle import OVER
from lucai.stages.trade.groups.models import GroupSeat, ReviewGroup
from lucai.stages.trade.groups.selectors import (
    INSIDE,
    avoided_codes,
    draws_of,
    free_experts,
    group_row,
    seats_of,
)


def standing(viewer: Viewer, row: ReviewGroup) -> Standing:
    """Return how the draws of a group stand now."""
    seats = seats_of(viewer, row.group_number)
    return Standing(
        draws=draws_of(viewer, row.group_number),
        specialties=row.specialties,
        free=free_experts(viewer, row, reserves=True),
        waiting=frozenset(one.person_id for one in seats if one.state == "reserve"),
        sitting=[one.person_id for one in seats if one.state in SEATED and one.kind == EXPERT],
        avoided=avoided_codes(viewer, row),
    )


def call_counts(viewer: Viewer, number: str) -> CallCounts | None:
    """Return how far calling is to who forms, sits in or supervises a group; None where nobody is called.

    Raises:
        NotFound: there is no group, or the viewer may not see it.
    """
    row = group_row(viewer, number)
    seated = f",{viewer.person}," in row.seats
    if not seated and viewer.side not in INSIDE:
        return None
    return counted(row, seats_of(SYSTEM, number))


def call_seen(viewer: Viewer, number: str) -> CallSheet:
    """Return the own call as its page shows it.

    Raises:
        NotFound: the viewer is an expert of no draw of this group.
    """
    seat = own_call(viewer, GroupSeat, group_number=number)
    return call_of(
        seat, noun="评审小组", home=f"/review-groups/{number}/", home_label="评审小组",
        over=OVER, parties=(("征集人", seat.group.organiser_name),),
    )  # fmt: skip
