"""Writing releases out of the journal. No entry of its own: a release is a reading of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lucai.kernel import ocds
from lucai.kernel.actors import PUBLIC, Actor
from lucai.platform.access.permissions import lifecycles
from lucai.platform.access.selectors import organisations
from lucai.platform.journal.models import JournalEntry
from lucai.publication.ocds import assembly
from lucai.publication.ocds.models import Release
from lucai.stages.trade.projects.selectors import ocids_of


def publish_releases(actor: Actor, entries: Sequence[JournalEntry]) -> None:
    """Write one release for every public entry that carries a fragment; twice is once."""
    del actor
    telling = [entry for entry in entries if entry.public and entry.body.get("ocds")]
    if not telling:
        return
    tags = {f"{life.of}.{step.name}": step.tag for life in lifecycles() for step in life.steps}
    bodies = _bodies(telling)
    processes = ocids_of(PUBLIC, [entry.project_number for entry in telling])
    rows = [_release(entry, tags, bodies, processes) for entry in telling]
    _keep_roles(rows)
    Release.objects.bulk_create(rows, ignore_conflicts=True)


def _keep_roles(rows: Sequence[Release]) -> None:
    """Name every role a party has had so far: in a record the last release's list replaces others."""
    first = min(row.entry for row in rows)
    earlier = Release.objects.seen_by(PUBLIC).filter(
        ocid__in={row.ocid for row in rows}, entry__lt=first
    )
    known: dict[tuple[str, str], set[str]] = {}
    for ocid, parties in earlier.order_by("pk").values_list("ocid", "content__parties"):
        for party in parties or ():
            known.setdefault((ocid, party["id"]), set()).update(party["roles"])
    for row in rows:
        for party in row.content.get("parties", ()):
            roles = known.setdefault((row.ocid, party["id"]), set())
            roles.update(party["roles"])
            party["roles"] = sorted(roles)


def _release(
    entry: JournalEntry, tags: dict[str, str], bodies: dict[str, assembly.Body],
    processes: dict[str, str],
) -> Release:  # fmt: skip
    assert entry.index is not None  # readers are given ordered entries
    fragment = entry.body["ocds"]
    tag = fragment.get("tag") or tags.get(entry.event) or "tenderUpdate"
    process = (
        fragment.get("ocid")
        or processes.get(entry.project_number)
        or ocds.ocid(entry.project_number or entry.object_key)
    )
    ident = f"{process}-{entry.index:08d}"
    content = assembly.release(
        fragment, ident=ident, process=process, date=ocds.stamp(entry.at), tag=tag, bodies=bodies
    )
    return Release(
        entry=entry.index, ocid=process, release_id=ident, project_number=entry.project_number,
        tag=tag, at=entry.at, content=content,
    )  # fmt: skip


def _bodies(entries: Sequence[JournalEntry]) -> dict[str, assembly.Body]:
    """Return the organisations that fragments refer to, in one query."""
    wanted = {
        ident: int(ident.removeprefix(ocds.INTERNAL))
        for entry in entries
        for _, ident in assembly.references(entry.body["ocds"])
    }
    found: dict[int, Any] = organisations(PUBLIC, list(wanted.values()))
    return {
        ident: assembly.Body(card.name, card.uscc, card.region, card.address)
        for ident, pk in wanted.items()
        if (card := found.get(pk))
    }
