"""A part as a stream: chunks of 1 MiB, each encrypted by itself, the last always shorter."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from lucai_trust.envelope.core import CHUNK_SIZE
from lucai_trust.envelope.padding import padded_size
from lucai_trust.schedule import Key, part_root
from lucai_trust.suites import TAG_SIZE, Suite

SEALED_CHUNK_SIZE = CHUNK_SIZE + TAG_SIZE
AHEAD = 2
_ZEROS = bytes(CHUNK_SIZE)


def pieces(stream: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Cut a stream into pieces of one size and a last one that is shorter, perhaps empty."""
    waiting = bytearray()
    for block in stream:
        if not waiting and len(block) == size:
            yield block  # what comes cut already is not copied
            continue
        waiting += block
        while len(waiting) >= size:
            yield bytes(memoryview(waiting)[:size])
            del waiting[:size]
    yield bytes(waiting)


class PartSealer:
    """Pads, cuts and encrypts one part; afterwards it knows what the core must say of it."""

    def __init__(self, suite: Suite, key: Key) -> None:
        self._suite = suite
        self._key = key
        self._hashes: list[bytes] = []
        self.content_size = 0

    @property
    def size(self) -> int:
        """The size of the content with its padding."""
        return padded_size(self.content_size)

    @property
    def chunks(self) -> int:
        """How many chunks were made."""
        return len(self._hashes)

    @property
    def root(self) -> bytes:
        """The root over the encrypted chunks."""
        return part_root(self._suite, self._hashes)

    def seal(self, content: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the encrypted chunks of a content."""
        for number, piece in enumerate(pieces(self._padded(content), CHUNK_SIZE)):
            nonce = self._key.nonce_of(number)
            chunk = self._suite.encrypt(self._key.secret, nonce, piece)
            self._hashes.append(self._suite.digest(chunk))
            yield chunk

    def _padded(self, content: Iterable[bytes]) -> Iterator[bytes]:
        for block in content:
            self.content_size += len(block)
            yield block
        missing = self.size - self.content_size
        while missing > 0:
            yield _ZEROS[:missing]
            missing -= CHUNK_SIZE


class PartTally:
    """Hashes an encrypted part chunk by chunk, without any key.

    Whole chunks are hashed beside what the caller does meanwhile: a part is decrypted about as fast
    as if it were not hashed at all. No more than ``AHEAD`` chunks wait.
    """

    def __init__(self, suite: Suite) -> None:
        self._suite = suite
        self._hashes: list[bytes] = []
        self._waiting: deque[Future[bytes]] = deque()
        self._beside: ThreadPoolExecutor | None = None
        self._size = 0

    def add(self, chunk: bytes) -> None:
        """Take the next encrypted chunk."""
        self._size += len(chunk)
        if len(chunk) < SEALED_CHUNK_SIZE:
            self._gather(0)
            self._hashes.append(self._suite.digest(chunk))
            return
        self._gather(AHEAD - 1)
        self._beside = self._beside or ThreadPoolExecutor(AHEAD)
        self._waiting.append(self._beside.submit(self._suite.digest, chunk))

    def matches(self, size: int, root: bytes) -> bool:
        """Say whether the whole has this size and root."""
        self._gather(0)
        return self._size == size and part_root(self._suite, self._hashes) == root

    def _gather(self, left: int) -> None:
        while len(self._waiting) > left:
            self._hashes.append(self._waiting.popleft().result())
