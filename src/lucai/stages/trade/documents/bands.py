"""Bands of a subjective factor, typed one a line: 优 | 8～10 | 方案完整，针对性强."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from lucai.stages.trade.documents.wording import POINT, points

_LINE = re.compile(r"^\s*([^|｜]+)[|｜]\s*([\d.]+)\s*[-~～—至]\s*([\d.]+)\s*[|｜]\s*(.+)$")
_NUMBER = re.compile(r"^\d{1,3}(\.\d{1,2})?$")


@dataclass(frozen=True, slots=True)
class Band:
    """One band: its name, its range in hundredths of a point, and when it is given."""

    name: str
    least: int
    most: int
    standard: str

    @property
    def range(self) -> str:
        """The range in points: 8.00～10.00."""
        return f"{points(self.least)}～{points(self.most)}"


def parse_bands(text: str, weight: Decimal) -> list[Band]:
    """Read the typed bands and check that they cover the weight without overlapping.

    Raises:
        ValueError: with a Chinese sentence saying which line is wrong.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    bands = sorted((_band(line) for line in lines), key=lambda band: -band.most)
    if bands:
        _check(bands, int(weight * POINT))
    return bands


def show_bands(bands: list[dict[str, Any]]) -> str:
    """Write bands as they are typed."""
    return "\n".join(
        f"{band['name']} | {points(band['least'])}～{points(band['most'])} | {band['standard']}"
        for band in bands
    )


def _band(line: str) -> Band:
    found = _LINE.match(line)
    if not found:
        raise ValueError(f"“{line.strip()}”不是一档：请写成“优 | 8～10 | 评审标准”")
    name, least, most, standard = (part.strip() for part in found.groups())
    if not (_NUMBER.match(least) and _NUMBER.match(most)):
        raise ValueError(f"“{name}”的分值最多两位小数")
    band = Band(name, _hundredths(least), _hundredths(most), standard)
    if band.least > band.most:
        raise ValueError(f"“{name}”的最低分高于最高分")
    return band


def _check(bands: list[Band], weight: int) -> None:
    if bands[0].most != weight:
        raise ValueError(f"最高一档应当到达本项分值 {points(weight)} 分")
    for upper, lower in pairwise(bands):
        if lower.most > upper.least:
            raise ValueError(f"“{upper.name}”与“{lower.name}”的区间重叠")


def _hundredths(text: str) -> int:
    return int(Decimal(text) * POINT)
