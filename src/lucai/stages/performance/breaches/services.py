"""Changing breach records: raised, answered, settled, withdrawn."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lucai.kernel.actors import Actor, Side
from lucai.kernel.errors import InvalidInput, NotAllowed, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.files.services import keep_upload
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.contract.contracts.parties import demand_party
from lucai.stages.contract.contracts.selectors import ContractCard, contract_card
from lucai.stages.performance.breaches.lifecycle import ASKED, BREACH, OTHER, RAISE
from lucai.stages.performance.breaches.models import ContractBreach
from lucai.stages.performance.breaches.schemas import AnswerIn, BreachIn, Outcome, SettlementIn
from lucai.stages.performance.breaches.selectors import breach_row

SHARED = (
    "project_number", "buyer_id", "buyer_path", "supplier_id", "agency_id", "finance_id", "region",
)  # fmt: skip


@command
def raise_breach(
    actor: Actor, *, contract_number: str, breach: BreachIn, evidence: object = None
) -> int:
    """Hold a breach against the other side, with clause, facts and evidence; return its number.

    Raises:
        NotAllowed: no party, or the role does not grant it.
        WrongState: the contract was never signed.
    """
    demand(actor, RAISE.permission)
    card = contract_card(actor.viewer, contract_number)
    side = _side(actor, card)
    if not card.signed_at:
        raise WrongState("合同还没有签订，没有违约可言。")
    row = _row(card, side, breach, _evidence(actor, evidence))
    life = replace(BREACH, initial=ASKED[OTHER[side]])
    begin(
        actor, row, life, label="提出违约事项",
        body={"kind": row.kind, "damages": row.damages, "sm3": row.evidence.get("sm3", "")},
    )  # fmt: skip
    return row.number


@command
def answer(actor: Actor, *, contract_number: str, number: int, answer: AnswerIn) -> None:
    """Answer what is held against one's side."""
    row = _own(actor, contract_number, number)
    take_step(
        actor, row, BREACH, _step(actor, "answer"), body={"answer": answer.answer},
        changes={"answer": answer.answer},
    )  # fmt: skip


@command
def settle(actor: Actor, *, contract_number: str, number: int, settlement: SettlementIn) -> None:
    """Note how it ended.

    Raises:
        InvalidInput: paid, and no amount (message at ``paid``).
    """
    row = _own(actor, contract_number, number)
    paid = settlement.paid or 0
    if settlement.outcome in {Outcome.PAID, Outcome.DEDUCTED} and not paid:
        raise InvalidInput({"paid": "请填写实际支付或者扣除的金额"})
    take_step(
        actor, row, BREACH, _step(actor, "settle"),
        body={"outcome": settlement.outcome.value, "paid": paid},
        changes={
            "outcome": settlement.outcome.value,
            "settlement": settlement.settlement,
            "paid": paid,
        },
    )  # fmt: skip


@command
def withdraw(actor: Actor, *, contract_number: str, number: int, answer: AnswerIn) -> None:
    """Take back what one's own side raised, with the reason."""
    row = _own(actor, contract_number, number)
    take_step(
        actor, row, BREACH, _step(actor, "withdraw"), body={"reason": answer.answer},
        changes={"settlement": answer.answer[:1000]},
    )  # fmt: skip


def _own(actor: Actor, contract_number: str, number: int) -> ContractBreach:
    row = breach_row(actor.viewer, contract_number, number)
    demand_party(actor, row)
    return row


def _step(actor: Actor, act: str) -> str:
    if actor.viewer.side not in ASKED:
        raise NotAllowed("违约事项由采购人和供应商办理。")
    return f"{act}_{actor.viewer.side}"


def _side(actor: Actor, card: ContractCard) -> Side:
    side = actor.viewer.side
    own = {Side.BUYER: card.buyer_id, Side.SUPPLIER: card.supplier_id}.get(side)
    if own is None or own != actor.viewer.organisation:
        raise NotAllowed("违约事项由采购人和供应商办理。")
    return side


def _evidence(actor: Actor, evidence: object) -> dict[str, Any]:
    if evidence is None:
        return {}
    kept = keep_upload(actor, evidence, field="evidence")
    return {"file_id": kept.pk, "name": kept.name, "size": kept.size, "sm3": kept.sm3}


def _row(
    card: ContractCard, side: Side, breach: BreachIn, evidence: dict[str, Any]
) -> ContractBreach:
    with system_access("numbering"):
        count = ContractBreach.objects.filter(contract_number=card.number).count()
    return ContractBreach(
        contract_number=card.number,
        number=count + 1,
        contract_title=card.title,
        raised_by=str(side),
        kind=breach.kind.value,
        happened_on=breach.happened_on,
        clause=breach.clause,
        facts=breach.facts,
        damages=breach.damages or 0,
        evidence=evidence,
        **{name: getattr(card, name) for name in SHARED},
    )
