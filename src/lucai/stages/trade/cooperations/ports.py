"""What a cooperation asks of the stages after it: what became of the research contracts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lucai.kernel.actors import SYSTEM, Viewer


@dataclass(frozen=True, slots=True)
class Research:
    """One research contract: still under way, passed its last acceptance, or stopped."""

    supplier_id: int
    contract_number: str
    state: str

    @property
    def over(self) -> bool:
        """Whether nothing more is researched under it."""
        return self.state != "under_way"

    @property
    def passed(self) -> bool:
        """Whether its product passed acceptance."""
        return self.state == "passed"


Reader = Callable[[Viewer, str], tuple[Research, ...]]

_readers: list[Reader] = []


def use_research(reader: Reader) -> None:
    """Name who knows of research contracts (called when the later stage's app is ready)."""
    _readers[:] = [reader]


def research_of(project_number: str) -> tuple[Research, ...]:
    """Return the research contracts of a project."""
    return _readers[0](SYSTEM, project_number) if _readers else ()
