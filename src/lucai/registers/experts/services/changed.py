"""What a change does to the entry: at once what keeps the expert out, once decided all else."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.law.calendar import beijing_day
from lucai.platform.access.selectors import finance_of
from lucai.platform.duties import services as duties
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.registers.experts.lifecycle import CHANGE, EXPERT
from lucai.registers.experts.models import ExpertChange, ReviewExpert
from lucai.registers.experts.selectors import expert_row
from lucai.registers.experts.selectors.changes import DATED, PLAIN, change_row
from lucai.registers.experts.services import formers, specialties


def declare(actor: Actor, row: ReviewExpert, change: ExpertChange) -> None:
    """Stay away from new units from now on, and judge what was given up no longer."""
    after, before = change.after, change.before
    units = [one for one in after.get("avoids", []) if one not in before.get("avoids", [])]
    if "employer_uscc" in after:
        name = after.get("employer", row.employer)
        units.append({"name": name, "uscc": after["employer_uscc"]})
    told = [
        {"name": one["name"], "uscc": one["uscc"], "change": change.number} for one in units
    ]  # fmt: skip
    given_up = set(before.get("specialties", [])) - set(after.get("specialties", []))
    kept = [code for code in row.specialties if code not in given_up]
    row.change(declared=[*row.declared, *told], specialties=kept)
    specialties.keep(actor, [row])
    if told:
        note(actor, row, EXPERT, "declare", label="申报新的任职单位或者回避单位，即时回避")
    if given_up:
        note(actor, row, EXPERT, "give_up", label="撤回评审专业，即时生效")


def release(actor: Actor, number: str, change: str) -> None:
    """Stay away from the units of a change no longer on its account: it is decided or taken back."""
    row = expert_row(SYSTEM, number)
    kept = [one for one in row.declared if one["change"] != change]
    if kept != row.declared:
        row.change(declared=kept)
        note(actor, row, EXPERT, "release", label="变更申请办结，解除申请期间的回避", follows=True)


def drop(actor: Actor, row: ReviewExpert) -> None:
    """Take back the change of somebody who is no longer in the library."""
    with system_access("change of who left"):
        found = ExpertChange.objects.filter(person_id=row.person_id, state=CHANGE.initial).first()
    if found:
        changes = {"decided_at": clock.now()}
        take_step(actor, found, CHANGE, "withdraw", changes=changes, follows=True)
        release(actor, row.number, found.number)


def put_in(actor: Actor, change: ExpertChange) -> None:
    """Write a change into the entry; what has been changed otherwise since stays as it is."""
    row = expert_row(SYSTEM, change.expert_number)
    values = _plain(row, change) | _listed(row, change)
    if "employer_uscc" in values:
        until = beijing_day(change.asked_at)
        values["formers"] = formers.left_behind(actor, row, values["employer_uscc"], until)
    if "region" in values:
        values["finance_id"] = finance_of(SYSTEM, values["region"]).pk
    values["declared"] = [one for one in row.declared if one["change"] != change.number]
    row.change(**values)
    specialties.keep(actor, [row])
    if "region" in values:
        # The to-dos of the entry go over to the department that keeps it now.
        duties.follow(row, EXPERT, row.state_since)
    note(
        actor, row, EXPERT, "change", label="按核准的申请更新登记", follows=True,
        body={"change": change.number, "fields": sorted(values)},
    )  # fmt: skip


def uphold(actor: Actor, number: str) -> None:
    """Grant a change whose refusal was found wrong."""
    change = change_row(SYSTEM, number)
    take_step(actor, change, CHANGE, "uphold", changes={"decided_at": clock.now()}, follows=True)
    put_in(actor, change)


def stale(actor: Actor, change: ExpertChange) -> bool:
    """Whether the entry was changed otherwise since the change was asked for."""
    del actor
    row = expert_row(SYSTEM, change.expert_number)
    return any(row.kept(one) != change.before[one] for one in PLAIN if one in change.after)


def _plain(row: ReviewExpert, change: ExpertChange) -> dict[str, Any]:
    return {
        one: DATED[one](change.after[one]) if one in DATED else change.after[one]
        for one in PLAIN
        if one in change.after and row.kept(one) == change.before[one]
    }


def _listed(row: ReviewExpert, change: ExpertChange) -> dict[str, Any]:
    """Add and take out what was asked for; the rest of a list may have changed meanwhile."""
    after, before = change.after, change.before
    found: dict[str, Any] = {}
    if "specialties" in after:
        fresh = [one for one in after["specialties"] if one not in before["specialties"]]
        found["specialties"] = list(dict.fromkeys([*row.specialties, *fresh]))
    if "avoids" in after:
        fresh = [one for one in after["avoids"] if one not in before["avoids"]]
        gone = {one["uscc"] for one in before["avoids"] if one not in after["avoids"]}
        gone |= {one["uscc"] for one in fresh}
        found["avoids"] = [*(one for one in row.avoids if one["uscc"] not in gone), *fresh]
    return found
