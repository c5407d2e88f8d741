"""二次竞价: all members that fit are asked, quotes are sealed, all opened together, the lowest wins."""

from __future__ import annotations

from datetime import datetime
from typing import Any

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
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.calloffs.lifecycle import CALL_OFF, QUOTE
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
from lucai.stages.trade.rounds.services import Call, HandedIn, Quoting


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

    def enter(envelope_hash: str) -> str:
        row = _quote(seen.pk)
        facts = quote_facts(actor.viewer, row)
        return rounds.note_envelope(actor, row, QUOTE, envelope_hash, facts=facts)

    return rounds.hand_in(
        actor, number=round_number(number), lot_number=LOT, handed=handed,
        held=seen.held, enter=enter,
    )  # fmt: skip


def withdraw(actor: Actor, *, number: str, claim: bytes) -> bytes:
    """Withdraw one's quote until the time is over; return the receipt of that.

    Raises:
        NotFound: the supplier was not asked.
        WrongState: nothing of it stands handed in.
        InvalidInput: the claim is not signed with the key of that envelope.
        RuleBroken: too late (GP-FRA-09).
    """
    seen = quote_row(actor.viewer, number)

    def enter() -> None:
        row = _quote(seen.pk)
        take_step(actor, row, QUOTE, "withdraw", facts=quote_facts(actor.viewer, row))

    return rounds.withdraw(actor, envelope_hash=seen.held, claim=claim, enter=enter)


def receipt(actor: Actor, *, number: str) -> bytes:
    """Return the receipt of one's own quote once more, of a withdrawn one the receipt of that.

    Raises:
        NotFound: the supplier was not asked, or has handed in none.
    """
    row = quote_row(actor.viewer, number)
    return rounds.receipt_of(actor, envelope_hash=row.envelope_hash)


def reveal(actor: Actor, *, number: str) -> None:
    """Open all quotes together after the deadline and award to the lowest.

    Equal quotes follow the published order of the framework.

    Raises:
        RuleBroken: the deadline has not come (GP-FRA-09).
        WrongState: no quote can count, so the order can only be cancelled; or a holder of
            opening keys has not released its shares yet.
    """
    demand(actor, CALL_OFF.permission(CALL_OFF.step("reveal")))
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
    rounds.reveal(
        actor, number=round_number(row.number), lot_number=LOT, rows=quotes, kind=SECOND_BIDDING
    )
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


def _quote(pk: int) -> SecondQuote:
    with system_access("quote in hand"):
        return SecondQuote.objects.select_for_update().get(pk=pk)


def _invite(actor: Actor, row: CallOff, member: MemberCard) -> None:
    assert row.closes_at
    one = SecondQuote(
        order=row, order_number=row.number, title=row.heading, region=row.region,
        supplier_id=member.supplier_id, supplier_name=member.supplier_name,
        agreement_price=member.price, closes_at=row.closes_at,
        specification=f"{member.product} {member.content.get('specification', '')}"[:400],
    )  # fmt: skip
    begin(actor, one, QUOTE, label="邀请参加二次竞价")


def _price(quote: SealedQuote | None) -> int | None:
    """Return the unit price of the one thing that is asked for; None where it is not clear."""
    prices = quote.unit_prices(1) if quote else None
    return prices[0] if quote and prices == [quote.price] else None


def _keeps(row: SecondQuote, quote: SealedQuote) -> dict[str, Any]:
    return {"price": _price(quote), "statement": quote.statement[:400]}


SECOND_BIDDING = Quoting(
    life=QUOTE,
    form=SealedQuote,
    facts=lambda row, quote: quote_facts(SYSTEM, row, _price(quote)),
    unfit=lambda _, quote: "" if _price(quote) is not None else "单价和总价不一致",
    changes=_keeps,
)


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
