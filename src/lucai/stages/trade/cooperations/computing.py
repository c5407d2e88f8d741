"""What anybody can recompute: commitments to responses and the ranking. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lucai_trust import canonical

HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Scored:
    """One supplier's total in hundredths of a point, its cost in 分, its draw."""

    supplier: int
    total: int
    cost: int
    draw: str


def committed(salt: str, content: Mapping[str, Any]) -> str:
    """Return the commitment to a response: the SHA-256 of salt and canonical content."""
    return hashlib.sha256(bytes.fromhex(salt) + canonical(dict(content))).hexdigest()


def ranked(lines: Iterable[Scored]) -> list[int]:
    """Return the suppliers, the highest total first.

    Equal ones follow the lower research cost, then the commitment that stood in the log before.
    """
    return [one.supplier for one in sorted(lines, key=lambda o: (-o.total, o.cost, o.draw))]
