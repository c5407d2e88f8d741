"""Changing alterations: proposed with a ground, agreed or imposed by law, published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from decimal import ROUND_HALF_UP, Decimal

from lucai.kernel import clock, money
from lucai.kernel.actors import Actor, Side
from lucai.kernel.errors import InvalidInput, NotAllowed, RuleBroken
from lucai.kernel.lifecycle import judge
from lucai.law.wording import plain
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.contract.changes.grounds import GROUNDS
from lucai.stages.contract.changes.lifecycle import ASKED, CHANGE, CHECKS, OTHER, PROPOSE
from lucai.stages.contract.changes.models import ContractChange
from lucai.stages.contract.changes.notices import publication_body
from lucai.stages.contract.changes.schemas import (
    AddedItemIn,
    AnswerIn,
    ChangeIn,
    ChangeKind,
)
from lucai.stages.contract.changes.selectors import change_row, change_seen, facts_of
from lucai.stages.contract.contracts import services as contracts
from lucai.stages.contract.contracts.clauses import ItemLine
from lucai.stages.contract.contracts.parties import demand_party
from lucai.stages.contract.contracts.selectors import ContractCard, contract_card, contract_items
from lucai.stages.contract.securities import services as securities

SHARED = (
    "project_number", "buyer_id", "buyer_path", "supplier_id", "agency_id", "finance_id", "region",
)  # fmt: skip
WAITING = frozenset(ASKED.values())


@command
def propose_change(actor: Actor, *, contract_number: str, change: ChangeIn) -> int:
    """Propose an alteration with its legal ground; return its number.

    Raises:
        NotAllowed: no party, or the role does not grant it.
        RuleBroken: no ground for that, above the cap, without compensation (GP-CTR-05, 06).
        InvalidInput: something is missing, or another one waits for an answer.
    """
    demand(actor, PROPOSE.permission)
    card = contract_card(actor.viewer, contract_number)
    side = _side(actor, card)
    _check(change, card)
    items = _added(actor, card, change.items) if change.kind is ChangeKind.SUPPLEMENT else []
    _refuse_second(contract_number)
    row = _row(actor, card, change, items)
    verdicts = judge(CHECKS, facts_of(actor.viewer, row, card), clock.now())
    if broken := tuple(v for v in verdicts if v.blocks):
        raise RuleBroken(broken)
    life = replace(CHANGE, initial=ASKED[OTHER[side]])
    begin(
        actor, row, life, label="提出合同变更",
        body={"kind": row.kind, "ground": row.ground, "amount": row.amount},
    )  # fmt: skip
    return row.number


@command
def agree(actor: Actor, *, contract_number: str, number: int, answer: AnswerIn) -> None:
    """Agree to what the other side proposed: it takes effect."""
    _take_effect(actor, contract_number, number, "agree", answer)


@command
def impose(actor: Actor, *, contract_number: str, number: int, answer: AnswerIn) -> None:
    """Let one's own proposal take effect without consent, where the law allows it (政采法 50)."""
    _take_effect(actor, contract_number, number, "impose", answer)


@command
def refuse(actor: Actor, *, contract_number: str, number: int, answer: AnswerIn) -> None:
    """Refuse what the other side proposed."""
    _answer(actor, contract_number, number, "refuse", answer)


@command
def withdraw(actor: Actor, *, contract_number: str, number: int, answer: AnswerIn) -> None:
    """Take one's own proposal back."""
    _answer(actor, contract_number, number, "withdraw", answer)


@command
def publish(actor: Actor, *, contract_number: str, number: int) -> None:
    """Announce an alteration: 合同变更公告 (GP-CTR-07).

    Raises:
        InvalidInput: the notice lacks something.
    """
    row = _own(actor, contract_number, number)
    card = contract_card(actor.viewer, contract_number)
    sheet = change_seen(actor.viewer, contract_number, number)
    take_step(
        actor, row, CHANGE, "publish", facts=facts_of(actor.viewer, row, card),
        body=publication_body(actor.viewer, card, sheet), changes={"published_at": clock.now()},
    )  # fmt: skip


def _take_effect(
    actor: Actor, contract_number: str, number: int, act: str, answer: AnswerIn
) -> None:
    row = _own(actor, contract_number, number)
    card = contract_card(actor.viewer, contract_number)
    take_step(
        actor, row, CHANGE, _step(actor, act), facts=facts_of(actor.viewer, row, card),
        body={"kind": row.kind, "ground": row.ground, "answer": answer.answer},
        changes={
            "answer": answer.answer,
            "answerer_name": actor.viewer.name,
            "effective_at": clock.now(),
        },
    )  # fmt: skip
    _apply(actor, row)


def _apply(actor: Actor, row: ContractChange) -> None:
    key, why = {"number": row.contract_number}, f"{GROUNDS[row.ground].label}：{row.reason}"[:400]
    match row.kind:
        case "supplement":
            items = [ItemLine(**item) for item in row.items]
            contracts.supplement(actor, **key, agreement=row.number, items=items, reference=row.key)
        case "suspension":
            contracts.suspend(actor, **key, reason=why)
        case "resumption":
            contracts.resume(actor, **key, reason=why)
        case "termination":
            settled = row.settled if row.settled is not None else 0
            contracts.terminate(actor, **key, reason=why, settled=settled)
            securities.fall_due(actor, contract_number=row.contract_number)
    if row.days:
        contracts.extend_delivery(actor, **key, days=row.days)


def _answer(actor: Actor, contract_number: str, number: int, act: str, answer: AnswerIn) -> None:
    row = _own(actor, contract_number, number)
    take_step(
        actor, row, CHANGE, _step(actor, act), body={"answer": answer.answer},
        changes={"answer": answer.answer, "answerer_name": actor.viewer.name},
    )  # fmt: skip


def _own(actor: Actor, contract_number: str, number: int) -> ContractChange:
    row = change_row(actor.viewer, contract_number, number)
    demand_party(actor, row)
    return row


def _step(actor: Actor, act: str) -> str:
    if actor.viewer.side not in ASKED:
        raise NotAllowed("合同变更由采购人和供应商办理。")
    return f"{act}_{actor.viewer.side}"


def _side(actor: Actor, card: ContractCard) -> Side:
    side = actor.viewer.side
    own = {Side.BUYER: card.buyer_id, Side.SUPPLIER: card.supplier_id}.get(side)
    if own is None or own != actor.viewer.organisation:
        raise NotAllowed("合同变更由采购人和供应商办理。")
    return side


def _check(change: ChangeIn, card: ContractCard) -> None:
    problems: dict[str, str] = {}
    if change.ground not in GROUNDS:
        problems["ground"] = "请选择法定事由"
    if change.kind is ChangeKind.CHANGE and not (change.content or change.days):
        problems["content"] = "请写明变更前后的条款，或者填写顺延的天数"
    if change.kind is ChangeKind.TERMINATION:
        problems |= _settlement(change.settled, card)
    if change.kind in {ChangeKind.SUSPENSION, ChangeKind.TERMINATION} and change.days:
        problems["days"] = "中止、终止不填顺延天数；中止的天数恢复时自动顺延"
    if problems:
        raise InvalidInput(problems)


def _settlement(settled: int | None, card: ContractCard) -> dict[str, str]:
    if settled is None:
        return {"settled": "请填写结算总金额，没有应付款的填已经支付的金额"}
    if not card.paid <= settled <= card.amount:
        span = f"{money.yuan(card.paid)} 元到 {money.yuan(card.amount)} 元"
        return {"settled": f"结算总金额应在已支付金额和合同金额之间：{span}"}
    return {}


def _added(actor: Actor, card: ContractCard, wanted: Sequence[AddedItemIn]) -> list[ItemLine]:
    """Return what is added, at the contract's own unit prices (政府采购法 第四十九条)."""
    known = {item.place: item for item in contract_items(actor.viewer, card.number)}
    problems = {
        f"items.{index}.quantity": "合同里没有这一项"
        for index, one in enumerate(wanted)
        if one.wanted and one.place not in known
    }
    if not any(one.wanted for one in wanted):
        problems["items.0.quantity"] = "请至少填写一项的追加数量"
    if problems:
        raise InvalidInput(problems)
    return [_more(known[one.place], one.wanted) for one in wanted if one.wanted]


def _more(item: ItemLine, quantity: Decimal) -> ItemLine:
    worth = int((quantity * item.unit_price).quantize(Decimal(1), ROUND_HALF_UP))
    return replace(item, quantity=plain(quantity), amount=worth)


def _refuse_second(contract_number: str) -> None:
    with system_access("uniqueness"):
        rows = ContractChange.objects.filter(contract_number=contract_number, state__in=WAITING)
        if rows.exists():
            raise InvalidInput({"kind": "已有一项变更等待答复，答复以后才能再提出"})


def _row(
    actor: Actor, card: ContractCard, change: ChangeIn, items: Sequence[ItemLine]
) -> ContractChange:
    with system_access("numbering"):
        count = ContractChange.objects.filter(contract_number=card.number).count()
    return ContractChange(
        contract_number=card.number,
        number=count + 1,
        contract_title=card.title,
        kind=change.kind.value,
        ground=change.ground,
        reason=change.reason,
        content=change.content,
        items=[asdict(item) for item in items],
        amount=sum(item.amount for item in items),
        days=change.days or 0,
        settled=change.settled if change.kind is ChangeKind.TERMINATION else None,
        compensation=change.compensation or 0,
        proposed_by=str(actor.viewer.side),
        proposer_name=actor.viewer.name,
        amount_before=card.amount,
        **{name: getattr(card, name) for name in SHARED},
    )
