"""The tabs of a contract: the text itself, and what later stages hang beside it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One tab; ``href`` with ``{number}``."""

    key: str
    label: str
    href: str
    order: int = 50


@dataclass(frozen=True, slots=True)
class Link:
    """A tab of one contract's page."""

    href: str
    label: str
    current: bool


TEXT = Tab(key="text", label="合同", href="/contracts/{number}/", order=0)
_tabs: dict[str, Tab] = {TEXT.key: TEXT}


def register(tab: Tab) -> None:
    """Hang a tab beside the contract (called when a module's app is ready)."""
    _tabs[tab.key] = tab


def contract_tabs(number: str, current: str) -> list[Link]:
    """Return the tabs of a contract with the current one marked."""
    ordered = sorted(_tabs.values(), key=lambda tab: tab.order)
    return [Link(tab.href.format(number=number), tab.label, tab.key == current) for tab in ordered]
