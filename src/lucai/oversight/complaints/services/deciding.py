"""The decision: drafted by one person, approved by another, published, carried out."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput
from lucai.law.challenges import Remedy
from lucai.oversight.complaints.lifecycle import COMPLAINT
from lucai.oversight.complaints.models import Complaint
from lucai.oversight.complaints.notices import decision_body
from lucai.oversight.complaints.schemas import DecisionIn, FulfilmentIn, ReasonIn, Ruling
from lucai.oversight.complaints.selectors import complaint_seen
from lucai.oversight.complaints.selectors.facts import complaint_facts, draft_of, drafted_facts
from lucai.oversight.complaints.selectors.stages import struck_choices
from lucai.oversight.complaints.services.examining import end_pause
from lucai.oversight.complaints.services.rows import locked
from lucai.oversight.complaints.services.undoing import ANNULS, VOIDS, begin_anew, undo
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.stages.trade.challenges.kinds import Kind, kind_of
from lucai_trust import canonical, digests_of


@command
def draft_ruling(actor: Actor, *, number: str, form: DecisionIn) -> None:
    """Draft the decision on a complaint, for another person of the department to approve.

    Raises:
        RuleBroken: the ground, the remedy or the content is not what the law asks
            (GP-CMP-09 … GP-CMP-12), or a test is still out.
        InvalidInput: an upheld complaint without a remedy.
    """
    row = locked(actor, number)
    if form.ruling is Ruling.UPHELD and not form.remedy:
        raise InvalidInput({"remedy": "投诉成立的，请选择处理方式"})
    _demand_named(actor, row, form)
    facts = drafted_facts(actor.viewer, complaint_facts(actor.viewer, row), form)
    draft = form.model_dump(mode="json")
    take_step(
        actor, row, COMPLAINT, "draft_ruling", facts=facts, body={"sm3": _sm3(draft)},
        changes={
            "ruling_draft": draft, "drafted_by": actor.viewer.person,
            "drafter_name": actor.viewer.name, "drafted_at": clock.now(),
            "returned_reason": "", "returned_name": "", "returned_at": None,
        },
    )  # fmt: skip


@command
def return_ruling(actor: Actor, *, number: str, form: ReasonIn) -> None:
    """Send a drafted decision back with a reason; the days to decide go on running.

    Raises:
        RuleBroken: whoever drafted it is about to judge it (ROL-09).
    """
    row = locked(actor, number)
    take_step(
        actor, row, COMPLAINT, "return_ruling", facts=complaint_facts(actor.viewer, row),
        changes={
            "returned_reason": form.reason, "returned_name": actor.viewer.name,
            "returned_at": clock.now(),
        },
        body={"reason": form.reason},
    )  # fmt: skip


@command
def decide(actor: Actor, *, number: str) -> None:
    """Approve a draft and so decide; a void result is undone and a rescinded contract ends at once.

    Raises:
        RuleBroken: whoever drafted it is about to approve it (ROL-09), or it does not fit any
            more what has happened since (GP-CMP-10, GP-CMP-12).
    """
    row = locked(actor, number)
    facts, draft = complaint_facts(actor.viewer, row), row.ruling_draft
    take_step(
        actor, row, COMPLAINT, "decide", facts=facts,
        changes={
            **_decided(row), "stage": facts.stage.value, "decided_at": clock.now(),
            "approver_name": actor.viewer.name,
        },
        body={"ruling": draft.get("ruling", ""), "remedy": facts.remedy or "", "sm3": _sm3(draft)},
    )  # fmt: skip
    if row.paused_at:
        end_pause(actor, row, label="投诉处理完毕，恢复采购活动")
    if row.remedy:
        undo(actor, row, Remedy(row.remedy))


@command
def publish(actor: Actor, *, number: str) -> None:
    """Publish the decision as a notice; without anything to mend the matter is closed."""
    row = locked(actor, number)
    take_step(
        actor, row, COMPLAINT, "publish", facts=complaint_facts(actor.viewer, row),
        changes={"published_at": clock.now()}, body=decision_body(complaint_seen(actor.viewer, number)),
    )  # fmt: skip
    if not row.remedy or row.remedy == Remedy.NONE:
        take_step(actor, row, COMPLAINT, "close", follows=True)


@command
def carry_out(actor: Actor, *, number: str, form: FulfilmentIn) -> None:
    """Carry a decision out: lots that are bought anew end here and are announced as ended."""
    row = locked(actor, number)
    take_step(
        actor, row, COMPLAINT, "carry_out",
        changes={"carried_text": form.text, "carried_at": clock.now()},
    )  # fmt: skip
    if row.remedy in ANNULS:
        begin_anew(actor, row, form.text)


def _decided(row: Complaint) -> dict[str, Any]:
    """Return the draft as the decision keeps it; empty where nothing is drafted."""
    if not row.ruling_draft:
        return {}
    draft = draft_of(SYSTEM, row)
    upheld = draft.ruling is Ruling.UPHELD
    return {
        "ruling": draft.ruling.value,
        "ground": draft.ground.value if draft.ground and not upheld else "",
        "remedy": draft.remedy.value if draft.remedy and upheld else "",
        "struck": list(draft.struck) if upheld else [],
        "findings": draft.findings, "basis": draft.basis, "decision": draft.decision,
        "cost_bearer": draft.cost_bearer,
    }  # fmt: skip


def _demand_named(actor: Actor, row: Complaint, form: DecisionIn) -> None:
    """A framework has many winners: a decision that another is admitted says whose admission goes."""
    named = {int(place) for place, _ in struck_choices(actor.viewer, row)}
    wanted = kind_of(row.project_number) is Kind.FRAMEWORK and form.remedy in VOIDS
    if form.ruling is not Ruling.UPHELD or not wanted:
        return
    if not form.struck or not set(form.struck) <= named:
        raise InvalidInput({"struck": "请选择撤销入围的供应商"})


def _sm3(draft: dict[str, Any]) -> str:
    """Return the digest by which the journal shows that what was approved is what was drafted."""
    return digests_of(canonical(draft)).sm3
