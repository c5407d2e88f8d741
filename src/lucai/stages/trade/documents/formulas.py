"""The formula of an objective factor, typed: 每 1 | 2 (| 超过 3), or tiers one a line: ≥ 99.9 | 5."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import Any

from lucai.law.formulas import EACH, REACH, SIGNS, WITHIN
from lucai.law.wording import plain

_EACH = re.compile(r"^\s*每\s*([\d.]+)\s*[|｜]\s*([\d.]+)\s*(?:[|｜]\s*超过\s*([\d.]+)\s*)?$")
_TIER = re.compile(r"^\s*(≥|>=|≤|<=)\s*([\d.]+)\s*[|｜]\s*([\d.]+)\s*$")
_FIGURE = re.compile(r"^\d{1,9}(\.\d{1,4})?$")
_POINTS = re.compile(r"^\d{1,3}(\.\d{1,2})?$")
_HOW = "请写成“每 1 | 2”“每 1 | 2 | 超过 3”，或者每行一级“≥ 99.9 | 5”“≤ 2 | 5”"


def parse_formula(text: str, measure: str, unit: str, weight: Decimal) -> dict[str, Any]:
    """Read a typed formula; an empty one leaves the factor to the members' own marks.

    Raises:
        ValueError: with a Chinese sentence saying what is wrong.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not (lines or measure or unit):
        return {}
    if not (lines and measure and unit):
        raise ValueError("由系统计算的客观因素，填报的数据、计量单位和算法都要填写")
    named = {"measure": measure, "unit": unit}
    if len(lines) == 1 and (found := _EACH.match(lines[0])):
        return {**named, **_each(*found.groups(), weight=weight)}
    return {**named, **_tiers(lines, weight)}


def show_formula(formula: dict[str, Any]) -> str:
    """Write a formula as it is typed."""
    if not formula:
        return ""
    if formula["kind"] == EACH:
        over = f" | 超过 {formula['over']}" if Decimal(formula["over"]) else ""
        return f"每 {formula['step']} | {formula['points']}{over}"
    sign = SIGNS[formula["kind"]]
    return "\n".join(f"{sign} {tier['at']} | {tier['points']}" for tier in formula["tiers"])


def _each(step: str, points: str, over: str | None, *, weight: Decimal) -> dict[str, Any]:
    size, worth = _figure(step), _points(points, weight)
    if not (size and worth):
        raise ValueError("每一级和它的分值应当大于零")
    return {
        "kind": EACH,
        "step": plain(size),
        "points": plain(worth),
        "over": plain(_figure(over or "0")),
    }


def _tiers(lines: list[str], weight: Decimal) -> dict[str, Any]:
    matches = [_TIER.match(line) for line in lines]
    found = [match.groups() for match in matches if match]
    if len(found) < len(lines):
        raise ValueError(f"“{lines[[bool(m) for m in matches].index(False)]}”不是算法：{_HOW}")
    kinds = {REACH if sign in "≥>=" else WITHIN for sign, _, _ in found}
    if len(kinds) > 1:
        raise ValueError("各级应当同为“≥”或者同为“≤”")
    kind = kinds.pop()
    tiers = sorted(((_figure(at), _points(points, weight)) for _, at, points in found),
                   key=lambda tier: -tier[1])  # fmt: skip
    _check(tiers, kind, weight)
    return {"kind": kind, "tiers": [{"at": plain(at), "points": plain(p)} for at, p in tiers]}


def _check(tiers: list[tuple[Decimal, Decimal]], kind: str, weight: Decimal) -> None:
    if tiers[0][1] != weight:
        raise ValueError(f"最高一级应当得到本项分值 {plain(weight)} 分")
    for better, lower in pairwise(tiers):
        ordered = better[0] > lower[0] if kind == REACH else better[0] < lower[0]
        if not ordered or better[1] == lower[1]:
            raise ValueError("各级的数值和分值应当同向递变，不能相同")


def _figure(text: str) -> Decimal:
    if not _FIGURE.match(text):
        raise ValueError(f"“{text}”不是数字，最多四位小数")
    return Decimal(text)


def _points(text: str, weight: Decimal) -> Decimal:
    if not _POINTS.match(text):
        raise ValueError(f"分值“{text}”最多两位小数")
    if Decimal(text) > weight:
        raise ValueError(f"分值“{text}”超过本项分值 {plain(weight)} 分")
    return Decimal(text)
