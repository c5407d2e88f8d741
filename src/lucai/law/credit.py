"""The open credit formula: dated data, exact arithmetic, every line explained (CRD-05).

Points are hundredths of a point. Whoever has the inputs, the edition and the day computes the
same score: there is nothing else in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from lucai.law.calendar import add_months
from lucai.law.sheets import yaml_sheet
from lucai.law.status import NoSuchRule

RATING = "rating"
KINDS = {
    RATING: "互评",
    "penalty": "行政处罚",
    "dishonest": "严重违法失信行为记录",
    "breach": "违约记录（已登记处理结果）",
}
RATERS = {"buyer": "采购人", "agency": "采购代理机构", "supplier": "供应商", "expert": "评审专家"}
LOWEST, HIGHEST = 1, 5
"""The marks of a rating."""
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade: its name and the points from which it is given."""

    name: str
    label: str
    least: int


@dataclass(frozen=True, slots=True)
class Formula:
    """One edition of the formula for one kind of party; points are whole here."""

    edition: str
    since: date
    until: date | None
    illustrative: bool
    party: str
    window_months: int
    base: int
    full: int
    neutral: int
    weights: Mapping[str, int]
    deductions: Mapping[str, int]
    grades: tuple[Grade, ...]


@dataclass(frozen=True, slots=True)
class CreditInput:
    """One record that counts; ``value`` of a rating is its average mark in hundredths."""

    key: str
    kind: str
    on: date
    by: str = ""
    value: int = 0


@dataclass(frozen=True, slots=True)
class CreditLine:
    """One line of a score, in hundredths of a point."""

    label: str
    points: int
    calculation: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CreditScore:
    """A score with everything it was made of."""

    formula: Formula
    on: date
    since: date
    lines: tuple[CreditLine, ...]
    total: int
    grade: Grade

    @property
    def total_text(self) -> str:
        """The total as pages show it."""
        return points_text(self.total)


def editions() -> tuple[dict[str, Any], ...]:
    """Return every edition of the formula, the oldest first."""
    return tuple(yaml_sheet("ratings", "formula"))


def criteria(party: str) -> tuple[tuple[str, str], ...]:
    """Return what a party is rated by: key and Chinese label."""
    return tuple((row["key"], row["label"]) for row in yaml_sheet("ratings", "criteria")[party])


def formula(party: str, on: date) -> Formula:
    """Return the formula for a kind of party (supplier, agency, expert, buyer) on a day.

    Raises:
        NoSuchRule: none is in force on that day.
    """
    for row in editions():
        if row["from"] <= on and (row["to"] is None or on <= row["to"]):
            return _formula(row, party)
    raise NoSuchRule(f"{on.isoformat()}没有施行的信用评价公式。")


def credit_score(party: str, inputs: Iterable[CreditInput], on: date) -> CreditScore:
    """Compute a score from its inputs by the edition of a day; what is older than the window is out."""
    used = formula(party, on)
    since = add_months(on, -used.window_months)
    counted = sorted((one for one in inputs if since < one.on <= on), key=lambda one: one.key)
    lines = (
        CreditLine("基础分", used.base * HUNDRED, "公式规定"),
        _rated(used, [one for one in counted if one.kind == RATING]),
        *(_deducted(used, kind, counted) for kind in used.deductions),
    )
    total = max(0, min(HUNDRED * HUNDRED, sum(line.points for line in lines)))
    grade = next(one for one in used.grades if total >= one.least * HUNDRED)
    return CreditScore(used, on, since, tuple(lines), total, grade)


def points_text(hundredths: int) -> str:
    """Write points: 9050 → 90.5."""
    sign = "−" if hundredths < 0 else ""
    whole, rest = divmod(abs(hundredths), HUNDRED)
    return sign + (f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole))


def _rated(used: Formula, ratings: Sequence[CreditInput]) -> CreditLine:
    """Weigh the ratings by who gave them: full × (mean − 1) ÷ 4, rounded half up."""
    weighed = [(one, used.weights.get(one.by, 0)) for one in ratings]
    weight = sum(share for _, share in weighed)
    if not weight:
        return CreditLine("互评", used.neutral * HUNDRED, f"窗口内没有评价，取 {used.neutral} 分")
    total = sum(one.value * share for one, share in weighed)
    mean = Fraction(total, weight)
    span = (HIGHEST - LOWEST) * HUNDRED
    exact = used.full * HUNDRED * (mean - LOWEST * HUNDRED) / span
    points = int(exact + Fraction(1, 2))
    parts = "＋".join(_sum_of(by, share, ratings) for by, share in used.weights.items())
    text = (
        f"（{parts}）÷{weight}＝{points_text(int(mean + Fraction(1, 2)))}；"
        f"{used.full}×（平均分−{LOWEST}）÷{HIGHEST - LOWEST}＝{points_text(points)}"
    )
    return CreditLine("互评", points, text, tuple(one.key for one, share in weighed if share))


def _sum_of(by: str, share: int, ratings: Sequence[CreditInput]) -> str:
    """Say how the marks of one kind of rater come in; each of them is listed by itself."""
    marks = [one.value for one in ratings if one.by == by]
    return f"{RATERS[by]} {len(marks)} 条合计 {points_text(sum(marks))}×{share}"


def _deducted(used: Formula, kind: str, counted: Sequence[CreditInput]) -> CreditLine:
    hit = [one for one in counted if one.kind == kind]
    each = used.deductions[kind]
    text = f"{len(hit)} 条×{each} 分"
    keys = tuple(one.key for one in hit)
    return CreditLine(KINDS[kind], -each * len(hit) * HUNDRED, text, keys)


def _formula(row: Mapping[str, Any], party: str) -> Formula:
    own = row["parties"][party]
    return Formula(
        row["edition"], row["from"], row["to"], bool(row["illustrative"]), party,
        row["window_months"], own["base"], own["full"], own["neutral"], dict(own["weights"]),
        dict(own["deductions"]),
        tuple(Grade(one["name"], one["label"], one["from"]) for one in row["grades"]),
    )  # fmt: skip
