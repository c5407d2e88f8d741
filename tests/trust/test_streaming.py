"""Large parts stream: the memory used does not grow with the file."""

import tracemalloc
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import pytest

from lucai_trust.envelope import (
    CHUNK_SIZE,
    Bid,
    BidFile,
    BidFileWriter,
    PartSource,
    header_key,
    open_header,
    open_part,
    open_stage,
    part_key,
    part_matches,
    seal,
)
from lucai_trust.suites import GM1, INTL1, Suite
from tests.trust.bids import BIDDER, SIGNER, tender_of

MEMORY = 16 * CHUNK_SIZE
BOTH = pytest.mark.parametrize("suite", [GM1, INTL1], ids=lambda suite: suite.name)


def content(mebibytes: int) -> Iterator[bytes]:
    block = bytes(range(256)) * 4096
    for number in range(mebibytes):
        yield number.to_bytes(4, "big") + block[4:]


def round_trip(suite: Suite, mebibytes: int, path: Path) -> None:
    """Seal into a bid file, check it without keys, open it; hold no more than a few chunks."""
    tender = tender_of(suite)
    with path.open("w+b") as file:
        writer = BidFileWriter(file)
        sealed = seal(
            tender.policy,
            Bid("1", (BIDDER,)),
            [PartSource("price", "报价.bin", "application/octet-stream", content(mebibytes))],
            signers=[SIGNER],
            write=writer.write,
        )
        writer.finish(sealed.envelope)
        bid = BidFile.read(file)
        assert part_matches(bid.envelope, 1, bid.part(1))
        released = tender.release(bid.envelope, "opening", "centre", "buyer")
        opened = open_stage(tender.policy, bid.envelope, "opening", released)
        header = open_header(
            tender.policy, bid.envelope, header_key(tender.policy, bid.envelope, opened)
        )
        key = part_key(tender.policy, bid.envelope, 1, opened=opened)
        pieces = open_part(bid.envelope, header, 1, key, bid.part(1))
        for piece, expected in zip_longest(pieces, content(mebibytes), fillvalue=b""):
            assert piece == expected


@BOTH
def test_memory_stays_flat_on_a_file_of_24_mebibytes(suite: Suite, tmp_path: Path) -> None:
    round_trip(suite, 1, tmp_path / "warm.lcbid")
    tracemalloc.start()
    try:
        round_trip(suite, 24, tmp_path / "bid.lcbid")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MEMORY


@pytest.mark.deep
@BOTH
def test_memory_stays_flat_on_a_file_of_200_mebibytes(suite: Suite, tmp_path: Path) -> None:
    tracemalloc.start()
    try:
        round_trip(suite, 200, tmp_path / "bid.lcbid")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MEMORY
