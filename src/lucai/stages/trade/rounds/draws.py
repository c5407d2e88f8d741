"""The draw among equals: what decides and nobody can choose. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def drawn(envelope: str, together: Iterable[str]) -> str:
    """Return the draw of an envelope: the SHA-256 of all hashes of its round and of its own.

    A browser could try many envelopes; it cannot know the others that go into its draw. All that
    were opened go into it: who judges them afterwards could choose among draws otherwise.
    """
    everybody = hashlib.sha256("".join(sorted(together)).encode()).hexdigest()
    return hashlib.sha256(f"{everybody}{envelope}".encode()).hexdigest()
