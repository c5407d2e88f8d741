"""Whatever is not what was receipted is the platform's fault, wherever it was changed."""

import pytest

from lucai_trust.envelope import (
    CHUNK_SIZE,
    Culprit,
    Envelope,
    PlatformFault,
    check_receipted,
    open_part,
    open_stage,
    part_key,
    part_matches,
)
from lucai_trust.suites import GM1, INTL1, Suite
from tests.trust.bids import (
    Draws,
    price_key,
    slices,
    tender_of,
)

BOTH = pytest.mark.parametrize("suite", [GM1, INTL1], ids=lambda suite: suite.name)
BIG = b"a" * (2 * CHUNK_SIZE + 5)


@BOTH
def test_any_flipped_byte_after_the_receipt_is_the_platforms(suite: Suite) -> None:
    tender = tender_of(suite)
    envelope = tender.seal().envelope
    check_receipted(envelope, envelope.digests)
    for place in range(0, len(envelope.sealed), 97):
        broken = bytearray(envelope.sealed)
        broken[place] ^= 1
        with pytest.raises(PlatformFault) as caught:
            check_receipted(Envelope.parse(envelope.core_bytes, bytes(broken)), envelope.digests)
        assert caught.value.culprit is Culprit.PLATFORM


SEALED_CHUNK = CHUNK_SIZE + 16
CORRUPTIONS = {
    "flipped first byte": lambda blob: bytes([blob[0] ^ 1]) + blob[1:],
    "flipped byte of the second chunk": lambda blob: (
        blob[: SEALED_CHUNK + 9] + bytes([blob[SEALED_CHUNK + 9] ^ 1]) + blob[SEALED_CHUNK + 10 :]
    ),
    "flipped last byte": lambda blob: blob[:-1] + bytes([blob[-1] ^ 1]),
    "a byte less": lambda blob: blob[:-1],
    "last chunk dropped": lambda blob: blob[: 2 * SEALED_CHUNK],
    "first chunk dropped": lambda blob: blob[SEALED_CHUNK:],
    "chunks swapped": lambda blob: (
        blob[SEALED_CHUNK : 2 * SEALED_CHUNK] + blob[:SEALED_CHUNK] + blob[2 * SEALED_CHUNK :]
    ),
    "a byte more": lambda blob: blob + b"\0",
    "a chunk more": lambda blob: blob + blob[:SEALED_CHUNK],
    "nothing": lambda _: b"",
}


@BOTH
@pytest.mark.parametrize("name", CORRUPTIONS)
def test_a_part_that_is_not_the_receipted_one_is_the_platforms_fault(
    suite: Suite, name: str
) -> None:
    tender = tender_of(suite)
    envelope = tender.seal([("price", BIG)]).envelope
    broken = CORRUPTIONS[name](bytes(tender.blobs[1]))
    assert not part_matches(envelope, 1, slices(broken))
    with pytest.raises(PlatformFault):
        tender.read(envelope, 1, blob=broken)


def test_whole_chunks_that_are_missing_are_noticed_though_each_left_one_opens() -> None:
    tender = tender_of()
    envelope = tender.seal([("price", BIG)]).envelope
    header = tender.header(envelope, "centre", "buyer")
    opened = open_stage(
        tender.policy, envelope, "opening", tender.release(envelope, "opening", "centre", "buyer")
    )
    key = part_key(tender.policy, envelope, 1, opened=opened)
    pieces = open_part(envelope, header, 1, key, [bytes(tender.blobs[1][:SEALED_CHUNK])])
    assert len(next(pieces)) == CHUNK_SIZE
    with pytest.raises(PlatformFault):
        next(pieces)


def test_a_chunk_that_opens_and_still_is_too_many_is_the_platforms() -> None:
    tender, draws = tender_of(), Draws()
    envelope = tender.seal([("price", bytes(CHUNK_SIZE))], draw=draws).envelope
    key = price_key(tender, envelope, draws)
    last = tender.suite.encrypt(key.secret, key.nonce_of(1), bytes(CHUNK_SIZE))
    more = tender.suite.encrypt(key.secret, key.nonce_of(2), b"more")
    blob = bytes(tender.blobs[1][:SEALED_CHUNK]) + last + more
    with pytest.raises(PlatformFault, match="longer"):
        tender.read(envelope, 1, blob=blob)
