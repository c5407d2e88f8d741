"""A sample calculation beside the factors: what three invented offers would score for price."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from lucai.law.prices import Offer, price_scores
from lucai.law.status import LawRefuses
from lucai.stages.trade.documents.cards import DocumentSheet

SHARES = (("甲", Fraction(98, 100), False), ("乙", Fraction(92, 100), True), ("丙", Fraction(88, 100), False))  # fmt: skip
"""Bidder, its price as a share of the ceiling, whether it is a small firm."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One invented offer and its price score."""

    bidder: str
    price: int
    evaluated: int
    score: Decimal
    rank: int


@dataclass(frozen=True, slots=True)
class SampleCalculation:
    """The samples of a lot with the lines that show the way."""

    samples: tuple[Sample, ...]
    lines: tuple[str, ...]


def sample_calculation(sheet: DocumentSheet, lot_number: int) -> SampleCalculation | None:
    """Score three invented offers on a lot; None while there is no lawful price weight."""
    weight = sum(
        (line.points for line in sheet.criteria_of(lot_number) if line.kind == "price"), Decimal()
    )
    lot = sheet.project.lot(lot_number)
    if not weight or sheet.earliest is None:
        return None
    rate = None if lot.sme_reserved else sheet.card.sme_ratio
    offers = [
        Offer(
            bidder=bidder,
            price=Fraction(lot.ceiling, 100) * share,
            micro=small,
            sme_rate=rate if small else None,
        )
        for bidder, share, small in SHARES
    ]
    try:
        scored = price_scores(
            offers, object_=sheet.card.object_kind, method=sheet.project.method, weight=weight,
            on=sheet.earliest.notice_on, information_system=sheet.card.information_system,
        )  # fmt: skip
    except (LawRefuses, LookupError):
        return None
    samples = tuple(
        Sample(
            bidder=o.bidder,
            price=int(o.price * 100),
            evaluated=int(scored.evaluated[o.bidder] * 100),
            score=scored.scores[o.bidder],
            rank=scored.ranks[o.bidder],
        )
        for o in offers
    )
    return SampleCalculation(samples, scored.calculation)
