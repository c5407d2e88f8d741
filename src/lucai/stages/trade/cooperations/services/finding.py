"""What members find without points: who is qualified, and what came of the talks with each supplier."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotFound
from lucai.law.wording import listed
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.stages.trade.cooperations.lifecycle import APPLICANT
from lucai.stages.trade.cooperations.models import Applicant, Cooperation, Opinion
from lucai.stages.trade.cooperations.schemas import FindingIn, FindingsIn, Passed
from lucai.stages.trade.cooperations.selectors.judging import judged
from lucai.stages.trade.cooperations.selectors.rows import (
    QUALIFY,
    TALKS,
    applicants_in,
    opinions_of,
)
from lucai.stages.trade.cooperations.services.judging import (
    SHORTEST_REASON,
    free_member,
    hand_in,
)
from lucai.stages.trade.cooperations.services.seating import locked_for_member
from lucai.stages.trade.projects.standing import bars, demand_not_barred

SAID = {
    QUALIFY: {"reason": "理由"},
    TALKS: {"topics": "谈判内容", "agreed": "供应商的意见和承诺", "reason": "本人意见和理由"},
}
"""What a member writes of each supplier, by stage."""


@command
def submit_findings(actor: Actor, *, project_number: str, stage: str, form: FindingsIn) -> None:
    """Hand in what one found of each supplier; the last member's makes the group's finding.

    Who is qualified the majority says (GP-EXP-09).

    Raises:
        NotFound: the actor is no member, or the stage has points.
        NotAllowed: something ties the member to an applicant.
        InvalidInput: something is missing, at its field.
        RuleBroken: somebody barred from procurement is found qualified (GP-QUA-02).
    """
    row = locked_for_member(actor, project_number)
    if stage not in SAID:
        raise NotFound("这个环节请评分。")
    mine = free_member(actor, row, stage)
    marks = _marks(row, stage, form)
    if stage == QUALIFY:
        _demand_allowed(project_number, marks)
    if hand_in(actor, row, mine, marks):
        _conclude(actor, project_number, stage)


def _marks(row: Cooperation, stage: str, form: FindingsIn) -> dict[str, dict[str, str]]:
    wanted = {one.key: one.name for one in judged(SYSTEM, row, stage)}
    given = {one.key: (at, one) for at, one in enumerate(form.rows)}
    problems = form.undeclared
    for key, (at, one) in given.items():
        problems |= _missing(stage, wanted.get(key, ""), f"rows.{at}.", one)
    if missing := [name for key, name in wanted.items() if key not in given]:
        problems["rows"] = f"还没有填写：{listed(missing)}"
    if problems:
        raise InvalidInput(problems)
    kept = (*SAID[stage], *(("passed",) if stage == QUALIFY else ()))
    return {key: {name: getattr(given[key][1], name) for name in kept} for key in wanted}


def _missing(stage: str, of: str, at: str, one: FindingIn) -> dict[str, str]:
    found = {
        f"{at}{name}": f"请写明{of}的{label}"
        for name, label in SAID[stage].items()
        if len(getattr(one, name)) < SHORTEST_REASON
    }
    if stage == QUALIFY and one.passed not in {kind.value for kind in Passed}:
        found[f"{at}passed"] = f"请选择对{of}的审查结论"
    return found


def _demand_allowed(project_number: str, marks: dict[str, dict[str, str]]) -> None:
    for one in applicants_in(SYSTEM, project_number, "applied"):
        if marks.get(one.key, {}).get("passed") == Passed.YES:
            demand_not_barred(bars(one.supplier_id))


def _conclude(actor: Actor, project_number: str, stage: str) -> None:
    opinions = opinions_of(SYSTEM, project_number, stage)
    if stage == QUALIFY:
        for one in applicants_in(SYSTEM, project_number, "applied"):
            one.change(**_majority(one, opinions))
        return
    for state in ("responded", "heard"):
        for one in applicants_in(SYSTEM, project_number, state):
            _hear(actor, one, opinions)


def _majority(one: Applicant, opinions: list[Opinion]) -> dict[str, str]:
    """Return what most members found of an applicant, with the reasons of those who refuse."""
    against = [o for o in opinions if o.marks[one.key]["passed"] == Passed.NO]
    if len(against) * 2 < len(opinions):
        return {"finding": Passed.YES.value, "reason": ""}
    reasons = dict.fromkeys(o.marks[one.key]["reason"] for o in against)
    return {"finding": Passed.NO.value, "reason": "；".join(reasons)[:400]}


def _hear(actor: Actor, one: Applicant, opinions: list[Opinion]) -> None:
    at = clock.now().isoformat()
    talks: list[dict[str, Any]] = [
        {"place": o.place, "at": at, **o.marks[one.key]} for o in opinions if one.key in o.marks
    ]
    if talks:
        take_step(
            actor, one, APPLICANT, "hear", follows=True, changes={"talks": talks},
            body={"members": len(talks)},
        )  # fmt: skip
