"""The supplier's answer: confirmed, an order is the contract; declined or left, its money is free."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.law.calendar import beijing_day
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.registers.exclusions.gates import Gate
from lucai.registers.products import services as products
from lucai.registers.suppliers.selectors import suppliers_of
from lucai.stages.budget.indicators import services as indicators
from lucai.stages.contract.contracts import services as contracts
from lucai.stages.contract.contracts.clauses import ItemLine
from lucai.stages.contract.contracts.lifecycle import MALL
from lucai.stages.contract.contracts.services import Concluded
from lucai.stages.contract.mall.lifecycle import MALL_ORDER
from lucai.stages.contract.mall.models import MallOrder
from lucai.stages.contract.mall.notices import contract_body, lines_of, title_of
from lucai.stages.contract.mall.schemas import ReasonIn
from lucai.stages.contract.mall.selectors import mall_order_card, order_facts
from lucai.stages.contract.mall.services.hands import ask_at_gate, give_back, party

AT_ONCE = 200
"""So many orders lapse in one turn of the clock."""
LARGE = "large"


@command
def confirm(actor: Actor, *, number: str) -> None:
    """Confirm an order as its supplier: it is the contract, public at once (财政部令第110号第十四条).

    The held money is committed, the price enters the product's history, and the contract is
    delivered, accepted, paid and archived as every contract is.

    Raises:
        RuleBroken: too late, too dear, off sale or barred (MAL-04 to MAL-07, GP-QUA-02).
    """
    row = party(actor, number)
    answer = ask_at_gate(actor, Gate.SIGN, row)
    body = contract_body(mall_order_card(actor.viewer, row))
    take_step(
        actor, row, MALL_ORDER, "confirm", facts=order_facts(actor.viewer, row),
        body={**body, "answer": answer}, changes={"confirmed_at": clock.now()},
    )  # fmt: skip
    indicators.commit(actor, code=row.indicator_code, amount=row.amount, reference=row.number)
    row.change(held=0)
    contracts.adopt(actor, concluded=_concluded(row))
    _tell_the_library(actor, row)


@command
def decline(actor: Actor, *, number: str, form: ReasonIn) -> None:
    """Decline an order as its supplier, with the reason."""
    row = party(actor, number)
    take_step(
        actor, row, MALL_ORDER, "decline", body={"reason": form.reason},
        changes={"ended_reason": form.reason},
    )  # fmt: skip
    give_back(actor, row)


def lapse_due(actor: Actor, *, now: datetime) -> int:
    """Let orders lapse that nobody answered in time; return how many (MAL-07)."""
    with system_access("orders past their limit"):
        due = MallOrder.objects.filter(state="awaiting", answer_by__lte=now)
        numbers = list(due.order_by("answer_by").values_list("number", flat=True)[:AT_ONCE])
    for number in numbers:
        _lapse(actor, number=number)
    return len(numbers)


@command
def _lapse(actor: Actor, *, number: str) -> None:
    with system_access("order in hand"):
        row = MallOrder.objects.select_for_update().get(number=number)
    why = "供应商没有在期限内确认"
    take_step(actor, row, MALL_ORDER, "lapse", changes={"ended_reason": why})
    give_back(actor, row)


SAME = (
    "buyer_id", "buyer_path", "buyer_name", "buyer_signer", "buyer_signer_name", "supplier_id",
    "supplier_name", "finance_id", "region", "place", "indicator_code", "warranty_months",
)  # fmt: skip


def _concluded(row: MallOrder) -> Concluded:
    """Return the confirmed order as the ordinary module takes it over."""
    assert row.released_at
    card = mall_order_card(SYSTEM, row)
    found = suppliers_of(SYSTEM, [row.supplier_id]).get(row.supplier_id)
    items = [
        ItemLine(
            place, one["catalogue_code"], one["item"], one["specification"], str(one["quantity"]),
            one["unit"], one["unit_price"], one["amount"],
        )
        for place, one in enumerate(lines_of(card), start=1)
    ]  # fmt: skip
    return Concluded(
        **{name: getattr(row, name) for name in SAME},
        number=card.contract_number,
        order_number=row.number,
        title=title_of(card),
        object_kind="goods",
        agency_id=0,
        agency_name="",
        buyer_signed_at=row.released_at,
        item=items[0],
        more=tuple(items[1:]),
        letter_on=beijing_day(row.released_at),
        deliver_by=row.needed_by,
        payee_is_sme=found is not None and found.size_class != LARGE,
        general=_general(row),
        method=MALL,
    )


def _general(row: MallOrder) -> tuple[tuple[str, str], ...]:
    """Return what the contract says besides its clauses."""
    digest = f"下单时全部报价和近期价格的快照，SHA-256 {row.evidence_sha256}"
    return (("需求标准", row.demand or "按商品库登记的参数"), ("价格证据", digest))


def _tell_the_library(actor: Actor, row: MallOrder) -> None:
    products.note_deal(
        actor, number=row.product_number, supplier_name=row.supplier_name, price=row.unit_price,
        reason=row.number,
    )  # fmt: skip
    for one in row.accessories:
        products.note_deal(
            actor, number=one["number"], supplier_name=row.supplier_name,
            price=one["unit_price"], reason=row.number,
        )  # fmt: skip
