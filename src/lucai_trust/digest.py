"""SHA-256 and SM3, with a domain in front so that no hash can stand for another.

Every object is hashed with both: SHA-256 because the log's proofs use it, SM3 (GB/T 32905)
because the law of cryptography asks for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cryptography.hazmat.primitives import hashes

from lucai_trust.errors import EncodingRefused

DIGEST_SIZE = 32


class Algorithm(StrEnum):
    """A hash algorithm by the name stored beside its digests."""

    SHA256 = "sha256"
    SM3 = "sm3"


@dataclass(frozen=True, slots=True)
class DigestPair:
    """Both digests of one object, in lower-case hexadecimal, with its size in bytes."""

    sha256: str
    sm3: str
    size: int


class Digests:
    """Both digests of a stream, fed chunk by chunk in constant memory."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()
        self._sm3 = hashes.Hash(hashes.SM3())
        self._size = 0

    def update(self, chunk: bytes) -> None:
        """Take the next chunk of the stream."""
        self._sha256.update(chunk)
        self._sm3.update(chunk)
        self._size += len(chunk)

    def result(self) -> DigestPair:
        """Return the digests of everything taken so far; more may follow."""
        return DigestPair(self._sha256.hexdigest(), self._sm3.copy().finalize().hex(), self._size)


def digests_of(content: bytes | Iterable[bytes]) -> DigestPair:
    """Return both digests of bytes, or of a stream of chunks."""
    digests = Digests()
    for chunk in (content,) if isinstance(content, bytes) else content:
        digests.update(chunk)
    return digests.result()


def digest(content: bytes, *, algorithm: Algorithm = Algorithm.SHA256) -> bytes:
    """Return the plain digest of bytes, 32 bytes long."""
    if algorithm is Algorithm.SHA256:
        return hashlib.sha256(content).digest()
    sm3 = hashes.Hash(hashes.SM3())
    sm3.update(content)
    return sm3.finalize()


def tagged_digest(domain: str, content: bytes, *, algorithm: Algorithm = Algorithm.SHA256) -> bytes:
    """Return ``H(domain ‖ 0x00 ‖ content)``; the domain says what kind of thing is hashed.

    Raises:
        EncodingRefused: the domain is empty or not printable ASCII.
    """
    if not domain or not all(" " <= sign <= "~" for sign in domain):
        raise EncodingRefused("a hash domain is printable ASCII and not empty")
    return digest(domain.encode("ascii") + b"\0" + content, algorithm=algorithm)


def fields(*parts: bytes) -> bytes:
    """Join parts, each behind its length as u32 big-endian, so that no two lists join alike."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)
