"""Negotiations as their pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Lifecycle, Offer
from lucai.platform.lives.offers import offers_of as steps_for
from lucai.stages.trade.negotiations.lifecycle import (
    CHANGE,
    NEGOTIATION,
    OFFER,
    PROPOSE,
    RECORD,
    WRITE,
)
from lucai.stages.trade.negotiations.models import (
    CHANGED,
    FinalOffer,
    NegotiationChange,
    NegotiationRecord,
    NegotiationRound,
)
from lucai.stages.trade.negotiations.numbering import round_number
from lucai.stages.trade.negotiations.rules import SAID, QuoteFacts
from lucai.stages.trade.negotiations.selectors.rows import (
    change_row,
    changes_of,
    negotiation_row,
    negotiations_of,
    offer_row,
    offers_of,
    record_row,
    records_of,
    talk_facts,
)
from lucai.stages.trade.projects.selectors import LotCard, lot_seen
from lucai.stages.trade.rounds.selectors import RoundCard, round_card


@dataclass(frozen=True, slots=True)
class RecordLine:
    """What was talked about with one supplier."""

    pk: int
    round: int
    supplier_name: str
    points: str
    response: str
    publicity: str
    place: str
    present: str
    costs: str
    comparable: str
    rights: str
    recorded_by: str
    at: datetime
    remark: str
    confirmed_at: datetime | None
    state: str
    state_label: str
    href: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change of the demand."""

    pk: int
    round: int
    kind_label: str
    text: str
    reason: str
    proposed_by: str
    at: datetime
    settled_by: str
    settled_at: datetime | None
    state: str
    state_label: str
    href: str


@dataclass(frozen=True, slots=True)
class ParticipantLine:
    """A supplier in the negotiation, without any price."""

    supplier_id: int
    name: str
    heard: bool
    left: bool


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """An opened last quote; amounts in 分."""

    supplier_name: str
    first_price: int
    price: int | None
    statement: str
    handed_in_at: datetime | None
    state_label: str
    refused_reason: str
    envelope_hash: str


@dataclass(frozen=True, slots=True)
class NegotiationSheet:
    """The negotiation of a lot as the panel and the organisers see it."""

    project_number: str
    lot_number: int
    title: str
    state: str
    state_label: str
    number: int
    chair_place: int
    due_at: datetime | None
    opened_at: datetime | None
    ceiling: int
    participants: tuple[ParticipantLine, ...]
    records: tuple[RecordLine, ...]
    changes: tuple[ChangeLine, ...]
    round: RoundCard | None
    quotes: tuple[QuoteLine, ...]
    handed_in: int
    offers: tuple[Offer, ...]
    may_write: bool
    may_propose: bool

    @property
    def href(self) -> str:
        """Its page."""
        return f"/rooms/{self.project_number}/negotiation/{self.lot_number}/"

    @property
    def going(self) -> int:
        """How many suppliers still take part."""
        return sum(not one.left for one in self.participants)


@dataclass(frozen=True, slots=True)
class Desk:
    """The negotiation as one supplier sees it: its own records, the changes, its last quote."""

    project_number: str
    lot: LotCard
    title: str
    state: str
    state_label: str
    due_at: datetime | None
    ceiling: int
    first_price: int
    price: int | None
    unit_prices: tuple[int, ...]
    statement: str
    refused_reason: str
    envelope_hash: str
    handed_in_at: datetime | None
    round: RoundCard | None
    records: tuple[RecordLine, ...]
    changes: tuple[ChangeLine, ...]
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its page."""
        return f"/rooms/{self.project_number}/negotiation/{self.lot.number}/"

    @property
    def receipt_href(self) -> str:
        """Where the receipt of the sealed quote is."""
        return f"{self.href}offer/receipt.json"


def negotiated_lots(viewer: Viewer, project_number: str) -> list[int]:
    """List the lots under negotiation that the viewer has to do with."""
    if viewer.side is Side.SUPPLIER:
        rows = FinalOffer.objects.seen_by(viewer).filter(project_number=project_number)
        return sorted(rows.values_list("lot_number", flat=True))
    return [row.lot_number for row in negotiations_of(viewer, project_number)]


def first_lot(viewer: Viewer, project_number: str) -> int:
    """Return the first lot under negotiation that the viewer has to do with.

    Raises:
        NotFound: there is none.
    """
    lots = negotiated_lots(viewer, project_number)
    if not lots:
        raise NotFound("没有您参加的谈判。")
    return lots[0]


def takes_part(viewer: Viewer, project_number: str) -> bool:
    """Whether the viewer has to do with a negotiation of the project."""
    return bool(negotiated_lots(viewer, project_number))


def negotiation_seen(viewer: Viewer, project_number: str, lot_number: int) -> NegotiationSheet:
    """Return the negotiation of a lot for the panel, the organisers and the supervisors.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = negotiation_row(viewer, project_number, lot_number)
    records = records_of(viewer, project_number, lot_number)
    everybody = offers_of(SYSTEM, row)
    facts = talk_facts(viewer, row)
    return NegotiationSheet(
        project_number=row.project_number,
        lot_number=row.lot_number,
        title=row.title,
        state=row.state,
        state_label=NEGOTIATION.states[row.state],
        number=row.number,
        chair_place=row.chair_place,
        due_at=row.due_at,
        opened_at=row.opened_at,
        ceiling=row.ceiling,
        participants=tuple(_participants(row, records, everybody)),
        records=tuple(map(_record, records)),
        changes=tuple(map(_change, changes_of(viewer, project_number, lot_number))),
        round=round_card(viewer, round_number(project_number, lot_number), lot_number),
        quotes=tuple(map(_quote, offers_of(viewer, row))),
        handed_in=sum(offer.state == "handed_in" for offer in everybody),
        offers=_steps(viewer, row, NEGOTIATION, facts),
        may_write=row.state == "talking" and viewer.may(WRITE.permission),
        may_propose=row.state == "talking" and viewer.may(PROPOSE.permission),
    )


def desk_of(viewer: Viewer, project_number: str, lot_number: int) -> Desk:
    """Return the negotiation as the viewer's own organisation sees it.

    Raises:
        NotFound: it takes no part.
    """
    row = offer_row(viewer, project_number, lot_number)
    lot = lot_seen(viewer, project_number, lot_number)
    facts = QuoteFacts(due_at=row.due_at)
    return Desk(
        project_number=row.project_number,
        lot=lot,
        title=row.title,
        state=row.state,
        state_label=OFFER.states[row.state],
        due_at=row.due_at,
        ceiling=lot.ceiling,
        first_price=row.first_price,
        price=row.price,
        unit_prices=tuple(row.unit_prices),
        statement=row.statement,
        refused_reason=row.refused_reason,
        envelope_hash=row.envelope_hash,
        handed_in_at=row.handed_in_at,
        round=round_card(viewer, round_number(project_number, lot_number), lot_number),
        records=tuple(map(_record, records_of(viewer, project_number, lot_number))),
        changes=tuple(map(_change, changes_of(viewer, project_number, lot_number))),
        offers=_steps(viewer, row, OFFER, facts),
    )


def own_desk(viewer: Viewer, project_number: str, lot_number: int) -> Desk | None:
    """Return a supplier's own desk; None for everybody else.

    Raises:
        NotFound: a supplier takes no part.
    """
    if viewer.side is not Side.SUPPLIER:
        return None
    return desk_of(viewer, project_number, lot_number)


def record_seen(viewer: Viewer, project_number: str, pk: int) -> RecordLine:
    """Return one record.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _record(record_row(viewer, project_number, pk))


def change_seen(viewer: Viewer, project_number: str, pk: int) -> ChangeLine:
    """Return one change.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _change(change_row(viewer, project_number, pk))


def _steps(
    viewer: Viewer, row: NegotiationRound | FinalOffer, life: Lifecycle, facts: object
) -> tuple[Offer, ...]:
    return steps_for(
        viewer, life, row.state, facts,
        project_number=row.project_number, lot_number=row.lot_number,
    )  # fmt: skip


def _participants(
    row: NegotiationRound, records: list[NegotiationRecord], offers: list[FinalOffer]
) -> list[ParticipantLine]:
    heard = {record.supplier_id for record in records if record.round == row.number}
    left = {offer.supplier_id for offer in offers if offer.state == "left"}
    return [
        ParticipantLine(one["id"], one["name"], one["id"] in heard, one["id"] in left)
        for one in row.participants
    ]


def _record(row: NegotiationRecord) -> RecordLine:
    return RecordLine(
        pk=row.pk,
        round=row.round,
        supplier_name=row.supplier_name,
        points=row.points,
        response=row.response,
        **{name: getattr(row, name) for name in SAID},
        recorded_by=row.recorded_by,
        at=row.at,
        remark=row.remark,
        confirmed_at=row.confirmed_at,
        state=row.state,
        state_label=RECORD.states[row.state],
        href=f"/rooms/{row.project_number}/negotiation/{row.lot_number}/records/{row.pk}/",
    )


def _change(row: NegotiationChange) -> ChangeLine:
    return ChangeLine(
        pk=row.pk,
        round=row.round,
        kind_label=CHANGED[row.kind],
        text=row.text,
        reason=row.reason,
        proposed_by=row.proposed_by,
        at=row.at,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
        state=row.state,
        state_label=CHANGE.states[row.state],
        href=f"/rooms/{row.project_number}/negotiation/{row.lot_number}/changes/{row.pk}/",
    )


def _quote(row: FinalOffer) -> QuoteLine:
    return QuoteLine(
        supplier_name=row.supplier_name,
        first_price=row.first_price,
        price=row.price,
        statement=row.statement,
        handed_in_at=row.handed_in_at,
        state_label=OFFER.states[row.state],
        refused_reason=row.refused_reason,
        envelope_hash=row.envelope_hash,
    )
