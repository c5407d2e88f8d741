"""What decisions and disposals are about: a complaint, or a challenge reported to finance. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Disputed(Protocol):
    """What is undone needs no more than this of who disputed what."""

    @property
    def number(self) -> str:
        """Whose decision it is."""

    @property
    def project_number(self) -> str:
        """What was disputed: a project, a framework, an order."""

    @property
    def lots(self) -> list[int]:
        """Which of its lots; all where empty."""

    @property
    def round(self) -> int:
        """Which of a framework's calls."""

    @property
    def about(self) -> str:
        """Document, process or result."""

    @property
    def supplier_id(self) -> int:
        """Who disputed it."""

    @property
    def remedy(self) -> str:
        """What was ordered."""

    @property
    def struck(self) -> list[int]:
        """Whose admission goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A founded challenge that was reported to finance because its contract binds."""

    number: str
    project_number: str
    lots: list[int]
    round: int
    about: str
    supplier_id: int
    remedy: str
    struck: list[int]
