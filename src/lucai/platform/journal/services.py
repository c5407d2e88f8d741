"""Writing the journal: pending entries inside the business transaction, order given afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lucai.kernel import chance, clock
from lucai.kernel.actors import Actor
from lucai.platform.journal import canonical
from lucai.platform.journal.frame import mark_recorded
from lucai.platform.journal.models import JournalEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What an act tells the journal.

    ``body`` is JSON without floats and without personal data; public entries show it,
    sealed ones commit to it. ``audience`` names the organisations to be told.
    """

    event: str
    object_type: str
    object_key: str
    label: str
    region: str
    project_number: str = ""
    heading: str = ""
    href: str = ""
    public: bool = False
    audience: tuple[int, ...] = ()
    body: Mapping[str, Any] = field(default_factory=dict)


def record(actor: Actor, entry: Entry) -> JournalEntry:
    """Write one pending entry in the current transaction; the sequencer orders it later."""
    row = _row(actor, entry, clock.now())
    row.save(force_insert=True)
    mark_recorded()
    return row


def record_all(actor: Actor, entries: Sequence[Entry], *, at: datetime) -> list[JournalEntry]:
    """Write entries of acts that were judged at one moment: as :func:`record`, in one statement."""
    rows = [_row(actor, entry, at) for entry in entries]
    JournalEntry.objects.bulk_create(rows)
    for _ in rows:
        mark_recorded()
    return rows


def _row(actor: Actor, entry: Entry, at: datetime) -> JournalEntry:
    row = JournalEntry(
        at=at,
        event=entry.event,
        object_type=entry.object_type,
        object_key=entry.object_key,
        project_number=entry.project_number,
        label=entry.label,
        heading=entry.heading,
        href=entry.href,
        region=entry.region,
        public=entry.public,
        actor_side=actor.viewer.side,
        actor_person=actor.viewer.person,
        actor_organisation=actor.viewer.organisation,
        actor_name=actor.viewer.organisation_name or actor.viewer.name,
        audience=sorted(set(entry.audience)),
        body={**entry.body, **_came_by(actor)},
        salt=chance.token_hex(32),
    )
    row.leaf = canonical.leaf_of(row).hex()
    return row


def _came_by(actor: Actor) -> dict[str, str]:
    said = {"request": actor.request, "signed": actor.signed}
    return {name: value for name, value in said.items() if value}
