"""Tenders that ask for bids, bids that answer them, lots that are opened: built through services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.money import yuan
from lucai.stages.trade.bids.canonical import amount
from lucai.stages.trade.bids.schemas import BondIn, ItemIn, OfferIn, TermsIn
from lucai.stages.trade.bids.selectors import tender_to_bid
from lucai.stages.trade.bids.wording import SecurityKind, SmeKind
from lucai.stages.trade.downloads.services import obtain_document
from lucai.stages.trade.openings import services as openings
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.sealing import services
from lucai.stages.trade.sealing.selectors import is_enough_to_open, lots_with_policy
from lucai_trust import envelope as trust
from tests.makers import people, sealing, trade
from tests.makers.remembered import remembered

PUBLISHED_ON = date(2026, 3, 2)
PARTS = ("qualification", "commercial", "technical")
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@dataclass(frozen=True, slots=True)
class Call:
    """A tender that asks for bids."""

    number: str
    published_at: datetime
    bid_deadline: datetime

    @property
    def before(self) -> datetime:
        """A quiet moment a day after publication."""
        return self.published_at + timedelta(days=1)


@remembered
def call_for_bids(lots: int = 2, evaluation_method: str = "comprehensive") -> Call:
    """Return a tender published on a Monday morning, with the maker's bid period."""
    published_at = clock.moment(PUBLISHED_ON, 10)
    with clock.at(published_at):
        number = trade.published_project(lots, evaluation_method)
        deadline = project_seen(people.agency(), number).bid_deadline
    assert deadline is not None
    return Call(number, published_at, deadline)


def upload(name: str = "证明文件.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def obtained(call: Call, viewer: Viewer) -> None:
    """Let a supplier obtain the document."""
    with clock.at(call.before):
        obtain_document(people.actor(viewer), project_number=call.number)


def submitted_bid(
    call: Call,
    viewer: Viewer,
    *,
    lot: int = 1,
    share: int = 95,
    at: datetime | None = None,
    offer: dict[str, Any] | None = None,
    response: dict[str, Any] | None = None,
    instead_of: trust.SealedBid | None = None,
    agreement: bool = False,
) -> trust.SealedBid:
    """Let a supplier write a complete bid, seal it and hand it in; return the envelope.

    Its price is that percentage of the ceiling, or just under it; ``offer`` and ``response``
    replace members of what a complete bid says, ``instead_of`` an envelope handed in before;
    ``agreement`` adds a consortium's.
    """
    obtained(call, viewer)
    with clock.at(at or call.before):
        offered, responded = written(call, viewer, lot=lot, share=share)
        made, chunks = sealing.sealed(
            call.number,
            lot,
            viewer,
            offer={**offered, **(offer or {})},
            response={**responded, **(response or {})},
            files=[
                (part, f"{part}.pdf", PDF + f"{viewer.organisation} {lot} {part}".encode())
                for part in PARTS + (("agreement",) if agreement else ())
            ],
            previous=instead_of.envelope.hash if instead_of else None,
        )
        sealing.handed_in(call.number, lot, made, chunks, claim=_claim(instead_of, made))
    return made


def _claim(old: trust.SealedBid | None, new: trust.SealedBid) -> bytes:
    if not old:
        return b""
    claim = trust.make_claim(old.envelope, old.claim_secret, at=clock.now(), new=new.envelope)
    return claim.encode()


@remembered
def opened_lot(
    call: Call | None = None, *, suppliers: int = 3, lots: tuple[int, ...] = (1,)
) -> Call:
    """Let suppliers bid for lots and hold the opening; lots nobody bid for fail."""
    call = call or call_for_bids()
    for lot in lots:
        for n in range(1, suppliers + 1):
            submitted_bid(call, people.supplier(n), lot=lot, share=90 + n)
    with clock.at(call.bid_deadline):
        held_opening(call.number)
    return call


def held_opening(number: str) -> None:
    """Let the agency release its shares and begin the opening; the deadline has come."""
    agency = people.actor(people.agency())
    released(number)
    openings.start(agency, project_number=number)


def released(number: str) -> None:
    """Seal the registries and let the agency release its shares of every lot that opens."""
    services.prepare_opening(services.ANYBODY, project_number=number)
    for lot in lots_with_policy(SYSTEM, number):
        if is_enough_to_open(SYSTEM, number, lot):
            services.keep_releases(
                people.actor(people.agency()),
                project_number=number,
                lot_number=lot,
                statements=sealing.released(number, lot, people.agency()),
            )


def written(
    call: Call, viewer: Viewer, *, lot: int = 1, share: int = 95, brand: str = ""
) -> tuple[Any, Any]:
    """Return a complete offer and response as the sealing page writes them, money in 元."""
    tender = tender_to_bid(viewer, call.number, lot)
    made = offer(call, viewer, lot=lot, share=share, brand=brand)
    offered = {
        "price": yuan(made.price or 0),
        "unit_confirmed": "",
        "items": [
            {"place": i.place, "unit_price": yuan(i.unit_price or 0), "brand": i.brand,
             "model": i.model}
            for i in made.items
        ],
    }  # fmt: skip
    letter = terms(validity_days=tender.validity_days).model_dump(mode="json")
    response = {
        "terms": {**letter, "domestic": "on", "domestic_share": ""},
        "answers": [
            {"number": d.number, "response": f"响应：{d.name}", "deviation": "none",
             "evidence": "第 1 页"}
            for d in tender.demands
        ],
        "claims": [
            {"number": a.number, "figure": str(share % 10), "evidence": "资格文件第 1 页"}
            for a in tender.asked
        ],
        "bonds": [
            {"kind": "transfer", "amount": yuan(tender.bond), "payer_account_name": "示例账户",
             "reference": "PZ20260001"}
        ] if tender.bond else [],
    }  # fmt: skip
    return offered, response


def terms(*, validity_days: int = 90, sme: SmeKind = SmeKind.SMALL) -> TermsIn:
    """Return a bid letter."""
    return TermsIn(
        delivery_days=30,
        validity_days=max(validity_days, 1),
        contact="示例联系人",
        phone="0531-00000000",
        sme_kind=sme,
        domestic=True,
        domestic_share=None,
        consortium="",
    )


def offer(call: Call, viewer: Viewer, *, lot: int = 1, share: int = 95, brand: str = "") -> OfferIn:
    """Return an offer: unit prices that percentage of the estimate, under the ceiling.

    Every bidder has a brand of its own, unless one is named.
    """
    brand = brand or f"示例{viewer.organisation}牌"
    card = tender_to_bid(viewer, call.number, lot).lot
    items = [
        ItemIn(place=place, unit_price=thing.unit_price * share // 100, brand=brand, model="A1")
        for place, thing in enumerate(card.items)
    ]
    total = sum(
        amount(thing.quantity, item.unit_price or 0)
        for thing, item in zip(card.items, items, strict=True)
    )
    return OfferIn(price=total, unit_confirmed=False, items=items)


def bond(amount: int) -> BondIn:
    """Return the record of a bid bond."""
    return BondIn(
        kind=SecurityKind.TRANSFER,
        amount=amount,
        payer_account_name="示例账户",
        reference="PZ20260001",
    )
