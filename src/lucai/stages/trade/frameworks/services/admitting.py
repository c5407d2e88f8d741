"""Deciding a call: the group's findings, ranking, elimination, admission letters, the beginning of the term."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Side
from lucai.law.framework_rules import (
    QUALITY_FIRST,
    AdmissionFacts,
    admitted_most,
    members_have_signed,
    panel_is_lawful,
    panel_was_drawn,
)
from lucai.law.status import LawRefuses
from lucai.platform.access.selectors import organisations_of
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.registers.exclusions.gates import Gate
from lucai.registers.exclusions.services import Answer
from lucai.stages.trade.frameworks.computing import Line, ranked
from lucai.stages.trade.frameworks.lifecycle import CALL, FRAMEWORK, MEMBER, RESPONSE
from lucai.stages.trade.frameworks.models import (
    FrameworkAgreement,
    FrameworkCall,
    FrameworkMember,
    FrameworkResponse,
    part_of,
)
from lucai.stages.trade.frameworks.notices import admission_body
from lucai.stages.trade.frameworks.selectors import facts, framework_card
from lucai.stages.trade.frameworks.selectors.pages import member_card
from lucai.stages.trade.frameworks.selectors.rows import next_order, next_place, responses_of
from lucai.stages.trade.frameworks.services.calling import demand_lawful, locked_call
from lucai.stages.trade.frameworks.services.planning import gate_of, locked
from lucai.stages.trade.groups import services as groups
from lucai.stages.trade.groups.selectors import group_seen
from lucai.stages.trade.groups.selectors.reviewing import outcome_of
from lucai.stages.trade.projects.standing import ask_at, digests, why_not
from lucai.stages.trade.rounds.draws import drawn

HUNDREDTHS = 100
MANY = 500
REASON = 400


@command
def decide_call(actor: Actor, *, number: str, round_: int) -> int:
    """Take the group's signed findings, rank, eliminate, announce who is admitted; return how many.

    Raises:
        RuleBroken: panel, report or elimination are unlawful (GP-TEN-13, GP-EXP-09, GP-FRA-05).
    """
    call, framework = locked_call(actor, number, round_)
    rows = [row for row in responses_of(SYSTEM, call) if row.opened_at]
    group = group_seen(SYSTEM, call.key)
    told = facts.admission_facts(actor.viewer, framework, rows, {}, group)
    demand_lawful(actor, (panel_is_lawful, panel_was_drawn, members_have_signed), told)
    answers = ask_at(
        actor, Gate.QUALIFY, [row.supplier_id for row in rows], gate_of(framework)
    )  # fmt: skip
    _judge(actor, rows, outcome_of(SYSTEM, call.key), answers)
    told = facts.admission_facts(actor.viewer, framework, rows, {}, group)
    admitted, lines = _ranked(framework, rows, told)
    counts = {number_: len(found) for number_, found in admitted.items()}
    told = facts.admission_facts(actor.viewer, framework, rows, counts, group)
    panel = groups.publish_names(actor, number=call.key)
    viable = tuple(one for one in told.results if one.admitted)
    members = new_members(actor, framework, call, admitted)
    take_step(
        actor, call, CALL, "decide", facts=replace(told, results=viable),
        changes={
            "decided_at": clock.now(), "panel": panel, "calculation": lines,
        },
        body=_announced(actor, number, members, panel) | {"creditChecks": digests(answers)},
    )  # fmt: skip
    _sort(actor, rows, {row.pk for found in admitted.values() for row in found})
    _write_letters(actor, framework, members)
    return len(members)


@command
def run(actor: Actor, *, number: str) -> None:
    """Let a signed framework begin, made known to the buyers it is for.

    Raises:
        RuleBroken: an agreement is not signed yet (GP-FRA-07).
    """
    row = locked(actor, number)
    told = facts.agreement_facts(actor.viewer, row)
    take_step(
        actor, row, FRAMEWORK, "run", facts=told, audience=tuple(buyers_of(actor, row)),
        changes={"running_since": clock.now()},
    )  # fmt: skip


def buyers_of(actor: Actor, row: FrameworkAgreement) -> list[int]:
    """Return the units that may order under a framework, who have to be told of it (GP-FRA-07)."""
    found = organisations_of(actor.viewer, Side.BUYER, region=row.for_region, limit=MANY)
    return [one.pk for one in found if one.path.startswith(row.for_path)]


def _judge(
    actor: Actor,
    rows: Sequence[FrameworkResponse],
    found: Mapping[str, tuple[bool, str, int | None]],
    answers: Mapping[int, Answer],
) -> None:
    """Enter what the group found; who is barred now cannot be admitted whatever it found (GP-QUA-02)."""
    for row in rows:
        if row.state == "refused" or row.key not in found:
            continue
        valid, reason, mark = found[row.key]
        if why := why_not(answers[row.supplier_id]):
            valid, reason = False, why
        take_step(
            actor, row, RESPONSE, "approve" if valid else "reject",
            changes={"reason": "" if valid else reason[:REASON], "quality": mark},
            body={"reason": reason}, follows=True,
        )  # fmt: skip


Admitted = dict[int, list[FrameworkResponse]]


def _ranked(
    framework: FrameworkAgreement, rows: Sequence[FrameworkResponse], told: AdmissionFacts
) -> tuple[Admitted, list[str]]:
    """Rank each package and return who is admitted, with the calculation in Chinese."""
    admitted: Admitted = {}
    lines: list[str] = []
    for result in told.results:
        number = int(result.name.removeprefix("包 "))
        valid = [r for r in rows if r.package_number == number and r.state == "valid"]
        opened = [r.envelope_hash for r in rows if r.package_number == number]
        order = _order(valid, opened, quality_first=framework.evaluation == QUALITY_FIRST)
        for rank, row in enumerate(order, 1):
            row.change(rank=rank)
        try:
            most = admitted_most(len(order), told, on=clock.today())
        except LawRefuses as error:
            lines.append(f"{result.name}：{error}本包没有供应商入围。")
            continue
        admitted[number] = order[:most]
        lines.append(
            f"{result.name}：响应 {result.responders} 家，符合要求 {len(order)} 家，"
            f"淘汰 {len(order) - most} 家，入围 {most} 家。"
        )
        lines += [f"第 {row.rank} 名：{row.supplier_name}{_said(row)}" for row in order]
    return admitted, lines


def _order(
    rows: Sequence[FrameworkResponse], together: Sequence[str], *, quality_first: bool
) -> list[FrameworkResponse]:
    """Order the good ones; the draw is of all that were opened, whatever the panel found of them."""
    by_key = {row.key: row for row in rows}
    lines = [
        Line(r.key, r.price or 0, r.quality or 0, drawn(r.envelope_hash, together)) for r in rows
    ]
    return [by_key[key] for key in ranked(lines, quality_first=quality_first)]


def _said(row: FrameworkResponse) -> str:
    quality = "" if row.quality is None else f"，质量 {row.quality / HUNDREDTHS:g} 分"
    return f"，单价 {(row.price or 0) / HUNDREDTHS:.2f} 元{quality}"


def new_members(
    actor: Actor, framework: FrameworkAgreement, call: FrameworkCall, admitted: Admitted
) -> list[FrameworkMember]:
    """Make, but do not begin, the members that a call admits, in the published order."""
    del actor
    place = next_place(SYSTEM, framework)
    made: list[FrameworkMember] = []
    for number, rows in sorted(admitted.items()):
        first = next_order(SYSTEM, framework, number)
        for offset, row in enumerate(rows):
            made.append(_member(framework, call, row, place + len(made), first + offset))
    return made


def _member(
    framework: FrameworkAgreement, call: FrameworkCall, row: FrameworkResponse, place: int,
    order: int,
) -> FrameworkMember:  # fmt: skip
    score = {} if row.quality is None else {"score": f"{row.quality / HUNDREDTHS:.2f}"}
    return FrameworkMember(
        **part_of(framework), place=place, order=order, round=call.round,
        package_number=row.package_number, supplier_id=row.supplier_id,
        supplier_name=row.supplier_name, price=row.price or 0, content={**row.content, **score},
        admitted_at=clock.now(),
    )  # fmt: skip


def _announced(
    actor: Actor, number: str, members: Sequence[FrameworkMember], panel: Sequence[str]
) -> dict[str, Any]:
    cards = [member_card(actor.viewer, one) for one in members]
    return admission_body(framework_card(actor.viewer, number), cards, panel)


def _sort(actor: Actor, rows: Sequence[FrameworkResponse], admitted: set[Any]) -> None:
    for row in rows:
        if row.state == "refused":
            continue
        step = "admit" if row.pk in admitted else "eliminate"
        take_step(actor, row, RESPONSE, step, follows=True, audience=(row.supplier_id,))


def _write_letters(
    actor: Actor, framework: FrameworkAgreement, members: Sequence[FrameworkMember]
) -> None:
    for one in members:
        begin(actor, one, MEMBER, label="发出入围通知书")
    if framework.state != "calling":
        return
    changes = {
        "letters_at": clock.now(),
        "initial_members": len({one.supplier_id for one in members}),
    }
    take_step(actor, framework, FRAMEWORK, "admit", follows=True, changes=changes)
