"""Quoting for an enquiry, and comparing: the lowest that meets the demand becomes an order."""

from __future__ import annotations

from typing import Any

from lucai.kernel import chance, clock, money
from lucai.kernel.actors import SYSTEM, Actor, Side
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, WrongState
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.registers.products.selectors import ProductSheet, pickable, product_seen
from lucai.stages.budget.indicators import services as indicators
from lucai.stages.contract.mall.evidence import content_of
from lucai.stages.contract.mall.inquiry_lifecycle import MALL_INQUIRY, MALL_QUOTE
from lucai.stages.contract.mall.models import MallInquiry, MallQuote
from lucai.stages.contract.mall.schemas import AwardIn, DeliveryIn, QuoteIn
from lucai.stages.contract.mall.selectors import inquiry_facts, mall_inquiry_row
from lucai.stages.contract.mall.services.enquiring import invite, own_inquiry, quotes_of
from lucai.stages.contract.mall.services.ordering import begun, drafted, offer_from
from lucai.stages.trade.frameworks.computing import committed
from lucai.stages.trade.projects.standing import barred_among, bars, demand_not_barred

QUOTED = "quoted"


@command
def quote(actor: Actor, *, number: str, form: QuoteIn) -> str:
    """Hand in a quote, or another in its place; return its commitment.

    Raises:
        NotAllowed: not a supplier, or one that supplies no such goods.
        InvalidInput: dearer than the own offer or than everybody else pays (MAL-04, MAL-05).
        RuleBroken: too late, above the ceiling, or the supplier is barred (MAL-03, GP-QUA-02).
    """
    inquiry = mall_inquiry_row(actor.viewer, number)
    sheet = _own_product(actor, inquiry, form.product_number)
    _demand_no_dearer(sheet, actor, form.price)
    demand_not_barred(bars(actor.viewer.organisation or 0))
    row = _place_of(actor, inquiry)
    answers = _answers(inquiry, form)
    content = content_of(number, row.supplier_id, form.product_number, form.price, answers)
    salt = chance.token_hex(32)
    commitment = committed(salt, content)
    facts = inquiry_facts(actor.viewer, inquiry, price=form.price)
    take_step(
        actor, row, MALL_QUOTE, "hand_in", facts=facts, body={"commitment": commitment},
        changes={
            "product_number": form.product_number, "item": _item(sheet), "price": form.price,
            "answers": answers, "statement": form.statement, "salt": salt,
            "commitment": commitment, "handed_in_at": clock.now(),
        },
    )  # fmt: skip
    return commitment


@command
def award(actor: Actor, *, number: str, form: AwardIn) -> str:
    """Open all quotes and award to the lowest that meets the demand; return the order's number.

    Of equal quotes the one handed in first wins. The order waits to be released as any other.

    Raises:
        RuleBroken: the time is not over, or too few quoted (MAL-02, MAL-03).
        InvalidInput: a quote is left out without a reason.
        WrongState: no quote meets the demand.
    """
    row = own_inquiry(actor, number)
    quotes = quotes_of(actor, row)
    given = [one for one in quotes if one.state == "handed_in"]
    reasons = {one.supplier_id: one.reason for one in form.rejections}
    barred = barred_among([one.supplier_id for one in given])
    good = [one for one in given if _complies(one) and not reasons.get(one.supplier_id)
            and one.supplier_id not in barred]  # fmt: skip
    if given and not good and clock.now() >= row.closes_at:
        raise WrongState("没有满足需求的报价，请写明理由终止询价，调整需求后重新询价。")
    best = min(good, key=lambda one: (one.price, one.handed_in_at, one.pk), default=None)
    lowest = min((one.price or 0 for one in good), default=None)
    facts = inquiry_facts(actor.viewer, row, lowest=lowest, chosen=best.price if best else None)
    take_step(
        actor, row, MALL_INQUIRY, "award", facts=facts,
        body={"quotes": len(given), "price": best.price if best else 0},
        audience=tuple(one.supplier_id for one in quotes),
    )  # fmt: skip
    for one in quotes:
        _open(actor, one, reasons.get(one.supplier_id, "") or barred.get(one.supplier_id, ""))
    assert best is not None
    order = _ordered(actor, row, best, given)
    row.change(order_number=order)
    return order


def _ordered(actor: Actor, row: MallInquiry, best: MallQuote, given: list[MallQuote]) -> str:
    """Let the winning quote become an order; what it costs less goes back at once."""
    sheet = product_seen(SYSTEM, best.product_number)
    wanted = {name: getattr(row, name) for name in DeliveryIn.model_fields}
    price = best.price or 0
    told = [
        {
            "supplier": one.supplier_name, "product": one.item, "price": one.price,
            "commitment": one.commitment, "salt": one.salt, "rejected": one.rejected,
        }
        for one in given
    ]  # fmt: skip
    order = drafted(
        actor, sheet, DeliveryIn.model_construct(**wanted), way=QUOTED, price=price, quotes=told,
        supplier=(best.supplier_id, best.supplier_name),
    )  # fmt: skip
    order.inquiry_number, order.held = row.number, order.amount
    order.reason = f"{len(given)} 家报价中满足需求的最低报价"
    offers = {one.supplier_id: one for one in sheet.offers}
    if mine := offers.get(best.supplier_id):
        order.warranty_months = mine.warranty_months
    if row.held > order.amount:
        rest = row.held - order.amount
        indicators.release(actor, code=row.indicator_code, amount=rest, reference=row.number)
    row.change(held=0)
    begun(actor, order)
    return order.number


def _place_of(actor: Actor, inquiry: MallInquiry) -> MallQuote:
    """Return the supplier's place, locked; whoever supplies such goods and was not asked joins."""
    supplier = actor.viewer.organisation or 0
    with system_access("quote in hand"):
        rows = MallQuote.objects.select_for_update().filter(inquiry=inquiry)
        row: MallQuote | None = rows.filter(supplier_id=supplier).first()
    if row is None:
        row = invite(actor, inquiry, supplier, actor.viewer.organisation_name)
    return row


def _own_product(actor: Actor, inquiry: MallInquiry, number: str) -> ProductSheet:
    if actor.viewer.side is not Side.SUPPLIER:
        raise NotAllowed("只有供应商可以报价。")
    if inquiry.state != "asking":
        raise NotFound("这次询价已经结束。")
    own = pickable(actor.viewer, inquiry.catalogue_code)
    if not own:
        raise NotAllowed("本企业在这个品目下没有在供的商品，请先在商品库登记商品或者报价。")
    if number not in {one.number for one in own}:
        raise InvalidInput({"product_number": "请选择本企业在这个品目下在供的商品"})
    return product_seen(actor.viewer, number)


def _demand_no_dearer(sheet: ProductSheet, actor: Actor, price: int) -> None:
    offer = offer_from(actor, sheet, actor.viewer.organisation or 0)
    most = offer.price if offer.public_price is None else min(offer.price, offer.public_price)
    if price > most:
        message = f"不得高于本企业在商城的报价和面向社会的售价（{money.yuan(most)} 元）"
        raise InvalidInput({"price": message})


def _answers(inquiry: MallInquiry, form: QuoteIn) -> list[dict[str, Any]]:
    """Return the answers in the order of the demands.

    Raises:
        InvalidInput: one is not answered.
    """
    said = {one.name: one for one in form.answers}
    found = []
    for place, demanded in enumerate(inquiry.demands):
        one = said.get(demanded["name"])
        if one is None:
            raise InvalidInput({f"answers.{place}.value": "请填写所报商品的值"})
        found.append(
            {
                "name": one.name, "demanded": demanded["value"], "value": one.value,
                "meets": one.meets,
            }
        )  # fmt: skip
    return found


def _complies(one: MallQuote) -> bool:
    return bool(one.price) and all(answer["meets"] for answer in one.answers)


def _open(actor: Actor, one: MallQuote, rejected: str) -> None:
    changes = {"closed_at": clock.now(), "rejected": rejected[:400]}
    if one.state == "invited":
        take_step(actor, one, MALL_QUOTE, "miss", follows=True, changes=changes)
        return
    take_step(
        actor, one, MALL_QUOTE, "open", follows=True, changes=changes, audience=(one.supplier_id,),
        body={"commitment": one.commitment, "salt": one.salt, "price": one.price},
    )  # fmt: skip


def _item(sheet: ProductSheet) -> str:
    card = sheet.card
    return f"{card.brand} {card.model} {card.name}"[:160]
