"""Replaying an evaluation from its published inputs: the file behind ``lucai law score``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lucai.law.ask import answer, read_offer
from lucai.law.brands import drawn, passed_over, ranks_without
from lucai.law.exact import half_up
from lucai.law.formulas import marks_by_formula
from lucai.law.questions import Question, exact_number
from lucai.law.scoring import Criterion, ScoredBid, ScoreSheet, score_sheet
from lucai.law.status import LawRefuses, NoSuchRule, NotInForce

_CENTS = 2


def score_file(sheet: object) -> dict[str, Any]:
    """Score a sheet of bids, weights and policies; a refusal comes back as ``error``.

    The sheet holds ``date``, ``object``, ``method``, ``weight`` (of the price), ``offers``
    (or ``bids``) as in the question ``priceScore``. With ``criteria`` (``key``, ``name``,
    ``weight``, ``objective``) every offer also carries ``scores``: criterion → the members'
    scores; where a criterion has a ``formula`` (:mod:`lucai.law.formulas`) the marks are computed
    from the offer's ``figures`` (criterion → ``found``, one a member). Without them only the price is scored. Of bidders with the same ``brand`` one stands;
    with ``tieSeed`` (and ``tieRule``) equal ranks are settled as the document has it.
    """
    if not isinstance(sheet, Mapping):
        return {"error": "文件应为一个JSON对象。"}
    fields = {**sheet, "offers": sheet.get("offers", sheet.get("bids"))}
    if not fields.get("criteria"):
        return _settled(answer({**fields, "ask": "priceScore"}), fields, {})
    try:
        found = _scored(Question(fields))
        return _settled(_shown(found, _lower(found, fields)), fields, found.averages)
    except (LawRefuses, NoSuchRule, NotInForce) as error:
        return {"error": str(error)}


def _scored(asked: Question) -> ScoreSheet:
    rows = asked.rows("criteria")
    criteria = [_criterion(row) for row in rows]
    return score_sheet(
        [_bid(row, number, rows) for number, row in enumerate(asked.rows("offers"), 1)],
        criteria,
        object_=asked.object(),
        method=asked.method() if asked.has("method") else "open",
        price_weight=asked.number("weight"),
        on=asked.day("date"),
    )


def _criterion(row: object) -> Criterion:
    if not isinstance(row, Mapping):
        raise LawRefuses("“criteria”的每一项应为对象，含key、name和weight。")
    read = Question(row)
    key = read.text("key")
    name = read.text("name") if read.has("name") else key
    return Criterion(key, name, read.number("weight"), read.flag("objective"))


def _bid(row: object, number: int, criteria: Sequence[Any]) -> ScoredBid:
    offer = read_offer(row, number)
    given = row.get("scores") if isinstance(row, Mapping) else None
    if not isinstance(given, Mapping):
        raise LawRefuses(f"{offer.bidder}没有评分（scores）。")
    given = _computed(row, given, criteria, offer.bidder)
    return ScoredBid(offer, {str(key): _member_scores(key, value) for key, value in given.items()})


def _computed(
    row: Any, given: Mapping[str, Any], criteria: Sequence[Any], bidder: str
) -> Mapping[str, Any]:
    """Take the marks of objective factors from their figures, where the file has a formula."""
    figures = row.get("figures")
    if figures is None:
        return given
    if not isinstance(figures, Mapping) or not all(
        isinstance(f, Mapping) for f in figures.values()
    ):
        raise LawRefuses(f"{bidder}的客观数据（figures）无法识别。")
    return marks_by_formula(given, figures, criteria, bidder)


def _member_scores(key: object, value: object) -> tuple[Any, ...]:
    scores = value if isinstance(value, list) else [value]
    return tuple(exact_number(score, str(key)) for score in scores)


def _settled(
    shown: dict[str, Any], fields: Mapping[str, Any], averages: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Settle equal ranks by the document's rule, in the end by the draw that the seed repeats."""
    seed, ranks = fields.get("tieSeed"), shown.get("ranks")
    if not seed or not ranks:
        return shown
    technical = fields.get("tieRule") == "technical"

    def order(bidder: str) -> tuple[Any, ...]:
        other = sum(averages.get(bidder, {}).values()) if technical else 0
        return ranks[bidder], -other, drawn(str(seed), bidder)

    return {**shown, "ranks": {one: at for at, one in enumerate(sorted(ranks, key=order), 1)}}


def _lower(found: ScoreSheet, fields: Mapping[str, Any]) -> dict[str, str]:
    """Of bidders with one brand the highest score stands (GP-TEN-14), then the document's rule."""
    seed, technical = str(fields.get("tieSeed") or ""), fields.get("tieRule") == "technical"
    brands = {str(row["bidder"]): str(row.get("brand") or "") for row in fields["offers"]}

    def order(bidder: str) -> tuple[Any, Any, str]:
        other = sum(found.averages[bidder].values()) if technical else 0
        return -found.totals[bidder], -other, drawn(seed, bidder)

    return passed_over(brands, order)


def _shown(found: ScoreSheet, passed: Mapping[str, str]) -> dict[str, Any]:
    prices = found.prices
    return {
        "evaluated": {b: str(half_up(price, _CENTS)) for b, price in prices.evaluated.items()},
        "base": str(half_up(prices.base, _CENTS)),
        "priceScores": {bidder: str(score) for bidder, score in prices.scores.items()},
        "averages": {
            b: {k: str(v) for k, v in items.items()} for b, items in found.averages.items()
        },
        "totals": {bidder: str(total) for bidder, total in found.totals.items()},
        "ranks": ranks_without(found.ranks, passed),
        "passedOver": dict(passed),
        "calculation": list(found.calculation),
    }
