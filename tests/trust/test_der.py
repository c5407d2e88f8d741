"""Strict DER: each value has one encoding, and every other is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lucai_trust.errors import DerRefused
from lucai_trust.gm import der


@given(st.integers(min_value=0, max_value=2**300))
def test_an_integer_is_read_back_from_its_one_spelling(value: int) -> None:
    reader = der.Reader(der.integer(value))
    assert reader.integer() == value
    assert reader.finished


@given(st.binary(max_size=70_000))
def test_octets_of_any_length_are_read_back(content: bytes) -> None:
    reader = der.Reader(der.sequence(der.encode(der.OCTET_STRING, content)))
    inner = reader.sequence()
    assert inner.octets() == content
    inner.end()
    reader.end()


@pytest.mark.parametrize(
    ("encoded", "why"),
    [
        ("02020001", "leading zero"),
        ("0200", "zero or more"),
        ("020180", "zero or more"),
        ("02810101", "shortest form"),
        ("02820001aa", "shortest form"),
        ("0280010000", "indefinite"),
        ("0285000000000101", "too long"),
        ("0202", "too early"),
        ("02", "too early"),
        ("", "too early"),
        ("040101", "tag"),
    ],
)
def test_an_integer_spelt_otherwise_is_refused(encoded: str, why: str) -> None:
    with pytest.raises(DerRefused, match=why):
        der.Reader(bytes.fromhex(encoded)).integer()


def test_trailing_bytes_are_refused() -> None:
    reader = der.Reader(der.integer(7) + b"\0")
    assert reader.integer() == 7
    assert not reader.finished
    with pytest.raises(DerRefused, match="too many"):
        reader.end()


def test_a_bit_string_holds_whole_bytes() -> None:
    assert der.Reader(der.encode(der.BIT_STRING, b"\0ab")).bits() == b"ab"
    for content in (b"", b"\x01ab"):
        with pytest.raises(DerRefused, match="whole bytes"):
            der.Reader(der.encode(der.BIT_STRING, content)).bits()


def test_an_element_keeps_the_bytes_it_was_read_from() -> None:
    element = der.Reader(der.encode(0xA0, b"x") + b"more").element()
    assert (element.tag, element.content, element.raw) == (0xA0, b"x", b"\xa0\x01x")
