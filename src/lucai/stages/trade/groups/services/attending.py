"""Coming, leaving and being replaced."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import NotFound, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import organisations
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.registers.experts.selectors import looked_back
from lucai.registers.experts.selectors.pool import avoided_by
from lucai.registers.experts.selectors.ties import ties_between
from lucai.registers.suppliers.selectors import people_behind
from lucai.stages.trade.drawn_experts import services as calls
from lucai.stages.trade.drawn_experts.lifecycle import SEATED
from lucai.stages.trade.drawn_experts.rows import EXPERT
from lucai.stages.trade.drawn_experts.schemas import CallAnswerIn
from lucai.stages.trade.groups.lifecycle import SEAT
from lucai.stages.trade.groups.models import GroupSeat, ReviewGroup
from lucai.stages.trade.groups.selectors import (
    group_row,
    own_group,
    own_seat,
    seats_of,
)
from lucai.stages.trade.groups.services.circle import GROUPS
from lucai.stages.trade.groups.services.following import in_hand
from lucai.stages.trade.groups.services.seating import demand_changeable, settle
from lucai.stages.trade.groups.services.sheets import void_sheet
from lucai.stages.trade.panels.rules import MemberFacts
from lucai.stages.trade.panels.schemas import SignInIn
from lucai.stages.trade.panels.selectors import duties_watched
from lucai_trust.draw import Leaving

LEAVING = {"recuse": Leaving.RECUSED, "replace": Leaving.REPLACED}


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
    calls.replenish_for(actor, GROUPS, row, seat.person_id)
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
    calls.replenish_for(actor, GROUPS, row, seats[0].person_id)
    _leave(actor, number, place, "replace", reason)


def answer_call(actor: Actor, *, number: str, form: CallAnswerIn) -> None:
    """Answer the own call, or say as a reserve that one knows; after a no the next is called.

    Raises:
        NotFound: the viewer is an expert of no draw of this group.
        RuleBroken: the time for it is over.
        WrongState: there is nothing to answer.
    """
    calls.answer(actor, GROUPS, number=number, form=form)


@command
def _leave(actor: Actor, number: str, place: int, step: str, reason: str) -> None:
    row = in_hand(actor, number)
    demand_changeable(row)
    seat = next(one for one in seats_of(SYSTEM, number) if one.place == place)
    changes = {"left_reason": reason}
    take_step(actor, seat, SEAT, step, changes=changes, body={"place": place})
    void_sheet(actor, row, place)
    calls.follow(actor, GROUPS, row, seat.person_id, LEAVING[step])
    settle(actor, row)


def _facts(seat: GroupSeat, row: ReviewGroup, form: SignInIn) -> MemberFacts:
    """Match the expert's employer against the organiser and those whose responses were opened."""
    found = organisations(SYSTEM, [row.organiser_id, *row.avoids])
    codes = {pk: card.uscc for pk, card in found.items()}
    since = avoided_by(SYSTEM, seat.person_id) if seat.kind == EXPERT else frozenset()
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
