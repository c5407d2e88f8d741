"""Marks: how whoever keeps a part, and has seen its root, knows the same bytes again.

A root takes a hash of every byte, which costs many times what decrypting does. So the keeper, when
it sees that a part has its root, puts a mark on every chunk: a message authentication code under a
key that is the keeper's alone. Other bytes do not bear the mark, whoever made them and whatever
other keys he has, the part's own among them. Marks say nothing to anybody else and are no part of
an envelope: whoever has not the key goes by the root.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lucai_trust.envelope.checking import part_entry
from lucai_trust.envelope.chunks import SEALED_CHUNK_SIZE, PartTally, pieces
from lucai_trust.envelope.core import Envelope
from lucai_trust.suites import MARK_KEY_SIZE, NONCE_SIZE, TAG_SIZE, Authenticator

_DOMAIN = b"lucai-part-marks/1\0"


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one part, one behind the other, and the key that tells them from false ones."""

    authenticator: Authenticator = field(repr=False)
    tags: bytes = b""

    @staticmethod
    def of(envelope: Envelope, number: int, secret: bytes, tags: bytes = b"") -> Marks:
        """Return the marks of a part; the key is the keeper's ``secret`` for this part alone.

        Args:
            tags: the marks of all the envelope's parts as :func:`mark_part` made them, in order.
        """
        suite, entry = envelope.core.suite, part_entry(envelope, number)
        before = sum(part.chunks for part in envelope.core.parts[: number - 1])
        own = tags[before * TAG_SIZE : (before + entry.chunks) * TAG_SIZE]
        place = envelope.hash + number.to_bytes(8, "big")
        key = suite.hmac(secret, _DOMAIN + place)[:MARK_KEY_SIZE]
        return Marks(suite.authenticator(key), own)

    def make(self, place: int, chunk: bytes) -> bytes:
        """Return the mark of a chunk, counted from 0."""
        return self.authenticator(place.to_bytes(NONCE_SIZE, "big"), chunk)

    def holds(self, place: int, chunk: bytes) -> bool:
        """Say whether a chunk bears its mark."""
        mark = self.tags[place * TAG_SIZE : (place + 1) * TAG_SIZE]
        return hmac.compare_digest(mark, self.make(place, chunk))

    @property
    def count(self) -> int:
        """How many chunks are marked."""
        return len(self.tags) // TAG_SIZE


def mark_part(envelope: Envelope, number: int, chunks: Iterable[bytes], secret: bytes) -> bytes:
    """Return the marks of a part whose root is right; nothing where it is not.

    Wrong bytes get none: two contents of one place must never be marked under one key.
    """
    entry, marks = part_entry(envelope, number), Marks.of(envelope, number, secret)
    tally = PartTally(envelope.core.suite)
    tags = b"".join(_marked(marks, tally, pieces(chunks, SEALED_CHUNK_SIZE)))
    return tags if tally.matches(entry.blob_size, entry.root) else b""


def _marked(marks: Marks, tally: PartTally, stream: Iterable[bytes]) -> Iterator[bytes]:
    for place, chunk in enumerate(stream):
        tally.add(chunk)
        yield marks.make(place, chunk)
