"""An archive package's own readers of timestamps, proofs and signatures, held against other hands."""

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lucai_trust import merkle
from lucai_trust.archive import proofs, tokens
from tests.trust.tokens import pair_of, token

SEALED = b"tag manifest\n"
NAMES = {"sha256": "renewals/1/sha256.tst", "sm3": "renewals/1/sm3.tst"}
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
PUBLIC = KEY.public_key().public_bytes_raw()


def both(**instead: bytes) -> dict[str, bytes]:
    return {NAMES[name]: instead.get(name) or token(name, SEALED) for name in NAMES}


def wrong(**instead: bytes) -> tuple[str, ...]:
    return tokens.stamps_over(SEALED, [both(**instead)])[0]


def test_two_tokens_over_the_sealed_bytes_hold_and_say_when_they_were_given() -> None:
    problems, notes = tokens.stamps_over(SEALED, [both()])
    assert problems == ()
    assert [note.partition(" ")[2][:27] for note in notes] == [
        "2026-07-01，证书有效至 2036-01-01"
    ] * 2


@pytest.mark.parametrize("name", list(NAMES))
def test_a_token_that_is_false_in_any_way_is_named(name: str) -> None:
    assert wrong(**{name: token(name, b"other")}) == (f"{NAMES[name]}：不是为这份清单加盖的",)
    unsigned = (f"{NAMES[name]}：签名无效",)
    assert wrong(**{name: token(name, SEALED, attribute=bytes(32))}) == unsigned
    for r, s in ((1, 1), (0, 1), (1, 0), (tokens.SM2.n, 1), (1, tokens.P256.n)):
        assert wrong(**{name: token(name, SEALED, signature=pair_of(r, s))}) == unsigned


@pytest.mark.parametrize("name", list(NAMES))
def test_what_is_no_token_is_said_to_be_none(name: str) -> None:
    nothing = (f"{NAMES[name]}：不是时间戳",)
    assert wrong(**{name: b"none"}) == nothing
    assert wrong(**{name: b"\x30\x00"}) == nothing
    assert wrong(**{name: token(name, SEALED)[:-1]}) == nothing


@pytest.mark.parametrize("curve", [tokens.P256, tokens.SM2])
def test_points_are_added_as_their_group_says(curve: tokens.Curve) -> None:
    base = curve.base
    minus = (base[0], curve.p - base[1])
    twice, thrice = tokens._multiple(curve, 2, base), tokens._multiple(curve, 3, base)
    assert tokens._multiple(curve, curve.n, base) is None
    assert tokens._multiple(curve, curve.n + 1, base) == base
    assert tokens._multiple(curve, curve.n - 1, base) == minus
    assert tokens._sum(curve, base, minus) is None
    assert tokens._sum(curve, None, base) == tokens._sum(curve, base, None) == base
    assert tokens._sum(curve, base, base) == twice
    assert tokens._sum(curve, twice, base) == thrice
    assert tokens._plus(curve, (*base, 1), base) == tokens._doubled(curve, (*base, 1))


def test_a_machine_without_sm3_hashes_by_the_packages_own(monkeypatch: pytest.MonkeyPatch) -> None:
    known = bytes.fromhex("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")

    def unknown(name: str, data: bytes = b"") -> None:
        raise ValueError(name, data)

    monkeypatch.setattr(hashlib, "new", unknown)
    assert tokens._hash("sm3", b"abc") == known


def test_the_plain_ed25519_takes_what_the_library_signed_and_nothing_else() -> None:
    signature = KEY.sign(SEALED)
    scalar = int.from_bytes(signature[32:], "little") + proofs.ORDER
    nowhere = next(
        spelt for spelt in (bytes([n]) + bytes(31) for n in range(2, 9)) if not is_point(spelt)
    )
    assert proofs.ed25519(PUBLIC, SEALED, signature)
    assert not proofs.ed25519(PUBLIC, b"other", signature)
    assert not proofs.ed25519(nowhere, SEALED, signature)
    assert not proofs.ed25519(PUBLIC, SEALED, nowhere + signature[32:])
    assert not proofs.ed25519(PUBLIC, SEALED, signature[:32] + scalar.to_bytes(32, "little"))


def is_point(spelt: bytes) -> bool:
    try:
        proofs._point(spelt)
    except ValueError:
        return False
    return True


def test_a_path_that_is_too_long_or_too_short_proves_nothing() -> None:
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(7)]
    read, root = merkle.nodes_of(leaves), merkle.root(leaves)
    for index, leaf in enumerate(leaves):
        path = list(merkle.inclusion_proof(read, index, 7))
        assert proofs.included(leaf, index, 7, path, root)
        assert not proofs.included(leaf, index, 7, [*path, bytes(32)], root)
        assert not proofs.included(leaf, index, 7, path[:-1], root)
        assert not proofs.included(leaf, index + 1, 7, path, root)
