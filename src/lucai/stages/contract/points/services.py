"""Changing points: proposed, countered, accepted, refused, withdrawn."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Side
from lucai.kernel.errors import InvalidInput, NotAllowed, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.contract.contracts import services as contracts
from lucai.stages.contract.contracts.clauses import Terms
from lucai.stages.contract.contracts.parties import demand_party
from lucai.stages.contract.contracts.selectors import ContractCard, contract_seen
from lucai.stages.contract.points.lifecycle import ASKED, OPEN, OTHER, POINT, PROPOSE
from lucai.stages.contract.points.models import ContractPoint
from lucai.stages.contract.points.schemas import AnswerIn, CounterIn, PointIn
from lucai.stages.contract.points.selectors import point_row
from lucai.stages.contract.points.subjects import Subject, subjects

UNSIGNED = frozenset({"draft", "signing", "buyer_signed", "supplier_signed"})
SHARED = (
    "project_number", "buyer_id", "buyer_path", "supplier_id", "agency_id", "finance_id", "region",
)  # fmt: skip
ACTS = {
    "propose": "提出", "counter": "提出其他表述", "accept": "同意", "refuse": "不同意",
    "withdraw": "撤回",
}  # fmt: skip


@command
def propose_point(actor: Actor, *, contract_number: str, point: PointIn) -> int:
    """Propose a wording for one line; return the point's number. Until it is answered nobody signs.

    Raises:
        NotAllowed: no party, or the role does not grant it.
        WrongState: the contract is signed.
        InvalidInput: a line that is not negotiable, or one with an open point (at ``subject``).
    """
    demand(actor, PROPOSE.permission)
    sheet = contract_seen(actor.viewer, contract_number)
    side = _side(actor, sheet.card)
    if sheet.card.state not in UNSIGNED:
        raise WrongState("合同已经签订，请按合同变更办理。")
    if not sheet.proposed_at and side is Side.BUYER:
        raise WrongState("合同还没有提交供应商，请直接修改草稿。")
    subject = _subject(sheet.terms, point.subject)
    _refuse_second(contract_number, subject.key)
    row = _row(sheet.card, subject, point)
    row.trail = [_said(actor, "propose", point.text, point.reason)]
    body = {"subject": subject.key, "text": point.text, "reason": point.reason}
    life = replace(POINT, initial=ASKED[OTHER[side]])
    begin(actor, row, life, label="提出合同协商意见", body=body)
    _count(actor, contract_number)
    return row.number


@command
def counter(actor: Actor, *, contract_number: str, number: int, answer: CounterIn) -> None:
    """Propose another wording for the same line; now the other side answers."""
    row = _own(actor, contract_number, number)
    _step(actor, row, "counter", answer.text, answer.reason)


@command
def accept(actor: Actor, *, contract_number: str, number: int, answer: AnswerIn) -> None:
    """Agree: the wording goes into the text, which is put before both sides anew."""
    row = _own(actor, contract_number, number)
    _step(actor, row, "accept", row.text, answer.reason)
    contracts.apply_point(
        actor, number=contract_number, key=row.subject, text=row.text, reason=answer.reason
    )


@command
def refuse(actor: Actor, *, contract_number: str, number: int, answer: AnswerIn) -> None:
    """Refuse: the text stands as it is."""
    row = _own(actor, contract_number, number)
    _step(actor, row, "refuse", row.text, answer.reason)


@command
def withdraw(actor: Actor, *, contract_number: str, number: int, answer: AnswerIn) -> None:
    """Take one's own wording back before it is answered."""
    row = _own(actor, contract_number, number)
    _step(actor, row, "withdraw", row.text, answer.reason)


def _own(actor: Actor, contract_number: str, number: int) -> ContractPoint:
    row = point_row(actor.viewer, contract_number, number)
    demand_party(actor, row)
    return row


def _step(actor: Actor, row: ContractPoint, act: str, text: str, reason: str) -> None:
    trail = [*row.trail, _said(actor, act, text, reason)]
    side = actor.viewer.side
    if side not in ASKED:
        raise NotAllowed("合同条款由采购人和供应商协商。")
    take_step(
        actor, row, POINT, f"{act}_{side}", body={"text": text, "reason": reason},
        changes={"text": text, "trail": trail},
    )  # fmt: skip
    _count(actor, row.contract_number)


def _side(actor: Actor, card: ContractCard) -> Side:
    side = actor.viewer.side
    own = {Side.BUYER: card.buyer_id, Side.SUPPLIER: card.supplier_id}.get(side)
    if own is None or own != actor.viewer.organisation:
        raise NotAllowed("合同条款由采购人和供应商协商。")
    return side


def _subject(terms: Terms, key: str) -> Subject:
    for subject in subjects(terms):
        if subject.key == key:
            return subject
    raise InvalidInput({"subject": "标的、数量、价款和 ★ 条款等实质性内容不能协商改动"})


def _refuse_second(contract_number: str, subject: str) -> None:
    with system_access("uniqueness"):
        rows = ContractPoint.objects.filter(contract_number=contract_number, subject=subject)
        if rows.filter(state__in=OPEN).exists():
            raise InvalidInput({"subject": "这一条已有意见等待答复，请在那一项里提出其他表述"})


def _row(card: ContractCard, subject: Subject, point: PointIn) -> ContractPoint:
    with system_access("numbering"):
        count = ContractPoint.objects.filter(contract_number=card.number).count()
    return ContractPoint(
        contract_number=card.number,
        number=count + 1,
        contract_title=card.title,
        subject=subject.key,
        label=subject.label,
        stands=subject.text,
        text=point.text,
        **{name: getattr(card, name) for name in SHARED},
    )


def _said(actor: Actor, act: str, text: str, reason: str) -> dict[str, Any]:
    return {
        "side": str(actor.viewer.side),
        "who": actor.viewer.name,
        "at": clock.now().isoformat(),
        "act": ACTS[act],
        "text": text,
        "reason": reason,
    }


def _count(actor: Actor, contract_number: str) -> None:
    with system_access("points of a contract in hand"):
        rows = ContractPoint.objects.filter(contract_number=contract_number, state__in=OPEN)
        waiting = rows.count()
    contracts.count_points(actor, number=contract_number, open_points=waiting)
