"""The lines of a room's timeline, made from the journal's entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from lucai.platform.journal.selectors import TimelineEntry

MECHANICAL = "trade.procurementProject."  # only follows from acts in the timeline already


@dataclass(frozen=True, slots=True)
class RoomEvent:
    """One line of the room's timeline."""

    at: datetime
    who: str
    what: str
    tag: str
    index: int | None
    proof: str


def events_of(entries: list[TimelineEntry]) -> tuple[RoomEvent, ...]:
    """Return the lines of the timeline; saving a draft many times in a row is one line."""
    shown = [e for e in entries if e.public or not e.event.startswith(MECHANICAL)]
    runs = groupby(shown, key=lambda e: (e.event, e.who) if e.event.endswith(".edit") else e)
    return tuple(_event(list(run)) for _, run in runs)


def _event(run: list[TimelineEntry]) -> RoomEvent:
    entry = run[0]
    label = entry.label if len(run) == 1 else f"{entry.label}等，保存 {len(run)} 次"
    proof = "pending" if entry.index is None else "proved"
    return RoomEvent(entry.at, entry.who, label, entry.side, entry.index, proof)
