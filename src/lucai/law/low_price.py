"""异常低价: which offers must be examined, by the offered price and the ratios of the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from lucai.law.exact import half_up
from lucai.law.parameters import parameter, rule_sheet
from lucai.law.status import LawRefuses, NotYetEffective
from lucai.law.wording import percent

_BEFORE = "当时只适用87号令第六十条，由评标委员会认定报价明显低于其他投标人的情形。"
AVG, NEXT, CEIL = "AVG", "NEXT", "CEIL"
RULES = {AVG: "GP-LOW-01", NEXT: "GP-LOW-02", CEIL: "GP-LOW-03"}
_NAMES = {AVG: "平均报价", NEXT: "次低报价", CEIL: "最高限价（未设的为预算）"}


@dataclass(frozen=True, slots=True)
class LowPrices:
    """The mean, the line of each trigger and the triggers of each offer that met one."""

    mean: Fraction
    lines: dict[str, Fraction]
    triggered: dict[str, tuple[str, ...]]
    calculation: tuple[str, ...]


def check_ratios(ratios: Sequence[Decimal], *, on: date) -> dict[str, Decimal]:
    """Check the ratios a document sets (AVG, NEXT, CEIL); each may be raised, to a limit.

    Raises:
        LawRefuses: a ratio is below the legal one or above the limit.
    """
    if len(ratios) != len(RULES):
        raise LawRefuses("异常低价审查比例应当为三个：平均、次低、限价。")
    most = parameter("GP-LOW-05", on=on).value
    for key, ratio in zip(RULES, ratios, strict=True):
        least = parameter(RULES[key], on=on).value
        if not least <= ratio <= most:
            raise LawRefuses(
                f"{_NAMES[key]}的异常低价审查比例应当在{percent(least)}至{percent(most)}之间，"
                f"填写的是{percent(ratio)}。"
            )
    return dict(zip(RULES, ratios, strict=True))


def legal_ratios(on: date) -> dict[str, Decimal]:
    """Return the ratios that hold where the document sets none."""
    return {key: parameter(rule_id, on=on).value for key, rule_id in RULES.items()}


def low_prices(
    offers: Mapping[str, Fraction],
    *,
    on: date,
    ceiling: Fraction | None = None,
    budget: Fraction | None = None,
    ratios: Sequence[Decimal] | None = None,
) -> LowPrices:
    """Find the offers to examine; every comparison is strict, the price the one offered (GP-LOW-06).

    Before the rule was in force there is none to find: the panel's own judgement alone (GP-LOW-13).

    Raises:
        NotYetEffective: before the day the rule took effect.
        LawRefuses: no offers, a price that is not positive, or ratios outside the law.
    """
    _require(on)
    if not offers:
        raise LawRefuses("没有通过符合性审查的报价。")
    if any(price <= 0 for price in offers.values()):
        raise LawRefuses("报价应当大于零。")
    shares = check_ratios(ratios, on=on) if ratios is not None else legal_ratios(on)
    mean = sum(offers.values(), Fraction(0)) / len(offers)
    bases = {AVG: mean, **_next_base(offers), **_ceiling_base(ceiling, budget)}
    lines = {key: base * Fraction(shares[key]) for key, base in bases.items()}
    found = {name: tuple(k for k, line in lines.items() if p < line) for name, p in offers.items()}
    return LowPrices(
        mean,
        lines,
        {name: keys for name, keys in found.items() if keys},
        tuple(_line(key, bases[key], shares[key], lines[key]) for key in lines),
    )


def minutes_to_explain(on: date) -> int:
    """Return the minutes a supplier has at least; before the measure that named them, its number."""
    first = rule_sheet("GP-LOW-07").since
    return int(parameter("GP-LOW-07", on=max(on, first)).value)


def _require(on: date) -> None:
    sheet = rule_sheet("GP-LOW-01")
    if on < sheet.since:
        raise NotYetEffective(sheet.id, sheet.title, sheet.since, on, _BEFORE)


def _next_base(offers: Mapping[str, Fraction]) -> dict[str, Fraction]:
    ordered = sorted(offers.values())
    return {NEXT: ordered[1]} if len(ordered) > 1 else {}


def _ceiling_base(ceiling: Fraction | None, budget: Fraction | None) -> dict[str, Fraction]:
    base = ceiling if ceiling is not None else budget
    if base is not None and base <= 0:
        raise LawRefuses("最高限价或者预算应当大于零。")
    return {CEIL: base} if base is not None else {}


def _line(key: str, base: Fraction, ratio: Decimal, line: Fraction) -> str:
    return f"{_NAMES[key]}{half_up(base, 2)}元 × {percent(ratio)} ＝ {half_up(line, 2)}元，低于此数的启动审查。"
