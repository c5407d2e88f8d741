"""Seats: given one after the other, and whether the group is complete."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import WrongState
from lucai.platform.lives.services import begin, take_step
from lucai.stages.trade.drawn_experts.drawing import Candidate
from lucai.stages.trade.drawn_experts.lifecycle import SEATED
from lucai.stages.trade.drawn_experts.rows import EXPERT
from lucai.stages.trade.drawn_experts.services import let_rest
from lucai.stages.trade.groups.lifecycle import GROUP, OVER, SEAT
from lucai.stages.trade.groups.models import GroupSeat, ReviewGroup
from lucai.stages.trade.groups.selectors import seats_of
from lucai.stages.trade.groups.services.sheets import begin_sheets


def demand_changeable(row: ReviewGroup) -> None:
    """Refuse to change who sits in a group whose report is signed.

    Raises:
        WrongState: it is signed, or the group is dissolved.
    """
    if row.state in OVER:
        raise WrongState("评审报告已经签署或者评审已经结束，评审小组不能再变动。")


def take_place(actor: Actor, row: ReviewGroup, **member: Any) -> GroupSeat:
    """Give the group's next place to somebody."""
    start = clock.moment(row.review_at.astimezone(clock.BEIJING).date())
    seat = GroupSeat(
        group=row, group_number=row.group_number, title=row.title, region=row.region,
        organiser_id=row.organiser_id, organiser_side=row.organiser_side,
        place=len(seats_of(SYSTEM, row.group_number)) + 1, names_from=start,
        review_at=row.review_at, **member,
    )  # fmt: skip
    return begin(actor, seat, SEAT, label=f"{seat.place} 号成员就座", body={"kind": seat.kind})


def seat_expert(actor: Actor, row: ReviewGroup, one: Candidate) -> GroupSeat:
    """Give the group's next place to an expert."""
    return take_place(
        actor, row, person_id=one.person_id, organisation_id=one.organisation_id,
        name=one.name, employer=one.employer, employer_uscc=one.employer_uscc,
    )  # fmt: skip


def let_reserves_rest(actor: Actor, row: ReviewGroup) -> None:
    """Let the reserves of a group rest."""
    let_rest(actor, SEAT, seats_of(SYSTEM, row.group_number, "reserve"))


def settle(actor: Actor, row: ReviewGroup) -> None:
    """Bring the group's state, its list of seats and its members' sheets in line with who sits in it."""
    seated = seats_of(SYSTEM, row.group_number, *SEATED)
    present = [seat for seat in seated if seat.state == "signed_in"]
    experts = sum(seat.kind == EXPERT for seat in seated)
    row.change(
        seats="".join(f",{seat.person_id}" for seat in seated) + ",",
        vacant=max(row.experts - experts, 0) if row.drawn_at else 0,
    )
    complete = len(present) == row.size
    if complete and row.state == "drawn":
        take_step(actor, row, GROUP, "form", changes={"formed_at": clock.now()}, follows=True)
        begin_sheets(actor, row, present)
        let_reserves_rest(actor, row)
    if not complete and row.state == "formed":
        take_step(actor, row, GROUP, "reopen", follows=True)
