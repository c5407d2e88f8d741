"""Decisions about experts: told, objected to, ruled on by another hand, and undone where wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Side
from lucai.kernel.errors import NotAllowed
from lucai.platform.journal.frame import command
from lucai.platform.lives.numbering import begin_numbered
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.registers.experts.lifecycle import (
    CONFIRMED,
    DECISION,
    DECISION_KINDS,
    DISMISSED,
    EXPERT,
    SUSPENDED,
    UNCHANGED,
    UNTRAINED,
)
from lucai.registers.experts.models import ExpertDecision, ReviewExpert
from lucai.registers.experts.rules import ExpertFacts, last_day
from lucai.registers.experts.schemas import DecisionRulingIn, ObjectionIn, Outcome
from lucai.registers.experts.selectors import expert_row
from lucai.registers.experts.selectors.decisions import decision_facts, decision_row
from lucai.registers.experts.services import changed, evidence, trained


def tell(
    actor: Actor, row: ReviewExpert, kind: str, reason: str, *, before: str = "", place: int = 0,
    change: str = "",
) -> str:  # fmt: skip
    """Tell an expert what was decided and why, with the last day to object; return its number.

    Part of the act that decides; whoever decides it does not rule on the objection.
    """
    decision = ExpertDecision(
        expert_number=row.number, person_id=row.person_id, organisation_id=row.organisation_id,
        finance_id=actor.viewer.organisation or row.finance_id, region=row.region, kind=kind,
        place=place, before=before, change_number=change, reason=reason.strip(), decided_by=actor.viewer.person,
        decided_at=clock.now(), object_until=last_day("object", clock.today()),
    )  # fmt: skip
    prefix, label = f"JD{row.region}{clock.today().year}", f"告知处理决定：{DECISION_KINDS[kind]}"
    return begin_numbered(
        actor, decision, DECISION, prefix=prefix, field="number", label=label
    ).number


def lift(actor: Actor, row: ReviewExpert) -> None:
    """End what is still open about an expert's suspension: the department itself has ended it."""
    with system_access("decisions that have been lifted"):
        found = ExpertDecision.objects.filter(expert_number=row.number, kind=SUSPENDED)
        rows = list(found.filter(state__in=("told", "objected")).order_by("pk"))
    for decision in rows:
        take_step(actor, decision, DECISION, "lift", follows=True)


@command
def object_to_decision(
    actor: Actor, *, number: str, form: ObjectionIn, files: Sequence[object] = ()
) -> None:
    """Object to a decision about oneself, with reasons and evidence.

    Raises:
        RuleBroken: the time to object is over (CRD-06).
    """
    row = _own(actor, number)
    facts = decision_facts(actor.viewer, row)
    kept = evidence.keep(actor, files)
    # The duty is opened with the row's own limit: it carries it before the step is taken.
    row.change(handle_until=last_day("handle", clock.today()))
    changes = {"objection": form.objection, "files": kept, "objected_at": clock.now()}
    take_step(
        actor, row, DECISION, "object", facts=facts, changes=changes,
        body={"files": [one["sm3"] for one in kept]},
    )  # fmt: skip


@command
def withdraw_objection(actor: Actor, *, number: str) -> None:
    """Take an objection back; within the time one may object again."""
    changes: dict[str, Any] = {
        "objection": "", "files": [], "objected_at": None, "handle_until": None,
    }  # fmt: skip
    take_step(actor, _own(actor, number), DECISION, "withdraw", changes=changes)


@command
def settle(actor: Actor, *, number: str) -> None:
    """Say that one has read a decision and does not object."""
    row = _own(actor, number)
    take_step(actor, row, DECISION, "settle")
    _close(actor, row)


@command
def rule_on(actor: Actor, *, number: str, ruling: DecisionRulingIn) -> None:
    """Rule on an objection with reasons; a decision found wrong is undone in the same act.

    Raises:
        NotAllowed: another department decided it.
        RuleBroken: whoever decided it rules.
    """
    row = decision_row(actor.viewer, number)
    if row.finance_id != actor.viewer.organisation:
        raise NotAllowed("这项异议由其他财政部门处理，您只能查看。")
    changes = {"ruling": ruling.reason, "ruled_at": clock.now()}
    take_step(
        actor, row, DECISION, ruling.outcome.value, facts=decision_facts(actor.viewer, row),
        changes=changes, body={"reason": ruling.reason},
    )  # fmt: skip
    if ruling.outcome is Outcome.REVOKE:
        _undo(actor, row)
    else:
        _close(actor, row)


def close_unopposed(actor: Actor, *, limit: int = 1000) -> int:
    """Close decisions to which nobody objected in time; return how many."""
    with system_access("decisions whose time to object is over"):
        rows = ExpertDecision.objects.filter(state="told", object_until__lt=clock.today())
        over = list(rows.order_by("object_until", "pk")[:limit])
    for row in over:
        _lapse(actor, row)
    return len(over)


@command
def _lapse(actor: Actor, row: ExpertDecision) -> None:
    take_step(actor, row, DECISION, "lapse")
    _close(actor, row)


def _close(actor: Actor, decision: ExpertDecision) -> None:
    """Let go what waited for the objection to a decision that stands now."""
    if decision.kind == UNCHANGED:
        changed.release(actor, decision.expert_number, decision.change_number)


def _undo(actor: Actor, decision: ExpertDecision) -> None:
    # The expert may live elsewhere by now, where the department that decided sees nobody.
    row = expert_row(SYSTEM, decision.expert_number)
    if decision.kind == UNCHANGED:
        changed.uphold(actor, decision.change_number)
    elif decision.kind == UNTRAINED:
        _confirm(actor, row, decision)
    elif decision.kind == SUSPENDED and row.state == "suspended":
        _follow(actor, row, "restore", suspension="")
        _back(actor, row, decision)
    elif decision.kind == DISMISSED and row.state == "left":
        _follow(actor, row, "reinstate", left_reason="", exits=row.exits[:-1])
        _back(actor, row, decision)


def _confirm(actor: Actor, row: ReviewExpert, decision: ExpertDecision) -> None:
    """Let a training count that was refused."""
    kept = list(row.trainings)
    kept[decision.place - 1] = {
        **kept[decision.place - 1], "state": CONFIRMED, "said": f"异议成立：{decision.ruling}",
        "judged_on": clock.today().isoformat(),
    }  # fmt: skip
    trained.keep(actor, row, kept)
    body = {"place": decision.place}
    note(actor, row, EXPERT, "judge_training", label="异议成立，培训计入", body=body)


def _back(actor: Actor, row: ReviewExpert, decision: ExpertDecision) -> None:
    """Put an expert back where the decision found him or her: on probation, on leave, suspended."""
    if decision.before == "suspended":
        _follow(actor, row, "suspend", suspension=row.suspension)
    elif decision.before == "probation":
        _follow(actor, row, "try_out")
    elif decision.before == "resting" and row.rest_until and row.rest_until >= clock.today():
        _follow(actor, row, "rest")


def _follow(actor: Actor, row: ReviewExpert, step: str, **changes: Any) -> None:
    facts = ExpertFacts(row.suspension or "异议成立")
    take_step(actor, row, EXPERT, step, facts=facts, changes=changes, follows=True)


def _own(actor: Actor, number: str) -> ExpertDecision:
    row = decision_row(actor.viewer, number)
    if actor.viewer.side is not Side.EXPERT or row.person_id != actor.viewer.person:
        raise NotAllowed("只有专家本人可以提出或者撤回异议。")
    return row
