"""Sharing over GF(256): any k shares give the secret, fewer say nothing about it."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lucai_trust import shamir
from lucai_trust.errors import ShareRefused


def test_the_field_is_the_one_of_the_polynomial_0x11b() -> None:
    # FIPS 197 §4.2: {57} · {83} = {c1}, {57} · {13} = {fe}.
    assert shamir.multiply(0x57, 0x83) == 0xC1
    assert shamir.multiply(0x57, 0x13) == 0xFE
    assert shamir.multiply(0, 7) == shamir.multiply(7, 0) == shamir.divide(0, 7) == 0


@given(left=st.integers(0, 255), right=st.integers(1, 255))
def test_dividing_undoes_multiplying(left: int, right: int) -> None:
    assert shamir.divide(shamir.multiply(left, right), right) == left


@given(secret=st.binary(min_size=1, max_size=40), threshold=st.integers(1, 5), draw=st.randoms())
def test_any_k_shares_give_the_secret(secret: bytes, threshold: int, draw: object) -> None:
    coefficients = [draw.randbytes(len(secret)) for _ in range(1, threshold)]
    shares = {index: shamir.share(secret, coefficients, index) for index in range(1, 7)}
    for chosen in itertools.combinations(shares, threshold):
        assert shamir.combine({index: shares[index] for index in chosen}) == secret
    assert shamir.combine(shares) == secret


def test_with_one_share_less_every_secret_is_as_likely() -> None:
    # k = 2: for one share of a byte each secret fits exactly one coefficient.
    known = shamir.share(b"\x2a", [b"\x99"], 3)
    fitting = {
        (secret, coefficient)
        for secret in range(256)
        for coefficient in range(256)
        if shamir.share(bytes([secret]), [bytes([coefficient])], 3) == known
    }
    assert sorted(secret for secret, _ in fitting) == list(range(256))


@pytest.mark.parametrize("index", [0, -1, 256])
def test_an_index_out_of_range_is_refused(index: int) -> None:
    with pytest.raises(ShareRefused, match="255"):
        shamir.share(b"secret", [], index)
    with pytest.raises(ShareRefused, match="255"):
        shamir.combine({index: b"x"})


def test_lengths_that_differ_are_refused() -> None:
    with pytest.raises(ShareRefused, match="as long"):
        shamir.share(b"secret", [b"short"], 1)
    for shares in ({}, {1: b"a", 2: b"ab"}):
        with pytest.raises(ShareRefused, match="one length"):
            shamir.combine(shares)
