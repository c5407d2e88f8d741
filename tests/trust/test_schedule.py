"""The key schedule lucai-bid/1 gives the published vectors, and binds what it derives from."""

from dataclasses import dataclass

import pytest

from lucai_trust.errors import EnvelopeRefused
from lucai_trust.schedule import Key, Schedule, Share, part_root
from lucai_trust.suites import GM1, INTL1, Suite

A, B = bytes(range(32)), bytes(range(0x20, 0x40))
SALT, POLICY_HASH = bytes(range(0x40, 0x58)), bytes(range(0x60, 0x80))
MIB = 1 << 20


@dataclass(frozen=True)
class Vector:
    suite: Suite
    header_key: str
    content_key: str
    part_key: str
    part_nonce: str
    commit_a: str
    root: str

    @property
    def schedule(self) -> Schedule:
        return Schedule(self.suite, POLICY_HASH, SALT)

    def part(self) -> Key:
        return self.schedule.part_key(self.schedule.content_key(A, B), 1)


GM1_VECTOR = Vector(
    GM1,
    header_key="ef68689fb3bdb4318463bbb926302bc2",
    content_key="a7376a61af9e63dff9b260ff948c6ed4305650e4d985a562a81309d7902d28cc",
    part_key="b75b14849bf4983725c8d8c34f1dd739",
    part_nonce="913cd1a2aa2424d6673033ad",
    commit_a="f14e6e3ba585e0f16ba66b9cde82691eefc515fc21abd1a637eb6f17e9f14c49",
    root="6beadada4190284bd0baddfa9d7ae73581a1cfc65de766dd4c40ee2f78d67155",
)
INTL1_VECTOR = Vector(
    INTL1,
    header_key="9373583c08b294b60fa56c3a0c607c2ec8ec1184706e9248eb2b4e21849d7f47",
    content_key="2db24c0d79aae92116ffb501d251798ee1bc473692d2e414c92372e6d6bd6caa",
    part_key="23d863185feaf9d1afe28aa507abd42adf98b7d9ead24814ed7652b9e7de38c0",
    part_nonce="754eb33ce6cb545095fe401d",
    commit_a="33af27877735d4429225fab157e90214e25e72ddf58f9e65d2bc3552d7a46992",
    root="4dde788d07a18e525daf2e07435d31ae70e714a8e8582a332ef48b8ae3325521",
)
BOTH = pytest.mark.parametrize(
    "vector", [GM1_VECTOR, INTL1_VECTOR], ids=lambda vector: vector.suite.name
)


@BOTH
def test_the_published_keys_are_derived(vector: Vector) -> None:
    assert vector.schedule.header_key(B).secret.hex() == vector.header_key
    assert vector.schedule.content_key(A, B).hex() == vector.content_key
    assert vector.part().secret.hex() == vector.part_key
    assert vector.part().nonce.hex() == vector.part_nonce
    assert vector.schedule.commit_to_bidder_secret(A).hex() == vector.commit_a


def test_the_published_nonces_and_commitments_of_gm1_are_derived() -> None:
    header = GM1_VECTOR.schedule.header_key(B)
    assert header.nonce.hex() == "4c6ef285830d1bb5b23e243c"
    assert header.commitment.hex() == (
        "493f8d7885b0ad57aa6024f4978beb1a71e8a87e5de5eda548597506172afcb8"
    )
    assert GM1_VECTOR.part().commitment.hex() == (
        "7488c4a3922ec207507a7e6b862d323a1655314556f5c274218580b0b43aab02"
    )


def test_the_published_share_of_gm1_is_derived() -> None:
    schedule = GM1_VECTOR.schedule
    first = schedule.shares(B, 3, 5)[0]
    assert first.value.hex() == "90f375a3357bc8ad0d4967eb6196bfe09c6b4aa9be2df2ca664dd0b91f45126b"
    assert first.blind.hex() == "6bef88c91237c93d6e045befaf78e421c9d3aa2ff26c6ce954f6c1df5398cb45"
    assert schedule.commit_to_share(first).hex() == (
        "2a15f96794ba16ced25cfd40667a0bf599247c7cee3633c62c03e6219772fcf6"
    )
    assert schedule.share_matches(first, schedule.commit_to_share(first))


@BOTH
def test_the_published_root_of_a_part_is_computed(vector: Vector) -> None:
    key, suite, content = vector.part(), vector.suite, b"a" * (2 * MIB + 5)
    chunks = [
        suite.encrypt(key.secret, key.nonce_of(number), content[number * MIB : (number + 1) * MIB])
        for number in range(3)
    ]
    assert part_root(suite, map(suite.digest, chunks)).hex() == vector.root


@BOTH
def test_another_policy_salt_suite_or_part_gives_other_keys(vector: Vector) -> None:
    schedule = vector.schedule
    other = INTL1 if vector.suite is GM1 else GM1
    keys = {
        made.header_key(B).commitment
        for made in (
            schedule,
            Schedule(schedule.suite, SALT + bytes(8), SALT),
            Schedule(schedule.suite, POLICY_HASH, POLICY_HASH[:24]),
            Schedule(other, POLICY_HASH, SALT),
        )
    }
    content_key = schedule.content_key(A, B)
    keys |= {schedule.part_key(content_key, number).commitment for number in (1, 2)}
    keys |= {schedule.part_key(schedule.content_key(b"", B), 1).commitment}
    assert len(keys) == 7


def test_each_chunk_has_its_own_nonce() -> None:
    key = GM1_VECTOR.part()
    assert key.nonce_of(0) == key.nonce
    assert key.nonce_of(1) == key.nonce[:-1] + bytes([key.nonce[-1] ^ 1])
    assert len({key.nonce_of(number) for number in range(1000)}) == 1000


def test_shares_and_keys_never_show_themselves() -> None:
    share = GM1_VECTOR.schedule.shares(B, 1, 1)[0]
    assert share.value == B
    assert B.hex() not in repr(share)
    assert repr(B) not in repr(share)
    assert repr(GM1_VECTOR.part().secret) not in repr(GM1_VECTOR.part())
    assert Share.parse(1, share.encode()) == share


def test_lengths_that_are_not_the_protocols_are_refused() -> None:
    with pytest.raises(EnvelopeRefused, match="salt 24"):
        Schedule(GM1, POLICY_HASH, SALT + b"\0")
    with pytest.raises(EnvelopeRefused, match="salt 24"):
        Schedule(GM1, POLICY_HASH[1:], SALT)
    with pytest.raises(EnvelopeRefused, match="32 bytes each"):
        Share.parse(1, bytes(63))
    with pytest.raises(EnvelopeRefused, match="255"):
        Share.parse(256, bytes(64))
