"""Quoting for an enquiry: sealed by the seller's own browser, replaced or withdrawn until the time is over."""

from __future__ import annotations

from lucai.kernel.actors import Actor, Side, Viewer
from lucai.kernel.errors import NotAllowed, NotFound
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.registers.products.selectors import pickable
from lucai.stages.contract.mall.inquiry_lifecycle import MALL_QUOTE
from lucai.stages.contract.mall.models import MallInquiry, MallQuote
from lucai.stages.contract.mall.numbering import LOT, round_number
from lucai.stages.contract.mall.selectors import inquiry_facts, mall_inquiry_row
from lucai.stages.contract.mall.selectors.sealing import quote_of
from lucai.stages.contract.mall.services.enquiring import invite
from lucai.stages.trade.projects.standing import bars, demand_not_barred
from lucai.stages.trade.rounds import services as rounds
from lucai.stages.trade.rounds.services import HandedIn


def quote(actor: Actor, *, number: str, handed: HandedIn) -> bytes:
    """Hand in a sealed quote, or another in its place; return its receipt.

    Nobody can read it before the time is over; product, price and answers are checked by the
    seller's browser before it is sealed, and again at the opening (MAL-03 to MAL-05).

    Raises:
        NotAllowed: not a supplier, or one that supplies no such goods.
        NotFound: the enquiry is over.
        InvalidInput: not an envelope of this round, not signed, or one that replaces another.
        RuleBroken: too late (MAL-03), or the supplier is barred (GP-QUA-02).
    """
    inquiry = mall_inquiry_row(actor.viewer, number)
    _demand_seller(actor.viewer, inquiry)
    own = quote_of(actor.viewer, number)

    def enter(envelope_hash: str) -> str:
        demand_not_barred(bars(actor.viewer.organisation or 0))
        row = _place_of(actor, inquiry)
        facts = inquiry_facts(actor.viewer, inquiry)
        return rounds.note_envelope(actor, row, MALL_QUOTE, envelope_hash, facts=facts)

    return rounds.hand_in(
        actor, number=round_number(number, inquiry.turn), lot_number=LOT, handed=handed,
        held=own.held if own else "", enter=enter,
    )  # fmt: skip


def withdraw_quote(actor: Actor, *, number: str, claim: bytes) -> bytes:
    """Withdraw one's quote until the time is over; return the receipt of that.

    Raises:
        WrongState: nothing of the supplier stands handed in.
        InvalidInput: the claim is not signed with the key of that envelope.
        RuleBroken: too late (MAL-03).
    """
    inquiry = mall_inquiry_row(actor.viewer, number)
    own = quote_of(actor.viewer, number)

    def enter() -> None:
        row = _place_of(actor, inquiry)
        facts = inquiry_facts(actor.viewer, inquiry)
        take_step(actor, row, MALL_QUOTE, "withdraw", facts=facts)

    held = own.held if own else ""
    return rounds.withdraw(actor, envelope_hash=held, claim=claim, enter=enter)


def quote_receipt(actor: Actor, *, number: str) -> bytes:
    """Return the receipt of one's own quote once more, of a withdrawn one the receipt of that.

    Raises:
        NotFound: it has handed in none.
    """
    own = quote_of(actor.viewer, number)
    return rounds.receipt_of(actor, envelope_hash=own.envelope_hash if own else "")


def _place_of(actor: Actor, inquiry: MallInquiry) -> MallQuote:
    """Return the supplier's place, locked; whoever supplies such goods and was not asked joins."""
    supplier = actor.viewer.organisation or 0
    with system_access("quote in hand"):
        rows = MallQuote.objects.select_for_update().filter(inquiry=inquiry)
        row: MallQuote | None = rows.filter(supplier_id=supplier).first()
    if row is None:
        row = invite(actor, inquiry, supplier, actor.viewer.organisation_name)
    return row


def _demand_seller(viewer: Viewer, inquiry: MallInquiry) -> None:
    if viewer.side is not Side.SUPPLIER:
        raise NotAllowed("只有供应商可以报价。")
    if inquiry.state != "asking":
        raise NotFound("这次询价已经结束。")
    if not pickable(viewer, inquiry.catalogue_code):
        raise NotAllowed("本企业在这个品目下没有在供的商品，请先在商品库登记商品或者报价。")
