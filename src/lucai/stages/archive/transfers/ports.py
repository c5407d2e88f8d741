"""What transfers need of the world outside: archive institutions that take packages in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class HandedOver:
    """One package as it is handed over: its project, its digest, where its bytes lie."""

    project_number: str
    sha256: str
    place: Path


@dataclass(frozen=True, slots=True)
class Reception:
    """What the institution answers: a receipt, or what is wrong with which package."""

    receipt: str = ""
    message: str = ""
    faults: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def accepted(self) -> bool:
        """Whether everything was taken in."""
        return bool(self.receipt) and not self.faults


class ArchiveInstitution(Protocol):
    """An archive institution: it checks what it is given (四性检测) and says yes or what is wrong."""

    name: str

    def receive(self, number: str, packages: Sequence[HandedOver]) -> Reception:
        """Take packages in; ``number`` is the transfer's and makes sending twice harmless."""
        ...


_chosen: list[ArchiveInstitution] = []


def use(*institutions: ArchiveInstitution) -> None:
    """Choose what stands behind the port (called by the wiring)."""
    _chosen[:] = institutions


def institutions() -> tuple[ArchiveInstitution, ...]:
    """Return those that are connected; none: nothing can be handed over by wire."""
    return tuple(_chosen)


def institution(name: str) -> ArchiveInstitution | None:
    """Return the one of that name."""
    return next((one for one in _chosen if one.name == name), None)
