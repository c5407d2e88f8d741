"""二次竞价: all members that fit are asked, quotes are committed, all opened together, the lowest wins."""

from __future__ import annotations

from lucai.kernel import chance, clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken, WrongState
from lucai.kernel.lifecycle import judge
from lucai.law.framework_order_rules import (
    QuotingFacts,
    agreement_is_in_force,
    quotes_stay_shut_until_the_deadline,
    way_is_the_agreed_one,
)
from lucai.law.verdicts import Rule
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.calloffs.lifecycle import CALL_OFF, QUOTE
from lucai.stages.trade.calloffs.models import CallOff, SecondQuote
from lucai.stages.trade.calloffs.reckoning import members_to_order, order_facts
from lucai.stages.trade.calloffs.schemas import BiddingIn, QuoteIn, as_content
from lucai.stages.trade.calloffs.selectors import (
    order_row,
    quote_facts,
    quote_row,
    quoting_facts,
)
from lucai.stages.trade.calloffs.services.ordering import decide, ordered, placed, quotes_of
from lucai.stages.trade.frameworks.computing import committed
from lucai.stages.trade.frameworks.selectors import MemberCard, framework_seen
from lucai.stages.trade.projects.standing import barred_among


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
    for member in members:
        _invite(actor, row, member)
    return row.number


@command
def quote(actor: Actor, *, number: str, form: QuoteIn) -> str:
    """Hand in a quote, or another in its place; return its commitment.

    Raises:
        NotFound: the supplier was not asked.
        RuleBroken: too late, or above the agreement's price (GP-FRA-02, GP-FRA-09).
    """
    seen = quote_row(actor.viewer, number)
    with system_access("quote in hand"):
        row = SecondQuote.objects.select_for_update().get(pk=seen.pk)
    content, salt = as_content(form, number, row.supplier_id), chance.token_hex(32)
    commitment = committed(salt, content)
    take_step(
        actor, row, QUOTE, "hand_in", facts=quote_facts(actor.viewer, row, form.price),
        changes={
            "price": form.price, "statement": form.statement, "salt": salt,
            "commitment": commitment, "handed_in_at": clock.now(),
        },
        body={"commitment": commitment},
    )  # fmt: skip
    return commitment


@command
def reveal(actor: Actor, *, number: str) -> None:
    """Open all quotes together after the deadline and award to the lowest.

    Equal quotes follow the published order of the framework.

    Raises:
        RuleBroken: the deadline has not come (GP-FRA-09).
        WrongState: nobody quoted; the order can only be cancelled.
    """
    row = _own(actor, number)
    told = quoting_facts(actor.viewer, row)
    _demand((quotes_stay_shut_until_the_deadline,), told)
    sheet = framework_seen(actor.viewer, row.framework_number)
    places = {m.supplier_id: m for m in members_to_order(sheet, row.package_number)}
    quotes = quotes_of(actor, row)
    for barred in barred_among(list(places)):
        del places[barred]
    given = [one for one in quotes if one.state == "handed_in" and one.supplier_id in places]
    if not given:
        raise WrongState("没有供应商报价，请撤销这份订单后重新采购。")
    best = min(given, key=lambda one: (one.price, places[one.supplier_id].order))
    row.change(specification=best.specification)
    decide(
        actor, row, "reveal", told, unit_price=best.price, supplier_id=best.supplier_id,
        supplier_name=best.supplier_name, agreement_price=best.agreement_price,
    )  # fmt: skip
    for one in quotes:
        _open(actor, one)


def _invite(actor: Actor, row: CallOff, member: MemberCard) -> None:
    assert row.closes_at
    one = SecondQuote(
        order=row, order_number=row.number, title=row.heading, region=row.region,
        supplier_id=member.supplier_id, supplier_name=member.supplier_name,
        agreement_price=member.price, closes_at=row.closes_at,
        specification=f"{member.product} {member.content.get('specification', '')}"[:400],
    )  # fmt: skip
    begin(actor, one, QUOTE, label="邀请参加二次竞价")


def _open(actor: Actor, one: SecondQuote) -> None:
    changes = {"closed_at": clock.now()}
    if one.state == "invited":
        take_step(actor, one, QUOTE, "miss", follows=True, changes=changes)
        return
    take_step(
        actor, one, QUOTE, "open", follows=True, changes=changes, audience=(one.supplier_id,),
        body={"commitment": one.commitment, "salt": one.salt},
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
