"""The employers an expert leaves behind; a draw looks back at them (GP-EXP-04)."""

from __future__ import annotations

from datetime import date

from lucai.kernel.actors import Actor
from lucai.registers.experts.models import ReviewExpert


def left_behind(actor: Actor, row: ReviewExpert, uscc: str, until: date) -> list[dict[str, str]]:
    """Return the employers of before once the expert works where ``uscc`` says."""
    del actor
    if not row.employer_uscc or row.employer_uscc == uscc:
        return list(row.formers)
    left = {"name": row.employer, "uscc": row.employer_uscc, "until": until.isoformat()}
    return [*row.formers, left]
