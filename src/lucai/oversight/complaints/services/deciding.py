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
from lucai.oversight.complaints.services.examining import end_pause
from lucai.oversight.complaints.services.rows import locked
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.stages.contract.contracts import services as contracts
from lucai.stages.contract.contracts.selectors import contracts_of_project
from lucai.stages.trade.awards import services as awards
from lucai.stages.trade.awards.selectors import awards_of
from lucai.stages.trade.projects import services as projects
from lucai.stages.trade.projects.selectors import project_seen
from lucai_trust import canonical, digests_of

VOIDS = frozenset({Remedy.VOID_NEXT, Remedy.RESCIND_NEXT})
ANNULS = frozenset({Remedy.RESTART, Remedy.VOID_RESTART, Remedy.RESCIND_RESTART})
RESCINDS = frozenset({Remedy.RESCIND_NEXT, Remedy.RESCIND_RESTART})
UNDOABLE = frozenset({"decided", "announced", "contracted"})
ALIVE = frozenset({"active", "awarded", "contracted"})


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
        _undo(actor, row, Remedy(row.remedy))


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
    if row.remedy not in ANNULS:
        return
    project = project_seen(SYSTEM, row.project_number)
    for lot in project.lots:
        if (not row.lots or lot.number in row.lots) and lot.state in ALIVE:
            projects.fail_lot(
                actor, number=row.project_number, lot_number=lot.number,
                reason=f"依照财政部门投诉处理决定重新开展采购：{form.text}",
            )  # fmt: skip


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
        "findings": draft.findings, "basis": draft.basis, "decision": draft.decision,
        "cost_bearer": draft.cost_bearer,
    }  # fmt: skip


def _sm3(draft: dict[str, Any]) -> str:
    """Return the digest by which the journal shows that what was approved is what was drafted."""
    return digests_of(canonical(draft)).sm3


def _undo(actor: Actor, row: Complaint, remedy: Remedy) -> None:
    reason = f"投诉处理决定（{row.number}）：{remedy.label}。"
    if remedy in RESCINDS:
        for contract in contracts_of_project(SYSTEM, row.project_number):
            if (not row.lots or contract.lot_number in row.lots) and contract.state != "rescinded":
                contracts.rescind(actor, number=contract.number, reason=reason)
    if remedy not in VOIDS | ANNULS:
        return
    for award in awards_of(SYSTEM, row.project_number):
        if (row.lots and award.lot_number not in row.lots) or award.state not in UNDOABLE:
            continue
        act = awards.void_result if remedy in VOIDS else awards.annul
        act(actor, project_number=row.project_number, lot_number=award.lot_number, reason=reason)
