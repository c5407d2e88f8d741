"""Ordering: an offer is picked, its price evidence kept, the money held; released by who may sign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lucai.kernel import clock, money
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotFound
from lucai.law.mall_rules import DIRECT, ORDER_RULES, answer_by
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import finance_of, organisation
from lucai.platform.journal.frame import command
from lucai.platform.lives.numbering import begin_numbered
from lucai.platform.lives.services import note, take_step
from lucai.registers.exclusions.gates import Gate
from lucai.registers.products.selectors import OfferLine, ProductSheet, product_seen
from lucai.registers.products.selectors.shopping import middle_price
from lucai.stages.budget.indicators import services as indicators
from lucai.stages.contract.mall.evidence import digest_of
from lucai.stages.contract.mall.lifecycle import MALL_ORDER, PLACE
from lucai.stages.contract.mall.models import MallOrder
from lucai.stages.contract.mall.schemas import AccessoryIn, DeliveryIn, OrderIn, ReasonIn
from lucai.stages.contract.mall.selectors import order_facts, split_verdict
from lucai.stages.contract.mall.services.hands import (
    ask_at_gate,
    demand_rules,
    give_back,
    own_indicator,
    party,
)
from lucai.stages.contract.mall.services.proving import proof_of


@command
def place(actor: Actor, *, product: str, supplier_id: int, form: OrderIn) -> str:
    """Order a product from one supplier's offer; return the order's number.

    The order waits for whoever signs for the buyer; its money is held (GP-BUD-01).

    Raises:
        NotAllowed: the role does not grant it.
        InvalidInput: no such offer, indicator or accessory; the price changed; a reason is missing.
        RuleBroken: too dear, off sale, or the supplier is barred (MAL-01, MAL-04 to MAL-06, GP-QUA-02).
    """
    demand(actor, PLACE.permission)
    sheet = product_seen(actor.viewer, product)
    offer = offer_from(actor, sheet, supplier_id)
    _demand_the_seen_price(offer, form)
    price = offer.price if form.unit_price is None else form.unit_price
    if price > min(one.price for one in sheet.offers) and not form.reason:
        raise InvalidInput({"reason": "没有选最低报价，请写明理由（服务、供货时间、质保等）"})
    row = drafted(
        actor, sheet, form, way=DIRECT, supplier=(offer.supplier_id, offer.supplier_name),
        price=price, accessories=[_accessory(place_, one, supplier_id)
                                  for place_, one in enumerate(form.accessories)],
    )  # fmt: skip
    row.reason, row.warranty_months = form.reason, offer.warranty_months
    begun(actor, row)
    return row.number


@command
def release(actor: Actor, *, number: str) -> None:
    """Release an order to its supplier as who may sign for the buyer: from now it can be confirmed.

    Raises:
        RuleBroken: the price fell, the product went off sale (MAL-04 to MAL-06).
    """
    row = party(actor, number)
    now = clock.now()
    # The row carries its limit before the step is taken: the supplier's duty is opened with it.
    row.change(answer_by=answer_by(now, row.region), released_at=now)
    take_step(
        actor, row, MALL_ORDER, "release", facts=order_facts(actor.viewer, row),
        body={"amount": row.amount, "evidence": row.evidence_sha256},
        changes={"buyer_signer": actor.viewer.person, "buyer_signer_name": actor.viewer.name},
    )  # fmt: skip


@command
def withdraw(actor: Actor, *, number: str, form: ReasonIn) -> None:
    """Withdraw an order that is not confirmed; its money is free again."""
    row = party(actor, number)
    take_step(
        actor, row, MALL_ORDER, "withdraw", body={"reason": form.reason},
        changes={"ended_reason": form.reason},
    )  # fmt: skip
    give_back(actor, row)


def drafted(
    actor: Actor, sheet: ProductSheet, form: DeliveryIn, *, way: str, supplier: tuple[int, str],
    price: int, accessories: Sequence[dict[str, Any]] = (), quotes: Sequence[dict[str, Any]] = (),
) -> MallOrder:  # fmt: skip
    """Return an order that is not begun yet; ``price`` of one unit in 分.

    ``quotes`` are all that were compared, where quotes were: they belong to the evidence.

    Raises:
        InvalidInput: the day is over, or the indicator is not the buyer's.
    """
    if form.needed_by < clock.today():
        raise InvalidInput({"needed_by": "最迟交付日期应当不早于今天"})
    viewer, card = actor.viewer, sheet.card
    unit = organisation(viewer, viewer.organisation or 0)
    total = price * form.quantity + sum(one["amount"] for one in accessories)
    evidence = proof_of(actor, sheet, supplier[0]) | ({"quotes": list(quotes)} if quotes else {})
    return MallOrder(
        way=way, product_number=card.number, item=f"{card.brand} {card.model} {card.name}"[:160],
        catalogue_code=card.catalogue_code, specification=_specification(sheet), unit=card.unit,
        buyer_id=unit.pk, buyer_path=viewer.unit_path, buyer_name=viewer.organisation_name,
        supplier_id=supplier[0], supplier_name=supplier[1], region=unit.region,
        finance_id=finance_of(SYSTEM, unit.region).pk, quantity=form.quantity, unit_price=price,
        amount=total, accessories=list(accessories), place=form.place, needed_by=form.needed_by,
        demand=form.demand, split_reason=form.split_reason, indicator_code=form.indicator_code,
        fiscal_year=own_indicator(actor, form.indicator_code), evidence=evidence,
        evidence_sha256=digest_of(evidence), placed_at=clock.now(), placed_by_name=viewer.name,
    )  # fmt: skip


def begun(actor: Actor, row: MallOrder) -> None:
    """Begin an order after judging it, ask about its supplier, and let its money be held.

    Raises:
        InvalidInput: it adds up to what must be tendered, and nothing is said to that (GP-THR-06).
        RuleBroken: as :func:`place`.
    """
    demand_rules(actor, ORDER_RULES, order_facts(actor.viewer, row))
    split = split_verdict(actor.viewer, row)
    if not split.holds and not row.split_reason:
        raise InvalidInput({"split_reason": split.message})
    prefix = f"SC{row.region}{clock.today().year}"
    begin_numbered(
        actor, row, MALL_ORDER, prefix=prefix, field="number", label="商城下单",
        body={"amount": row.amount, "evidence": row.evidence_sha256},
    )  # fmt: skip
    answer = ask_at_gate(actor, Gate.AWARD, row)
    note(
        actor, row, MALL_ORDER, "ask", label="查询供应商信用记录", body={"answer": answer}
    )  # fmt: skip
    if row.held:
        return
    indicators.hold(actor, code=row.indicator_code, amount=row.amount, reference=row.number)
    row.change(held=row.amount)


def offer_from(actor: Actor, sheet: ProductSheet, supplier_id: int) -> OfferLine:
    """Return a supplier's offer of a product.

    Raises:
        InvalidInput: it offers it no longer.
    """
    del actor
    found = next((one for one in sheet.offers if one.supplier_id == supplier_id), None)
    if found is None:
        raise InvalidInput({"": "这家供应商已经停止供应这个商品，请返回选择其他报价"})
    return found


def _specification(sheet: ProductSheet) -> str:
    return "；".join(f"{one['name']}：{one['value']}" for one in sheet.attributes)[:400]


def _demand_the_seen_price(offer: OfferLine, form: OrderIn) -> None:
    """Refuse an order whose page showed another price than is asked now."""
    if form.seen_price is None or form.seen_price == offer.price:
        return
    now, then = money.yuan(offer.price), money.yuan(form.seen_price)
    raise InvalidInput({"unit_price": f"报价刚刚由 {then} 元调整为 {now} 元，请核对后重新提交"})


def _accessory(place_: int, one: AccessoryIn, supplier_id: int) -> dict[str, Any]:
    """Return an accessory as the order keeps it, at its supplier's offer; prices in 分.

    Raises:
        InvalidInput: the supplier does not offer it.
    """
    try:
        sheet = product_seen(SYSTEM, one.number)
    except NotFound:
        sheet = None
    offers = sheet.offers if sheet and sheet.card.state == "listed" else ()
    offer = next((o for o in offers if o.supplier_id == supplier_id), None)
    if sheet is None or offer is None:
        message = "这家供应商没有供应这个编号的在库商品"
        raise InvalidInput({f"accessories.{place_}.number": message})
    card = sheet.card
    return {
        "number": card.number, "item": f"{card.brand} {card.model} {card.name}"[:160],
        "catalogue_code": card.catalogue_code, "specification": _specification(sheet),
        "unit": card.unit, "quantity": one.quantity, "unit_price": offer.price,
        "amount": offer.price * one.quantity, "median": middle_price(SYSTEM, card.catalogue_code),
    }  # fmt: skip
