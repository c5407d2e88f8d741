"""The supplier's working copy: every part of a bid as it is saved now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.records import read_once
from lucai.stages.trade.bids import canonical
from lucai.stages.trade.bids.models import Bid, BidFile, BidItem, BidResponse, BidSecurity
from lucai.stages.trade.bids.rules import SubmissionFacts
from lucai.stages.trade.bids.selectors.tender import Demand, TenderedLot, tendered_lot
from lucai.stages.trade.bids.wording import PARTS, SMES
from lucai_trust import utc


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One thing of the lot's list with the supplier's price, in 分."""

    place: int
    name: str
    quantity: str
    unit: str
    unit_price: int | None
    amount: int | None
    brand: str
    model: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of the response matrix: what is asked, what is answered."""

    demand: Demand
    response: str
    deviation: str
    evidence: str

    @property
    def given(self) -> bool:
        """Whether it is answered: words and a deviation."""
        return bool(self.response and self.deviation)


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """A bid's rows together with what they answer."""

    bid: Bid
    tender: TenderedLot
    items: Mapping[int, BidItem]
    responses: Mapping[str, BidResponse]
    files: tuple[BidFile, ...]
    securities: tuple[BidSecurity, ...]

    @property
    def price_lines(self) -> tuple[PriceLine, ...]:
        """The price table, one line for each thing of the lot."""
        return tuple(self._price_line(place) for place in range(len(self.tender.lot.items)))

    @property
    def items_total(self) -> int | None:
        """The sum of the table; None while a unit price is missing."""
        amounts = [line.amount for line in self.price_lines]
        known = [amount for amount in amounts if amount is not None]
        return sum(known) if len(known) == len(amounts) else None

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The whole response matrix, in the order of the document."""
        return tuple(self._answer(demand) for demand in self.tender.demands)

    @property
    def terms_given(self) -> bool:
        """Whether the bid letter is filled in."""
        bid = self.bid
        return bool(bid.delivery_days and bid.validity_days and bid.contact and bid.sme_kind)

    @property
    def bond_received(self) -> int:
        """What is recorded as bid bond, in 分."""
        return sum(one.amount for one in self.securities)

    @property
    def parts_without_files(self) -> tuple[str, ...]:
        """The parts that have to prove something and hold no file."""
        asked = {demand.kind for demand in self.tender.demands if demand.evidence}
        held = {file.part for file in self.files}
        return tuple(label for part, label in PARTS.items() if part in asked - held)

    def facts(self) -> SubmissionFacts:
        """What the rules judge."""
        bid, tender, answers = self.bid, self.tender, self.answers
        return SubmissionFacts(
            bid_deadline=tender.bid_deadline,
            lot_alive=tender.lot.alive and tender.project.state != "ended",
            document_obtained=tender.document_obtained,
            terms_given=self.terms_given,
            unanswered=tuple(one.demand.number for one in answers if not one.given),
            broken=tuple(one.demand.number for one in answers if _breaks(one)),
            files_missing=self.parts_without_files,
            price=bid.price,
            items_total=self.items_total,
            items_missing=tuple(x.name for x in self.price_lines if x.unit_price is None),
            ceiling=tender.lot.ceiling,
            unit_confirmed=bid.unit_confirmed,
            validity_days=bid.validity_days or 0,
            required_validity_days=tender.validity_days,
            bond_required=tender.bond,
            bond_received=self.bond_received,
            bond_received_at=max((x.recorded_at for x in self.securities), default=None),
            consortium=bool(bid.consortium),
            consortium_allowed=tender.consortium_allowed,
            sme_declared=bid.sme_kind in SMES,
            sme_reserved=tender.lot.sme_reserved,
        )

    def content(self, submitted_at: datetime | None = None) -> dict[str, Any]:
        """The canonical content, with the moment when it is handed in."""
        return canonical.content_of(
            canonical.Parts(
                identity=self._identity(submitted_at),
                price=self.bid.price,
                items=[_item_content(line) for line in self.price_lines],
                terms={name: getattr(self.bid, column) for name, column in TERMS.items()},
                responses=[_answer_content(answer) for answer in self.answers],
                files=[_file_content(file) for file in self.files],
                securities=[_security_content(one) for one in self.securities],
            )
        )

    @property
    def differs(self) -> bool:
        """Whether something was changed since it was handed in."""
        handed_in = self.bid.submission
        if not handed_in:
            return False
        identity = {k: v for k, v in handed_in["bid"].items() if k != "submittedAt"}
        return bool({**handed_in, "bid": identity} != self.content())

    def _identity(self, submitted_at: datetime | None) -> dict[str, Any]:
        bid = self.bid
        identity = {
            "code": bid.code,
            "project": bid.project_number,
            "lot": bid.lot_number,
            "edition": self.tender.edition,
            "supplier": {"name": bid.supplier_name, "uscc": bid.supplier_uscc},
        }
        return {**identity, "submittedAt": utc(submitted_at)} if submitted_at else identity

    def _price_line(self, place: int) -> PriceLine:
        thing, row = self.tender.lot.items[place], self.items.get(place)
        price = row.unit_price if row else None
        return PriceLine(
            place=place,
            name=thing.name,
            quantity=thing.quantity,
            unit=thing.unit,
            unit_price=price,
            amount=None if price is None else canonical.amount(thing.quantity, price),
            brand=row.brand if row else "",
            model=row.model if row else "",
        )

    def _answer(self, demand: Demand) -> Answer:
        row = self.responses.get(demand.number)
        if not row:
            return Answer(demand, "", "", "")
        return Answer(demand, row.response, row.deviation, row.evidence)


TERMS = {
    "deliveryDays": "delivery_days",
    "validityDays": "validity_days",
    "contact": "contact",
    "phone": "phone",
    "smeKind": "sme_kind",
    "domestic": "domestic",
    "domesticShare": "domestic_share",
    "consortium": "consortium",
}
"""How the content names the columns of the bid letter."""


def working_copy(viewer: Viewer, project_number: str, lot_number: int) -> WorkingCopy:
    """Return the supplier's own working copy.

    Raises:
        NotFound: the supplier has not begun a bid for this lot.
    """
    bid = bid_row(viewer, project_number, lot_number)
    mine = {"bid_id": bid.pk}
    items = BidItem.objects.seen_by(viewer).filter(**mine)
    responses = BidResponse.objects.seen_by(viewer).filter(**mine)
    files = BidFile.objects.seen_by(viewer).filter(**mine).order_by("pk")
    securities = BidSecurity.objects.seen_by(viewer).filter(**mine).order_by("pk")
    return WorkingCopy(
        bid=bid,
        tender=tendered_lot(viewer, project_number, lot_number),
        items={row.place: row for row in items},
        responses={row.requirement_number: row for row in responses},
        files=tuple(files),
        securities=tuple(securities),
    )


@read_once
def bid_row(viewer: Viewer, project_number: str, lot_number: int) -> Bid:
    """Return the supplier's own row, for this module's services.

    Raises:
        NotFound: the viewer is no supplier, or has not begun a bid for this lot.
    """
    rows = Bid.objects.seen_by(viewer).filter(
        project_number=project_number, lot_number=lot_number, supplier_id=viewer.organisation
    )
    row: Bid | None = rows.first() if viewer.side is Side.SUPPLIER else None
    if not row:
        raise NotFound("您还没有为这一包编制投标文件。")
    return row


def _breaks(answer: Answer) -> bool:
    return answer.demand.substantive and answer.deviation == "negative"


def _item_content(line: PriceLine) -> dict[str, Any]:
    return {
        "name": line.name,
        "quantity": line.quantity,
        "unit": line.unit,
        "unitPrice": line.unit_price,
        "amount": line.amount,
        "brand": line.brand,
        "model": line.model,
    }


def _answer_content(answer: Answer) -> dict[str, Any]:
    return {
        "number": answer.demand.number,
        "kind": answer.demand.kind,
        "substantive": answer.demand.substantive,
        "requirement": answer.demand.text,
        "response": answer.response,
        "deviation": answer.deviation,
        "evidence": answer.evidence,
    }


def _file_content(file: BidFile) -> dict[str, Any]:
    return {
        "part": file.part,
        "file": file.file_id,
        "name": file.name,
        "size": file.size,
        "sha256": file.sha256,
        "sm3": file.sm3,
    }


def _security_content(security: BidSecurity) -> dict[str, Any]:
    return {
        "kind": security.kind,
        "amount": security.amount,
        "payer": security.payer_account_name,
        "reference": security.reference,
    }
