"""How much of a contract may still be delivered."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal


def left_to_deliver(
    agreed: Mapping[int, Decimal], delivered: Mapping[int, Decimal]
) -> dict[int, Decimal]:
    """Return place of an item → quantity that is agreed and not delivered yet."""
    nothing = Decimal()
    return {
        place: max(quantity - delivered.get(place, nothing), nothing)
        for place, quantity in agreed.items()
    }


def serials_fit(serials: list[str], quantity: Decimal) -> bool:
    """Whether the serial numbers, where there are any, are as many as the things and all different."""
    return not serials or (len(serials) == quantity and len(set(serials)) == len(serials))
