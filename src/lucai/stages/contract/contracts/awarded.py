"""What tender and award have settled already: a contract is drafted from it, nothing is retyped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import InvalidInput, NotFound
from lucai.law.calendar import beijing_day
from lucai.law.cooperation_rules import COOPERATIVE
from lucai.law.wording import plain
from lucai.stages.contract.contracts.clauses import (
    REQUIREMENT_KINDS,
    AnsweredRequirement,
    ItemLine,
)
from lucai.stages.contract.contracts.comparing.originals import (
    OriginalItem,
    OriginalRequirement,
    Originals,
)
from lucai.stages.contract.contracts.innovating import Agreed, agreed
from lucai.stages.contract.contracts.sharing import Share, eyes, share_of
from lucai.stages.trade.awards.selectors import award_seen
from lucai.stages.trade.bids.selectors import BidSheet, OfferLine, opened_bids
from lucai.stages.trade.documents.selectors import document_seen
from lucai.stages.trade.projects.selectors import ItemLine as Wanted
from lucai.stages.trade.projects.selectors import LotCard, ProjectCard, project_seen

CONTRACT_CHAPTER = "contract_text"
"""The chapter of a tender document that holds the contract's general clauses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Awarded:
    """An announced award with the bid that won it; money in 分.

    ``place`` is the rank of one of several researchers, 0: the lot has one contract. ``share``
    is the buyer's part where units buy jointly, ``partners`` a consortium's members: name, code,
    share.
    """

    project: ProjectCard
    lot: LotCard
    supplier_id: int
    supplier_name: str
    amount: int
    letter_on: date
    bid_sm3: str
    payee_is_sme: bool
    payee_is_small: bool
    delivery_days: int
    items: tuple[ItemLine, ...]
    requirements: tuple[AnsweredRequirement, ...]
    general: tuple[tuple[str, str], ...]
    place: int = 0
    share: Share | None = None
    partners: tuple[tuple[str, str, str], ...] = ()

    @property
    def budget(self) -> int:
        """What the buyer's plan holds for it."""
        return self.share.budget if self.share else self.lot.budget


def awarded(
    viewer: Viewer, project_number: str, lot_number: int, supplier_id: int | None = None
) -> Awarded:
    """Return what a contract on a lot is drafted from.

    ``supplier_id`` names whose research contract it is, where several research for one lot.

    Raises:
        NotFound: the viewer sees no such project, lot or award.
        InvalidInput: the award is not announced yet (message at ``lot``).
    """
    project = project_seen(viewer, project_number)
    if project.method == COOPERATIVE:
        terms = agreed(viewer, project_number, lot_number, supplier_id)
        lot = project.lot(lot_number)
        return _cooperated(project, lot, terms)
    award = award_seen(viewer, project_number, lot_number)
    if not award.announced_at or award.supplier_id is None or award.amount is None:
        raise InvalidInput({"lot": "中标结果还没有公告，公告并发出中标通知书后才能起草合同。"})
    seeing = eyes(viewer, project_number)
    bid = _winning_bid(seeing, project_number, lot_number, award.supplier_id)
    lot = project.lot(lot_number)
    share = share_of(viewer.organisation or 0, project, lot, bid, award.amount)
    return Awarded(
        project=project,
        lot=lot,
        supplier_id=award.supplier_id,
        supplier_name=award.supplier_name,
        amount=share.amount if share else award.amount,
        letter_on=beijing_day(award.announced_at),
        bid_sm3=bid.sm3,
        payee_is_sme=bid.sme,
        payee_is_small=bid.micro,
        delivery_days=bid.delivery_days,
        items=_items(lot, bid, share),
        requirements=_requirements(bid),
        general=_general(seeing, project_number),
        share=share,
        partners=tuple((one.name, one.uscc, f"{plain(one.share * 100)}%") for one in bid.members),
    )


def _cooperated(project: ProjectCard, lot: LotCard, terms: Agreed) -> Awarded:
    """Carry over what a cooperation settled: there is no bid and no tender document."""
    return Awarded(
        project=project,
        lot=lot,
        supplier_id=terms.supplier_id,
        supplier_name=terms.supplier_name,
        amount=terms.amount,
        letter_on=terms.letter_on,
        bid_sm3="",
        payee_is_sme=terms.payee_is_sme,
        payee_is_small=terms.payee_is_small,
        delivery_days=terms.days,
        items=terms.items(lot.items[0].catalogue_code),
        requirements=terms.requirements,
        general=terms.clauses,
        place=terms.place,
    )


def _winning_bid(viewer: Viewer, number: str, lot_number: int, supplier_id: int) -> BidSheet:
    for bid in opened_bids(viewer, number, lot_number):
        if bid.supplier_id == supplier_id:
            return bid
    raise NotFound("没有找到中标人的投标文件。")


def _pairs(lot: LotCard, bid: BidSheet, share: Share | None) -> list[tuple[Wanted, OfferLine]]:
    """Join the lot's list with the price table: both have the same order; a unit has its own."""
    pairs = list(zip(lot.items, bid.items, strict=True))
    return [pairs[place] for place in share.places] if share else pairs


def _items(lot: LotCard, bid: BidSheet, share: Share | None) -> tuple[ItemLine, ...]:
    pairs = _pairs(lot, bid, share)
    return tuple(
        ItemLine(
            place=place,
            catalogue_code=wanted.catalogue_code,
            name=wanted.name,
            specification=_offered(offer),
            quantity=wanted.quantity,
            unit=wanted.unit,
            # What the bidder left out of the price table is part of the total: no price of its own.
            unit_price=offer.unit_price or 0,
            amount=offer.amount or 0,
        )
        for place, (wanted, offer) in enumerate(pairs, start=1)
    )


def _offered(offer: OfferLine) -> str:
    return " ".join(filter(None, (offer.brand, offer.model)))


def _requirements(bid: BidSheet) -> tuple[AnsweredRequirement, ...]:
    return tuple(
        AnsweredRequirement(r.number, r.kind, r.requirement, r.response, r.substantive)
        for r in bid.responses
        if r.kind in REQUIREMENT_KINDS
    )


def _general(viewer: Viewer, number: str) -> tuple[tuple[str, str], ...]:
    chapters = document_seen(viewer, number).chapters
    return tuple(
        (clause.heading, clause.shown)
        for chapter in chapters
        if chapter.key == CONTRACT_CHAPTER
        for clause in chapter.clauses
    )


def originals_of(
    viewer: Viewer, project_number: str, lot_number: int, supplier_id: int, buyer_id: int
) -> Originals:
    """Return what tender and winning bid of a lot say, for one of its buyers.

    Raises:
        NotFound: the viewer sees no such project, document or bid.
    """
    project = project_seen(viewer, project_number)
    lot = project.lot(lot_number)
    if project.method == COOPERATIVE:
        terms = agreed(viewer, project_number, lot_number, supplier_id)
        return terms.originals(lot.ceiling, lot.items[0].catalogue_code)
    seeing = eyes(viewer, project_number)
    document = document_seen(seeing, project_number)
    bid = _winning_bid(seeing, project_number, lot_number, supplier_id)
    share = share_of(buyer_id, project, lot, bid, bid.price)
    asked = {one.number: one.text for one in document.requirements_of(lot_number)}
    return Originals(
        ceiling=share.ceiling if share else lot.ceiling,
        performance_period=document.card.performance_period,
        price=share.amount if share else bid.price,
        delivery_days=bid.delivery_days,
        items=tuple(
            OriginalItem(
                place, wanted.name, wanted.quantity, wanted.unit, _offered(offer),
                offer.unit_price or 0, offer.amount or 0,
            )
            for place, (wanted, offer) in enumerate(_pairs(lot, bid, share), 1)
        ),
        requirements=tuple(
            OriginalRequirement(
                r.number, asked.get(r.number, r.requirement), r.response, r.substantive
            )
            for r in bid.responses
            if r.kind in REQUIREMENT_KINDS
        ),
        general=_general(seeing, project_number),
    )  # fmt: skip
