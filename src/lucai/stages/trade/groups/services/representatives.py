"""Representatives of purchasers: found by unit and name, seated with their letter, replaced by another."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken
from lucai.kernel.lifecycle import judge
from lucai.law.panel_rules import representatives_are_authorised
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import people_named
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.stages.trade.drawn_experts.lifecycle import SEATED
from lucai.stages.trade.groups.lifecycle import SEAT
from lucai.stages.trade.groups.models import REPRESENTATIVE, ReviewGroup
from lucai.stages.trade.groups.schemas import OwnIn, ReplacementIn
from lucai.stages.trade.groups.selectors import own_group, seats_of
from lucai.stages.trade.groups.services.following import in_hand
from lucai.stages.trade.groups.services.seating import demand_changeable, settle, take_place
from lucai.stages.trade.groups.services.sheets import void_sheet
from lucai.stages.trade.panels.lifecycle import EVALUATE


def found(own: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Find whom the organiser names: only who has an account can find and sign.

    Raises:
        InvalidInput: nobody, or more than one, is called so there; or one is named twice.
    """
    people = [_found(one, f"own.{n}.name") for n, one in enumerate(own)]
    named = [one["person"] for one in people]
    for n, one in enumerate(people):
        if one["person"] in named[:n]:
            raise InvalidInput({f"own.{n}.name": f"{one['name']}已经填写过"})
    return people


def seat(actor: Actor, row: ReviewGroup, one: dict[str, Any]) -> None:
    """Seat a representative who was found."""
    take_place(
        actor, row, kind=REPRESENTATIVE, person_id=one["person"],
        organisation_id=one["organisation"], name=one["name"], employer=one["unit"],
        authority=one["authority"],
    )  # fmt: skip


@command
def replace_representative(actor: Actor, *, number: str, place: int, form: ReplacementIn) -> None:
    """Let another representative with a letter take the place of one who stays away.

    Raises:
        NotFound: no representative sits there.
        RuleBroken: the new one has no letter (GP-EXP-06).
        InvalidInput: nobody is called so, or he has had a seat here.
    """
    demand(actor, SEAT.permission(SEAT.step("replace")))
    own_group(actor.viewer, number)
    row = in_hand(actor, number)
    demand_changeable(row)
    leaving = next(
        (
            s
            for s in seats_of(SYSTEM, number, *SEATED)
            if s.place == place and s.kind == REPRESENTATIVE
        ),
        None,
    )
    if not leaving:
        raise NotFound("没有找到这个采购人代表的席位。")
    one = _found(
        OwnIn(name=form.name, unit=form.unit, authority=form.authority).model_dump(), "name"
    )
    if one["person"] in {s.person_id for s in seats_of(SYSTEM, number)}:
        raise InvalidInput({"name": f"{one['name']}已经在评审小组中有过席位"})
    row.own = [*(o for o in row.own if o.get("person") != leaving.person_id), one]
    verdicts = judge((representatives_are_authorised,), row.facts(eligible=row.size), clock.now())
    if broken := tuple(v for v in verdicts if v.blocks):
        raise RuleBroken(broken)
    take_step(
        actor, leaving, SEAT, "replace", changes={"left_reason": form.reason}, body={"place": place}
    )
    row.change(own=row.own)
    void_sheet(actor, row, place)
    seat(actor, row, one)
    settle(actor, row)


def _found(one: dict[str, Any], field: str) -> dict[str, Any]:
    people = people_named(
        SYSTEM, unit=one["unit"], name=one["name"], permission=EVALUATE.permission
    )
    if len(people) != 1:
        how = "没有" if not people else "有不止一位"
        message = (
            f"{one['unit']}{how}名叫“{one['name']}”、可以担任采购人代表的人员，请核对单位全称和姓名"
        )
        raise InvalidInput({field: message})
    return {**one, "person": people[0].person, "organisation": people[0].organisation}
