"""B6: opening, beside the bare cipher of the library on one core, and a thousand records at once.

The product opens a part as an opening does: chunk by chunk from its key, with the root over what it
read. The floor decrypts the same chunks and does nothing else. A figure is parts of 32 MiB a second.
A third line holds a thousand opening records (shares, header and price of an envelope) against five
seconds. Memory is a test's: ``tests/trust/test_streaming.py`` opens 200 MiB in 16.
"""

import time
from collections.abc import Iterator
from pathlib import Path

from lucai_trust.envelope import (
    Envelope,
    header_key,
    open_header,
    open_part,
    open_stage,
    part_key,
)
from lucai_trust.envelope.chunks import SEALED_CHUNK_SIZE, pieces
from lucai_trust.suites import GM1, INTL1, Suite
from tests.trust.bids import Tender, tender_of
from tools.bench.measure import Comparison, compare

SIZE = 32 << 20
RECORDS, SECONDS_ALLOWED = 1000, 5
SHARE_OF_CIPHER = 0.8
HOLDERS = ("centre", "buyer")


def run(folder: Path) -> Iterator[Comparison]:
    """Open parts of both suites, then a thousand records."""
    del folder
    for suite in (GM1, INTL1):
        yield _bulk(suite)
    yield _records()


def _bulk(suite: Suite) -> Comparison:
    tender = tender_of(suite)
    envelope = tender.seal([("price", bytes(SIZE))]).envelope
    blob = bytes(tender.blobs[1])
    shares = tender.release(envelope, "opening", *HOLDERS)
    opened = open_stage(tender.policy, envelope, "opening", shares)
    header = open_header(tender.policy, envelope, header_key(tender.policy, envelope, opened))
    published = part_key(tender.policy, envelope, 1, opened=opened)
    key = envelope.core.schedule.published_key(published)
    chunks = list(pieces([blob], SEALED_CHUNK_SIZE))

    def product() -> None:
        for _ in open_part(envelope, header, 1, published, chunks):
            pass

    def floor() -> None:
        for number, chunk in enumerate(chunks):
            suite.decrypt(key.secret, key.nonce_of(number), chunk)

    return compare(f"B6 opening / cipher, {suite.name}", product, floor, gate=SHARE_OF_CIPHER)


def _records() -> Comparison:
    """Open shares, header and price of a thousand envelopes in the slower of the suites."""
    tender = tender_of(GM1)
    bids = [(tender.seal([("price", b"{}")]).envelope, bytes(tender.blobs[1])) for _ in range(50)]
    cpu, began = time.process_time(), time.perf_counter()
    for number in range(RECORDS):
        _open_record(tender, *bids[number % len(bids)])
    took, used = time.perf_counter() - began, time.process_time() - cpu
    allowed = RECORDS / SECONDS_ALLOWED
    return Comparison(
        f"B6 {RECORDS:,} opening records / {SECONDS_ALLOWED} s", allowed, RECORDS / took, allowed,
        SECONDS_ALLOWED / took, took * 1000, used * 1000 / RECORDS, 1,
    )  # fmt: skip


def _open_record(tender: Tender, envelope: Envelope, blob: bytes) -> None:
    shares = tender.release(envelope, "opening", *HOLDERS)
    opened = open_stage(tender.policy, envelope, "opening", shares)
    header = open_header(tender.policy, envelope, header_key(tender.policy, envelope, opened))
    price = part_key(tender.policy, envelope, 1, opened=opened)
    for _ in open_part(envelope, header, 1, price, [blob]):
        pass
