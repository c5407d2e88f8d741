"""Verifying by a key's table of multiples says the same as verifying without, of good and of bad."""

from __future__ import annotations

import ctypes
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lucai_trust.errors import KeyRefused
from lucai_trust.gm import sm2_libcrypto, sm2_tables
from lucai_trust.gm.curve import N, encode_signature, parse_scalar
from lucai_trust.gm.sm2 import signed_digest
from lucai_trust.gm.sm2_libcrypto import LibcryptoBackend
from lucai_trust.gm.sm2_pure import PureBackend
from tests.trust.test_sm2 import BAD_SIGNATURES, KEY, KNOWN_SIGNATURES, MESSAGE, known_key

POINT = KEY.public_key.point
READY = LibcryptoBackend()
SIGNED = signed_digest(KEY.public_key, MESSAGE)


@pytest.fixture(autouse=True)
def _met_before() -> None:
    """Let the key be one that has come before: from then on its table is used."""
    for point in (POINT, known_key().public_key.point):
        READY.verify_digest(point, SIGNED, PureBackend().sign_digest(KEY.secret, SIGNED))
        READY.verify_digest(point, SIGNED, PureBackend().sign_digest(KEY.secret, SIGNED))
        assert READY._held(point).multiples


@given(message=st.binary(max_size=100), flipped=st.integers(0, 255))
def test_a_ready_key_takes_what_another_back_end_signed_and_nothing_else(
    message: bytes, flipped: int
) -> None:
    signed = signed_digest(KEY.public_key, message)
    signature = PureBackend().sign_digest(KEY.secret, signed)
    assert READY.verify_digest(POINT, signed, signature)
    other = (int.from_bytes(signed, "big") ^ (1 << flipped)).to_bytes(32, "big")
    assert not READY.verify_digest(POINT, other, signature)


@pytest.mark.parametrize("signature", BAD_SIGNATURES.values(), ids=list(BAD_SIGNATURES))
def test_what_is_wrong_without_a_table_is_wrong_with_it(signature: bytes) -> None:
    assert not READY.verify_digest(POINT, SIGNED, signature)


@pytest.mark.parametrize(("signed", "signature"), KNOWN_SIGNATURES)
def test_signatures_of_other_implementations_hold(signed: str, signature: str) -> None:
    point = known_key().public_key.point
    assert READY.verify_digest(point, bytes.fromhex(signed), bytes.fromhex(signature))
    assert not READY.verify_digest(POINT, bytes.fromhex(signed), bytes.fromhex(signature))


def test_a_sum_at_infinity_is_no_signature() -> None:
    t = 12345
    s = -t * parse_scalar(KEY.secret) % N
    assert not READY.verify_digest(POINT, SIGNED, encode_signature((t - s) % N, s))


def test_a_key_met_once_has_no_table_and_is_judged_alike() -> None:
    fresh = LibcryptoBackend()
    signature = PureBackend().sign_digest(KEY.secret, SIGNED)
    assert fresh.verify_digest(POINT, SIGNED, signature)
    assert fresh._held(POINT).multiples is None
    assert fresh.verify_digest(POINT, SIGNED, signature)
    assert fresh._held(POINT).multiples


def test_a_libcrypto_without_the_tables_functions_verifies_as_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not sm2_tables.knows_tables(SimpleNamespace())  # type: ignore[arg-type]
    monkeypatch.setattr(sm2_libcrypto, "knows_tables", lambda _: False)
    without = LibcryptoBackend()
    signature = PureBackend().sign_digest(KEY.secret, SIGNED)
    for _ in range(3):
        assert without.verify_digest(POINT, SIGNED, signature)
        assert not without.verify_digest(POINT, bytes(32), signature)


def test_what_is_no_point_gets_no_table() -> None:
    library = sm2_libcrypto.load(ctypes.CDLL)
    assert sm2_tables.knows_tables(library)
    with pytest.raises(KeyRefused):
        sm2_tables.Multiples(library, bytes(65))
