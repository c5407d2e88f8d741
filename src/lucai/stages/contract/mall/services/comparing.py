"""Comparing quotes: all opened together when their time is over, the lowest that complies is ordered."""

from __future__ import annotations

from functools import partial
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import NotFound, WrongState
from lucai.law.mall_rules import NeedFacts
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.registers.products.selectors import ProductSheet, product_seen
from lucai.stages.budget.indicators import services as indicators
from lucai.stages.contract.mall.inquiry_lifecycle import MALL_INQUIRY, MALL_QUOTE
from lucai.stages.contract.mall.models import MallInquiry, MallQuote
from lucai.stages.contract.mall.numbering import LOT, round_number
from lucai.stages.contract.mall.schemas import AwardIn, DeliveryIn, QuoteIn
from lucai.stages.contract.mall.selectors import inquiry_facts, mall_inquiry_row
from lucai.stages.contract.mall.selectors.sealing import most_of
from lucai.stages.contract.mall.services.enquiring import own_inquiry, quotes_of
from lucai.stages.contract.mall.services.ordering import begun, drafted
from lucai.stages.trade.projects.standing import barred_among
from lucai.stages.trade.rounds import services as rounds
from lucai.stages.trade.rounds.reasons import reasons
from lucai.stages.trade.rounds.services import Quoting

QUOTED = "quoted"


def open_quotes(actor: Actor, *, number: str) -> int:
    """Open all quotes together when their time is over; return how many can count.

    A quote that does not open, is of no own product, or breaks a rule that only its content
    shows, is refused with the reason (MAL-03 to MAL-05).

    Raises:
        NotFound: it is another unit's.
        RuleBroken: the time is not over, or too few quoted (MAL-02, MAL-03).
        WrongState: too few holders have released their shares.
    """
    row = mall_inquiry_row(actor.viewer, number)
    if row.parties().get(actor.viewer.side) != actor.viewer.organisation:
        raise NotFound("没有找到本单位的这次询价。")
    step = MALL_INQUIRY.step("open")
    demand(actor, MALL_INQUIRY.permission(step))
    told = inquiry_facts(actor.viewer, row)
    if row.state in step.source and not reasons(step.rules, told, clock.now()):
        rounds.gather_shares(actor, number=round_number(number, row.turn), lot_number=LOT)
    return _open_all(actor, number)


@command
def _open_all(actor: Actor, number: str) -> int:
    row = own_inquiry(actor, number)
    quotes = quotes_of(actor, row)
    facts = inquiry_facts(actor.viewer, row)
    take_step(
        actor, row, MALL_INQUIRY, "open", facts=facts, body={"quotes": facts.quotes},
        changes={"opened_at": clock.now()}, audience=tuple(one.supplier_id for one in quotes),
    )  # fmt: skip
    rounds.reveal(
        actor, number=round_number(number, row.turn), lot_number=LOT, rows=quotes, kind=_kind(row)
    )
    return sum(one.state == "opened" for one in quotes)


def _kind(inquiry: MallInquiry) -> Quoting[MallQuote, QuoteIn]:
    return Quoting(
        life=MALL_QUOTE, form=QuoteIn, facts=partial(_told, inquiry),
        unfit=partial(_unfit, inquiry), changes=partial(_kept, inquiry),
    )  # fmt: skip


def _told(inquiry: MallInquiry, row: MallQuote, said: QuoteIn) -> NeedFacts:
    sheet = _sheet(said)
    most = most_of(SYSTEM, sheet, row.supplier_id) if sheet else None
    return inquiry_facts(SYSTEM, inquiry, price=said.price, most=most)


def _unfit(inquiry: MallInquiry, row: MallQuote, said: QuoteIn) -> str:
    """Say what else is wrong with a quote: no own product on sale, a demand without an answer."""
    sheet = _sheet(said)
    if sheet is None or not sheet.card.catalogue_code.startswith(inquiry.catalogue_code):
        return "所报商品不在询价的品目下"
    if sheet.card.state != "listed" or most_of(SYSTEM, sheet, row.supplier_id) is None:
        return "所报商品不是本企业在供的商品"
    answered = {one.name for one in said.answers}
    missing = [one["name"] for one in inquiry.demands if one["name"] not in answered]
    return f"没有响应：{'、'.join(missing)}" if missing else ""


def _kept(inquiry: MallInquiry, row: MallQuote, said: QuoteIn) -> dict[str, Any]:
    """Return what an opened quote says, its answers in the order of the demands."""
    del row
    answered = {one.name: one for one in said.answers}
    answers = [
        {
            "name": one["name"], "demanded": one["value"], "value": answered[one["name"]].value,
            "meets": answered[one["name"]].meets,
        }
        for one in inquiry.demands
    ]  # fmt: skip
    sheet = _sheet(said)
    return {
        "product_number": said.product_number, "item": _item(sheet) if sheet else "",
        "price": said.price, "answers": answers, "statement": said.statement,
    }  # fmt: skip


def _sheet(said: QuoteIn) -> ProductSheet | None:
    try:
        return product_seen(SYSTEM, said.product_number)
    except NotFound:
        return None


@command
def award(actor: Actor, *, number: str, form: AwardIn) -> str:
    """Award to the lowest opened quote that meets the demand; return the order's number.

    Of equal quotes the one handed in first wins. The order waits to be released as any other.

    Raises:
        RuleBroken: too few quotes count (MAL-02).
        WrongState: the quotes are not opened, or none meets the demand.
    """
    row = own_inquiry(actor, number)
    quotes = quotes_of(actor, row)
    given = [one for one in quotes if one.state == "opened"]
    said = {one.supplier_id: one.reason for one in form.rejections}
    barred = barred_among([one.supplier_id for one in given])
    good = [one for one in given if _complies(one) and not said.get(one.supplier_id)
            and one.supplier_id not in barred]  # fmt: skip
    if given and not good:
        raise WrongState("没有满足需求的报价，请写明理由终止询价，调整需求后重新询价。")
    best = min(good, key=lambda one: (one.price, one.handed_in_at, one.pk), default=None)
    lowest = min((one.price or 0 for one in good), default=None)
    facts = inquiry_facts(actor.viewer, row, lowest=lowest, chosen=best.price if best else None)
    take_step(
        actor, row, MALL_INQUIRY, "award", facts=facts,
        body={"quotes": len(given), "price": best.price if best else 0},
        audience=tuple(one.supplier_id for one in quotes),
    )  # fmt: skip
    for one in given:
        rejected = said.get(one.supplier_id, "") or barred.get(one.supplier_id, "")
        one.change(rejected=rejected[:400])
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
            "envelope": one.envelope_hash, "rejected": one.rejected,
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


def _complies(one: MallQuote) -> bool:
    return bool(one.price) and all(answer["meets"] for answer in one.answers)


def _item(sheet: ProductSheet) -> str:
    card = sheet.card
    return f"{card.brand} {card.model} {card.name}"[:160]
