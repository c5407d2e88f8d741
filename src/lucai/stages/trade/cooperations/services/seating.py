"""Who sits in the group: people with an account of their own, for each finds and signs."""

from __future__ import annotations

from typing import Any

from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput
from lucai.law.cooperation_rules import BUYERS_OWN
from lucai.platform.access.selectors import people_named
from lucai.platform.records import system_access
from lucai.registers.experts.selectors.pool import experts_named
from lucai.stages.trade.cooperations.lifecycle import OPINION
from lucai.stages.trade.cooperations.models import Cooperation
from lucai.stages.trade.cooperations.selectors.rows import cooperation_row
from lucai.stages.trade.cooperations.selectors.tied import kept_out


def found(
    row: Cooperation, members: list[dict[str, Any]], fields: list[str]
) -> list[dict[str, Any]]:
    """Find whom the organiser names: experts in the library, the buyer's own among its people.

    Raises:
        InvalidInput: nobody, or more than one, is called so there; one is named twice; or an
            expert may not review at all, or not for the unit he works for (GP-EXP-05).
    """
    people = [_found(one, field) for one, field in zip(members, fields, strict=True)]
    for field, one in zip(fields, people, strict=True):
        if why := kept_out(SYSTEM, row, one):
            raise InvalidInput({field: f"{one['name']}{why}"})
    named = [one["person"] for one in people]
    for at, one in enumerate(people):
        if one["person"] in named[:at]:
            raise InvalidInput({fields[at]: f"{one['name']}已经填写过"})
    return people


def locked_for_member(actor: Actor, project_number: str) -> Cooperation:
    """Return the cooperation a member judges for, locked; whose opinion it is is asked apart."""
    row = cooperation_row(actor.viewer, project_number)
    with system_access("cooperation in hand"):
        return Cooperation.objects.select_for_update().get(pk=row.pk)


def _found(one: dict[str, Any], field: str) -> dict[str, Any]:
    name, unit = one["name"], one["unit"]
    people = [(p.person, p.organisation) for p in _own(name, unit)]
    where = f"{unit}可以担任采购人代表的人员中"
    if one["role"] != BUYERS_OWN:
        experts = experts_named(SYSTEM, name=name, employer=unit)
        people = [(e.person_id, e.organisation_id) for e in experts]
        where = f"评审专家库中工作单位为“{unit}”的专家里"
    if len(people) != 1:
        how = "没有" if not people else "有不止一位"
        raise InvalidInput({field: f"{where}{how}名叫“{name}”的，请核对姓名和单位全称"})
    person, organisation = people[0]
    return {**one, "person": person, "organisation": organisation}


def _own(name: str, unit: str) -> list[Any]:
    judges = OPINION.permission(OPINION.step("submit"))
    return people_named(SYSTEM, unit=unit, name=name, permission=judges)
