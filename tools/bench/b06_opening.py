"""B6: opening, beside the bare cipher of the library on one core, and a thousand records at once.

First of each suite: a part opened as the platform opens what it keeps, chunk by chunk from its key,
each chunk held against the mark it got when its root was seen (``lucai_trust.envelope.marks``); that
hash is paid when the part is handed in, and not here. Then the same part opened as everybody else
has to, with the root over what is read: it says what the marks save, and no gate asks for it, since
the hash alone is slower than the cipher. The floor decrypts the same chunks and does nothing else.
Neither reads from a disk. A figure is parts of 32 MiB a second.

A line holds a thousand opening records (shares, header and price of an envelope, by the root)
against five seconds of the processor. The last ones say what opening a file of 200 MiB from the disk
adds to the memory of a process of its own.
"""

import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from lucai_trust.envelope import (
    Envelope,
    Marks,
    header_key,
    mark_part,
    open_header,
    open_marked_part,
    open_part,
    open_stage,
    part_key,
)
from lucai_trust.envelope.chunks import SEALED_CHUNK_SIZE, pieces
from lucai_trust.suites import GM1, INTL1, Suite
from tests.trust.bids import Tender, tender_of
from tools.bench import opening_alone
from tools.bench.measure import Comparison, compare
from tools.bench.memory import MEBIBYTE, Footprint, footprint

SIZE = 32 << 20
RECORDS, SECONDS_ALLOWED = 1000, 5
SHARE_OF_CIPHER = 0.8
LARGE, MEMORY = 200 * MEBIBYTE, 64 * MEBIBYTE
HOLDERS = ("centre", "buyer")


def run(folder: Path) -> Iterator[Comparison | Footprint]:
    """Open parts of both suites, a thousand records, and large files alone."""
    for suite in (GM1, INTL1):
        yield from _bulk(suite)
    yield _records()
    if sys.platform == "win32":
        return  # nobody there says how much memory a process had
    for suite in (GM1, INTL1):
        yield _alone(suite, folder / suite.name)


def _alone(suite: Suite, folder: Path) -> Footprint:
    folder.mkdir()
    opening_alone.lay_down(suite, LARGE, folder)
    name = f"B6 memory of opening {LARGE // MEBIBYTE} MiB, {suite.name}"
    return footprint(name, opening_alone.__name__, [folder], gate=MEMORY)


def _bulk(suite: Suite) -> Iterator[Comparison]:
    tender = tender_of(suite)
    envelope = tender.seal([("price", bytes(SIZE))]).envelope
    blob = bytes(tender.blobs[1])
    shares = tender.release(envelope, "opening", *HOLDERS)
    opened = open_stage(tender.policy, envelope, "opening", shares)
    header = open_header(tender.policy, envelope, header_key(tender.policy, envelope, opened))
    published = part_key(tender.policy, envelope, 1, opened=opened)
    key = envelope.core.schedule.published_key(published)
    chunks = list(pieces([blob], SEALED_CHUNK_SIZE))
    secret = bytes(32)
    marks = Marks.of(envelope, 1, secret, mark_part(envelope, 1, chunks, secret))

    def by_marks() -> None:
        drain(open_marked_part(envelope, header, 1, published, lambda: chunks, marks))

    def by_root() -> None:
        drain(open_part(envelope, header, 1, published, chunks))

    def floor() -> None:
        drain(
            suite.decrypt(key.secret, key.nonce_of(number), chunk)
            for number, chunk in enumerate(chunks)
        )

    name = f"B6 opening / cipher, {suite.name}"
    yield compare(name, by_marks, floor, gate=SHARE_OF_CIPHER)
    yield compare(f"{name}, hashing the root anew", by_root, floor, gate=0)


def drain(stream: Iterable[bytes]) -> None:
    """Read a stream to its end, as whoever wants what is in it."""
    for _ in stream:
        pass


def _records() -> Comparison:
    """Open shares, header and price of a thousand envelopes in the slower of the suites."""
    tender = tender_of(GM1)
    bids = [(tender.seal([("price", b"{}")]).envelope, bytes(tender.blobs[1])) for _ in range(50)]
    began = time.process_time()
    for number in range(RECORDS):
        _open_record(tender, *bids[number % len(bids)])
    took = time.process_time() - began
    allowed = RECORDS / SECONDS_ALLOWED
    return Comparison(
        f"B6 {RECORDS:,} opening records / {SECONDS_ALLOWED} s", allowed, RECORDS / took, allowed,
        SECONDS_ALLOWED / took, took * 1000, took * 1000 / RECORDS, 1,
    )  # fmt: skip


def _open_record(tender: Tender, envelope: Envelope, blob: bytes) -> None:
    shares = tender.release(envelope, "opening", *HOLDERS)
    opened = open_stage(tender.policy, envelope, "opening", shares)
    header = open_header(tender.policy, envelope, header_key(tender.policy, envelope, opened))
    price = part_key(tender.policy, envelope, 1, opened=opened)
    drain(open_part(envelope, header, 1, price, [blob]))
