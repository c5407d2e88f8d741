"""最后报价: called for all at once, sealed until all are due, opened together."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lucai.kernel import chance, clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotFound
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.stages.trade.bids import services as bids
from lucai.stages.trade.bids.canonical import amount
from lucai.stages.trade.negotiations import ports
from lucai.stages.trade.negotiations.commitments import committed
from lucai.stages.trade.negotiations.lifecycle import NEGOTIATION, OFFER, RECORD
from lucai.stages.trade.negotiations.models import FinalOffer, NegotiationRecord, NegotiationRound
from lucai.stages.trade.negotiations.rules import QuoteFacts
from lucai.stages.trade.negotiations.schemas import CallIn, LeavingIn, QuoteIn
from lucai.stages.trade.negotiations.selectors import offers_of, talk_facts
from lucai.stages.trade.negotiations.services.talking import locked, talking
from lucai.stages.trade.projects.selectors import LotCard, lot_seen


@command
def call_quotes(actor: Actor, *, project_number: str, lot_number: int, form: CallIn) -> None:
    """End the talks and ask all suppliers that are left for their last quotes.

    Records that their supplier has neither confirmed nor commented count as confirmed.

    Raises:
        RuleBroken: not the chair, a supplier was not heard, or a change waits.
    """
    row = talking(actor, project_number, lot_number)
    due_at = clock.now() + timedelta(minutes=form.minutes)
    facts = talk_facts(actor.viewer, row)
    take_step(
        actor, row, NEGOTIATION, "call_quotes", facts=facts, changes={"due_at": due_at},
        body={"dueAt": due_at.isoformat()},
    )  # fmt: skip
    for offer in offers_of(SYSTEM, row):
        if offer.state == "talking":
            take_step(
                actor, offer, OFFER, "call", changes={"due_at": due_at},
                audience=(offer.supplier_id,), follows=True,
            )  # fmt: skip
    _accept_records(actor, row)


@command
def hand_in(actor: Actor, *, project_number: str, lot_number: int, form: QuoteIn) -> str:
    """Hand in one's last quote, or another in its place; return its commitment.

    The commitment, the SHA-256 of a salt and the canonical quote, stands in the journal at once.

    Raises:
        RuleBroken: too late, incomplete, or above the ceiling.
        InvalidInput: a price that is not positive, or not as many as the lot has things.
    """
    row = _own(actor, project_number, lot_number)
    lot = lot_seen(actor.viewer, project_number, lot_number)
    prices = _prices(lot, form)
    total = _total(lot, prices) if None not in prices else None
    unpriced = [i.name for i, price in zip(lot.items, prices, strict=True) if price is None]
    facts = QuoteFacts(
        due_at=row.due_at, price=total, ceiling=lot.ceiling, unpriced=tuple(unpriced)
    )
    salt = chance.token_hex(32)
    commitment = committed(salt, row.bid_code, total, prices, form.statement)
    take_step(
        actor, row, OFFER, "hand_in", facts=facts,
        changes={
            "price": total,
            "unit_prices": prices,
            "statement": form.statement,
            "salt": salt,
            "commitment": commitment,
            "handed_in_at": clock.now(),
        },
        body={"commitment": commitment},
    )  # fmt: skip
    return commitment


@command
def leave(actor: Actor, *, project_number: str, lot_number: int, form: LeavingIn) -> None:
    """Leave before the last quote; the bond falls due (GP-NEG-08)."""
    row = _own(actor, project_number, lot_number)
    take_step(actor, row, OFFER, "leave", changes={"left_reason": form.reason})
    bids.release(
        actor, bids.WITHDRAWN,
        project_number=project_number, lot_number=lot_number, supplier_id=row.supplier_id,
    )  # fmt: skip


@command
def open_quotes(actor: Actor, *, project_number: str, lot_number: int) -> None:
    """Open all last quotes together; the evaluation goes on with them.

    Raises:
        RuleBroken: not the chair, or a quote is missing and its time is not over.
    """
    row = locked(actor, project_number, lot_number)
    if row is None:
        raise NotFound("没有找到这一包的谈判。")
    facts = talk_facts(actor.viewer, row)
    now = clock.now()
    take_step(actor, row, NEGOTIATION, "open_quotes", facts=facts, changes={"opened_at": now})
    for offer in offers_of(SYSTEM, row):
        if offer.state == "handed_in":
            _open(actor, row, offer)
        elif offer.state == "expected":
            take_step(actor, offer, OFFER, "miss", follows=True)
    ports.after_quotes(actor, project_number, lot_number)


def _open(actor: Actor, row: NegotiationRound, offer: FinalOffer) -> None:
    """Make one last quote known, with the salt that proves it is the one committed to."""
    take_step(
        actor, offer, OFFER, "open",
        changes={"opened_at": clock.now(), "region": row.region},
        body={"commitment": offer.commitment, "salt": offer.salt},
        audience=(offer.supplier_id,),
        follows=True,
    )  # fmt: skip
    bids.requote(
        actor,
        project_number=row.project_number,
        code=offer.bid_code,
        price=offer.price or 0,
        unit_prices=offer.unit_prices,
    )


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


def _prices(lot: LotCard, form: QuoteIn) -> list[int | None]:
    if len(form.items) != len(lot.items):
        raise InvalidInput({"items": "分项报价与采购清单不一致，请刷新后重新填写"})
    wrong = {
        f"items.{place}.unit_price": "单价应当大于零"
        for place, item in enumerate(form.items)
        if item.unit_price is not None and item.unit_price <= 0
    }
    if wrong:
        raise InvalidInput(wrong)
    return [item.unit_price for item in form.items]


def _total(lot: LotCard, prices: list[Any]) -> int:
    things = zip(lot.items, prices, strict=True)
    return sum(amount(thing.quantity, price) for thing, price in things)
