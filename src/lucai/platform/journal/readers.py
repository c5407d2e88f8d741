"""Readers of the journal: each keeps a cursor and may be run again from zero."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction

from lucai.platform.journal.models import JournalEntry, JournalHead, ReaderCursor
from lucai.platform.records import system_access

BATCH = 500


@dataclass(frozen=True, slots=True)
class Reader:
    """Something that follows the journal. ``read`` must bear being called twice with an entry."""

    name: str
    read: Callable[[Sequence[JournalEntry]], None]


_readers: dict[str, Reader] = {}


def register(reader: Reader) -> None:
    """Let a module follow the journal (called when its app is ready)."""
    _readers[reader.name] = reader


def registered() -> tuple[Reader, ...]:
    """Return all readers in the order of registration."""
    return tuple(_readers.values())


def behind() -> tuple[Reader, ...]:
    """Return the readers that have something to read: two questions, however many there are."""
    with system_access("readers behind"):
        size = JournalHead.objects.values_list("size", flat=True).first() or 0
        positions = dict(ReaderCursor.objects.values_list("name", "position"))
    return tuple(one for one in registered() if positions.get(one.name, 0) < size)


def advance(reader: Reader, limit: int = BATCH) -> int:
    """Let one reader read its next entries; cursor and effect in one transaction."""
    with system_access(f"reader:{reader.name}"), transaction.atomic():
        cursor = _locked_cursor(reader.name)
        entries = _entries_from(cursor.position, limit)
        if not entries:
            return 0
        reader.read(entries)
        last = entries[-1].index
        cursor.change(position=(last or 0) + 1)
        return len(entries)


def _entries_from(position: int, limit: int) -> list[JournalEntry]:
    """Return the next entries; readers that read along side by side share what one of them read."""
    global _shared  # noqa: PLW0603 - one process follows one journal
    shared = _shared
    if not _are_still(shared, position, limit):
        rows = JournalEntry.objects.filter(index__gte=position).order_by("index")
        shared = _shared = tuple(rows[:limit])
    return list(shared)


def _are_still(entries: tuple[JournalEntry, ...], position: int, limit: int) -> bool:
    """Whether these are the next entries: an ordered entry never changes, but more may follow."""
    if len(entries) != limit or entries[0].index != position:
        return False
    last = entries[-1]
    return JournalEntry.objects.filter(pk=last.pk, index=last.index, leaf=last.leaf).exists()


_shared: tuple[JournalEntry, ...] = ()


def advance_all() -> int:
    """Let every reader catch up; return the number of readings."""
    total = 0
    while waiting := behind():
        total += sum(advance(reader) for reader in waiting)
    return total


def rewind(name: str) -> None:
    """Send one reader back to the start: its projection will be built anew."""
    with system_access("rewind"):
        ReaderCursor.objects.filter(name=name).update(position=0)


def _locked_cursor(name: str) -> ReaderCursor:
    rows = ReaderCursor.objects.select_for_update().filter(name=name)
    if cursor := rows.first():
        return cursor
    ReaderCursor.objects.get_or_create(name=name)
    return rows.get()
