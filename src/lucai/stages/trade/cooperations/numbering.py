"""How the sealed rounds of a cooperation are numbered: one for first, one for final responses."""

from __future__ import annotations

from lucai.stages.trade.sealing.subjects import ROUND

LOT = 1
"""A response answers for research and first purchase together: its round has one lot."""


def round_number(project_number: str, round_: int) -> str:
    """Return the number under which responses of a round (1 first, 2 final) are sealed."""
    return f"{ROUND}{project_number}-XY{round_}"
