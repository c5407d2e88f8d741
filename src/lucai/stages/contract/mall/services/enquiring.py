"""询价比价: sellers of a category are asked for sealed quotes, given more time, or let go."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotFound, WrongState
from lucai.law import mall_rules as law
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import finance_of, organisation
from lucai.platform.duties import services as duties
from lucai.platform.journal.frame import command
from lucai.platform.lives.numbering import begin_numbered
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.registers.products.selectors.shopping import sellers_of
from lucai.stages.budget.indicators import services as indicators
from lucai.stages.contract.mall.inquiry_lifecycle import MALL_INQUIRY, MALL_QUOTE
from lucai.stages.contract.mall.lifecycle import PLACE
from lucai.stages.contract.mall.models import MallInquiry, MallQuote
from lucai.stages.contract.mall.numbering import LOT, round_number
from lucai.stages.contract.mall.schemas import ExtendIn, InquiryIn, ReasonIn
from lucai.stages.contract.mall.selectors import inquiry_facts, mall_inquiry_row, split_verdict
from lucai.stages.contract.mall.services.hands import demand_rules, own_indicator
from lucai.stages.trade.projects.standing import barred_among
from lucai.stages.trade.rounds import services as rounds
from lucai.stages.trade.rounds.services import Call

MOST_ASKED = 100
"""So many sellers are asked by the system; whoever else supplies such goods may quote as well."""


@command
def ask(actor: Actor, *, form: InquiryIn) -> str:
    """Ask the sellers of a category to quote; what it may cost is held. Return the number.

    Raises:
        NotAllowed: the role does not grant it.
        InvalidInput: a day is over, no such indicator, or a ground is missing (GP-THR-06).
        RuleBroken: above the limit, or too little time (MAL-01, MAL-03).
        WrongState: too few supply such goods to compare (MAL-02), or fewer than two organisations
            run automatic holders of opening keys.
    """
    demand(actor, PLACE.permission)
    row = _drafted(actor, form)
    facts = law.MallOrderFacts(
        way=law.QUOTED, amount=row.amount, unit_price=row.ceiling, offer_price=row.ceiling,
        region=row.region,
    )  # fmt: skip
    demand_rules(actor, (law.order_is_within_the_limit,), facts)
    demand_rules(actor, (law.sellers_have_time_to_quote,), _times(row))
    split = split_verdict(actor.viewer, row)
    if not split.holds and not row.split_reason:
        raise InvalidInput({"split_reason": split.message})
    sellers = _sellers(row)
    row.asked, row.held = len(sellers), row.amount
    prefix = f"XJ{row.region}{clock.today().year}"
    begin_numbered(
        actor, row, MALL_INQUIRY, prefix=prefix, field="number", label="发起商城询价",
        body={"asked": row.asked, "closesAt": row.closes_at.isoformat()},
    )  # fmt: skip
    indicators.hold(actor, code=row.indicator_code, amount=row.held, reference=row.number)
    _seal(actor, row)
    for supplier_id, name in sellers.items():
        invite(actor, row, supplier_id, name)
    return row.number


@command
def extend(actor: Actor, *, number: str, form: ExtendIn) -> None:
    """Give more time where too few quoted: a new sealed round, in which everybody quotes anew.

    What was handed in stays shut for good. Its holders may have released by the clock what opens
    it, so it does not go into the new round.

    Raises:
        WrongState: enough quoted already: the quotes are to be opened.
        RuleBroken: the time is not over, or the new one is too short (MAL-03).
    """
    row = own_inquiry(actor, number)
    facts = inquiry_facts(actor.viewer, row)
    demand_rules(actor, (law.mall_quotes_stay_shut,), facts)
    if facts.quotes >= law.quotes_needed(clock.today(), row.region).value:
        raise WrongState("报价已经够数，请揭示报价、确定成交。")
    until = law.NeedFacts(asked_at=clock.now(), closes_at=form.closes_at, region=row.region)
    demand_rules(actor, (law.sellers_have_time_to_quote,), until)
    quotes = quotes_of(actor, row)
    take_step(
        actor, row, MALL_INQUIRY, "extend", facts=facts,
        body={"closesAt": form.closes_at.isoformat(), "reason": form.reason},
        audience=tuple(one.supplier_id for one in quotes),
    )  # fmt: skip
    rounds.give_up(actor, number=round_number(number, row.turn), lot_number=LOT)
    row.change(closes_at=form.closes_at, turn=row.turn + 1)
    _seal(actor, row)
    duties.follow(row, MALL_INQUIRY, clock.now())
    for one in quotes:
        one.change(closes_at=form.closes_at, envelope_hash="", handed_in_at=None)
        if one.state == "handed_in":
            take_step(actor, one, MALL_QUOTE, "ask_again", follows=True)
        else:
            duties.follow(one, MALL_QUOTE, clock.now())


@command
def end_inquiry(actor: Actor, *, number: str, form: ReasonIn) -> None:
    """End an enquiry without a deal, with the reason; its money is free, unopened quotes stay shut."""
    ended(actor, own_inquiry(actor, number), form.reason)


def ended(actor: Actor, row: MallInquiry, reason: str, *, follows: bool = False) -> None:
    """End an enquiry in hand; its money is free, unopened quotes stay shut."""
    number, quotes = row.number, quotes_of(actor, row)
    take_step(
        actor, row, MALL_INQUIRY, "end", body={"reason": reason}, follows=follows,
        changes={"ended_reason": reason},
        audience=tuple(one.supplier_id for one in quotes),
    )  # fmt: skip
    rounds.give_up(actor, number=round_number(number, row.turn), lot_number=LOT)
    for one in quotes:
        if one.state in {"invited", "handed_in"}:
            take_step(actor, one, MALL_QUOTE, "miss", follows=True)
    indicators.release(actor, code=row.indicator_code, amount=row.held, reference=row.number)
    row.change(held=0)


def _seal(actor: Actor, row: MallInquiry) -> None:
    """Call the sealed round in which quotes are taken in until the time is over."""
    call = Call(
        number=round_number(row.number, row.turn), lot_number=LOT, kind=MALL_QUOTE.of,
        project_number="", title=row.title, region=row.region,
        href=f"/mall/inquiries/{row.number}/", buyer_id=row.buyer_id, buyer_path=row.buyer_path,
        agency_id=0, finance_id=row.finance_id, deadline=row.closes_at,
    )  # fmt: skip
    rounds.call_round(actor, call=call)


def invite(actor: Actor, row: MallInquiry, supplier_id: int, name: str) -> MallQuote:
    """Open a place for a seller's quote."""
    one = MallQuote(
        inquiry=row, inquiry_number=row.number, title=f"{row.title}（{row.buyer_name}）"[:200],
        supplier_id=supplier_id, supplier_name=name, closes_at=row.closes_at, region=row.region,
    )  # fmt: skip
    return begin(actor, one, MALL_QUOTE, label="邀请参加商城询价")


def own_inquiry(actor: Actor, number: str) -> MallInquiry:
    """Return an enquiry of the actor's own unit, locked.

    Raises:
        NotFound: it is another unit's.
    """
    row = mall_inquiry_row(actor.viewer, number)
    if row.parties().get(actor.viewer.side) != actor.viewer.organisation:
        raise NotFound("没有找到本单位的这次询价。")
    with system_access("inquiry in hand"):
        return MallInquiry.objects.select_for_update().get(pk=row.pk)


def quotes_of(actor: Actor, row: MallInquiry) -> list[MallQuote]:
    """Return the quotes of an enquiry in hand."""
    del actor
    return list(MallQuote.objects.seen_by(SYSTEM).filter(inquiry=row).order_by("pk"))


def _times(row: MallInquiry) -> law.NeedFacts:
    return law.NeedFacts(asked_at=row.asked_at, closes_at=row.closes_at, region=row.region)


def _sellers(row: MallInquiry) -> dict[int, str]:
    found = sellers_of(SYSTEM, row.catalogue_code, most=MOST_ASKED)
    barred = barred_among(list(found))
    sellers = {pk: name for pk, name in found.items() if pk not in barred}
    least = law.quotes_needed(clock.today(), row.region)
    if len(sellers) < least.value:
        raise WrongState(
            f"商品库中这个品目只有 {len(sellers)} 家供应商在供，不足 {least.value} 家"
            f"{law.sample(least)}，不能询价比价；限额以内可以直接下单。"
        )
    return sellers


def _drafted(actor: Actor, form: InquiryIn) -> MallInquiry:
    now: datetime = clock.now()
    if form.needed_by < form.closes_at.astimezone(clock.BEIJING).date():
        raise InvalidInput({"needed_by": "最迟交付日期应当晚于报价截止"})
    viewer = actor.viewer
    unit = organisation(viewer, viewer.organisation or 0)
    told: dict[str, Any] = form.model_dump(exclude={"demands", "ceiling"})
    return MallInquiry(
        **told, ceiling=form.ceiling, demands=[one.model_dump() for one in form.demands],
        buyer_id=unit.pk, buyer_path=viewer.unit_path, buyer_name=viewer.organisation_name,
        finance_id=finance_of(SYSTEM, unit.region).pk, region=unit.region, asked_at=now,
        fiscal_year=own_indicator(actor, form.indicator_code),
    )  # fmt: skip
