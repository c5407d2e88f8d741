"""二次竞价: all members that fit are asked, quotes are sealed, all opened together, the lowest wins."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Side
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken, WrongState
from lucai.kernel.lifecycle import judge
from lucai.law.framework_order_rules import (
    QuotingFacts,
    agreement_is_in_force,
    quotes_stay_shut_until_the_deadline,
    way_is_the_agreed_one,
)
from lucai.law.verdicts import Rule
from lucai.platform.access.selectors import organisation
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.calloffs.lifecycle import AT_THE_OPENING, CALL_OFF, QUOTE
from lucai.stages.trade.calloffs.models import CallOff, SecondQuote
from lucai.stages.trade.calloffs.numbering import LOT, round_number
from lucai.stages.trade.calloffs.reckoning import members_to_order, order_facts
from lucai.stages.trade.calloffs.schemas import BiddingIn
from lucai.stages.trade.calloffs.selectors import (
    order_row,
    quote_facts,
    quote_row,
    quoting_facts,
)
from lucai.stages.trade.calloffs.services.ordering import decide, ordered, placed, quotes_of
from lucai.stages.trade.frameworks.selectors import MemberCard, framework_seen
from lucai.stages.trade.projects.standing import barred_among
from lucai.stages.trade.rounds import services as rounds
from lucai.stages.trade.rounds.schemas import SealedQuote
from lucai.stages.trade.rounds.services import Call, HandedIn, Quoted
from lucai.stages.trade.sealing import services as sealing


@command
def ask(actor: Actor, *, framework: str, form: BiddingIn) -> str:
    """Ask every member that fits for a quote by the deadline; return the order's number.

    Raises:
        NotAllowed: the role does not grant it, or the framework is not for this unit.
        InvalidInput: no such package or indicator, or the deadline is over.
        RuleBroken: out of term, another way was agreed, or too little time (GP-FRA-09).
    """
    sheet, package = ordered(actor, framework, form)
    members = members_to_order(sheet, package.number)
    barred = barred_among([member.supplier_id for member in members])
    members = [member for member in members if member.supplier_id not in barred]
    if not members:
        raise WrongState("这个采购包没有有效的入围供应商。")
    if form.closes_at <= clock.now():
        raise InvalidInput({"closes_at": "报价截止时间应当晚于现在"})
    highest = max(member.price for member in members)
    row = placed(actor, sheet, package, form, way="bidding", ceiling=highest)
    lawful = order_facts(sheet, row.way, unit_price=highest, agreement_price=highest)
    _demand((agreement_is_in_force, way_is_the_agreed_one), lawful)
    now = clock.now()
    told = QuotingFacts(asked_at=now, closes_at=form.closes_at, least_hours=sheet.card.quote_hours)
    row.change(closes_at=form.closes_at)
    take_step(
        actor, row, CALL_OFF, "ask", facts=told, changes={"published_at": now},
        body={"closesAt": form.closes_at.isoformat(), "asked": len(members)},
    )  # fmt: skip
    rounds.call_round(actor, call=_call(row, form.closes_at))
    for member in members:
        _invite(actor, row, member)
    return row.number


def quote(actor: Actor, *, number: str, handed: HandedIn) -> bytes:
    """Hand in a sealed quote, or another in its place; return its receipt.

    Nobody can read it before the deadline; the agreement's price is checked by the supplier's
    browser before it is sealed, and again at the opening.

    Raises:
        NotFound: the supplier was not asked.
        InvalidInput: not an envelope of this round.
        RuleBroken: too late (GP-FRA-09).
    """
    seen = quote_row(actor.viewer, number)

    def enter(envelope_hash: str) -> None:
        with system_access("quote in hand"):
            row = SecondQuote.objects.select_for_update().get(pk=seen.pk)
        take_step(
            actor, row, QUOTE, "hand_in", facts=quote_facts(actor.viewer, row),
            changes={"envelope_hash": envelope_hash, "handed_in_at": clock.now()},
            body={"envelope": envelope_hash},
        )  # fmt: skip

    return rounds.hand_in(
        actor, number=round_number(number), lot_number=LOT, handed=handed,
        held=seen.envelope_hash, enter=enter,
    )  # fmt: skip


def receipt(actor: Actor, *, number: str) -> bytes:
    """Return the receipt of one's own quote once more.

    Raises:
        NotFound: the supplier was not asked, or has handed in none.
    """
    row = quote_row(actor.viewer, number)
    return sealing.receipt_of(actor, envelope_hash=row.envelope_hash)


def reveal(actor: Actor, *, number: str) -> None:
    """Open all quotes together after the deadline and award to the lowest.

    Equal quotes follow the published order of the framework.

    Raises:
        RuleBroken: the deadline has not come (GP-FRA-09).
        WrongState: no quote can count, so the order can only be cancelled; or a holder of
            opening keys has not released its shares yet.
    """
    row = order_row(actor.viewer, number)
    told = quoting_facts(actor.viewer, row)
    _demand((quotes_stay_shut_until_the_deadline,), told)
    if row.state == "bidding":
        rounds.gather_shares(actor, number=round_number(number), lot_number=LOT)
    _reveal(actor, number)


@command
def _reveal(actor: Actor, number: str) -> None:
    row = _own(actor, number)
    told = quoting_facts(actor.viewer, row)
    sheet = framework_seen(actor.viewer, row.framework_number)
    places = {m.supplier_id: m for m in members_to_order(sheet, row.package_number)}
    for barred in barred_among(list(places)):
        del places[barred]
    quotes = quotes_of(actor, row)
    _open_all(actor, row, quotes)
    given = [one for one in quotes if one.state == "opened" and one.supplier_id in places]
    if not given:
        refused = "；".join(
            f"{q.supplier_name}：{q.refused_reason}" for q in quotes if q.refused_reason
        )
        raise WrongState(f"没有供应商的报价可以采用，请撤销这份订单后重新采购。{refused}")
    best = min(given, key=lambda one: (one.price, places[one.supplier_id].order))
    row.change(specification=best.specification)
    decide(
        actor, row, "reveal", told, unit_price=best.price, supplier_id=best.supplier_id,
        supplier_name=best.supplier_name, agreement_price=best.agreement_price,
    )  # fmt: skip


def _invite(actor: Actor, row: CallOff, member: MemberCard) -> None:
    assert row.closes_at
    one = SecondQuote(
        order=row, order_number=row.number, title=row.heading, region=row.region,
        supplier_id=member.supplier_id, supplier_name=member.supplier_name,
        agreement_price=member.price, closes_at=row.closes_at,
        specification=f"{member.product} {member.content.get('specification', '')}"[:400],
    )  # fmt: skip
    begin(actor, one, QUOTE, label="邀请参加二次竞价")


def _open_all(actor: Actor, row: CallOff, quotes: list[SecondQuote]) -> None:
    handed_in = [one for one in quotes if one.state == "handed_in"]
    codes = {one.envelope_hash: organisation(SYSTEM, one.supplier_id).uscc for one in handed_in}
    found = rounds.open_round(
        actor, number=round_number(row.number), lot_number=LOT, expected=codes
    )
    for one in handed_in:
        _open(actor, one, found[one.envelope_hash])
    for one in quotes:
        if one.state == "invited":
            take_step(actor, one, QUOTE, "miss", follows=True, changes={"closed_at": clock.now()})


def _open(actor: Actor, one: SecondQuote, found: Quoted) -> None:
    """Make one quote known; one that cannot count is refused with the reason."""
    price = _price(found.quote)
    told = quote_facts(actor.viewer, one, price)
    why = found.problem or _why_not(price, told)
    seen = {"closed_at": clock.now()}
    if why or found.quote is None:
        _refuse(actor, one, seen, why, is_open=not found.problem)
        return
    take_step(
        actor, one, QUOTE, "open", facts=told, follows=True, audience=(one.supplier_id,),
        changes={**seen, "price": price, "statement": found.quote.statement[:400]},
        body={"envelope": one.envelope_hash},
    )  # fmt: skip


def _refuse(
    actor: Actor, one: SecondQuote, seen: dict[str, datetime], why: str, *, is_open: bool
) -> None:
    if is_open:
        rounds.refuse(
            actor, number=round_number(one.order_number), lot_number=LOT,
            envelope_hash=one.envelope_hash, why=why,
        )  # fmt: skip
    take_step(
        actor, one, QUOTE, "refuse", follows=True, audience=(one.supplier_id,),
        changes={**seen, "refused_reason": why[:400]},
        body={"envelope": one.envelope_hash, "reason": why},
    )  # fmt: skip


def _price(quote: SealedQuote | None) -> int | None:
    """Return the unit price of the one thing that is asked for; None where it is not clear."""
    prices = quote.unit_prices(1) if quote else None
    return prices[0] if quote and prices == [quote.price] else None


def _why_not(price: int | None, told: QuotingFacts) -> str:
    if price is None:
        return "单价和总价不一致"
    verdicts = judge(AT_THE_OPENING, told, clock.now())
    return "；".join(one.message for one in verdicts if one.blocks)


def _call(row: CallOff, closes_at: datetime) -> Call:
    by_agency = row.organiser_side == Side.AGENCY
    return Call(
        number=round_number(row.number), lot_number=LOT, kind=QUOTE.of, project_number="",
        title=row.heading[:160], region=row.region, href=f"/call-offs/{row.number}/",
        buyer_id=row.buyer_id, buyer_path=row.buyer_path,
        agency_id=row.organiser_id if by_agency else 0, finance_id=row.finance_id,
        deadline=closes_at,
    )  # fmt: skip


def _demand(rules: tuple[Rule, ...], told: object) -> None:
    if broken := tuple(v for v in judge(rules, told, clock.now()) if v.blocks):
        raise RuleBroken(broken)


def _own(actor: Actor, number: str) -> CallOff:
    row = order_row(actor.viewer, number)
    if row.buyer_id != actor.viewer.organisation:
        raise NotFound("没有找到本单位的这份订单。")
    with system_access("order in hand"):
        return CallOff.objects.select_for_update().get(pk=row.pk)
