"""How a tender document's fixed choices are called."""

from __future__ import annotations

from decimal import Decimal

REQUIREMENT_KINDS = {"qualification": "资格", "commercial": "商务", "technical": "技术"}
NUMBER_LETTERS = {"qualification": "Z", "commercial": "S", "technical": "J"}
CRITERION_KINDS = {"price": "价格", "objective": "客观", "subjective": "主观"}
TIE_RULES = {"draw": "随机抽取", "technical": "技术部分得分高者优先"}
EVALUATION_METHODS = {"comprehensive": "综合评分法", "lowestPrice": "最低评标价法"}
OBJECT_KINDS = {"goods": "货物", "services": "服务", "works": "工程"}

COMPREHENSIVE = "comprehensive"
ALL_LOTS = 0
POINT = 100
"""Hundredths in a point."""
WHOLE = 10_000
"""万分之一 in a whole."""


def points(weight: int) -> Decimal:
    """Return hundredths as points with two places."""
    return (Decimal(weight) / POINT).quantize(Decimal("0.01"))


def ratio(share: int) -> Decimal:
    """Return 万分之一 as a ratio."""
    return Decimal(share) / WHOLE


def percent(share: int) -> str:
    """Write 万分之一 as a percentage: 1000 → 10%."""
    return f"{(Decimal(share) / POINT).normalize():f}%"
