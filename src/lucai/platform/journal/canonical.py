"""The bytes an entry puts into the tree.

A public entry is canonical JSON of its content; a sealed one is the same JSON with the
content replaced by a salted commitment, so that the tree betrays nothing and the holder
of the salt can prove everything.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from lucai_trust import commitment, encoding, merkle

LONGEST_BODY = 48 * 1024

if TYPE_CHECKING:
    from lucai.platform.journal.models import JournalEntry


def content(entry: JournalEntry) -> dict[str, Any]:
    """Return what happened, as data: no personal names, times in UTC."""
    return _content(entry, _bounded(entry.body))


def _content(entry: JournalEntry, body: dict[str, Any]) -> dict[str, Any]:
    return {
        "at": encoding.utc(entry.at),
        "body": body,
        "event": entry.event,
        "label": entry.label,
        "object": {"key": entry.object_key, "type": entry.object_type},
        "project": entry.project_number,
        "region": entry.region,
        "actor": {"organisation": entry.actor_organisation, "side": entry.actor_side},
    }


def _bounded(body: dict[str, Any]) -> dict[str, Any]:
    """Return the body, or its digest where it is longer than an entry of the log may be."""
    spelt = encoding.canonical(body)
    if len(spelt) <= LONGEST_BODY:
        return body
    return {"sha256": hashlib.sha256(spelt).hexdigest(), "size": len(spelt)}


def content_bytes(entry: JournalEntry) -> bytes:
    """Return the canonical bytes of what happened; with the salt they open a sealed entry."""
    whole = encoding.canonical(_content(entry, entry.body))
    # A body is shorter than what holds it: only where the whole is long must the body be measured.
    return whole if len(whole) <= LONGEST_BODY else encoding.canonical(content(entry))


def leaf_bytes(entry: JournalEntry) -> bytes:
    """Return the bytes of the entry's leaf: its content, or a commitment to it."""
    body = content_bytes(entry)
    if entry.public:
        return body
    sealed = commitment.commit(body, bytes.fromhex(entry.salt))
    return encoding.canonical({"at": encoding.utc(entry.at), "sealed": sealed.hex()})


def leaf_of(entry: JournalEntry) -> bytes:
    """Return the RFC 6962 leaf hash of the entry."""
    return merkle.leaf_hash(leaf_bytes(entry))
