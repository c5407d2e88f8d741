"""The decision: made by the matrix of the law, published, carried out."""

from __future__ import annotations

from dataclasses import replace

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput
from lucai.law.challenges import Remedy
from lucai.oversight.complaints.lifecycle import COMPLAINT
from lucai.oversight.complaints.models import Complaint
from lucai.oversight.complaints.notices import decision_body
from lucai.oversight.complaints.schemas import DecisionIn, FulfilmentIn, Ruling
from lucai.oversight.complaints.selectors import complaint_seen
from lucai.oversight.complaints.selectors.facts import complaint_facts
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

VOIDS = frozenset({Remedy.VOID_NEXT, Remedy.RESCIND_NEXT})
ANNULS = frozenset({Remedy.RESTART, Remedy.VOID_RESTART, Remedy.RESCIND_RESTART})
RESCINDS = frozenset({Remedy.RESCIND_NEXT, Remedy.RESCIND_RESTART})
UNDOABLE = frozenset({"decided", "announced", "contracted"})
ALIVE = frozenset({"active", "awarded", "contracted"})


@command
def decide(actor: Actor, *, number: str, form: DecisionIn) -> None:
    """Decide a complaint; a void result is undone and a rescinded contract ends at once.

    Raises:
        RuleBroken: the ground, the remedy or the content is not what the law asks
            (GP-CMP-09 … GP-CMP-12), or a test is still out.
        InvalidInput: an upheld complaint without a remedy.
    """
    row = locked(actor, number)
    upheld = form.ruling is Ruling.UPHELD
    if upheld and not form.remedy:
        raise InvalidInput({"remedy": "投诉成立的，请选择处理方式"})
    facts = complaint_facts(actor.viewer, row)
    facts = replace(
        facts, rejected=not upheld, rejection_ground=form.ground.value if form.ground else "",
        remedy=form.remedy if upheld else None, wanting=_wanting(form),
        cost_bearer_named=facts.cost_bearer_named or bool(form.cost_bearer),
    )  # fmt: skip
    take_step(
        actor, row, COMPLAINT, "decide", facts=facts,
        changes={
            "ruling": form.ruling.value,
            "ground": form.ground.value if form.ground and not upheld else "",
            "remedy": form.remedy.value if form.remedy and upheld else "",
            "stage": facts.stage.value,
            "findings": form.findings, "basis": form.basis, "decision": form.decision,
            "cost_bearer": form.cost_bearer, "decided_at": clock.now(),
        },
        body={"ruling": form.ruling.value, "remedy": form.remedy if upheld else ""},
    )  # fmt: skip
    if row.paused_at:
        end_pause(actor, row, label="投诉处理完毕，恢复采购活动")
    if upheld and form.remedy:
        _undo(actor, row, form.remedy)


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


def _wanting(form: DecisionIn) -> tuple[str, ...]:
    """Name what a decision lacks (94号令 art 33); parties, rights and date it has by itself."""
    parts = ((form.findings, "查明的事实"), (form.basis, "法律依据"), (form.decision, "决定内容"))
    return tuple(name for value, name in parts if not value)


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
