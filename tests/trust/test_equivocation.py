"""One ciphertext, two keys, two prices: plain GCM accepts both, an envelope only one.

Without a commitment to its key a bidder could seal two prices at once and choose, after the
others' were read, which key to hand in.
"""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from lucai_trust.envelope import (
    BidderFault,
    Envelope,
    open_header,
    open_part,
    open_stage,
    part_key,
    part_matches,
)
from lucai_trust.envelope.padding import padded_size
from lucai_trust.errors import EnvelopeRefused
from lucai_trust.schedule import Key, part_root
from lucai_trust.suites import GM1, INTL1, Suite
from tests.trust.bids import Draws, Tender, tender_of, with_core

BOTH = pytest.mark.parametrize("suite", [GM1, INTL1], ids=lambda suite: suite.name)
HIGH, LOW = b"PRICE=0900000.00", b"PRICE=0500000.00"
SIZE = padded_size(1)


def multiply(left: int, right: int) -> int:
    """Multiply in GF(2^128) with GCM's order of bits (SP 800-38D §6.3)."""
    product = 0
    for bit in range(127, -1, -1):
        if right >> bit & 1:
            product ^= left
        left = left >> 1 ^ (0xE1 << 120 if left & 1 else 0)
    return product


def inverse(value: int) -> int:
    """Invert by Fermat: value^(2^128 - 2)."""
    result, power = 1 << 127, value
    for _ in range(127):
        power = multiply(power, power)
        result = multiply(result, power)
    return result


class Gcm:
    """What GCM computes under one key and nonce, laid open."""

    def __init__(self, suite: Suite, key: Key) -> None:
        self._cipher = algorithms.SM4(key.secret) if suite is GM1 else algorithms.AES(key.secret)
        self._nonce = key.nonce
        self.hash_key = int.from_bytes(self._block(bytes(16)), "big")
        self.mask = int.from_bytes(self.stream(1), "big")

    def _block(self, block: bytes) -> bytes:
        # One block is what ECB is: the bare cipher that GCM is built from.
        running = Cipher(self._cipher, modes.ECB()).encryptor()  # noqa: S305
        return running.update(block) + running.finalize()

    def stream(self, counter: int) -> bytes:
        return self._block(self._nonce + counter.to_bytes(4, "big"))

    def weight(self, power: int) -> int:
        result = 1 << 127
        for _ in range(power):
            result = multiply(result, self.hash_key)
        return result


def collision(suite: Suite, first: Key, second: Key) -> bytes:
    """Make a ciphertext whose block 1 reads HIGH under one key, block 2 LOW under the other.

    All blocks but the last are free; the last solves the one equation that makes the tags equal.
    """
    one, other = Gcm(suite, first), Gcm(suite, second)
    count = SIZE // 16
    blocks = [xor(HIGH, one.stream(2)), xor(LOW, other.stream(3)), *[bytes(16)] * (count - 3)]

    def tag(gcm: Gcm) -> int:
        total = gcm.mask ^ multiply(SIZE * 8, gcm.hash_key)
        for place, block in enumerate(blocks):
            if any(block):
                total ^= multiply(int.from_bytes(block, "big"), gcm.weight(count + 1 - place))
        return total

    difference = tag(one) ^ tag(other)
    last = multiply(difference, inverse(one.weight(2) ^ other.weight(2)))
    whole = tag(one) ^ multiply(last, one.weight(2))
    return b"".join(blocks) + last.to_bytes(16, "big") + whole.to_bytes(16, "big")


def xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


def attack(suite: Suite) -> tuple[Tender, Envelope, bytes, list[bytes], list[Key]]:
    """Seal a bid whose price part opens under two of the bidder's secrets."""
    tender, draws = tender_of(suite, with_bidder=True), Draws()
    envelope = tender.seal([("price", bytes(SIZE))], draw=draws).envelope
    opening = draws.given[2] + draws.given[3]
    secrets = [draws.given[1], b"\xee" * 32]
    schedule = envelope.core.schedule
    keys = [schedule.part_key(schedule.content_key(secret, opening), 1) for secret in secrets]
    chunk = collision(suite, *keys)
    root = part_root(suite, [suite.digest(chunk)])
    entry = replace(envelope.core.parts[0], root=root)
    return tender, with_core(envelope, parts=(entry,)), chunk, secrets, keys


@BOTH
def test_plain_gcm_accepts_one_ciphertext_under_two_keys(suite: Suite) -> None:
    _, _, chunk, _, (first, second) = attack(suite)
    assert suite.decrypt(first.secret, first.nonce, chunk)[:16] == HIGH
    assert suite.decrypt(second.secret, second.nonce, chunk)[16:32] == LOW


@BOTH
def test_an_envelope_opens_under_the_committed_key_only(suite: Suite) -> None:
    tender, envelope, chunk, (committed, other), (first, second) = attack(suite)
    assert part_matches(envelope, 1, [chunk])
    released = tender.release(envelope, "opening", "centre", "buyer")
    opened = open_stage(tender.policy, envelope, "opening", released)
    key = part_key(tender.policy, envelope, 1, opened=opened, bidder_secret=committed)
    assert key == first.published
    with pytest.raises(EnvelopeRefused, match="not the bidder's secret"):
        part_key(tender.policy, envelope, 1, opened=opened, bidder_secret=other)
    # Were commit.A the other secret's, the part's own commitments would still refuse it.
    assert envelope.core.bidder is not None
    bidder = replace(
        envelope.core.bidder, commitment=envelope.core.schedule.commit_to_bidder_secret(other)
    )
    turned = with_core(envelope, bidder=bidder)
    with pytest.raises(BidderFault, match="another key"):
        part_key(tender.policy, turned, 1, opened=opened, bidder_secret=other)
    assert second.commitment != envelope.core.parts[0].commitment


@BOTH
def test_an_outsider_is_not_fooled_by_the_other_key_either(suite: Suite) -> None:
    tender, envelope, chunk, _, (first, second) = attack(suite)
    honest = tender.seal([("price", bytes(SIZE))], draw=Draws()).envelope
    header = tender.header(honest, "centre", "buyer")
    assert next(open_part(envelope, header, 1, first.published, [chunk]), b"")[:16] == HIGH
    with pytest.raises(EnvelopeRefused, match="commits to"):
        open_part(envelope, header, 1, second.published, [chunk])
    with pytest.raises(EnvelopeRefused, match="commits to"):
        open_header(tender.policy, envelope, second.published)
