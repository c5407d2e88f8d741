"""A bid as its envelope held it: its canonical content, and what the rules judge.

Built only from values in hand; no tables, no clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lucai.law.wording import plain
from lucai.stages.trade.bids import canonical
from lucai.stages.trade.bids.consortia import Partner, members_content, problem_of
from lucai.stages.trade.bids.rules import SubmissionFacts
from lucai.stages.trade.bids.schemas import (
    AnswerIn,
    BondIn,
    ClaimIn,
    ItemIn,
    OfferIn,
    TermsIn,
)
from lucai.stages.trade.bids.selectors.tender import Asked, Demand, TenderedLot
from lucai.stages.trade.bids.wording import PARTS, SMES, FilePart
from lucai_trust import utc

AGREEMENT_NAME = "联合"
SHARE = 100
"""Hundredths of a percent in a percent: shares are kept in 万分之一."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of a bid as it is kept: part, number in the file store, name, size and digests."""

    part: str
    file_id: int
    name: str
    size: int
    sha256: str
    sm3: str


@dataclass(frozen=True, slots=True)
class WrittenBid:
    """What a bidder wrote, together with what it answers; money in 分."""

    code: str
    supplier_name: str
    supplier_uscc: str
    received_at: datetime
    tender: TenderedLot
    offer: OfferIn
    terms: TermsIn
    answers: tuple[AnswerIn, ...]
    claims: tuple[ClaimIn, ...]
    bonds: tuple[BondIn, ...]
    files: tuple[KeptFile, ...]
    partners: tuple[Partner, ...] = ()
    supplier_id: int = 0
    signature_problem: str = ""

    @property
    def price(self) -> int:
        """The total; a bid without one is never written down."""
        return self.offer.price or 0

    def content(self) -> dict[str, Any]:
        """Return the canonical content, from which everybody reads after the opening."""
        return canonical.content_of(
            canonical.Parts(
                identity=self._identity(),
                price=self.offer.price,
                items=self._items(),
                terms=self._terms(),
                responses=[self._response(demand) for demand in self.tender.demands],
                claims=[self._claim(asked) for asked in self.tender.asked],
                members=members_content(self._leader(), self.partners),
                files=[_file(file) for file in self.files],
                securities=[_security(bond) for bond in self.bonds],
            )
        )

    def facts(self) -> SubmissionFacts:
        """Return what the rules judge."""
        tender, given = self.tender, self._given()
        answered = {n for n, one in given.items() if one.response and one.deviation}
        return SubmissionFacts(
            bid_deadline=tender.bid_deadline,
            lot_alive=tender.lot.alive and tender.project.state != "ended",
            document_obtained=tender.document_obtained,
            signature_problem=self.signature_problem,
            unanswered=tuple(d.number for d in tender.demands if d.number not in answered),
            unclaimed=tuple(a.name for a in tender.asked if self._figure(a) == ""),
            broken=tuple(d.number for d in tender.demands if _breaks(d, given.get(d.number))),
            files_missing=self._parts_without_files(),
            price=self.offer.price,
            items_total=self._items_total(),
            items_missing=tuple(x["name"] for x in self._items() if x["unitPrice"] is None),
            ceiling=tender.lot.ceiling,
            unit_confirmed=self.offer.unit_confirmed,
            validity_days=self.terms.validity_days,
            required_validity_days=tender.validity_days,
            bond_required=tender.bond,
            bond_received=sum(bond.amount for bond in self.bonds),
            bond_received_at=self.received_at if self.bonds else None,
            bond_kinds=tuple(str(bond.kind) for bond in self.bonds),
            consortium=bool(self.partners or self.terms.consortium),
            consortium_problem=self._consortium_problem(),
            consortium_allowed=tender.consortium_allowed,
            subcontract=bool(self.terms.subcontract),
            subcontract_text=self.terms.subcontract,
            subcontract_allowed=tender.subcontract_allowed,
            sme_declared=self.terms.sme_kind.value in SMES
            and all(one.size in SMES for one in self.partners),
            sme_reserved=tender.lot.sme_reserved,
        )

    def _identity(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "project": self.tender.project.number,
            "lot": self.tender.lot.number,
            "edition": self.tender.edition,
            "supplier": {"name": self.supplier_name, "uscc": self.supplier_uscc},
            "submittedAt": utc(self.received_at),
        }

    def _items(self) -> list[dict[str, Any]]:
        offered = {item.place: item for item in self.offer.items}
        return [
            _item(thing.name, thing.quantity, thing.unit, offered.get(place))
            for place, thing in enumerate(self.tender.lot.items)
        ]

    def _items_total(self) -> int | None:
        amounts = [item["amount"] for item in self._items()]
        return None if None in amounts else sum(amounts)

    def _terms(self) -> dict[str, Any]:
        terms, share, small = self.terms, self.terms.domestic_share, self.terms.small_share
        return {
            "deliveryDays": terms.delivery_days,
            "validityDays": terms.validity_days,
            "contact": terms.contact,
            "phone": terms.phone,
            "smeKind": terms.sme_kind.value,
            "domestic": terms.domestic,
            "domesticShare": None if share is None else int(share * SHARE),
            "consortium": terms.consortium,
            "subcontract": terms.subcontract,
            "smallShare": None if small is None else int(small * SHARE),
        }

    def _given(self) -> Mapping[str, AnswerIn]:
        return {answer.number: answer for answer in self.answers}

    def _response(self, demand: Demand) -> dict[str, Any]:
        answer = self._given().get(demand.number)
        return {
            "number": demand.number,
            "kind": demand.kind,
            "substantive": demand.substantive,
            "requirement": demand.text,
            "response": answer.response if answer else "",
            "deviation": answer.deviation.value if answer and answer.deviation else "",
            "evidence": answer.evidence if answer else "",
        }

    def _claim(self, asked: Asked) -> dict[str, Any]:
        given = next((one for one in self.claims if one.number == asked.number), None)
        return {
            "number": asked.number,
            "name": asked.name,
            "measure": asked.measure,
            "unit": asked.unit,
            "figure": self._figure(asked),
            "evidence": given.evidence if given else "",
        }

    def _figure(self, asked: Asked) -> str:
        """Return what was claimed as a plain decimal text; empty: nothing."""
        given = next((one for one in self.claims if one.number == asked.number), None)
        return "" if given is None or given.figure is None else plain(given.figure)

    def _leader(self) -> Partner:
        """The bidder, who leads; its standing is what its letter declares."""
        size = self.terms.sme_kind.value
        return Partner(
            self.supplier_uscc, None, self.terms.consortium, self.supplier_id,
            self.supplier_name, size,
        )  # fmt: skip

    def _consortium_problem(self) -> str:
        agreed = any(_is_agreement(file) for file in self.files)
        return problem_of(self.supplier_uscc, self.partners, agreed=agreed)

    def _parts_without_files(self) -> tuple[str, ...]:
        asked = {demand.kind for demand in self.tender.demands if demand.evidence}
        held = {file.part for file in self.files}
        return tuple(label for part, label in PARTS.items() if part in asked - held)


def _item(name: str, quantity: str, unit: str, offered: ItemIn | None) -> dict[str, Any]:
    price = offered.unit_price if offered else None
    return {
        "name": name,
        "quantity": quantity,
        "unit": unit,
        "unitPrice": price,
        "amount": None if price is None else canonical.amount(quantity, price),
        "brand": offered.brand if offered else "",
        "model": offered.model if offered else "",
    }


def _is_agreement(file: KeptFile) -> bool:
    """Tenders announced before there was a part for it have it among the qualification files."""
    return file.part == FilePart.AGREEMENT.value or AGREEMENT_NAME in file.name


def _breaks(demand: Demand, answer: AnswerIn | None) -> bool:
    return bool(demand.substantive and answer and answer.deviation == "negative")


def _file(file: KeptFile) -> dict[str, Any]:
    return {
        "part": file.part,
        "file": file.file_id,
        "name": file.name,
        "size": file.size,
        "sha256": file.sha256,
        "sm3": file.sm3,
    }


def _security(bond: BondIn) -> dict[str, Any]:
    return {
        "kind": bond.kind.value,
        "amount": bond.amount,
        "payer": bond.payer_account_name,
        "reference": bond.reference,
    }
