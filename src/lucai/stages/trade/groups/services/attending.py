"""Coming, leaving and being replaced."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotFound, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import organisations
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note, take_step
from lucai.registers.experts.selectors import looked_back
from lucai.registers.experts.selectors.pool import employers_of
from lucai.registers.experts.selectors.ties import ties_between
from lucai.registers.suppliers.selectors import people_behind
from lucai.stages.trade.groups.lifecycle import GROUP, SEAT, SEATED
from lucai.stages.trade.groups.models import EXPERT, GroupSeat, ReviewGroup
from lucai.stages.trade.groups.selectors import (
    draws_of,
    free_experts,
    group_row,
    next_calls,
    own_group,
    own_seat,
    seats_of,
)
from lucai.stages.trade.groups.selectors.following import Reserve, own_call, waiting_reserves
from lucai.stages.trade.groups.services.following import in_hand
from lucai.stages.trade.groups.services.forming import replenish, seat_experts
from lucai.stages.trade.groups.services.seating import demand_changeable, settle
from lucai.stages.trade.groups.services.sheets import void_sheet
from lucai.stages.trade.panels.rules import MemberFacts
from lucai.stages.trade.panels.schemas import CallAnswerIn, Coming, SignInIn
from lucai.stages.trade.panels.selectors import duties_watched
from lucai.stages.trade.panels.selectors.following import line_of_person
from lucai.stages.trade.panels.services import lots
from lucai_trust.draw import Leaving, Rule

LEAVING = {
    "recuse": Leaving.RECUSED, "replace": Leaving.REPLACED, "decline": Leaving.DECLINED,
}  # fmt: skip


@command
def sign_in(actor: Actor, *, number: str, form: SignInIn) -> None:
    """Take one's seat: pledge, declare to be free of conflicts, hand in devices.

    Raises:
        WrongState: the review is over.
        RuleBroken: too early, before the opening, in conflict, or a declaration is missing.
    """
    seat, row = own_seat(actor.viewer, number), in_hand(actor, number)
    demand_changeable(row)
    changes = {"signed_in_at": clock.now()}
    take_step(actor, seat, SEAT, "sign_in", facts=_facts(seat, row, form), changes=changes)
    settle(actor, row)


def recuse(actor: Actor, *, number: str, reason: str) -> None:
    """Leave because of a conflict; an expert's seat goes to the next of the draw at once.

    Raises:
        WrongState: a representative recuses; the organiser names another one.
    """
    seat = own_seat(actor.viewer, number)
    if seat.kind != EXPERT:
        raise WrongState("采购人代表需要回避的，请告知征集人更换代表。")
    row = group_row(SYSTEM, number)
    demand_changeable(row)
    replenish(actor, row, seat.person_id)
    _leave(actor, number, seat.place, "recuse", reason)


def replace_absent(actor: Actor, *, number: str, place: int, reason: str) -> None:
    """Replace an expert who stays away by the next of the draw.

    Raises:
        NotFound: nobody sits there.
    """
    demand(actor, SEAT.permission(SEAT.step("replace")))
    row = own_group(actor.viewer, number)
    seats = [
        seat for seat in seats_of(SYSTEM, number, *SEATED)
        if seat.place == place and seat.kind == EXPERT
    ]  # fmt: skip
    if not seats:
        raise NotFound("没有找到这个席位。")
    demand_changeable(row)
    replenish(actor, row, seats[0].person_id)
    _leave(actor, number, place, "replace", reason)


def answer_call(actor: Actor, *, number: str, form: CallAnswerIn) -> None:
    """Answer as drawn or as a reserve: that one comes, that one knows, or that one cannot.

    Raises:
        NotFound: the viewer is an expert of no draw of this group.
        InvalidInput: one who has a place says no and nobody is left.
        WrongState: there is nothing to answer.
    """
    seat = own_call(actor.viewer, number)
    if form.coming is Coming.YES:
        _say_yes(actor, seat)
    elif seat.state == "reserve":
        _stand_down(actor, seat, form.reason)
    else:
        row = group_row(SYSTEM, number)
        demand_changeable(row)
        replenish(actor, row, seat.person_id)
        _leave(actor, number, seat.place, "decline", form.reason)


@command
def _say_yes(actor: Actor, seat: GroupSeat) -> None:
    at = seat.answered_at = clock.now()  # whoever knows is not asked again
    step = {"reserve": "know", "asked": "accept"}.get(seat.state, "confirm")
    take_step(
        actor, seat, SEAT, step, changes={"answered_at": at}, body={"place": seat.place}
    )  # fmt: skip


@command
def _stand_down(actor: Actor, seat: GroupSeat, reason: str) -> None:
    changes = {"left_reason": reason, "answered_at": clock.now()}
    take_step(actor, seat, SEAT, "decline", changes=changes, body={"place": seat.place})
    rows = draws_of(SYSTEM, seat.group_number)
    lots.mark_passed(actor, rows, seat.person_id, Leaving.DECLINED)


@command
def _leave(actor: Actor, number: str, place: int, step: str, reason: str) -> None:
    row = in_hand(actor, number)
    demand_changeable(row)
    seat = next(one for one in seats_of(SYSTEM, number) if one.place == place)
    changes = {"left_reason": reason}
    take_step(actor, seat, SEAT, step, changes=changes, body={"place": place})
    void_sheet(actor, row, place)
    _follow(actor, row, seat.person_id, LEAVING[step])


def _follow(actor: Actor, row: ReviewGroup, leaving: int, why: Leaving) -> None:
    """Call the first reserve of the line up, or seat the next of the walk who can be taken.

    Raises:
        InvalidInput: the pool is spent.
    """
    lots.mark_left(actor, draws_of(SYSTEM, row.group_number), leaving, why)
    line = line_of_person(SYSTEM, draws_of(SYSTEM, row.group_number), leaving)
    gone, able = waiting_reserves(SYSTEM, row, line)
    for one in gone:
        _pass_by(actor, row, one)
    if able:
        _call_up(actor, row, able)
    else:
        _seat_next(actor, row, line)
    settle(actor, row)


def _pass_by(actor: Actor, row: ReviewGroup, one: Reserve) -> None:
    made, position = one
    seat = _reserve(row, made.members[position].person)
    take_step(actor, seat, SEAT, "pass_by", follows=True, body={"place": seat.place})
    lots.mark_passed(actor, [made], seat.person_id, Leaving.REPLACED)


def _call_up(actor: Actor, row: ReviewGroup, one: Reserve) -> None:
    """Let a reserve know, by a to-do of his or her own, that the place is free."""
    made, position = one
    made.change(promoted=[*made.promoted, position])
    seat = _reserve(row, made.members[position].person)
    body = {"draw": made.draw_id, "walk": [], "position": position, "reserve": True}
    note(actor, row, GROUP, "draw-next", label="按抽取次序递补", body=body)
    changes = {"answered_at": None}
    take_step(
        actor, seat, SEAT, "call_up", follows=True, changes=changes, body={"place": seat.place}
    )  # fmt: skip


def _reserve(row: ReviewGroup, person: int) -> GroupSeat:
    seats = seats_of(SYSTEM, row.group_number, "reserve")
    return next(one for one in seats if one.person_id == person)


def _seat_next(actor: Actor, row: ReviewGroup, line: str) -> None:
    rows = draws_of(SYSTEM, row.group_number)
    free, most = free_experts(SYSTEM, row), rows[-1].most_per_employer
    calls = next_calls(SYSTEM, row, rows[-1], Rule({line: 1}, most))
    persons = lots.keep_calls(actor, rows[-1], calls)
    if not persons:
        message = "专家库中没有可以递补的专家，请联系财政部门补充专家库后再办理"
        raise InvalidInput({"reason": message})
    body = {"draw": rows[-1].draw_id, "walk": [call.spelt for call in calls]}
    note(actor, row, GROUP, "draw-next", label="按抽取次序递补", body=body)
    seat_experts(actor, row, [free[persons[0]]])


def _facts(seat: GroupSeat, row: ReviewGroup, form: SignInIn) -> MemberFacts:
    """Match the expert's employer against the organiser and those whose responses were opened."""
    found = organisations(SYSTEM, [row.organiser_id, *row.avoids])
    codes = {pk: card.uscc for pk, card in found.items()}
    since = employers_of(SYSTEM, seat.person_id) if seat.kind == EXPERT else frozenset()
    works = {seat.employer_uscc, *since} - {""}
    own = (f"{seat.name}（{seat.employer}）",) if works else ()
    without_letter = seat.kind != EXPERT and not seat.authority
    organises = codes[row.organiser_id] in works
    by_agency = row.organiser_side == "agency"
    firms = people_behind(SYSTEM, row.avoids, since=looked_back(SYSTEM))
    answered = frozenset(codes[one] for one in row.avoids)
    tied = ties_between(SYSTEM, seat.person_id, answered, firms)[0] if seat.kind == EXPERT else ()
    responded = bool(works & answered)
    return MemberFacts(
        evaluation_at=row.review_at,
        opened=row.opened_at is not None,
        declared=form.pledged and form.declared_free,
        devices_kept=form.devices_kept,
        conflicted=(*(own if responded else ()), *tied),
        own_unit_experts=own if organises and not by_agency else (),
        agency_members=own if organises and by_agency else (),
        representatives_without_letter=(seat.name,) if without_letter else (),
        person=seat.name,
        duties=duties_watched(SYSTEM, seat.person_id),
    )
