"""Caps: the most an amount may be, in 分, rounded down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from lucai.law.exact import round_down
from lucai.law.parameters import (
    DEFAULT_NAME,
    LATEST_VERSION,
    parameter,
    parameter_sheet,
    rule_sheets,
)
from lucai.law.status import LawRefuses, NoSuchRule
from lucai.law.wording import percent, yuan


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that is allowed, in 分, and how it was reached."""

    max: int
    rule: str
    cites: tuple[str, ...]
    calculation: tuple[str, ...]


def cap(rule_id: str, base: int | Fraction, *, on: date = LATEST_VERSION) -> Cap:
    """Return the most a rule allows of a base amount in 分, rounded down to the 分.

    Raises:
        NoSuchRule: the rule caps no amount.
        LawRefuses: the base is negative.
        NotYetEffective, Expired: no version is in force on that day.
    """
    if base < 0:
        raise LawRefuses("基数不得为负数。")
    spec = parameter_sheet(rule_id, DEFAULT_NAME)
    if not spec.of:
        raise NoSuchRule(
            f"规则{rule_id}没有以金额比例计算的上限，可用：{'、'.join(capping_rules())}。"
        )
    ratio = parameter(rule_id, on=on)
    most = round_down(Fraction(base) * Fraction(ratio.value))
    line = f"{spec.of}{yuan(round_down(Fraction(base)))} × {percent(ratio.value)} ＝ {yuan(most)}（不足一分的舍去）。"
    return Cap(most, ratio.rule, ratio.cites, (line,))


def capping_rules() -> tuple[str, ...]:
    """List the rules that cap an amount by a ratio."""
    return tuple(
        sheet.id for sheet in rule_sheets().values() if any(p.of for p in sheet.params.values())
    )
