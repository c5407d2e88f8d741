"""Tenders that ask for bids, bids that answer them, lots that are opened: built through services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Viewer
from lucai.kernel.money import yuan
from lucai.stages.trade.bids import services as bids
from lucai.stages.trade.bids.canonical import amount
from lucai.stages.trade.bids.schemas import AnswerIn, BondIn, ItemIn, OfferIn, TermsIn
from lucai.stages.trade.bids.selectors import tender_to_bid
from lucai.stages.trade.bids.wording import Deviation, SecurityKind, SmeKind
from lucai.stages.trade.downloads.services import obtain_document
from lucai.stages.trade.openings import services as openings
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import people, trade

PUBLISHED_ON = date(2026, 3, 2)
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


def started_bid(call: Call, viewer: Viewer, *, lot: int = 1) -> Actor:
    """Let a supplier obtain the document and begin a bid; return the actor."""
    actor = people.actor(viewer)
    with clock.at(call.before):
        obtain_document(actor, project_number=call.number)
        bids.start_bid(actor, project_number=call.number, lot_number=lot)
    return actor


def filled_bid(
    call: Call, viewer: Viewer, *, lot: int = 1, share: int = 95, marker: str = "1"
) -> Actor:
    """Fill a bid in completely; its price is that percentage of the ceiling, or just under it."""
    actor = started_bid(call, viewer, lot=lot)
    key = {"project_number": call.number, "lot_number": lot}
    with clock.at(call.before):
        tender = tender_to_bid(viewer, call.number, lot)
        answers = [
            AnswerIn(
                number=d.number,
                response=f"响应：{d.name}",
                deviation=Deviation.NONE,
                evidence="第 1 页",
            )
            for d in tender.demands
        ]
        bids.answer_requirements(actor, answers=answers, **key)
        bids.edit_terms(actor, terms=terms(validity_days=tender.validity_days), **key)
        bids.edit_offer(actor, offer=offer(call, viewer, lot=lot, share=share), **key)
        for part in ("qualification", "commercial", "technical"):
            content = PDF + f"{viewer.organisation} {part} {marker}".encode()
            bids.attach(actor, part=part, upload=upload(f"{part}.pdf", content), **key)
        if tender.bond:
            bids.record_bond(actor, bond=bond(tender.bond), **key)
    return actor


def submitted_bid(
    call: Call, viewer: Viewer, *, lot: int = 1, share: int = 95, at: datetime | None = None
) -> Actor:
    """Hand a complete bid in."""
    actor = filled_bid(call, viewer, lot=lot, share=share)
    with clock.at(at or call.before):
        bids.submit(actor, project_number=call.number, lot_number=lot)
    return actor


def opened_lot(
    call: Call | None = None, *, suppliers: int = 3, lots: tuple[int, ...] = (1,)
) -> Call:
    """Let suppliers bid for lots and hold the opening; lots nobody bid for fail."""
    call = call or call_for_bids()
    for lot in lots:
        for n in range(1, suppliers + 1):
            submitted_bid(call, people.supplier(n), lot=lot, share=90 + n)
    with clock.at(call.bid_deadline):
        openings.start(people.actor(people.agency()), project_number=call.number)
    return call


def written(call: Call, viewer: Viewer, *, lot: int = 1, share: int = 95) -> tuple[Any, Any]:
    """Return a complete offer and response as the sealing page writes them, money in 元."""
    tender = tender_to_bid(viewer, call.number, lot)
    made = offer(call, viewer, lot=lot, share=share)
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


def offer(call: Call, viewer: Viewer, *, lot: int = 1, share: int = 95) -> OfferIn:
    """Return an offer: unit prices that percentage of the estimate, kept under the ceiling."""
    card = tender_to_bid(viewer, call.number, lot).lot
    items = [
        ItemIn(place=place, unit_price=thing.unit_price * share // 100, brand="示例牌", model="A1")
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
