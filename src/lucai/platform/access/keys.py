"""From the key that a program shows to the post it acts in."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from lucai.kernel import clock
from lucai.platform.access.models import ProgramKey
from lucai.platform.records import system_access

NOTED_EVERY = timedelta(hours=1)
"""So often the last use is written down; a key that works all day writes no row a request."""


def digest_of(key: str) -> str:
    """Return what is kept of a key: its SHA-256, 64 hex digits. A key is 256 random bits."""
    return hashlib.sha256(key.encode()).hexdigest()


def post_of_key(key: str) -> int | None:
    """Return the id of the post for which a key is good now; None when it is good for none."""
    now = clock.real()
    with system_access("key of a program"):
        row = ProgramKey.objects.filter(digest=digest_of(key), ended_at=None).first()
        if row is None or row.until < now:
            return None
        if row.used_at is None or now - row.used_at > NOTED_EVERY:
            ProgramKey.objects.filter(pk=row.pk).update(used_at=now)
    return int(row.post_id)
