"""How the sealed round of a lot's last quotes is numbered."""

from __future__ import annotations

from lucai.stages.trade.sealing.subjects import ROUND


def round_number(project_number: str, lot_number: int) -> str:
    """Return the number of the sealed round in which a lot's last quotes are handed in."""
    return f"{ROUND}{project_number}-{lot_number}"
