"""The .lcbid file: written as it is sealed, read strictly, the same bytes back."""

import io
import zipfile

import pytest

from lucai_trust.envelope import CHUNK_SIZE, BidFile, BidFileWriter, part_matches, write_bid_file
from lucai_trust.errors import EncodingRefused, EnvelopeRefused
from tests.trust.bids import PRICE, Tender, tender_of

BIG = bytes(CHUNK_SIZE + 7)


def written() -> tuple[Tender, bytes]:
    tender, file = tender_of(), io.BytesIO()
    envelope = tender.seal([("price", PRICE), ("technical", BIG)]).envelope
    write_bid_file(file, envelope, ([bytes(blob)] for blob in tender.blobs.values()))
    return tender, file.getvalue()


def repacked(whole: bytes, change: object) -> bytes:
    """Write the file again with its entries changed."""
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        entries = [(info, archive.read(info)) for info in archive.infolist()]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for info, body in change(entries):
            archive.writestr(info, body)
    return out.getvalue()


def test_a_bid_file_gives_back_what_was_written() -> None:
    tender, whole = written()
    bid = BidFile.read(io.BytesIO(whole))
    for number in (1, 2):
        assert b"".join(bid.part(number)) == tender.blobs[number]
        assert part_matches(bid.envelope, number, bid.part(number))
    assert tender.read(bid.envelope, 1) == PRICE


def test_the_same_envelope_makes_the_same_file() -> None:
    tender, whole = written()
    again = io.BytesIO()
    envelope = BidFile.read(io.BytesIO(whole)).envelope
    write_bid_file(again, envelope, ([bytes(blob)] for blob in tender.blobs.values()))
    assert again.getvalue() == whole


def test_parts_are_written_while_they_are_sealed_and_in_order() -> None:
    writer = BidFileWriter(io.BytesIO())
    writer.write(1, b"x")
    writer.write(1, b"y")
    for number in (3, 1 - 1):
        with pytest.raises(EnvelopeRefused, match="in their order"):
            writer.write(number, b"z")


REFUSED = {
    "an entry more": (lambda entries: [*entries, (zipfile.ZipInfo("more"), b"")], "in order"),
    "an entry less": (lambda entries: entries[1:], "in order"),
    "entries exchanged": (lambda entries: [entries[1], entries[0], *entries[2:]], "in order"),
    "a path": (
        lambda entries: [(zipfile.ZipInfo("../part-1.bin"), entries[0][1]), *entries[1:]],
        "in order",
    ),
    "a part cut": (lambda entries: [(entries[0][0], entries[0][1][:-1]), *entries[1:]], "as long"),
    "a core too large": (
        lambda entries: [*entries[:2], (entries[2][0], bytes(5 << 20)), entries[3]],
        "too large",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_with_other_entries_is_refused(name: str) -> None:
    change, why = REFUSED[name]
    with pytest.raises(EnvelopeRefused, match=why):
        BidFile.read(io.BytesIO(repacked(written()[1], change)))


def test_packed_entries_are_refused() -> None:
    def packed(entries: list[tuple[zipfile.ZipInfo, bytes]]) -> object:
        for info, body in entries:
            info.compress_type = zipfile.ZIP_DEFLATED
            yield info, body

    with pytest.raises(EnvelopeRefused, match="stored"):
        BidFile.read(io.BytesIO(repacked(written()[1], packed)))


def test_what_is_no_zip_or_has_something_around_it_is_refused() -> None:
    _, whole = written()
    for broken in (b"", b"not a zip", whole[:-30]):
        with pytest.raises(EnvelopeRefused, match="not a bid file"):
            BidFile.read(io.BytesIO(broken))
    for broken in (b"before" + whole, whole[:-2] + b"\x05\x00after"):
        with pytest.raises(EnvelopeRefused, match="nothing before and nothing after"):
            BidFile.read(io.BytesIO(broken))


def test_a_malformed_core_is_refused() -> None:
    def other(entries: list[tuple[zipfile.ZipInfo, bytes]]) -> object:
        return [*entries[:2], (entries[2][0], b"{}"), entries[3]]

    with pytest.raises(EncodingRefused):
        BidFile.read(io.BytesIO(repacked(written()[1], other)))


def test_damage_inside_a_part_is_noticed_when_it_is_read() -> None:
    tender, whole = written()
    place = whole.index(bytes(tender.blobs[1])) + 5
    broken = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
    bid = BidFile.read(io.BytesIO(broken))
    with pytest.raises(EnvelopeRefused, match="damaged"):
        list(bid.part(1))
    with pytest.raises(EnvelopeRefused, match="missing"):
        list(bid.part(3))
