"""Trying a score sheet before it binds anybody: invented bids in, scores and ranks out.

The engine is the one that scores real bids and ``lucai law score``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput
from lucai.law.prices import Offer
from lucai.law.scoring import Criterion, ScoredBid, score_sheet
from lucai.law.status import LawRefuses
from lucai.stages.trade.documents.cards import CriterionLine, DocumentSheet
from lucai.stages.trade.documents.facts import planned_day


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialBid:
    """One invented bid; ``price`` in 分, ``scores`` by the factor's number, in points."""

    bidder: str
    price: int
    micro: bool = False
    domestic: bool = False
    scores: Mapping[int, Decimal]


@dataclass(frozen=True, slots=True)
class TrialLine:
    """What an invented bid would get; prices in 分."""

    bidder: str
    price: int
    evaluated: int
    price_score: Decimal
    scores: tuple[Decimal, ...]
    total: Decimal
    rank: int


@dataclass(frozen=True, slots=True)
class Trial:
    """The whole trial, best first, with the calculation."""

    factors: tuple[str, ...]
    lines: tuple[TrialLine, ...]
    calculation: tuple[str, ...]


def try_scores(sheet: DocumentSheet, lot_number: int, bids: Sequence[TrialBid]) -> Trial:
    """Score invented bids by a lot's saved factors.

    Raises:
        InvalidInput: the factors or a score break a rule of the law; the sentence says which.
    """
    scored = [line for line in sheet.criteria_of(lot_number) if line.kind != "price"]
    weight = sum(
        (line.points for line in sheet.criteria_of(lot_number) if line.kind == "price"), Decimal()
    )
    reserved = sheet.project.lot(lot_number).sme_reserved
    try:
        found = score_sheet(
            [
                ScoredBid(_offer(sheet, bid, reserved=reserved), _scores(bid, scored))
                for bid in bids
            ],
            [_criterion(line) for line in scored],
            object_=sheet.card.object_kind,
            method=sheet.project.method,
            price_weight=weight,
            on=planned_day(sheet.card, clock.now()),
        )
    except (LawRefuses, LookupError) as refused:
        raise InvalidInput({"": str(refused)}) from refused
    lines = [
        TrialLine(
            bidder=bid.bidder,
            price=bid.price,
            evaluated=int(found.prices.evaluated[bid.bidder] * 100),
            price_score=found.prices.scores[bid.bidder],
            scores=tuple(found.averages[bid.bidder][str(line.number)] for line in scored),
            total=found.totals[bid.bidder],
            rank=found.ranks[bid.bidder],
        )
        for bid in bids
    ]
    best_first = tuple(sorted(lines, key=lambda line: line.rank))
    return Trial(tuple(line.name for line in scored), best_first, found.calculation)


def _offer(sheet: DocumentSheet, bid: TrialBid, *, reserved: bool) -> Offer:
    rate = None if reserved or not bid.micro else sheet.card.sme_ratio
    return Offer(
        bidder=bid.bidder,
        price=Fraction(bid.price, 100),
        micro=bid.micro and rate is not None,
        sme_rate=rate,
        domestic=bid.domestic if sheet.card.domestic_applies else None,
    )


def _scores(bid: TrialBid, scored: Sequence[CriterionLine]) -> dict[str, tuple[Decimal, ...]]:
    return {str(line.number): (bid.scores.get(line.number, Decimal()),) for line in scored}


def _criterion(line: CriterionLine) -> Criterion:
    return Criterion(str(line.number), line.name, line.points, line.kind == "objective")
