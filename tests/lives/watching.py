"""What must hold whatever anybody tried: the questions every life is asked after each act."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.lifecycle import Lifecycle
from lucai.platform.access import permissions
from lucai.platform.journal import canonical
from lucai.platform.journal.models import JournalEntry
from lucai_trust import encoding

Lives = Sequence[tuple[Lifecycle, type]]


def every_change_is_declared_and_journaled(lives: Lives, number: str) -> None:
    """Follow every row's entries from its initial state to the one it is in."""
    entries = journal_of(number)
    for life, table in lives:
        taken = defaultdict(list)
        for entry in entries:
            if entry.object_type == life.of and "from" in entry.body:
                taken[entry.object_key].append(entry)
        for row in rows_of(table, number):
            _follow(life, row, taken[row.key])


def _follow(life: Lifecycle, row: Any, entries: Iterable[JournalEntry]) -> None:
    state = life.initial
    for entry in entries:
        step = life.step(entry.event.removeprefix(f"{life.of}."))
        assert entry.body["from"] == state, f"{row.key}: {entry.event} left {entry.body['from']}"
        assert state in step.source, f"{row.key}: {step.name} from {state}"
        assert entry.body["to"] == step.target, f"{row.key}: {step.name} to {entry.body['to']}"
        state = step.target
    assert row.state == state, f"{row.key} is {row.state}, its journal says {state}"


def every_leaf_is_of_its_entry(number: str, after: int = 0) -> int:
    """Hash the entries after one anew, as an auditor would from their content alone.

    Answers the last entry's key, so that the next question begins there.
    """
    rows = JournalEntry.objects.seen_by(SYSTEM).filter(project_number=number, pk__gt=after)
    for entry in rows.order_by("pk"):
        assert entry.leaf == _leaf(entry), f"{entry.event} has another leaf"
        after = entry.pk
    return after


def _leaf(entry: JournalEntry) -> str:
    """Spell the leaf out as docs/reference and RFC 6962 have it, without the house's own code."""
    content = encoding.canonical(canonical.content(entry))
    if not entry.public:
        tagged = b"lucai-commitment/1\x00" + bytes.fromhex(entry.salt) + content
        sealed = {"at": encoding.utc(entry.at), "sealed": hashlib.sha256(tagged).hexdigest()}
        content = encoding.canonical(sealed)
    return hashlib.sha256(b"\x00" + content).hexdigest()


def nobody_acted_without_the_right(viewer: Viewer, permission: str) -> None:
    """Ask of an act that was done whether its actor may do it."""
    function = permissions.catalogue()[permission]
    assert viewer.side in function.sides, f"{viewer.side} did {permission}"
    assert permission in viewer.grants, f"{viewer.name} did {permission} without the right"


def only_parties_acted(viewer: Viewer, parties: Mapping[Side, int]) -> None:
    """Ask of an act that was done whether its actor's organisation has a part in the matter."""
    if viewer.side in parties:
        assert viewer.organisation == parties[viewer.side], f"{viewer.organisation_name} acted"


def journal_of(number: str) -> list[JournalEntry]:
    """Return a project's entries in the order they were written."""
    rows = JournalEntry.objects.seen_by(SYSTEM).filter(project_number=number)
    return list(rows.order_by("pk"))


def rows_of(table: type, number: str) -> list[Any]:
    """Return a table's rows of a project."""
    column = "number" if table.__name__ == "ProcurementProject" else "project_number"
    return list(table.objects.seen_by(SYSTEM).filter(**{column: number}))  # type: ignore[attr-defined]
