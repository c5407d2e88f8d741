"""How the sealed rounds of an enquiry are numbered: one for each time it was given."""

from __future__ import annotations

from lucai.stages.trade.sealing.subjects import ROUND

LOT = 1
"""An enquiry asks for one thing: its round has one lot."""


def round_number(number: str, turn: int) -> str:
    """Return the number under which quotes for an enquiry are sealed."""
    return f"{ROUND}{number}-{turn}"
