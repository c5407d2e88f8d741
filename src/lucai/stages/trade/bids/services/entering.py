"""Entering what a sealed envelope held as a bid: from then on it is read by all who may."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lucai.kernel import chance, clock
from lucai.kernel.actors import SYSTEM, Actor, Reason, Side
from lucai.kernel.errors import InvalidInput
from lucai.kernel.lifecycle import judge
from lucai.platform.access.selectors import OrganisationCard, organisation_by_uscc
from lucai.platform.files.kinds import ATTACHMENTS
from lucai.platform.files.services import keep_upload
from lucai.platform.lives.services import begin
from lucai.platform.records import system_access
from lucai.registers.suppliers.selectors import suppliers_of
from lucai.stages.trade.bids.consortia import Partner
from lucai.stages.trade.bids.lifecycle import AT_THE_OPENING, BID
from lucai.stages.trade.bids.models import Bid, BidSecurity
from lucai.stages.trade.bids.schemas import AnswerIn, BondIn, ClaimIn, OfferIn, PartnerIn, TermsIn
from lucai.stages.trade.bids.selectors.tender import TenderedLot, tendered_lot
from lucai.stages.trade.bids.written import KeptFile, WrittenBid
from lucai.stages.trade.downloads.services import holders
from lucai.stages.trade.sealing.services import OpenedEnvelope, OpenedFile
from lucai_trust.encoding import parse_canonical
from lucai_trust.errors import EncodingRefused


class ResponseIn(BaseModel):
    """The part of an envelope that holds letter, answers and bond; money in 元 as typed."""

    model_config = ConfigDict(extra="forbid")

    terms: TermsIn
    answers: list[AnswerIn] = Field(default=[], max_length=2000)
    claims: list[ClaimIn] = Field(default=[], max_length=200)
    members: list[PartnerIn] = Field(default=[], max_length=20)
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
    """Write an opened envelope down as an opened bid; part of the opening's command.

    What the law asks of a bid is judged and kept with it: it is for the panel to decide what
    follows from a rule that does not hold (财政部令第87号 第五十条、第六十三条).

    Raises:
        Unreadable: nobody in the supplier library bids, or offer and response are not as asked.
    """
    bidder = organisation_by_uscc(SYSTEM, opened.bidder_code)
    if not bidder:
        raise Unreadable("投标人不在供应商库中，统一社会信用代码无法核对")
    if _bids_already(project_number, lot_number, bidder.pk):
        raise Unreadable("同一投标人对同一包另有一份投标文件，且没有声明替换")
    tender = _tender_of(actor, project_number, lot_number, bidder)
    written = _written(tender, bidder, opened)
    row = _bid(written, bidder, opened)
    begin(actor, row, BID, label="开启投标文件", body={"sha256": row.sha256, "sm3": row.sm3})
    _keep_securities(row, written)
    return row


def _bids_already(project_number: str, lot_number: int, supplier: int) -> bool:
    with system_access("bids of a lot that is opened"):
        rows = Bid.objects.filter(project_number=project_number, lot_number=lot_number)
        return rows.filter(supplier_id=supplier).exists()


def _tender_of(
    actor: Actor, project_number: str, lot_number: int, bidder: OrganisationCard
) -> TenderedLot:
    """Who bids is known only now, and with it whether the document was obtained."""
    tender = tendered_lot(SYSTEM, project_number, lot_number)
    return replace(tender, document_obtained=bidder.pk in holders(actor, project_number))


def _written(tender: TenderedLot, bidder: OrganisationCard, opened: OpenedEnvelope) -> WrittenBid:
    offer, response = _read(opened)
    if offer.price is None:
        raise Unreadable("投标文件没有写明投标总价")
    return WrittenBid(
        code=f"TB{chance.token_hex(8).upper()}",
        supplier_name=bidder.name,
        supplier_uscc=bidder.uscc,
        received_at=opened.received_at,
        tender=tender,
        offer=offer,
        terms=response.terms,
        answers=tuple(response.answers),
        claims=tuple(response.claims),
        partners=_partners(response.members),
        supplier_id=bidder.pk,
        bonds=tuple(response.bonds),
        files=tuple(_file(opened, one) for one in opened.files),
        signature_problem=opened.signature_problem,
    )


def _partners(members: list[PartnerIn]) -> tuple[Partner, ...]:
    """Look the members of a consortium up: name and standing are the register's."""
    found = {one.uscc: organisation_by_uscc(SYSTEM, one.uscc) for one in members}
    cards = suppliers_of(SYSTEM, [firm.pk for firm in found.values() if firm])
    partners = []
    for one in members:
        firm = found[one.uscc]
        card = cards.get(firm.pk) if firm else None
        known = (firm.pk, firm.name) if firm and firm.side is Side.SUPPLIER else (0, "")
        partners.append(
            Partner(one.uscc, one.share, one.work, *known, card.size_class if card else "")
        )
    return tuple(partners)


def _read(opened: OpenedEnvelope) -> tuple[OfferIn, ResponseIn]:
    try:
        offer = OfferIn.model_validate(parse_canonical(opened.offer))
        return offer, ResponseIn.model_validate(parse_canonical(opened.response))
    except (EncodingRefused, ValidationError) as error:
        raise Unreadable("投标文件的报价或响应内容不符合格式") from error


def _bid(written: WrittenBid, bidder: OrganisationCard, opened: OpenedEnvelope) -> Bid:
    tender, project = written.tender, written.tender.project
    return Bid(
        code=written.code,
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
        price=written.price,
        submission=written.content(),
        findings=_findings(written),
        submitted_at=opened.received_at,
        opened_at=clock.now(),
        sha256=opened.digests.sha256,
        sm3=opened.digests.sm3,
        dark=tender.blind,
        receipt={"number": opened.code, "size": opened.digests.size},
        region=project.region,
    )


def _findings(written: WrittenBid) -> list[dict[str, object]]:
    """Return what does not hold: rule, sentence, articles, whether it would have blocked."""
    verdicts = judge(AT_THE_OPENING, written.facts(), written.received_at)
    return [
        {"rule": v.rule, "message": v.message, "cites": list(v.cites), "blocks": v.blocks}
        for v in verdicts
        if not v.holds
    ]


def _keep_securities(row: Bid, written: WrittenBid) -> None:
    rows = [
        BidSecurity(
            bid=row,
            bid_code=row.code,
            project_number=row.project_number,
            lot_number=row.lot_number,
            supplier_id=row.supplier_id,
            supplier_name=row.supplier_name,
            buyer_path=row.buyer_path,
            agency_id=row.agency_id,
            region=row.region,
            kind=bond.kind.value,
            amount=bond.amount,
            payer_account_name=bond.payer_account_name,
            reference=bond.reference,
            recorded_at=row.submitted_at,
            opened_at=row.opened_at,
            state_since=row.opened_at,
        )
        for bond in written.bonds
    ]
    with system_access("bonds of an opened bid"):
        BidSecurity.objects.bulk_create(rows)


def _file(opened: OpenedEnvelope, one: OpenedFile) -> KeptFile:
    upload = _Upload(one.name, one.size, opened, one.number)
    try:
        kept = keep_upload(
            Actor.system(Reason.CONSEQUENCE), upload, field="upload", allowed=ATTACHMENTS
        )
    except InvalidInput as error:
        raise Unreadable(f"文件《{one.name}》不是可以接收的类型或者大小") from error
    return KeptFile(one.part, kept.pk, kept.name, kept.size, kept.sha256, kept.sm3)
