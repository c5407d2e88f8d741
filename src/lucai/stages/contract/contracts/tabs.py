"""The tabs of a contract: the text itself, and what later stages hang beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lucai.kernel.actors import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One tab; ``href`` with ``{number}``; ``only`` says which contracts, by number, have it."""

    key: str
    label: str
    href: str
    order: int = 50
    hidden_from: frozenset[Side] = frozenset()
    only: Callable[[str], bool] | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A tab of one contract's page."""

    href: str
    label: str
    current: bool


SHORT = "-HT"
"""What ends the number of a short contract: it has no tender to be compared with."""
RESEARCH = "-Y"
"""What stands before the rank in a research contract's number."""

JOINT = "-C"
"""What stands before the place of a unit that buys jointly in its contract's number."""

TEXT = Tab(key="text", label="合同", href="/contracts/{number}/", order=0)
DIFFERENCE = Tab(
    key="difference",
    label="对照",
    href="/contracts/{number}/difference/",
    order=2,
    hidden_from=frozenset({Side.TREASURY}),
    only=lambda number: SHORT not in number,
)
RESEARCH = "-Y"
"""What stands before the rank in a research contract's number."""

_tabs: dict[str, Tab] = {TEXT.key: TEXT, DIFFERENCE.key: DIFFERENCE}


def is_research_number(number: str) -> bool:
    """Whether a number is a research contract's (合作创新)."""
    return RESEARCH in number


def register(tab: Tab) -> None:
    """Hang a tab beside the contract (called when a module's app is ready)."""
    _tabs[tab.key] = tab


def contract_tabs(number: str, current: str, side: Side | None = None) -> list[Link]:
    """Return the tabs of a contract that a side reads, with the current one marked."""
    shown = (
        tab for tab in _tabs.values()
        if side not in tab.hidden_from and (tab.only is None or tab.only(number))
    )  # fmt: skip
    ordered = sorted(shown, key=lambda tab: tab.order)
    return [Link(tab.href.format(number=number), tab.label, tab.key == current) for tab in ordered]
