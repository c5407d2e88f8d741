"""The project room: the spine, and the sections that modules hang into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lucai.kernel.actors import Side, Viewer
from lucai.stages import ORDER as STAGES
from lucai.stages.trade.projects.lifecycle import ORDER, STATES

STAGE_OF = {
    **dict.fromkeys(ORDER[: ORDER.index("contracting")], "trade"),
    "contracting": "contract",
    "performing": "performance",
    "completed": "archive",
    "archived": "archive",
}
"""Project state → stage under way. An archived project has all stages behind it."""

Shown = Callable[[Viewer, str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A tab of the room.

    Attributes:
        href: address with ``{number}``.
        sides: who sees the tab; empty: everybody who sees the room.
        since: the project state from which the tab is there; ``until`` the one at which it goes.
        methods: the methods whose rooms have the tab; empty: all.
        shown: a further condition ``(viewer, project number)``.
    """

    key: str
    label: str
    href: str
    sides: frozenset[Side] = frozenset()
    since: str = "commissioned"
    until: str = ""
    order: int = 50
    methods: frozenset[str] = frozenset()
    shown: Shown | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """A figure of the room: what was awarded, contracted, paid; ``read`` gives 分 or None."""

    label: str
    read: Callable[[Viewer, str], int | None]
    order: int = 50


@dataclass(frozen=True, slots=True)
class Tab:
    """A section as one viewer sees it."""

    key: str
    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class SpineStage:
    """One of the eight stages; ``state`` is done, now, stopped or empty."""

    key: str
    label: str
    state: str
    note: str = ""


OWN_ROOMS = {
    "cooperative": frozenset(
        {"overview", "commission", "cooperation", "contracts", "archive", "complaints"}
    ),
}
"""Methods that run without tender document, bids and panel: the only tabs their rooms have."""

GUEST_ROOMS = frozenset({"overview", "joint", "document", "award", "contracts", "clarifications"})
"""What a unit reads that buys jointly with the lead of the project."""

_sections: dict[str, Section] = {}
_money: dict[str, Money] = {}


def register_section(section: Section) -> None:
    """Hang a tab into the room (called when a module's app is ready)."""
    _sections[section.key] = section


def register_money(money: Money) -> None:
    """Show a further sum in the room (called when a module's app is ready)."""
    _money[money.label] = money


def tabs(
    viewer: Viewer, number: str, state: str, current: str, method: str = "", *, guest: bool = False
) -> tuple[Tab, ...]:
    """Return the room's tabs for a viewer."""
    own = GUEST_ROOMS if guest else OWN_ROOMS.get(method)
    of_method = [
        s for s in _sections.values()
        if (s.key in own if own else not s.methods or method in s.methods)
    ]  # fmt: skip
    shown = [s for s in of_method if _is_shown(s, viewer, number, state)]
    return tuple(
        Tab(s.key, s.label, s.href.format(number=number), s.key == current)
        for s in sorted(shown, key=lambda s: s.order)
    )


def sums(viewer: Viewer, number: str) -> tuple[tuple[str, int], ...]:
    """Return the registered sums that are there by now."""
    found = (
        (money.label, money.read(viewer, number))
        for money in sorted(_money.values(), key=lambda m: m.order)
    )
    return tuple((label, amount) for label, amount in found if amount is not None)


def spine(state: str) -> tuple[SpineStage, ...]:
    """Return the eight stages as a project of that state has them."""
    names = [key for key, _ in STAGES]
    now = names.index(STAGE_OF.get(state, "trade"))
    return tuple(
        SpineStage(key, label, _mark(index, now, state), STATES[state] if index == now else "")
        for index, (key, label) in enumerate(STAGES)
    )


def has_reached(state: str, wanted: str) -> bool:
    """Whether a project of that state has come as far as ``wanted`` (an ended one has not)."""
    if state == "ended":
        return False
    return ORDER.index(state) >= ORDER.index(wanted)


def _mark(index: int, now: int, state: str) -> str:
    if state == "archived" or index < now:
        return "done"
    if index > now:
        return ""
    return "stopped" if state == "ended" else "now"


def _is_shown(section: Section, viewer: Viewer, number: str, state: str) -> bool:
    if section.sides and viewer.side not in section.sides:
        return False
    # An ended project keeps what was there before: nobody loses sight of the file.
    if state != "ended" and not has_reached(state, section.since):
        return False
    if section.until and (state == "ended" or has_reached(state, section.until)):
        return False
    return section.shown is None or section.shown(viewer, number)
