"""Size classes of firms by industry (中小企业划型标准规定), and who counts as small."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from lucai.law.sheets import yaml_sheet
from lucai.law.status import LawRefuses

LARGE, MEDIUM, SMALL, MICRO = "大型", "中型", "小型", "微型"
_CLASSES = ((LARGE, "large"), (MEDIUM, "medium"), (SMALL, "small"))
_INDICATORS = {"employees": "从业人员", "revenue_wan": "营业收入", "assets_wan": "资产总额"}
_SMALL_MAKERS = frozenset({SMALL, MICRO})
_SME_MAKERS = _SMALL_MAKERS | {MEDIUM}
AS_DECLARED = {
    "large": LARGE, "medium": MEDIUM, "small": SMALL, "micro": MICRO, "prison": MICRO,
    "welfare": MICRO,
}  # fmt: skip
"""How a bid names the size of who makes, builds or serves; the last two count as small."""
Figure = int | Decimal | None


@dataclass(frozen=True, slots=True)
class Industry:
    """One industry of the table with the lower bounds of each class."""

    number: int
    name: str
    bounds: dict[str, dict[str, Any]]


@cache
def industries() -> dict[int, Industry]:
    """Return the 16 industries by their number in the table."""
    rows = yaml_sheet("sme", "thresholds")["industries"]
    return {no: Industry(no, row["name"], row["indicators"]) for no, row in rows.items()}


def size_class(
    industry: int,
    employees: Figure = None,
    revenue_wan: Figure = None,
    assets_wan: Figure = None,
) -> str:
    """Return 大型, 中型, 小型 or 微型; figures the industry does not look at may be missing.

    A missing figure that matters is tried at both ends: when the class is the same it is
    given, otherwise it is refused.

    Raises:
        LawRefuses: no such industry, a negative figure, or too little is known.
    """
    kind = industries().get(industry)
    if kind is None:
        raise LawRefuses("行业序号应为1至16。")
    given = {"employees": employees, "revenue_wan": revenue_wan, "assets_wan": assets_wan}
    negative = next((k for k, v in given.items() if v is not None and v < 0), None)
    if negative:
        raise LawRefuses(f"{_INDICATORS[negative]}不得为负数。")
    missing = [name for name in kind.bounds if given[name] is None]
    least, most = _classify(kind, given, unknown=False), _classify(kind, given, unknown=True)
    if least != most:
        names = "、".join(_INDICATORS[name] for name in missing)
        raise LawRefuses(f"{kind.name}须按{names}划型，缺少该项数据，无法判定。")
    return least


def _classify(kind: Industry, given: dict[str, Figure], *, unknown: bool) -> str:
    for label, level in _CLASSES:
        if all(_reaches(given[n], bound[level], unknown) for n, bound in kind.bounds.items()):
            return label
    return MICRO


def _reaches(figure: Figure, bound: int, unknown: bool) -> bool:
    return unknown if figure is None else figure >= bound


def goods_count_as_small(makers: Iterable[str]) -> bool:
    """Tell whether a goods offer earns the deduction: every item made by a small or micro firm.

    The size of the supplier itself does not matter; one medium maker ends it (GP-SME-01, -09).
    """
    sizes = tuple(makers)
    return bool(sizes) and set(sizes) <= _SMALL_MAKERS


def goods_count_as_sme(makers: Iterable[str]) -> bool:
    """Tell whether a goods offer counts as SME-made: no item by a large firm."""
    sizes = tuple(makers)
    return bool(sizes) and set(sizes) <= _SME_MAKERS


def declared_small(kinds: Iterable[str]) -> bool:
    """Tell whether all that a bid declares to make, build or serve are small or micro (GP-SME-01)."""
    return goods_count_as_small(AS_DECLARED.get(kind, LARGE) for kind in kinds)


def declared_sme(kinds: Iterable[str]) -> bool:
    """Tell whether none of those is a large firm (GP-SME-01)."""
    return goods_count_as_sme(AS_DECLARED.get(kind, LARGE) for kind in kinds)
