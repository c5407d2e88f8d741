"""A whole score sheet: members' scores and prices in, totals, ranks and the calculation out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from lucai.law.exact import half_up
from lucai.law.parameters import parameter
from lucai.law.prices import Offer, PriceScores, price_scores, rank
from lucai.law.status import LawRefuses
from lucai.law.wording import plain


@dataclass(frozen=True, slots=True)
class Criterion:
    """One scored item; an objective item must be given the same score by every member."""

    key: str
    name: str
    weight: Decimal
    objective: bool = False


@dataclass(frozen=True, slots=True)
class ScoredBid:
    """An offer with every member's score for every criterion."""

    offer: Offer
    scores: Mapping[str, tuple[Decimal, ...]]


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """Averages, totals and ranks of all bids, and how each was reached."""

    prices: PriceScores
    averages: dict[str, dict[str, Decimal]]
    totals: dict[str, Decimal]
    ranks: dict[str, int]
    calculation: tuple[str, ...]


def score_sheet(
    bids: Sequence[ScoredBid],
    criteria: Sequence[Criterion],
    *,
    object_: str,
    method: str,
    price_weight: Decimal,
    on: date,
) -> ScoreSheet:
    """Add the members' averages to the price scores; each item is rounded, then summed.

    Raises:
        LawRefuses: weights do not sum to the full score, a score is missing, out of range,
            or an objective item was scored differently.
    """
    _check_weights(criteria, price_weight, on)
    offers = [bid.offer for bid in bids]
    prices = price_scores(offers, object_=object_, method=method, weight=price_weight, on=on)
    averages = {bid.offer.bidder: _averages(bid, criteria, on) for bid in bids}
    totals = {b: sum(averages[b].values(), prices.scores[b]) for b in averages}
    ranks = rank({o.bidder: (-Fraction(totals[o.bidder]), o.price) for o in offers})
    lines = [_total_line(b, averages[b], criteria, prices.scores[b], totals[b]) for b in totals]
    return ScoreSheet(prices, averages, totals, ranks, (*prices.calculation, *lines))


def _check_weights(criteria: Sequence[Criterion], price_weight: Decimal, on: date) -> None:
    full = parameter("GP-EVA-04", "full_score", on=on).value
    total = sum((c.weight for c in criteria), price_weight)
    if total != full:
        raise LawRefuses(f"价格分值与各评审因素分值之和为{plain(total)}分，应当为{full}分。")


def _averages(bid: ScoredBid, criteria: Sequence[Criterion], on: date) -> dict[str, Decimal]:
    places = parameter("GP-EVA-08", "places", on=on).value
    return {c.key: half_up(_average(bid, c), places) for c in criteria}


def _average(bid: ScoredBid, criterion: Criterion) -> Fraction:
    scores = bid.scores.get(criterion.key, ())
    who = f"{bid.offer.bidder}的“{criterion.name}”"
    if not scores:
        raise LawRefuses(f"{who}没有评分。")
    if any(not 0 <= score <= criterion.weight for score in scores):
        raise LawRefuses(f"{who}有评分超出0至{plain(criterion.weight)}分。")
    if criterion.objective and len(set(scores)) > 1:
        raise LawRefuses(f"{who}是客观评审因素，各评委评分应当一致。")
    if len(set(scores)) == 1:
        return Fraction(scores[0])
    return sum(map(Fraction, scores), Fraction(0)) / len(scores)


def _total_line(
    bidder: str,
    averages: Mapping[str, Decimal],
    criteria: Sequence[Criterion],
    price: Decimal,
    total: Decimal,
) -> str:
    parts = [f"{c.name}{averages[c.key]}" for c in criteria]
    return f"{bidder}总得分：价格{price} ＋ {' ＋ '.join(parts)} ＝ {total}分。"
