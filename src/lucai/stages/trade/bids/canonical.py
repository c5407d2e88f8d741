"""The canonical content of a bid: the one thing that is hashed, opened, read and kept.

Built only from values in hand; no tables, no clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from lucai_trust import DigestPair, canonical, digests_of

FORMAT = "lucai.bid/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Everything a bid holds, as plain data; money in 分."""

    identity: Mapping[str, Any]
    price: int | None
    items: Sequence[Mapping[str, Any]]
    terms: Mapping[str, Any]
    responses: Sequence[Mapping[str, Any]]
    claims: Sequence[Mapping[str, Any]]
    members: Sequence[Mapping[str, Any]]
    files: Sequence[Mapping[str, Any]]
    securities: Sequence[Mapping[str, Any]]


def content_of(parts: Parts) -> dict[str, Any]:
    """Return the content of a bid as JSON without floats."""
    return {
        "format": FORMAT,
        "bid": dict(parts.identity),
        "price": parts.price,
        "items": [dict(item) for item in parts.items],
        "terms": dict(parts.terms),
        "responses": [dict(answer) for answer in parts.responses],
        "claims": [dict(claim) for claim in parts.claims],
        "members": [dict(member) for member in parts.members],
        "files": [dict(file) for file in parts.files],
        "securities": [dict(security) for security in parts.securities],
    }


def spelt(content: Mapping[str, Any]) -> bytes:
    """Return the canonical bytes of a bid's content (RFC 8785)."""
    return canonical(dict(content))


def digests(content: Mapping[str, Any]) -> DigestPair:
    """Return SHA-256 and SM3 of the canonical bytes."""
    return digests_of(spelt(content))


def amount(quantity: str, unit_price: int) -> int:
    """Return quantity × unit price in 分, rounded half up to the 分."""
    exact = Decimal(quantity) * unit_price
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
