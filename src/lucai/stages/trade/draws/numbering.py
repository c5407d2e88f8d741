"""How the sealed round in which the parties of a draw hand in their nonces is numbered and timed."""

from __future__ import annotations

from lucai.stages.trade.sealing.subjects import ROUND

LOT = 1
"""Such a round has one lot."""
PATIENCE = 15
"""For so many minutes the holders are asked again before a draw may be given up; no period of the law."""


def round_number(draw_id: str) -> str:
    """Return the number of a draw's round."""
    return f"{ROUND}{draw_id}-D"
