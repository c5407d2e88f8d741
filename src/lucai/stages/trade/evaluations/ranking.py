"""From prices and marks to a ranking, exactly, with every line of the way. Pure: facts in, result out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from lucai.law.brands import drawn, passed_over, ranks_without
from lucai.law.formulas import Formula, read_figure
from lucai.law.prices import Offer, PriceScores, price_scores
from lucai.law.scoring import Criterion, ScoredBid, score_sheet
from lucai.law.wording import plain

PRICE, OBJECTIVE, SUBJECTIVE = "price", "objective", "subjective"
HUNDREDTHS = 100
FEN = 100
SPELT = 20_000
"""So many different marks are kept read: a hundred points have ten thousand hundredths."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figure a bidder stated, and what each member verified, in the order of their places."""

    stated: str
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One valid bid; ``price`` in 分, ``domestic_share`` a ratio or None.

    ``small_share`` is what small firms do of the contract in a consortium, or as subcontractors.
    ``brand`` is that of the core product where bidders of one brand count as one, else ''.
    ``figures`` maps a factor that the system scores to what it is scored by.
    """

    code: str
    name: str
    price: int
    small: bool = False
    domestic: bool = False
    domestic_share: Decimal | None = None
    small_share: Decimal | None = None
    brand: str = ""
    figures: Mapping[int, Figures] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One scoring factor; ``weight`` in hundredths of a point."""

    number: int
    kind: str
    name: str
    weight: int
    formula: Formula | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How the tender document says bids are judged.

    ``on`` picks the version of the law: the day the tender was announced. ``sme_rate`` None:
    no deduction; ``sme_joint_rate`` is that for consortia and subcontracts. Without factors the lowest evaluated price ranks.
    """

    object_kind: str
    method: str
    on: date
    factors: tuple[Factor, ...] = ()
    sme_rate: Decimal | None = None
    sme_joint_rate: Decimal | None = None
    domestic_applies: bool = True
    tie_rule: str = "draw"
    tie_seed: str = ""
    information_system: bool = False

    @property
    def price_weight(self) -> Decimal | None:
        """The points of the price, or None where the lowest price decides."""
        weights = [f.weight for f in self.factors if f.kind == PRICE]
        return _points(sum(weights)) if self.factors else None

    @property
    def marked(self) -> tuple[Factor, ...]:
        """The factors that members mark."""
        return tuple(f for f in self.factors if f.kind != PRICE)


@dataclass(frozen=True, slots=True)
class FactorScore:
    """What one bid got for one factor: each member's mark and the rounded mean."""

    factor: Factor
    given: tuple[Decimal, ...]
    mean: Decimal


@dataclass(frozen=True, slots=True)
class Ranked:
    """One line of the result; money in yuan, exact. Without a rank it is no candidate."""

    code: str
    name: str
    price: int
    evaluated: Fraction
    price_score: Decimal | None
    factors: tuple[FactorScore, ...]
    total: Decimal | None
    rank: int | None
    tie: str = ""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The whole result, best first, with its calculation.

    ``passed_over`` says why a valid bid is no candidate: another one stands for its brand.
    """

    bids: tuple[Ranked, ...]
    calculation: tuple[str, ...]
    passed_over: Mapping[str, str]


Marks = Mapping[str, Mapping[int, Sequence[int]]]
"""bid → factor → the members' marks in hundredths, in the order of their places."""


def ranking(entries: Sequence[Entry], terms: Terms, marks: Marks) -> Ranking:
    """Score and rank valid bids as the document and the law of its day have it.

    Raises:
        LawRefuses: a price, weight, rate or mark outside the law, or objective marks that differ.
    """
    names = {entry.code: entry.name for entry in entries}
    dearer = {} if terms.factors else _of_a_brand(entries, terms, {}, {})
    entries = [entry for entry in entries if entry.code not in dearer]
    prices, totals, averages, ranks = _scored(entries, terms, marks)
    settled, ties = _settle_ties(ranks, averages, terms)
    lower = _of_a_brand(entries, terms, totals, averages) if terms.factors else {}
    settled = ranks_without(settled, lower)
    ranked = [
        Ranked(
            code=e.code,
            name=e.name,
            price=e.price,
            evaluated=prices.evaluated[e.code],
            price_score=prices.scores.get(e.code),
            factors=_factors(terms, marks.get(e.code, {}), averages.get(e.code, {})),
            total=totals.get(e.code),
            rank=settled.get(e.code),
            tie=ties.get(e.code, ""),
        )
        for e in entries
    ]
    ordered = tuple(sorted(ranked, key=lambda line: (line.rank is None, line.rank or 0)))
    passed = _said_of_brands({**dearer, **lower}, names, terms)
    computed = _computed_lines(entries, terms)
    return Ranking(ordered, (*computed, *_lines(prices, ordered, names, passed)), passed)


def price_points(entries: Sequence[Entry], terms: Terms) -> dict[str, Decimal]:
    """Return what the formula gives each price; the price is no member's to score.

    Raises:
        LawRefuses: a price, weight or rate outside the law.
    """
    return _prices(entries, terms).scores


Averages = Mapping[str, Mapping[str, Decimal]]


def _of_a_brand(
    entries: Sequence[Entry], terms: Terms, totals: Mapping[str, Decimal], averages: Averages
) -> dict[str, str]:
    """Return who steps back for whom: by the offer, or by the score (GP-TEN-14)."""
    prices = {entry.code: entry.price for entry in entries}

    def order(code: str) -> tuple[Decimal, tuple[Decimal, str]]:
        best = -totals[code] if terms.factors else Decimal(prices[code])
        return best, _tie_key(code, averages, terms)

    return passed_over({entry.code: entry.brand for entry in entries}, order)


def _said_of_brands(
    passed: Mapping[str, str], names: Mapping[str, str], terms: Terms
) -> dict[str, str]:
    said = (
        "评审得分最高的{first}获得推荐资格，不作为中标候选人"
        if terms.factors
        else "报价最低的{first}参加评标，其他投标无效"
    )
    return {
        code: f"与{names[first]}提供相同品牌产品，{said.format(first=names[first])}。"
        for code, first in passed.items()
    }


def _scored(
    entries: Sequence[Entry], terms: Terms, marks: Marks
) -> tuple[PriceScores, dict[str, Decimal], Averages, dict[str, int]]:
    weight = terms.price_weight
    if weight is None:
        prices = _prices(entries, terms)
        return prices, {}, {}, prices.ranks
    found = score_sheet(
        [ScoredBid(_offer(e, terms), _given(marks.get(e.code, {}))) for e in entries],
        [
            Criterion(str(f.number), f.name, _points(f.weight), f.kind == OBJECTIVE)
            for f in terms.marked
        ],
        object_=terms.object_kind,
        method=terms.method,
        price_weight=weight,
        on=terms.on,
    )
    return found.prices, found.totals, found.averages, found.ranks


def _prices(entries: Sequence[Entry], terms: Terms) -> PriceScores:
    return price_scores(
        [_offer(entry, terms) for entry in entries],
        object_=terms.object_kind,
        method=terms.method,
        weight=terms.price_weight,
        on=terms.on,
        information_system=terms.information_system,
    )


def _offer(entry: Entry, terms: Terms) -> Offer:
    applies = terms.domestic_applies
    small, share = small_part(entry.small, entry.small_share, terms.sme_joint_rate)
    return Offer(
        bidder=entry.code,
        price=Fraction(entry.price, FEN),
        micro=small,
        sme_rate=terms.sme_rate if small else terms.sme_joint_rate if share else None,
        consortium_share=share,
        domestic=entry.domestic if applies else None,
        domestic_cost_share=entry.domestic_share if applies else None,
    )


def small_part(
    small: bool, share: Decimal | None, joint_rate: Decimal | None
) -> tuple[bool, Decimal | None]:
    """Say whether a bid is a small firm's as a whole, or else which share of it is, if it counts.

    A consortium of small firms alone is one itself (财库〔2020〕46号 第九条).
    """
    if small or share == 1:
        return True, None
    return False, share if share and joint_rate else None


def _given(marks: Mapping[int, Sequence[int]]) -> dict[str, tuple[Decimal, ...]]:
    return {str(number): tuple(map(_points, given)) for number, given in marks.items()}


def _factors(
    terms: Terms, marks: Mapping[int, Sequence[int]], averages: Mapping[str, Decimal]
) -> tuple[FactorScore, ...]:
    return tuple(
        FactorScore(f, tuple(map(_points, marks.get(f.number, ()))), averages[str(f.number)])
        for f in terms.marked
    )


@lru_cache(maxsize=SPELT)
def _points(hundredths: int) -> Decimal:
    return Decimal(hundredths) / HUNDREDTHS


def _settle_ties(
    ranks: Mapping[str, int], averages: Averages, terms: Terms
) -> tuple[dict[str, int], dict[str, str]]:
    """Settle equal ranks by the document's rule, in the end by a draw anyone can repeat."""
    settled, reasons = dict(ranks), {}
    for place in sorted(set(ranks.values())):
        tied = [code for code, given in ranks.items() if given == place]
        if len(tied) == 1:
            continue
        for offset, code in enumerate(sorted(tied, key=lambda c: _tie_key(c, averages, terms))):
            settled[code] = place + offset
            reasons[code] = _tie_reason(terms)
    return settled, reasons


def _tie_key(code: str, averages: Averages, terms: Terms) -> tuple[Decimal, str]:
    other = sum(averages.get(code, {}).values(), Decimal(0))
    first = -other if terms.tie_rule == "technical" else Decimal(0)
    return first, drawn(terms.tie_seed, code)


def _tie_reason(terms: Terms) -> str:
    drawn = "按随机抽取结果排序（对“种子:投标编号”取 SHA-256，由小到大）"
    return f"技术部分得分高者优先，仍相同的{drawn}" if terms.tie_rule == "technical" else drawn


def _lines(
    prices: PriceScores,
    ordered: Sequence[Ranked],
    names: Mapping[str, str],
    passed: Mapping[str, str],
) -> tuple[str, ...]:
    lines = [_named(line, names) for line in prices.calculation]
    for bid in ordered:
        lines += [_factor_line(bid, each) for each in bid.factors if each.given]
        if bid.total is not None:
            lines.append(_total_line(bid))
    lines += [f"{names[code]}{reason}" for code, reason in passed.items()]
    lines += [f"{bid.name}：第 {bid.rank} 名。{bid.tie}".strip() for bid in ordered if bid.rank]
    return tuple(lines)


def _computed_lines(entries: Sequence[Entry], terms: Terms) -> tuple[str, ...]:
    """Say of every objective factor that the system scored which figure it was scored by."""
    return tuple(
        _computed_line(entry.name, factor, factor.formula, entry.figures[factor.number])
        for entry in entries
        for factor in terms.marked
        if factor.formula and factor.number in entry.figures
    )


def _computed_line(name: str, factor: Factor, formula: Formula, figures: Figures) -> str:
    found = {formula.shown(read_figure(one)) for one in figures.found}
    verified = "、".join(sorted(found)) or "尚未核实"
    worth = "、".join(sorted({plain(formula.points(read_figure(one))) for one in figures.found}))
    stated = formula.shown(read_figure(figures.stated))
    return f"{name}·{factor.name}：填报 {stated}，核实 {verified}；{formula.words}，得 {worth or '—'} 分。"


def _named(line: str, names: Mapping[str, str]) -> str:
    """Put the bidder's name where the calculation has the bid's code."""
    code, colon, rest = line.partition("：")
    return f"{names.get(code, code)}{colon}{rest}"


def _factor_line(bid: Ranked, each: FactorScore) -> str:
    marks = " ＋ ".join(plain(mark) for mark in each.given)
    return f"{bid.name}·{each.factor.name}：（{marks}）÷ {len(each.given)} ＝ {each.mean}分。"


def _total_line(bid: Ranked) -> str:
    parts = " ＋ ".join(str(part) for part in (bid.price_score, *(f.mean for f in bid.factors)))
    return f"{bid.name}：{parts} ＝ {bid.total}分。"
