"""Canonical bytes: one value has one spelling, and no other spelling is read."""

from datetime import UTC, date, datetime, timedelta, timezone
from enum import IntEnum, StrEnum

import pytest

from lucai_trust import EncodingRefused, canonical, parse_canonical, parse_utc, utc

BEIJING = timezone(timedelta(hours=8))


class Colour(StrEnum):
    RED = "red"


class Rank(IntEnum):
    FIRST = 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"b": 1, "a": [True, False, None]}, '{"a":[true,false,null],"b":1}'),
        ({"采购人": "示例市", "lot": -3}, '{"lot":-3,"采购人":"示例市"}'),
        ('\b\t\n\f\r"\\/\x00\x1f\x7f€', '"\\b\\t\\n\\f\\r\\"\\\\/\\u0000\\u001f\x7f€"'),
        ((1, "二"), '[1,"二"]'),
        (date(2026, 2, 12), '"2026-02-12"'),
        (datetime(2026, 2, 12, 8, tzinfo=BEIJING), '"2026-02-12T00:00:00.000000Z"'),
        ({"colour": Colour.RED, "rank": Rank.FIRST}, '{"colour":"red","rank":1}'),
        ({"颜色": Colour.RED, "名次": Rank.FIRST}, '{"名次":1,"颜色":"red"}'),
        (2**53 - 1, "9007199254740991"),
        ("䶮·𬭎", '"䶮·𬭎"'),
        ({}, "{}"),
    ],
)
def test_a_value_has_its_one_spelling(value: object, expected: str) -> None:
    assert canonical(value) == expected.encode()


def test_keys_are_sorted_by_utf_16_units_as_rfc_8785_sorts_them() -> None:
    # RFC 8785 §3.2.3: the emoji sorts before U+FB33, though its code point is larger.
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\x80", "\xf6"]
    in_order = ["\r", "1", "\x80", "\xf6", "\u20ac", "\U0001f600", "\ufb33"]
    spelt = canonical(dict.fromkeys(keys, 0)).decode()
    places = [spelt.index(canonical(key).decode()) for key in in_order]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (1.5, "float"),
        (float("nan"), "float"),
        (2**53, "2\\^53"),
        (-(2**53), "2\\^53"),
        ({1: "a"}, "text, not int"),
        (b"bytes", "bytes"),
        ({"a": {1, 2}}, "set"),
        ("\ud800", "surrogate"),
        ({"\udfff": 1}, "surrogate"),
        (datetime.fromisoformat("2026-02-12"), "time zone"),
    ],
)
def test_a_value_without_one_spelling_is_refused(value: object, why: str) -> None:
    with pytest.raises(EncodingRefused, match=why):
        canonical(value)


def test_bottomless_nesting_is_refused_in_both_directions() -> None:
    nested: list[object] = []
    for _ in range(100):
        nested = [nested]
    with pytest.raises(EncodingRefused, match="nested"):
        canonical(nested)
    with pytest.raises(EncodingRefused):
        parse_canonical(b"[" * 100_000)


def test_canonical_bytes_are_read_back_to_the_same_value() -> None:
    value = {"amount": 120_000_00, "lots": ["一包", None, True]}
    assert parse_canonical(canonical(value)) == value


@pytest.mark.parametrize(
    "encoded",
    [
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a": 1}',
        b"1.0",
        b"1e3",
        b"-0",
        b"NaN",
        b'"\\u4e00"',
        b'"\\/"',
        b'"\\ud800"',
        b"\xff",
        b"{",
        b"",
        b"9007199254740992",
        b"9" * 5000,
        b"\xef\xbb\xbf1",
        b"1\n",
    ],
)
def test_any_other_spelling_is_refused(encoded: bytes) -> None:
    with pytest.raises(EncodingRefused):
        parse_canonical(encoded)


def test_a_moment_is_spelt_in_utc_and_read_back() -> None:
    moment = datetime(2026, 2, 12, 17, 30, 0, 1, tzinfo=BEIJING)
    assert utc(moment) == "2026-02-12T09:30:00.000001Z"
    assert parse_utc(utc(moment)) == moment
    assert parse_utc(utc(moment)).tzinfo == UTC


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-12T09:30:00Z",
        "2026-02-12T09:30:00.000001+00:00",
        "2026-02-30T09:30:00.000001Z",
        "２026-02-12T09:30:00.000001Z",
    ],
)
def test_a_moment_in_any_other_spelling_is_refused(text: str) -> None:
    with pytest.raises(EncodingRefused):
        parse_utc(text)
