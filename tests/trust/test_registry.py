"""The registry seal: it hides how many bid, and nobody can be added or dropped after it."""

import hashlib

import pytest

from lucai_trust.encoding import canonical
from lucai_trust.envelope import (
    PlatformFault,
    RegistrySeal,
    check_receipted_leaf,
    check_registry,
    seal_registry,
)
from lucai_trust.envelope.registry import Registry, dummy_leaf, padded_count
from lucai_trust.errors import EncodingRefused, EnvelopeRefused

POLICY = bytes(32)


def leaves(count: int) -> list[bytes]:
    return [hashlib.sha256(bytes([number])).digest() for number in range(count)]


def check(registry: Registry, *, opened: list[bytes], shut: list[bytes], **other: object) -> None:
    kept = {"leaves": registry.leaves, "dummy_salts": registry.dummy_salts} | other
    check_registry(
        registry.seal, kept["leaves"], opened=opened, shut=shut, dummy_salts=kept["dummy_salts"]
    )


@pytest.mark.parametrize(
    ("count", "size"), [(0, 16), (1, 16), (16, 16), (17, 64), (64, 64), (65, 256), (257, 1024)]
)
def test_a_registry_has_one_of_few_sizes(count: int, size: int) -> None:
    assert padded_count(count) == size


def test_every_leaf_is_accounted_for() -> None:
    submitted = leaves(5)
    registry = seal_registry(POLICY, submitted)
    assert registry.seal.size == len(registry.leaves) == 16
    assert len(registry.dummy_salts) == 11
    check(registry, opened=submitted[:3], shut=submitted[3:])
    assert RegistrySeal.parse(registry.seal.encode()) == registry.seal
    for leaf in submitted:
        check_receipted_leaf(registry.leaves, leaf)


def test_a_seal_says_nothing_about_the_count() -> None:
    few, many = seal_registry(POLICY, leaves(3)), seal_registry(POLICY, leaves(12))
    assert len(few.seal.encode()) == len(many.seal.encode())
    assert few.dummy_salts[0].hex() not in repr(few)


def test_what_was_added_dropped_or_exchanged_is_the_platforms_fault() -> None:
    submitted = leaves(5)
    registry = seal_registry(POLICY, submitted)
    stranger = hashlib.sha256(b"late").digest()
    exchanged = tuple(sorted([*registry.leaves[1:], stranger]))
    for wrong in (
        {"leaves": registry.leaves[1:]},
        {"leaves": exchanged},
        {"leaves": registry.leaves[::-1]},
        {"leaves": (*registry.leaves[:-1], registry.leaves[0])},
        {"dummy_salts": registry.dummy_salts[1:]},
        {"dummy_salts": (*registry.dummy_salts[1:], bytes(32))},
    ):
        with pytest.raises(PlatformFault):
            check(registry, opened=submitted, shut=[], **wrong)
    for opened, shut in (
        (submitted[1:], []),
        ([*submitted, stranger], []),
        (submitted, submitted[:1]),
    ):
        with pytest.raises(PlatformFault, match="opened, shut and dummy"):
            check(registry, opened=opened, shut=shut)


def test_a_size_that_betrays_the_count_is_refused() -> None:
    five = tuple(sorted(leaves(5)))
    seal = RegistrySeal(POLICY, 5, bytes(32))
    with pytest.raises(PlatformFault, match="size"):
        check_registry(seal, five, opened=five, shut=[], dummy_salts=[])


def test_a_receipt_without_its_leaf_is_the_platforms_fault() -> None:
    with pytest.raises(PlatformFault, match="missing"):
        check_receipted_leaf(seal_registry(POLICY, leaves(2)).leaves, bytes(32))
    check_receipted_leaf(seal_registry(POLICY, leaves(2)).leaves, bytes(32), [bytes(32)])


def test_leaves_that_are_no_hashes_or_stand_twice_are_refused() -> None:
    for wrong in ([b"short"], [bytes(32), bytes(32)]):
        with pytest.raises(EnvelopeRefused, match="each once"):
            seal_registry(POLICY, wrong)
    with pytest.raises(EnvelopeRefused, match="32 bytes"):
        dummy_leaf(b"short")
    with pytest.raises(EncodingRefused):
        RegistrySeal.parse(canonical({"type": "lucai-registry/1"}))
