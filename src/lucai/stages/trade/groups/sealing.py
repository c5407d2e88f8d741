"""Findings under seal until the whole group has handed in, as an evaluation's marks are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from lucai.platform.keys.rows import Sealable, open_rows, seal_rows
from lucai.platform.keys.sealing import MARKS

GIVEN = {"valid": False, "reason": "", "mark": None}
"""What a member finds of an answer, and what stands in its place."""


class Finding(Sealable, Protocol):
    """A finding in hand."""

    sheet_id: int
    answer_key: str


F = TypeVar("F", bound=Finding)


def seal_findings(rows: Iterable[Finding]) -> None:
    """Lay what was found under seal and leave nothing beside it."""
    seal_rows(MARKS, _placed(rows), GIVEN)


def open_findings(rows: Iterable[F]) -> list[F]:
    """Open the findings in hand that lie under seal, and return those; nothing is written.

    Raises:
        VaultFailed: a finding was tampered with or moved.
    """
    return open_rows(MARKS, _placed(rows))


def _placed(rows: Iterable[F]) -> dict[str, F]:
    return {f"group_finding.sealed.{row.sheet_id}.{row.answer_key}": row for row in rows}
