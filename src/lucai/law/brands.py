"""相同品牌: of several bidders who offer one brand a single one stands (财政部令第87号 第三十一条)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

TOGETHER = "＋"
"""Between the brands of several core products: they are the same when all of them are."""


def brand_key(brands: Iterable[str]) -> str:
    """Write the brands of a bid's core products so that equal ones are equal, or ''.

    A core product without a brand leaves nothing to compare.
    """
    plain = ["".join(sign for sign in brand if sign.isalnum()).casefold() for brand in brands]
    return TOGETHER.join(plain) if plain and all(plain) else ""


def shared_brands(brands: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return each brand that several bidders offer, and who does; '' is nobody's brand."""
    found: dict[str, list[str]] = {}
    for bidder, brand in brands.items():
        if brand:
            found.setdefault(brand, []).append(bidder)
    return {brand: tuple(bidders) for brand, bidders in found.items() if len(bidders) > 1}


def bidders_counted(brands: Mapping[str, str]) -> int:
    """Count bidders as the law does: those who offer the same brand are one."""
    return len(brands) - sum(len(bidders) - 1 for bidders in shared_brands(brands).values())


def passed_over(brands: Mapping[str, str], order: Callable[[str], Any]) -> dict[str, str]:
    """Return who steps back for whom: the first in the order stands for each brand.

    The order is the lowest offer where the lowest price decides, else the highest score; in the
    end it has to settle those who are equal, by the document's rule or a draw.
    """
    found = {}
    for bidders in shared_brands(brands).values():
        first = min(bidders, key=order)
        found.update({bidder: first for bidder in bidders if bidder != first})
    return found


def ranks_without(ranks: Mapping[str, int], out: Iterable[str]) -> dict[str, int]:
    """Close the ranking up after some have stepped back."""
    gone = set(out)
    return {
        bidder: rank - sum(1 for one in gone if one in ranks and ranks[one] < rank)
        for bidder, rank in ranks.items()
        if bidder not in gone
    }


def drawn(seed: str, bidder: str) -> str:
    """Return where a draw that anybody can repeat puts a bidder: smaller comes first."""
    return hashlib.sha256(f"{seed}:{bidder}".encode()).hexdigest()
