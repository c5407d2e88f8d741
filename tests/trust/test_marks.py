"""A part opened by its keeper's marks opens, and fails, exactly as one opened by its root."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from lucai_trust.envelope import (
    CHUNK_SIZE,
    BidderFault,
    Envelope,
    Marks,
    PlatformFault,
    mark_part,
    open_marked_part,
    opening,
)
from lucai_trust.errors import EnvelopeRefused
from lucai_trust.schedule import part_root
from lucai_trust.suites import GM1, INTL1, Suite
from tests.trust.bids import PRICE, Draws, Tender, price_key, slices, tender_of, with_core
from tests.trust.test_platform_faults import BIG, CORRUPTIONS, SEALED_CHUNK

BOTH = pytest.mark.parametrize("suite", [GM1, INTL1], ids=lambda suite: suite.name)
SECRET = b"\x5a" * 32


def sealed(suite: Suite = GM1, content: bytes = BIG) -> tuple[Tender, Envelope, bytes, bytes]:
    """Seal one part; return its key and its encrypted bytes too."""
    tender, draws = tender_of(suite), Draws()
    envelope = tender.seal([("price", content)], draw=draws).envelope
    key = price_key(tender, envelope, draws)
    return tender, envelope, key.published, bytes(tender.blobs[1])


def marks(envelope: Envelope, blob: bytes) -> Marks:
    """Mark a part as its keeper does."""
    return Marks.of(envelope, 1, SECRET, mark_part(envelope, 1, slices(blob), SECRET))


def read(
    tender: Tender, envelope: Envelope, key: bytes, blobs: Iterable[bytes], by: Marks
) -> Iterator[bytes]:
    """Open the part; each time it is read from its beginning it is the next of the blobs."""
    header, turns = tender.header(envelope, "centre", "buyer"), iter(blobs)
    return open_marked_part(envelope, header, 1, key, lambda: slices(next(turns)), by)


@BOTH
def test_marked_bytes_open_and_nothing_is_hashed(
    suite: Suite, monkeypatch: pytest.MonkeyPatch
) -> None:
    tender, envelope, key, blob = sealed(suite)
    made = marks(envelope, blob)
    monkeypatch.setattr(opening, "PartTally", None)
    assert b"".join(read(tender, envelope, key, [blob], made)) == BIG


@BOTH
@pytest.mark.parametrize("name", CORRUPTIONS)
def test_what_is_not_the_receipted_part_is_the_platforms_fault_and_gets_no_marks(
    suite: Suite, name: str
) -> None:
    tender, envelope, key, blob = sealed(suite)
    broken = CORRUPTIONS[name](blob)
    assert mark_part(envelope, 1, slices(broken), SECRET) == b""
    with pytest.raises(PlatformFault):
        list(read(tender, envelope, key, [broken] * 2, marks(envelope, blob)))


def test_who_has_the_key_of_the_part_cannot_make_another_content_pass() -> None:
    tender, envelope, key, blob = sealed(content=PRICE)
    held = envelope.core.schedule.published_key(key)
    forged = GM1.encrypt(held.secret, held.nonce_of(0), PRICE[::-1].ljust(4096, b"\0"))
    with pytest.raises(PlatformFault, match="not what the core names"):
        list(read(tender, envelope, key, [forged] * 2, marks(envelope, blob)))
    # Nor does the part's own key, or any but the keeper's, make a mark that holds.
    for secret in (bytes(32), held.secret, key):
        tags = Marks.of(envelope, 1, secret).make(0, forged)
        with pytest.raises(PlatformFault):
            list(read(tender, envelope, key, [forged] * 2, Marks.of(envelope, 1, SECRET, tags)))


@pytest.mark.parametrize("tags", [b"", b"short", bytes(48), bytes(64)])
def test_bytes_whose_marks_are_lost_or_false_open_by_their_root(tags: bytes) -> None:
    tender, envelope, key, blob = sealed()
    by = Marks.of(envelope, 1, SECRET, tags)
    assert b"".join(read(tender, envelope, key, [blob] * 2, by)) == BIG


def test_an_alteration_in_the_middle_is_found_after_what_came_before_it() -> None:
    tender, envelope, key, blob = sealed()
    broken = blob[:SEALED_CHUNK] + bytes([blob[SEALED_CHUNK] ^ 1]) + blob[SEALED_CHUNK + 1 :]
    pieces = read(tender, envelope, key, [broken] * 2, marks(envelope, blob))
    assert len(next(pieces)) == CHUNK_SIZE
    with pytest.raises(PlatformFault):
        next(pieces)
    # Where the second reading is right, what comes is whole and nothing of it comes twice.
    mended = read(tender, envelope, key, [broken, blob], marks(envelope, blob))
    assert b"".join(mended) == BIG


def test_what_the_bidder_sealed_wrongly_stays_the_bidders_fault() -> None:
    tender, envelope, key, blob = sealed(content=PRICE)
    held = envelope.core.schedule.published_key(key)
    hiding = GM1.encrypt(held.secret, held.nonce_of(0), PRICE.ljust(4095, b"\0") + b"!")
    for wrong in (bytes(len(blob)), hiding):
        root = part_root(GM1, [GM1.digest(wrong)])
        told = with_core(envelope, parts=(replace(envelope.core.parts[0], root=root),))
        header = tender.header(envelope, "centre", "buyer")
        found = open_marked_part(told, header, 1, key, lambda: [wrong], marks(told, wrong))  # noqa: B023
        with pytest.raises(BidderFault):
            list(found)


def test_a_mark_is_of_one_place_in_one_part_of_one_envelope() -> None:
    tender = tender_of()
    envelope, other = (tender.seal([("price", BIG), ("price", PRICE)]).envelope for _ in "12")
    blob = bytes(tender.blobs[1])[-3 * CHUNK_SIZE :]
    first, second = blob[:SEALED_CHUNK], blob[SEALED_CHUNK : 2 * SEALED_CHUNK]
    made = Marks.of(envelope, 1, SECRET)
    told = replace(made, tags=made.make(0, first) + made.make(1, second))
    assert told.holds(0, first)
    assert not told.holds(1, first)
    assert not told.holds(0, second)
    assert made.make(0, first) != Marks.of(envelope, 2, SECRET).make(0, first)
    assert made.make(0, first) != Marks.of(other, 1, SECRET).make(0, first)
    assert SECRET.hex() not in repr(made)


def test_the_marks_of_an_envelope_lie_one_part_behind_the_other() -> None:
    tender = tender_of()
    envelope = tender.seal([("price", BIG), ("price", PRICE)]).envelope
    blobs = {n: bytes(tender.blobs[n]) for n in (1, 2)}
    tags = b"".join(mark_part(envelope, n, slices(blobs[n]), SECRET) for n in (1, 2))
    for number, chunks in ((1, 3), (2, 1)):
        made = Marks.of(envelope, number, SECRET, tags)
        assert made.count == chunks
        assert made.holds(chunks - 1, blobs[number][(chunks - 1) * SEALED_CHUNK :])


def test_another_key_than_the_one_committed_to_opens_nothing() -> None:
    tender, envelope, _, blob = sealed()
    with pytest.raises(EnvelopeRefused, match="commits to"):
        read(tender, envelope, bytes(28), [blob], marks(envelope, blob))
