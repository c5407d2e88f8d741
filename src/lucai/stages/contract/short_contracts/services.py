"""Changing short contracts: proposed with the order's terms and signed; then they are contracts."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Side
from lucai.kernel.errors import NotAllowed, NotFound, WrongState
from lucai.law.calendar import beijing_day
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.registers.suppliers.selectors import suppliers_of
from lucai.stages.budget.indicators import services as indicators
from lucai.stages.contract.contracts import services as contracts
from lucai.stages.contract.contracts.clauses import ItemLine
from lucai.stages.contract.contracts.services import Concluded
from lucai.stages.contract.short_contracts.lifecycle import PROPOSE, SHORT_CONTRACT
from lucai.stages.contract.short_contracts.models import ShortContract
from lucai.stages.contract.short_contracts.notices import contract_body
from lucai.stages.contract.short_contracts.selectors import (
    awarded_for,
    short_contract_card,
    short_contract_row,
)
from lucai.stages.trade.calloffs import services as calloffs
from lucai.stages.trade.calloffs.numbering import is_order
from lucai.stages.trade.calloffs.selectors import OrderCard, order_seen
from lucai.stages.trade.frameworks.selectors import framework_seen


@command
def propose(actor: Actor, *, order_number: str) -> str:
    """Draft the contract on an order by the framework's text and sign it as the buyer.

    Price, quantity and parties are the order's: nothing is retyped (110号令 art 17, 36).
    Returns the contract's number.

    Raises:
        NotAllowed: the role does not grant it, or another unit ordered.
        WrongState: the order has no supplier, or a contract already.
    """
    demand(actor, PROPOSE.permission)
    order = order_seen(actor.viewer, order_number)
    if order.buyer_id != actor.viewer.organisation:
        raise NotAllowed("简式合同由下单的采购人起草。")
    calloffs.mark_contracted(actor, number=order_number)
    row = _drafted(order, _number(order_number))
    row.buyer_signer, row.buyer_signer_name = actor.viewer.person, actor.viewer.name
    begin(actor, row, SHORT_CONTRACT, label="起草并签订简式合同", body={"amount": row.amount})
    return row.number


@command
def sign(actor: Actor, *, number: str) -> None:
    """Sign as the supplier: the contract binds, the held money is committed, the text is public.

    Raises:
        RuleBroken: the contract is not what was awarded (GP-CTR-01, GP-BUD-01).
    """
    row = _party(actor, number)
    take_step(
        actor, row, SHORT_CONTRACT, "sign", facts=row.facts(awarded_for(actor.viewer, row)),
        body=contract_body(short_contract_card(actor.viewer, row)), changes={"signed_at": clock.now()},
    )  # fmt: skip
    indicators.commit(actor, code=row.indicator_code, amount=row.amount, reference=row.number)
    contracts.adopt(actor, concluded=_concluded(row))


@command
def withdraw(actor: Actor, *, number: str) -> None:
    """Withdraw a contract that its supplier has not signed; the order is open again."""
    row = _party(actor, number)
    take_step(actor, row, SHORT_CONTRACT, "withdraw")
    calloffs.reopen(actor, number=row.order_number)


@command
def undo(actor: Actor, *, order_number: str) -> None:
    """Give an order back whose deal is void: its contract is withdrawn, or rescinded already.

    Part of the decision on a complaint.
    """
    with system_access("short contract of an order whose deal is void"):
        rows = ShortContract.objects.select_for_update().filter(order_number=order_number)
        row = rows.filter(state="proposed").first()
    if row:
        take_step(actor, row, SHORT_CONTRACT, "withdraw", follows=True)
    calloffs.give_back_contract(actor, number=order_number)


def take_back(actor: Actor, order_number: str) -> None:
    """Give an order back whose founded challenge its buyer mends; part of that act."""
    if is_order(order_number):
        undo(actor, order_number=order_number)


def _party(actor: Actor, number: str) -> ShortContract:
    row = short_contract_row(actor.viewer, number)
    if row.parties().get(actor.viewer.side) != actor.viewer.organisation:
        raise NotFound("没有找到本单位的这份简式合同。")
    with system_access("short contract in hand"):
        return ShortContract.objects.select_for_update().get(pk=row.pk)


SAME = (
    "number", "order_number", "object_kind", "buyer_id", "buyer_path", "buyer_name",
    "buyer_signer", "buyer_signer_name", "buyer_signed_at", "supplier_id", "supplier_name",
    "finance_id", "region", "deliver_by", "place", "indicator_code",
)  # fmt: skip
LARGE = "large"


def _concluded(row: ShortContract) -> Concluded:
    """Return the signed contract as the ordinary module takes it over."""
    by_agency = row.organiser_side == Side.AGENCY
    found = suppliers_of(SYSTEM, [row.supplier_id]).get(row.supplier_id)
    item = ItemLine(
        1, row.catalogue_code, row.item, row.specification, str(row.quantity), row.unit,
        row.unit_price, row.amount,
    )  # fmt: skip
    return Concluded(
        **{name: getattr(row, name) for name in SAME},
        title=f"{row.framework_title}{row.item}采购合同"[:160],
        agency_id=row.organiser_id if by_agency else 0,
        agency_name=row.organiser_name if by_agency else "",
        item=item,
        letter_on=row.awarded_on,
        payee_is_sme=found is not None and found.size_class != LARGE,
        general=(("需求标准", row.terms["demand"]), ("资金支付", row.terms["payment"])),
    )


def _number(order_number: str) -> str:
    """Return the order's number and HT; a withdrawn one before it makes it count on."""
    with system_access("uniqueness"):
        before = ShortContract.objects.filter(order_number=order_number).count()
    return f"{order_number}-HT" + (str(before + 1) if before else "")


def _drafted(order: OrderCard, number: str) -> ShortContract:
    if order.supplier_id is None or order.unit_price is None or order.decided_at is None:
        raise WrongState("这份订单还没有确定成交供应商。")
    terms = framework_seen(SYSTEM, order.framework_number).terms
    return ShortContract(
        number=number,
        order_number=order.number,
        framework_number=order.framework_number,
        framework_title=order.framework_title,
        buyer_id=order.buyer_id,
        buyer_path=order.buyer_path,
        buyer_name=order.buyer_name,
        supplier_id=order.supplier_id,
        supplier_name=order.supplier_name,
        organiser_id=order.organiser_id,
        finance_id=order.finance_id,
        region=order.region,
        way=order.way,
        item=order.package_name,
        catalogue_code=order.catalogue_code,
        specification=order.specification,
        quantity=order.quantity,
        unit=order.unit,
        unit_price=order.unit_price,
        amount=order.unit_price * order.quantity,
        place=order.place,
        deliver_by=order.needed_by,
        demand=order.demand,
        terms={"demand": terms["demand"], "payment": terms["payment"]},
        indicator_code=order.indicator_code,
        awarded_on=beijing_day(order.decided_at),
        buyer_signed_at=clock.now(),
        object_kind=order.object_kind,
        organiser_side=order.organiser_side,
        organiser_name=order.organiser_name,
    )
