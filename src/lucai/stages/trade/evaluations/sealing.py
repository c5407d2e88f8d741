"""Marks under seal: nobody reads a member's marks before all are handed in, in the tables neither.

As the members give them, marks lie enciphered (trust §6.12), each bound to its sheet, bid and
factor: a copy of the database says nothing, and a mark moved to another bid does not open. The
member's own desk opens the member's own; with the last sheet handed in all are opened together.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from lucai.platform.keys.rows import Sealable, open_rows, seal_rows
from lucai.platform.keys.sealing import MARKS

GIVEN = {"points": 0, "band": "", "figure": "", "reason": ""}
"""What a member gives, and what stands in its place; the rest says where a mark belongs."""


class Mark(Sealable, Protocol):
    """A mark in hand."""

    sheet_id: int
    bid_code: str
    criterion_number: int


M = TypeVar("M", bound=Mark)


def seal_marks(rows: Iterable[Mark]) -> None:
    """Lay what was given under seal and leave nothing beside it."""
    seal_rows(MARKS, _placed(rows), GIVEN)


def open_marks(rows: Iterable[M]) -> list[M]:
    """Open the marks in hand that lie under seal, and return those; nothing is written.

    Raises:
        VaultFailed: a mark was tampered with or moved.
    """
    return open_rows(MARKS, _placed(rows))


def _placed(rows: Iterable[M]) -> dict[str, M]:
    return {
        f"score.sealed.{row.sheet_id}.{row.bid_code}.{row.criterion_number}": row for row in rows
    }
