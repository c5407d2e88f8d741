"""A bid is sealed, released, opened: whoever should can read it, byte for byte."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lucai_trust.envelope import (
    CHUNK_SIZE,
    MOST_PARTS,
    Bid,
    Bidder,
    Envelope,
    OwnKeys,
    PartSource,
    bidder_secret_by_code,
    check_envelope,
    open_recovery_share,
    open_stage,
    part_matches,
    recover_bidder_secret,
    seal,
    unwrap_bidder_secret,
    unwrap_claim_key,
)
from lucai_trust.envelope.padding import is_padded_size, padded_size
from lucai_trust.errors import CiphertextRefused, EncodingRefused, EnvelopeRefused, PolicyRefused
from lucai_trust.gm import Backend
from lucai_trust.suites import GM1, INTL1, Suite
from tests.trust.bids import BIDDER, PRICE, SIGNER, tender_of

BOTH = pytest.mark.parametrize("suite", [GM1, INTL1], ids=lambda suite: suite.name)


@BOTH
def test_a_sealed_bid_is_opened_by_one_of_each_group(suite: Suite) -> None:
    tender = tender_of(suite)
    sealed = tender.seal()
    envelope = Envelope.parse(sealed.envelope.core_bytes, sealed.envelope.sealed)
    check_envelope(tender.policy, envelope)
    header = tender.header(envelope, "finance", "agency")
    assert header.inner.bidders == (BIDDER,)
    assert [part.file for part in header.inner.parts] == ["price.bin", "technical.bin"]
    assert tender.read(envelope, 1) == PRICE
    assert tender.read(envelope, 2, holders=("finance", "agency")) == b"plan" * 3000


def test_both_back_ends_seal_and_open(each_backend: Backend) -> None:
    tender = tender_of(GM1, with_bidder=True)
    envelope = tender.seal().envelope
    secret = unwrap_bidder_secret(envelope, "certificate-1", tender.own)
    assert tender.read(envelope, 1, bidder_secret=secret) == PRICE


@BOTH
def test_with_a_bidder_group_any_of_the_bidders_ways_opens(suite: Suite) -> None:
    tender = tender_of(suite, with_bidder=True)
    sealed = tender.seal()
    envelope = sealed.envelope
    check_envelope(tender.policy, envelope)
    secret = unwrap_bidder_secret(envelope, "certificate-1", tender.own)
    assert sealed.recovery_code is not None
    assert bidder_secret_by_code(envelope, sealed.recovery_code.lower()) == secret
    recovered = recover_bidder_secret(
        tender.policy,
        envelope,
        [
            open_recovery_share(tender.policy, envelope, each, tender.openers[each])
            for each in ("audit", "city")
        ],
    )
    assert recovered.secret == secret
    assert tender.read(envelope, 1, bidder_secret=secret) == PRICE


def test_the_header_opens_without_the_bidder_but_no_part_does() -> None:
    tender = tender_of(with_bidder=True)
    envelope = tender.seal().envelope
    assert tender.header(envelope, "centre", "buyer").inner.bidders == (BIDDER,)
    for wrong in (b"", bytes(32)):
        with pytest.raises(EnvelopeRefused, match="commits to"):
            tender.read(envelope, 1, bidder_secret=wrong)


def test_without_a_bidder_group_there_is_no_bidders_secret() -> None:
    tender = tender_of()
    envelope = tender.seal().envelope
    with pytest.raises(EnvelopeRefused, match="no bidder's secret"):
        tender.read(envelope, 1, bidder_secret=bytes(32))
    with pytest.raises(EnvelopeRefused, match="no bidder's secret"):
        unwrap_bidder_secret(envelope, "certificate-1", tender.own)
    with pytest.raises(EnvelopeRefused, match="no shares for recovery"):
        recover_bidder_secret(tender_of(with_bidder=True).policy, envelope, [])


@BOTH
@pytest.mark.parametrize("size", [0, 1, 4096, CHUNK_SIZE - 1, CHUNK_SIZE, 2 * CHUNK_SIZE])
def test_a_part_of_any_length_comes_back_byte_for_byte(suite: Suite, size: int) -> None:
    tender = tender_of(suite)
    body = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    envelope = tender.seal([("price", body)]).envelope
    entry = envelope.core.parts[0]
    assert entry.size == padded_size(size)
    assert entry.blob_size == len(tender.blobs[1])
    assert part_matches(envelope, 1, [bytes(tender.blobs[1])])
    assert tender.read(envelope, 1) == body


def test_a_bid_of_more_parts_than_anybody_takes_is_not_sealed() -> None:
    tender = tender_of()
    check_envelope(tender.policy, tender.seal([("price", b"")] * MOST_PARTS).envelope)
    with pytest.raises(EnvelopeRefused, match="1 to 200 parts"):
        tender.seal([("price", b"")] * (MOST_PARTS + 1))


@given(body=st.binary(max_size=9000), cuts=st.lists(st.integers(0, 9000), max_size=4))
def test_however_a_file_is_read_it_is_sealed_and_opened_alike(body: bytes, cuts: list[int]) -> None:
    tender = tender_of(INTL1)
    places = [0, *sorted(cuts), len(body)]
    blocks = [body[start:end] for start, end in itertools.pairwise(places)]
    sealed = seal(
        tender.policy,
        Bid("2", (BIDDER,), {"承诺": "属实"}),
        [PartSource("price", "报价.json", "application/json", blocks)],
        signers=[SIGNER],
        write=lambda number, chunk: tender.blobs.setdefault(number, bytearray()).extend(chunk),
    )
    assert tender.read(sealed.envelope, 1) == b"".join(blocks)
    assert tender.header(sealed.envelope, "centre", "buyer").inner.declarations == {"承诺": "属实"}


def test_a_group_of_three_of_five_opens_with_any_three() -> None:
    five = tuple(f"holder-{place}" for place in range(1, 6))
    tender = tender_of(groups={"quorum": (3, five)})
    envelope = tender.seal().envelope
    assert tender.read(envelope, 1, holders=(five[4], five[0], five[2])) == PRICE
    assert tender.read(envelope, 1, holders=five) == PRICE


def test_two_seals_of_one_bid_share_nothing() -> None:
    tender = tender_of()
    first, second = tender.seal(), tender.seal()
    assert first.envelope.core.salt != second.envelope.core.salt
    assert first.envelope.sealed != second.envelope.sealed
    assert first.claim_secret != second.claim_secret
    assert first.envelope.core.parts[0].commitment != second.envelope.core.parts[0].commitment


def test_nothing_of_the_bid_stands_in_what_the_platform_keeps() -> None:
    tender = tender_of(with_bidder=True)
    sealed = tender.seal([("price", PRICE * 10), ("technical", b"canary-plan" * 50)])
    kept = sealed.envelope.core_bytes + sealed.envelope.sealed + b"".join(tender.blobs.values())
    for canary in (PRICE, b"canary", BIDDER.name.encode(), BIDDER.code.encode(), b"price"):
        assert canary not in kept
        assert canary.hex().encode() not in kept
    assert sealed.claim_secret.hex() not in repr(sealed)
    assert str(sealed.recovery_code) not in repr(sealed)


def test_sizes_are_padded_so_that_near_lengths_look_alike() -> None:
    tender = tender_of()
    lengths = {
        (tender.seal([("price", b"x" * size)]).envelope.core.parts[0].size, len(tender.blobs[1]))
        for size in (1, 17, 900, 4000)
    }
    assert len(lengths) == 1


@given(st.integers(min_value=0, max_value=2**50))
def test_padding_never_shortens_and_costs_at_most_an_eighth(size: int) -> None:
    padded = padded_size(size)
    assert padded >= size
    assert is_padded_size(padded)
    assert padded == 4096 or padded - size < size / 8


@BOTH
def test_the_claim_key_comes_back_from_the_certificate(suite: Suite) -> None:
    tender = tender_of(suite)
    sealed = tender.seal(own=OwnKeys({"certificate-1": tender.own.public}))
    secret = unwrap_claim_key(sealed.envelope, "certificate-1", tender.own)
    assert secret == sealed.claim_secret
    with pytest.raises(EnvelopeRefused, match="no wrap of the claim key"):
        unwrap_claim_key(sealed.envelope, "certificate-2", tender.own)
    with pytest.raises(CiphertextRefused):
        unwrap_claim_key(sealed.envelope, "certificate-1", suite.opener())


def test_a_code_opens_its_own_envelope_only() -> None:
    tender = tender_of(with_bidder=True)
    first, second = tender.seal(), tender.seal()
    with pytest.raises(CiphertextRefused, match="another envelope"):
        bidder_secret_by_code(first.envelope, str(second.recovery_code))
    with pytest.raises(EncodingRefused, match="nine groups"):
        bidder_secret_by_code(first.envelope, "ABCD")
    without = tender.seal(own=OwnKeys({"certificate-1": tender.own.public}))
    with pytest.raises(EnvelopeRefused, match="no recovery code"):
        bidder_secret_by_code(without.envelope, str(first.recovery_code))
    with pytest.raises(EnvelopeRefused, match="no wrap of the bidder's secret"):
        unwrap_bidder_secret(first.envelope, "certificate-9", tender.own)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"lot": "9"}, "a lot of this tender"),
        ({"bidders": ()}, "names its bidder"),
    ],
)
def test_a_bid_that_does_not_fit_the_tender_is_not_sealed(
    change: dict[str, object], why: str
) -> None:
    tender = tender_of()
    bid = {"lot": "1", "bidders": (Bidder("示例", "1"),)} | change
    with pytest.raises(EnvelopeRefused, match=why):
        seal(
            tender.policy,
            Bid(**bid),
            [PartSource("price", "f", "m", [b"x"])],
            signers=[SIGNER],
            write=lambda *_: None,
        )


def test_a_bid_without_its_required_part_signature_or_way_back_is_not_sealed() -> None:
    tender = tender_of()
    with pytest.raises(EnvelopeRefused, match="price"):
        tender.seal([("technical", b"x")])
    with pytest.raises(PolicyRefused, match="no part drawings"):
        tender.seal([("price", b"x"), ("drawings", b"y")])
    with pytest.raises(EnvelopeRefused, match="which this tender has not"):
        tender.seal(own=OwnKeys(with_code=True))
    with pytest.raises(EnvelopeRefused, match="signed"):
        seal(
            tender.policy,
            Bid("1", (BIDDER,)),
            [PartSource("price", "f", "m", [b"x"])],
            signers=[],
            write=lambda *_: None,
        )


def test_fewer_holders_than_k_cannot_open() -> None:
    tender = tender_of(groups={"quorum": (2, ("a", "b", "c"))})
    envelope = tender.seal().envelope
    with pytest.raises(Exception, match="2 are needed"):
        open_stage(tender.policy, envelope, "opening", tender.release(envelope, "opening", "a"))
