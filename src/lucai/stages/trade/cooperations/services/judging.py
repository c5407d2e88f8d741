"""What the members of the group find: each alone, signed by all, replaced where one stays away."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.stages.trade.cooperations.computing import HUNDREDTHS
from lucai.stages.trade.cooperations.lifecycle import COOPERATION, OPINION
from lucai.stages.trade.cooperations.models import Cooperation, Opinion
from lucai.stages.trade.cooperations.schemas import (
    OpinionIn,
    ReplacementIn,
    SignatureIn,
)
from lucai.stages.trade.cooperations.selectors.facts import first_facts
from lucai.stages.trade.cooperations.selectors.judging import factors_of, judged
from lucai.stages.trade.cooperations.selectors.rows import (
    JUDGED_IN,
    PRODUCTS,
    RESEARCH,
    opinions_of,
    own_opinion,
)
from lucai.stages.trade.cooperations.selectors.tied import Judge, kept_out, ties
from lucai.stages.trade.cooperations.services.preparing import locked
from lucai.stages.trade.cooperations.services.seating import found, locked_for_member
from lucai.stages.trade.cooperations.wording import JUDGING_OVER, MUST_AVOID

SCORED = frozenset({RESEARCH, PRODUCTS})
"""The stages in which points are given."""
SHARED = frozenset({"signing", "signed"})
SHORTEST_REASON = 2
"""Signs."""


@command
def review_first(actor: Actor, *, project_number: str) -> None:
    """Let the group judge the products that passed acceptance.

    Raises:
        RuleBroken: research goes on, or fewer than two products passed (COI-01).
    """
    row = locked(actor, project_number)
    facts = first_facts(actor.viewer, row)
    take_step(actor, row, COOPERATION, "review_first", facts=facts)
    begin_opinions(actor, row, PRODUCTS)


def begin_opinions(actor: Actor, row: Cooperation, stage: str) -> None:
    """Let each member judge for itself; part of what opens the stage."""
    for place, one in enumerate(row.group, 1):
        _begin(actor, row, stage, place, one)


@command
def submit_opinion(actor: Actor, *, project_number: str, stage: str, form: OpinionIn) -> None:
    """Hand in what one found; with the last member's all can be read, and signed.

    Raises:
        NotFound: the actor is no member.
        NotAllowed: something ties the member to an applicant: another takes its place (GP-EXP-04).
        InvalidInput: the member has not declared to be free, something judged has no points, or
            more than its factor has.
    """
    row = locked_for_member(actor, project_number)
    if stage not in SCORED:
        raise NotFound("这个环节不评分。")
    mine = free_member(actor, row, stage)
    hand_in(actor, row, mine, _marks(row, stage, form))


def free_member(actor: Actor, row: Cooperation, stage: str) -> Opinion:
    """Return the actor's own opinion, as a member whom nothing ties to an applicant.

    Raises:
        NotFound: the actor is no member.
        NotAllowed: something ties the member to an applicant: another takes its place (GP-EXP-04).
    """
    mine = own_opinion(actor.viewer, row.number_of_project, stage)
    if tied := ties(SYSTEM, row, [Judge.of(mine)])[mine.person_id].certain:
        raise NotAllowed(f"您{MUST_AVOID}{'；'.join(tied)}。请告知采购代理机构更换成员。")
    return mine


def hand_in(actor: Actor, row: Cooperation, mine: Opinion, marks: dict[str, Any]) -> bool:
    """Hand a member's finding in; return whether it was the last: then all can be signed."""
    take_step(
        actor, mine, OPINION, "submit", body={"judged": len(marks)},
        changes={"marks": marks, "submitted_at": clock.now()},
    )  # fmt: skip
    opinions = opinions_of(SYSTEM, row.number_of_project, mine.stage)
    if any(one.state != "submitted" for one in opinions):
        return False
    for one in opinions:
        take_step(actor, one, OPINION, "open_report", follows=True)
    return True


@command
def sign_opinion(actor: Actor, *, project_number: str, stage: str, form: SignatureIn) -> None:
    """Sign the group's report, with a differing opinion where there is one (GP-EXP-09).

    Raises:
        NotFound: the actor is no member.
        WrongState: there is nothing to sign yet, or it is signed.
    """
    mine = own_opinion(actor.viewer, project_number, stage)
    changes = {"signed_at": clock.now(), "dissent": form.dissent}
    take_step(actor, mine, OPINION, "sign", changes=changes, body={"dissent": bool(form.dissent)})


@command
def agree_silently(actor: Actor, *, project_number: str, stage: str, place: int) -> None:
    """Note that a member neither signs nor says why: that counts as agreement.

    Raises:
        NotFound: nobody judges from there.
    """
    demand(actor, OPINION.permission(OPINION.step("agree_silently")))
    locked(actor, project_number)
    one = _at(project_number, stage, place)
    changes = {"signed_at": clock.now(), "silent": True}
    take_step(actor, one, OPINION, "agree_silently", changes=changes, body={"place": place})


@command
def replace_member(
    actor: Actor, *, project_number: str, stage: str, place: int, form: ReplacementIn
) -> None:
    """Let a reserve, or where none is left another, of the same role take a member's place.

    Raises:
        NotFound: nobody judges from there.
        WrongState: the report has been handed in; what was found and signed stays as it is.
        InvalidInput: nobody is called so, he has judged here, or has to avoid an applicant.
    """
    demand(actor, OPINION.permission(OPINION.step("replace")))
    row = locked(actor, project_number)
    if row.state != JUDGED_IN.get(stage):
        raise WrongState(JUDGING_OVER)
    leaving = _at(project_number, stage, place)
    one, left = _follower(row, leaving, form)
    group = [one if m["person"] == leaving.person_id else m for m in row.group]
    changes = {"left_reason": form.reason}
    take_step(actor, leaving, OPINION, "replace", changes=changes, body={"place": place})
    for other in opinions_of(SYSTEM, project_number, stage):
        if other.state in SHARED:
            again = {"signed_at": None, "silent": False, "dissent": ""}
            take_step(actor, other, OPINION, "close_report", changes=again, follows=True)
    row.change(group=group, reserves=left)
    _begin(actor, row, stage, place, group[place - 1])


def _follower(
    row: Cooperation, leaving: Opinion, form: ReplacementIn
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return who moves up, and who stands by still: a reserve of the same kind before anybody else.

    Reserves whom something ties to an applicant, or who are banned by now, are passed over.
    """
    left = list(row.reserves)
    for one in [reserve for reserve in left if reserve["role"] == leaving.role]:
        left.remove(one)
        if not kept_out(SYSTEM, row, one) and not _tied(row, one):
            if form.name and form.name != one["name"]:
                message = f"有同一身份的备选成员，由{one['name']}递补；请不要另行填写"
                raise InvalidInput({"name": message})
            return one, left
    if not form.name or not form.unit:
        message = "没有可以递补的同一身份备选成员，请填写新成员"
        raise InvalidInput({name: message for name in ("name", "unit") if not getattr(form, name)})
    [one] = found(row, [{"name": form.name, "unit": form.unit, "role": leaving.role}], ["name"])
    if tied := _tied(row, one):
        raise InvalidInput({"name": f"{form.name}{MUST_AVOID}{'；'.join(tied)}"})
    if one["person"] in {member["person"] for member in row.group}:
        raise InvalidInput({"name": f"{form.name}已经是谈判小组成员"})
    source = next(m["source"] for m in row.group if m["person"] == leaving.person_id)
    return {**one, "source": source}, left


def _tied(row: Cooperation, one: dict[str, Any]) -> tuple[str, ...]:
    judge = Judge(one["person"], one["organisation"], one["name"], one["role"])
    return ties(SYSTEM, row, [judge])[judge.person].certain


def void_opinions(actor: Actor, project_number: str) -> None:
    """End what members still have to do: the procurement, or its first purchase, is over."""
    for stage in JUDGED_IN:
        for one in opinions_of(SYSTEM, project_number, stage):
            if one.state != "signed":
                take_step(actor, one, OPINION, "void", follows=True)


def _begin(actor: Actor, row: Cooperation, stage: str, place: int, one: dict[str, Any]) -> None:
    opinion = Opinion(
        cooperation=row, number_of_project=row.number_of_project,
        project_title=row.project_title, region=row.region, agency_id=row.agency_id,
        stage=stage, place=place, name=one["name"], role=one["role"], person_id=one["person"],
        organisation_id=one["organisation"],
    )  # fmt: skip
    begin(actor, opinion, OPINION, label=f"{place} 号成员开始独立评审")


def _at(project_number: str, stage: str, place: int) -> Opinion:
    for one in opinions_of(SYSTEM, project_number, stage):
        if one.place == place:
            return one
    raise NotFound("没有找到这名成员的评审意见。")


def _marks(row: Cooperation, stage: str, form: OpinionIn) -> dict[str, Any]:
    """Check a member's points by factor, and its declaration; keep the points in hundredths."""
    factors, problems = factors_of(row, stage), form.undeclared
    said = {one.key: (at, one) for at, one in enumerate(form.rows)}
    wanted = {one.key: one.name for one in judged(SYSTEM, row, stage)}
    for at, one in said.values():
        of = wanted.get(one.key, "")
        if len(one.reason) < SHORTEST_REASON:
            problems[f"rows.{at}.reason"] = f"请写明对{of}的评分理由"
        for n, factor in enumerate(factors):
            given = one.points[n].value if n < len(one.points) else None
            if given is None:
                problems[f"rows.{at}.points.{n}.value"] = f"请填写{of}“{factor['name']}”的得分"
            elif given > factor["points"]:
                problems[f"rows.{at}.points.{n}.value"] = (
                    f"{of}“{factor['name']}”不能超过 {factor['points']} 分"
                )
    if missing := [name for key, name in wanted.items() if key not in said]:
        problems["rows"] = f"还没有评审：{'、'.join(missing)}"
    if problems:
        raise InvalidInput(problems)
    return {key: _mark(said[key][1], len(factors)) for key in wanted}


def _mark(one: Any, factors: int) -> dict[str, Any]:
    points = [int(point.value * HUNDREDTHS) for point in one.points[:factors]]
    return {"points": points, "reason": one.reason}
