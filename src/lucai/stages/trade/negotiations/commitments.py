"""The commitment to a last quote: what stands in the log before anybody may read the quote."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from lucai_trust import canonical


def committed(
    salt: str, bid_code: str, price: int | None, prices: Sequence[int | None], statement: str
) -> str:
    """Return the commitment to a last quote: anybody with the salt can recompute it."""
    quote = {
        "bid": bid_code,
        "price": price,
        "unitPrices": list(prices),
        "statement": statement,
    }
    return hashlib.sha256(bytes.fromhex(salt) + canonical(quote)).hexdigest()
