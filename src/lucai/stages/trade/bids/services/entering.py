"""Entering what a sealed envelope held as a bid: from then on it is read like every other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lucai.kernel import chance, clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.kernel.errors import InvalidInput
from lucai.platform.access.selectors import OrganisationCard, organisation_by_uscc
from lucai.platform.files.kinds import ATTACHMENTS
from lucai.platform.files.services import keep_upload
from lucai.platform.records import Record, system_access
from lucai.stages.trade.bids.models import Bid, BidFile, BidItem, BidResponse, BidSecurity
from lucai.stages.trade.bids.schemas import AnswerIn, BondIn, OfferIn, TermsIn
from lucai.stages.trade.bids.selectors.tender import TenderedLot, tendered_lot
from lucai.stages.trade.bids.selectors.working import WorkingCopy
from lucai.stages.trade.bids.services.preparing import SHARE
from lucai.stages.trade.sealing.services import OpenedEnvelope, OpenedFile
from lucai_trust.encoding import parse_canonical
from lucai_trust.errors import EncodingRefused


class ResponseIn(BaseModel):
    """The part of an envelope that holds letter, answers and bond; money in 元 as typed."""

    model_config = ConfigDict(extra="forbid")

    terms: TermsIn
    answers: list[AnswerIn] = Field(default=[], max_length=2000)
    bonds: list[BondIn] = Field(default=[], max_length=20)


class Unreadable(Exception):
    """An envelope opened, and what it holds is no bid; the text says why."""


@dataclass(frozen=True, slots=True)
class _Upload:
    """An opened file as the file store takes one."""

    name: str
    size: int
    content: OpenedEnvelope
    number: int

    def chunks(self) -> Iterator[bytes]:
        """Decrypt as it is read."""
        return (piece for piece in self.content.chunks(self.number) if piece)


def enter(actor: Actor, *, project_number: str, lot_number: int, opened: OpenedEnvelope) -> Bid:
    """Write an opened envelope down as a submitted bid; part of the opening's command.

    Raises:
        Unreadable: nobody in the supplier library bids, or offer and response are not as asked.
    """
    bidder = organisation_by_uscc(SYSTEM, opened.bidder_code)
    if not bidder:
        raise Unreadable("投标人不在供应商库中，统一社会信用代码无法核对")
    if _bids_already(project_number, lot_number, bidder.pk):
        raise Unreadable("同一投标人对同一包另有一份投标文件，且没有声明替换")
    offer, response = _read(opened)
    tender = tendered_lot(SYSTEM, project_number, lot_number)
    row = _bid(tender, bidder, opened, offer, response)
    with system_access("bid of an opened envelope"):
        row.save(force_insert=True)
        items = _items(row, offer, len(tender.lot.items))
        answers = _answers(row, response, {demand.number for demand in tender.demands})
        securities = _securities(row, response)
        files = [_file(row, opened, one) for one in opened.files]
        rows: tuple[list[Any], ...] = (items, answers, files, securities)
        for found in rows:
            _write(found)
    copy = WorkingCopy(
        bid=row,
        tender=tender,
        items={one.place: one for one in items},
        responses={one.requirement_number: one for one in answers},
        files=tuple(files),
        securities=tuple(securities),
    )
    row.change(submission=copy.content(submitted_at=row.submitted_at))
    return row


def _bids_already(project_number: str, lot_number: int, supplier: int) -> bool:
    with system_access("bids of a lot that is opened"):
        rows = Bid.objects.filter(project_number=project_number, lot_number=lot_number)
        return rows.filter(supplier_id=supplier).exists()


def _read(opened: OpenedEnvelope) -> tuple[OfferIn, ResponseIn]:
    try:
        offer = OfferIn.model_validate(parse_canonical(opened.offer))
        return offer, ResponseIn.model_validate(parse_canonical(opened.response))
    except (EncodingRefused, ValidationError) as error:
        raise Unreadable("投标文件的报价或响应内容不符合格式") from error


def _bid(
    tender: TenderedLot,
    bidder: OrganisationCard,
    opened: OpenedEnvelope,
    offer: OfferIn,
    response: ResponseIn,
) -> Bid:
    project, terms, at = tender.project, response.terms, clock.now()
    share = terms.domestic_share
    received: datetime = opened.received_at
    return Bid(
        code=f"TB{chance.token_hex(8).upper()}",
        project_number=project.number,
        project_title=project.title,
        lot_number=tender.lot.number,
        lot_name=tender.lot.name,
        supplier_id=bidder.pk,
        supplier_name=bidder.name,
        supplier_uscc=bidder.uscc,
        buyer_id=project.buyer_id,
        buyer_path=project.buyer_path,
        agency_id=project.agency_id,
        bid_deadline=tender.bid_deadline,
        price=offer.price,
        unit_confirmed=offer.unit_confirmed,
        **terms.model_dump(exclude={"sme_kind", "domestic_share"}),
        sme_kind=terms.sme_kind.value,
        domestic_share=None if share is None else int(share * SHARE),
        submitted_at=received,
        sha256=opened.digests.sha256,
        sm3=opened.digests.sm3,
        receipt={"number": opened.code, "size": opened.digests.size, "sealed": True},
        region="",
        state="submitted",
        state_since=at,
    )


def _items(row: Bid, offer: OfferIn, things: int) -> list[BidItem]:
    return [
        BidItem(
            bid=row,
            place=one.place,
            unit_price=one.unit_price,
            brand=one.brand,
            model=one.model,
        )
        for one in {item.place: item for item in offer.items if item.place < things}.values()
    ]


def _answers(row: Bid, response: ResponseIn, known: set[str]) -> list[BidResponse]:
    return [
        BidResponse(
            bid=row,
            requirement_number=one.number,
            response=one.response,
            deviation=one.deviation.value if one.deviation else "",
            evidence=one.evidence,
        )
        for one in {answer.number: answer for answer in response.answers}.values()
        if one.number in known
    ]


def _securities(row: Bid, response: ResponseIn) -> list[BidSecurity]:
    return [
        BidSecurity(
            bid=row,
            bid_code=row.code,
            project_number=row.project_number,
            lot_number=row.lot_number,
            supplier_id=row.supplier_id,
            supplier_name=row.supplier_name,
            buyer_path=row.buyer_path,
            agency_id=row.agency_id,
            kind=bond.kind.value,
            amount=bond.amount,
            payer_account_name=bond.payer_account_name,
            reference=bond.reference,
            recorded_at=row.submitted_at,
            state_since=clock.now(),
        )
        for bond in response.bonds
    ]


def _file(row: Bid, opened: OpenedEnvelope, one: OpenedFile) -> BidFile:
    upload = _Upload(one.name, one.size, opened, one.number)
    try:
        kept = keep_upload(
            Actor.system(Reason.CONSEQUENCE), upload, field="upload", allowed=ATTACHMENTS
        )
    except InvalidInput as error:
        raise Unreadable(f"文件《{one.name}》不是可以接收的类型或者大小") from error
    return BidFile(
        bid=row,
        part=one.part,
        file_id=kept.pk,
        name=kept.name,
        size=kept.size,
        sha256=kept.sha256,
        sm3=kept.sm3,
    )


def _write(rows: list[Record]) -> None:
    if rows:
        type(rows[0]).objects.bulk_create(rows)
