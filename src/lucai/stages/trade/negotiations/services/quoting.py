"""最后报价: called for all at once, sealed until all are due, opened together."""

from __future__ import annotations

from datetime import datetime, timedelta

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import NotFound, WrongState
from lucai.law.wording import yuan
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.stages.trade.bids import services as bids
from lucai.stages.trade.bids.canonical import amount
from lucai.stages.trade.negotiations import ports
from lucai.stages.trade.negotiations.lifecycle import AT_THE_OPENING, NEGOTIATION, OFFER, RECORD
from lucai.stages.trade.negotiations.models import FinalOffer, NegotiationRecord, NegotiationRound
from lucai.stages.trade.negotiations.numbering import round_number
from lucai.stages.trade.negotiations.rules import QuoteFacts
from lucai.stages.trade.negotiations.schemas import CallIn, LeavingIn
from lucai.stages.trade.negotiations.selectors import (
    negotiation_of,
    offer_row,
    offers_of,
    talk_facts,
)
from lucai.stages.trade.negotiations.services.talking import locked, talking
from lucai.stages.trade.projects.selectors import LotCard, lot_seen
from lucai.stages.trade.rounds import services as rounds
from lucai.stages.trade.rounds.reasons import reasons
from lucai.stages.trade.rounds.schemas import SealedQuote
from lucai.stages.trade.rounds.services import Call, HandedIn, Judged


@command
def call_quotes(actor: Actor, *, project_number: str, lot_number: int, form: CallIn) -> None:
    """End the talks and ask all suppliers that are left for their last quotes.

    Records that their supplier has neither confirmed nor commented count as confirmed.

    Raises:
        RuleBroken: not the chair, a supplier was not heard, or a change waits.
        WrongState: fewer than two organisations run automatic holders of opening keys.
    """
    row = talking(actor, project_number, lot_number)
    due_at = clock.now() + timedelta(minutes=form.minutes)
    facts = talk_facts(actor.viewer, row)
    take_step(
        actor, row, NEGOTIATION, "call_quotes", facts=facts, changes={"due_at": due_at},
        body={"dueAt": due_at.isoformat()},
    )  # fmt: skip
    rounds.call_round(actor, call=_call(row, due_at))
    for offer in offers_of(SYSTEM, row):
        if offer.state == "talking":
            take_step(
                actor, offer, OFFER, "call", changes={"due_at": due_at},
                audience=(offer.supplier_id,), follows=True,
            )  # fmt: skip
    _accept_records(actor, row)


def hand_in(actor: Actor, *, project_number: str, lot_number: int, handed: HandedIn) -> bytes:
    """Hand in one's sealed last quote, or another in its place; return its receipt.

    Nobody can read it before the time is over for all; its form and the ceiling are checked by
    the supplier's browser before it is sealed, and again at the opening.

    Raises:
        NotFound: the supplier takes no part.
        InvalidInput: not an envelope of this round.
        RuleBroken: too late (GP-NEG-08).
        WrongState: no last quotes were called for.
    """
    seen = offer_row(actor.viewer, project_number, lot_number)
    if seen.due_at is None:
        raise WrongState("谈判还没有结束，请等待要求提交最后报价的通知。")

    def enter(envelope_hash: str) -> str:
        row = _own(actor, project_number, lot_number)
        facts = QuoteFacts(due_at=row.due_at)
        return rounds.note_envelope(actor, row, OFFER, envelope_hash, facts=facts)

    return rounds.hand_in(
        actor, number=round_number(project_number, lot_number), lot_number=lot_number,
        handed=handed, held=seen.held, enter=enter,
    )  # fmt: skip


def withdraw(actor: Actor, *, project_number: str, lot_number: int, claim: bytes) -> bytes:
    """Withdraw one's last quote until the time is over; return the receipt of that.

    Raises:
        NotFound: the supplier takes no part.
        WrongState: nothing of it stands handed in.
        InvalidInput: the claim is not signed with the key of that envelope.
        RuleBroken: too late (GP-NEG-08).
    """
    seen = offer_row(actor.viewer, project_number, lot_number)

    def enter() -> None:
        row = _own(actor, project_number, lot_number)
        take_step(actor, row, OFFER, "withdraw", facts=QuoteFacts(due_at=row.due_at))

    return rounds.withdraw(actor, envelope_hash=seen.held, claim=claim, enter=enter)


def receipt(actor: Actor, *, project_number: str, lot_number: int) -> bytes:
    """Return the receipt of one's own last quote once more, of a withdrawn one the receipt of that.

    Raises:
        NotFound: the supplier takes no part, or has handed in none.
    """
    row = offer_row(actor.viewer, project_number, lot_number)
    return rounds.receipt_of(actor, envelope_hash=row.envelope_hash)


@command
def leave(actor: Actor, *, project_number: str, lot_number: int, form: LeavingIn) -> None:
    """Leave before the last quote; the bond falls due (GP-NEG-08)."""
    row = _own(actor, project_number, lot_number)
    take_step(actor, row, OFFER, "leave", changes={"left_reason": form.reason})
    bids.release(
        actor, bids.WITHDRAWN,
        project_number=project_number, lot_number=lot_number, supplier_id=row.supplier_id,
    )  # fmt: skip


def open_quotes(actor: Actor, *, project_number: str, lot_number: int) -> None:
    """Open all last quotes together; the evaluation goes on with them.

    Raises:
        RuleBroken: not the chair, or the time is not over (GP-NEG-08).
        WrongState: a holder of opening keys has not released its shares yet.
    """
    row = negotiation_of(SYSTEM, project_number, lot_number)
    if row is None:
        raise NotFound("没有找到这一包的谈判。")
    demand(actor, NEGOTIATION.permission(NEGOTIATION.step("open_quotes")))
    if row.due_at and clock.now() >= row.due_at and row.state == "quoting":
        rounds.gather_shares(
            actor, number=round_number(project_number, lot_number), lot_number=lot_number
        )
    _open_all(actor, project_number, lot_number)


@command
def _open_all(actor: Actor, project_number: str, lot_number: int) -> None:
    row = locked(actor, project_number, lot_number)
    assert row is not None
    facts = talk_facts(actor.viewer, row)
    now = clock.now()
    take_step(actor, row, NEGOTIATION, "open_quotes", facts=facts, changes={"opened_at": now})
    offers = offers_of(SYSTEM, row)
    lot = lot_seen(SYSTEM, project_number, lot_number)
    judged = rounds.open_all(
        actor, number=round_number(project_number, lot_number), lot_number=lot_number,
        rows=[offer for offer in offers if offer.state == "handed_in"], form=SealedQuote,
        why_not=lambda _, quote: _why_not(lot, quote),
    )  # fmt: skip
    for one in judged:
        _open(actor, row, lot, one)
    for offer in offers:
        if offer.state == "expected":
            take_step(actor, offer, OFFER, "miss", follows=True)
    ports.after_quotes(actor, project_number, lot_number)


def _open(
    actor: Actor, row: NegotiationRound, lot: LotCard, one: Judged[FinalOffer, SealedQuote]
) -> None:
    """Make one last quote known; one that cannot count is refused with the reason."""
    offer, quote = one.row, one.quote
    seen = {"opened_at": clock.now(), "region": row.region}
    if quote is None:
        take_step(
            actor, offer, OFFER, "refuse", changes={**seen, "refused_reason": one.why[:400]},
            body={"envelope": offer.envelope_hash, "reason": one.why},
            audience=(offer.supplier_id,), follows=True,
        )  # fmt: skip
        return
    prices = quote.unit_prices(len(lot.items)) or []
    take_step(
        actor, offer, OFFER, "open", facts=_facts(lot, quote.price, prices),
        changes={**seen, "price": quote.price, "unit_prices": prices,
                 "statement": quote.statement},
        body={"envelope": offer.envelope_hash}, audience=(offer.supplier_id,), follows=True,
    )  # fmt: skip
    bids.requote(
        actor, project_number=row.project_number, code=offer.bid_code,
        price=quote.price, unit_prices=prices,
    )  # fmt: skip


def _why_not(lot: LotCard, quote: SealedQuote) -> str:
    """Say why an opened quote cannot count; empty where it can."""
    prices = quote.unit_prices(len(lot.items))
    if prices is None:
        return "分项报价与采购清单不一致"
    total = sum(
        amount(thing.quantity, price) for thing, price in zip(lot.items, prices, strict=True)
    )
    if total != quote.price:
        return f"总价{yuan(quote.price)}与分项合计{yuan(total)}不一致"
    return reasons(AT_THE_OPENING, _facts(lot, quote.price, prices), clock.now())


def _facts(lot: LotCard, price: int, prices: list[int]) -> QuoteFacts:
    unpriced = [one.name for one, fen in zip(lot.items, prices, strict=True) if fen <= 0]
    return QuoteFacts(due_at=None, price=price, ceiling=lot.ceiling, unpriced=tuple(unpriced))


def _call(row: NegotiationRound, due_at: datetime) -> Call:
    return Call(
        number=round_number(row.project_number, row.lot_number), lot_number=row.lot_number,
        kind=OFFER.of, project_number=row.project_number, title=row.title, region=row.region,
        href=f"/rooms/{row.project_number}/negotiation/{row.lot_number}/",
        buyer_id=row.buyer_id, buyer_path=row.buyer_path, agency_id=row.agency_id,
        finance_id=row.finance_id, deadline=due_at,
    )  # fmt: skip


def _accept_records(actor: Actor, row: NegotiationRound) -> None:
    with system_access("records of ended talks"):
        waiting = list(NegotiationRecord.objects.filter(negotiation=row, state="recorded"))
    for record in waiting:
        take_step(actor, record, RECORD, "accept", follows=True)


def _own(actor: Actor, project_number: str, lot_number: int) -> FinalOffer:
    rows = FinalOffer.objects.seen_by(actor.viewer).select_for_update()
    row = rows.filter(
        project_number=project_number,
        lot_number=lot_number,
        supplier_id=actor.viewer.organisation,
    ).first()
    if not row:
        raise NotFound("您没有参加这一包的谈判。")
    found: FinalOffer = row
    return found
