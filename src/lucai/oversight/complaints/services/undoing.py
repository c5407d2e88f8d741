"""What an upheld complaint undoes at once, and what its respondents carry out (94号令 arts 31, 32)."""

from __future__ import annotations

from lucai.kernel.actors import SYSTEM, Actor
from lucai.law.challenges import DOCUMENT, Remedy
from lucai.oversight.complaints.rules import Disputed
from lucai.stages.contract.contracts import services as contracts
from lucai.stages.contract.contracts.selectors import contracts_of_project
from lucai.stages.contract.short_contracts import services as short_contracts
from lucai.stages.trade.awards import services as awards
from lucai.stages.trade.awards.selectors import awards_of
from lucai.stages.trade.calloffs import services as calloffs
from lucai.stages.trade.calloffs.selectors import order_seen
from lucai.stages.trade.challenges.kinds import Kind, kind_of, said_of
from lucai.stages.trade.challenges.ports import later, numbers_of
from lucai.stages.trade.frameworks import services as frameworks
from lucai.stages.trade.projects import services as projects
from lucai.stages.trade.projects.selectors import project_seen

VOIDS = frozenset({Remedy.VOID_NEXT, Remedy.RESCIND_NEXT})
ANNULS = frozenset({Remedy.RESTART, Remedy.VOID_RESTART, Remedy.RESCIND_RESTART})
RESCINDS = frozenset({Remedy.RESCIND_NEXT, Remedy.RESCIND_RESTART})
UNDOABLE = frozenset({"decided", "announced", "contracted"})
ALIVE = frozenset({"active", "awarded", "contracted"})


COMPLAINT, REPORT = "投诉处理决定", "质疑报告处理"
"""By what something is undone."""


def undo(actor: Actor, row: Disputed, remedy: Remedy, *, by: str = COMPLAINT) -> None:
    """Undo a void result and a rescinded contract at once; part of the decision's command."""
    label = said_of(row.project_number, remedy.label)
    reason = f"{by}（{row.number}）：{label}。"
    match kind_of(row.project_number):
        case Kind.FRAMEWORK:
            _undo_framework(actor, row, remedy, reason)
        case Kind.ORDER:
            _undo_order(actor, row, remedy, reason)
        case Kind.MALL | Kind.INQUIRY:
            _undo_mall(actor, row, remedy, reason)
        case _:
            _undo_project(actor, row, remedy, reason)


def begin_anew(actor: Actor, row: Disputed, text: str, *, by: str = COMPLAINT) -> None:
    """End what is bought anew and announce that; part of the command that carries a decision out."""
    reason = f"依照财政部门{by}重新开展采购：{text}"
    match kind_of(row.project_number):
        case Kind.FRAMEWORK:
            if row.remedy == Remedy.RESTART:
                _call_anew(actor, row, reason)
        case Kind.ORDER:
            _cancel_order(actor, row, reason)
        case Kind.MALL | Kind.INQUIRY:
            later().undo(actor, row.project_number, reason)
        case _:
            _fail_lots(actor, row, reason)


def _undo_project(actor: Actor, row: Disputed, remedy: Remedy, reason: str) -> None:
    if remedy in RESCINDS:
        _rescind(actor, row, reason)
    if remedy not in VOIDS | ANNULS:
        return
    for award in awards_of(SYSTEM, row.project_number):
        if (row.lots and award.lot_number not in row.lots) or award.state not in UNDOABLE:
            continue
        act = awards.void_result if remedy in VOIDS else awards.annul
        act(actor, project_number=row.project_number, lot_number=award.lot_number, reason=reason)


def _undo_framework(actor: Actor, row: Disputed, remedy: Remedy, reason: str) -> None:
    """Admissions go at once; a call not decided yet is ended by those who called."""
    number, round_ = row.project_number, row.round
    if remedy in VOIDS:
        frameworks.strike(actor, number=number, round_=round_, places=row.struck, reason=reason)
    elif remedy in ANNULS and remedy is not Remedy.RESTART:
        frameworks.annul(actor, number=number, round_=round_, packages=row.lots, reason=reason)


def _undo_order(actor: Actor, row: Disputed, remedy: Remedy, reason: str) -> None:
    if remedy in RESCINDS:
        _rescind(actor, row, reason)
    if remedy in VOIDS | ANNULS and remedy is not Remedy.RESTART:
        _cancel_order(actor, row, reason)


def _undo_mall(actor: Actor, row: Disputed, remedy: Remedy, reason: str) -> None:
    """A confirmed order is its contract; one that nobody has confirmed is taken back."""
    if remedy in RESCINDS:
        _rescind(actor, row, reason)
    if remedy in VOIDS | ANNULS and remedy is not Remedy.RESTART:
        later().undo(actor, row.project_number, reason)


def _rescind(actor: Actor, row: Disputed, reason: str) -> None:
    found = [c for n in numbers_of(row.project_number) for c in contracts_of_project(SYSTEM, n)]
    for contract in found:
        if (not row.lots or contract.lot_number in row.lots) and contract.state != "rescinded":
            contracts.rescind(actor, number=contract.number, reason=reason)


def _cancel_order(actor: Actor, row: Disputed, reason: str) -> None:
    state = order_seen(SYSTEM, row.project_number).state
    if state in {"cancelled", "declined"}:
        return
    if state == "contracted":
        short_contracts.undo(actor, order_number=row.project_number)
    calloffs.undo(actor, number=row.project_number, reason=reason)


def _call_anew(actor: Actor, row: Disputed, reason: str) -> None:
    number, round_ = row.project_number, row.round
    if not round_ and row.about != DOCUMENT:
        frameworks.reopen_application(actor, number=number, supplier=row.supplier_id)
        return
    frameworks.annul(actor, number=number, round_=round_, packages=row.lots, reason=reason)


def _fail_lots(actor: Actor, row: Disputed, reason: str) -> None:
    project = project_seen(SYSTEM, row.project_number)
    for lot in project.lots:
        if (not row.lots or lot.number in row.lots) and lot.state in ALIVE:
            projects.fail_lot(
                actor, number=row.project_number, lot_number=lot.number, reason=reason
            )
