"""Canonical bytes: one value, one spelling, so that one value has one hash.

The form is RFC 8785 (JSON Canonicalization Scheme) narrowed: integers only, within the range
every JSON reader keeps exactly; moments as UTC text with six fractional digits; no floats.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import chain
from json.encoder import encode_basestring
from typing import cast

from lucai_trust.errors import EncodingRefused

_SPELLABLE = "text, whole numbers, booleans, null, lists, objects with text keys, dates and moments"

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]

# RFC 7493 §2.2: beyond this, readers that hold numbers as binary64 would change the value.
LARGEST_INTEGER = 2**53 - 1
DEEPEST_NESTING = 64

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


def canonical(value: object) -> bytes:
    """Return the canonical UTF-8 bytes of a value (RFC 8785 §3.2, without floats).

    Raises:
        EncodingRefused: the value holds a float, a naive moment, a number too large,
            text that is not Unicode, or something that is not JSON.
    """
    return _quickly_spelt(value) or _spell(value, depth=0).encode("utf-8")


def _quickly_spelt(value: object) -> bytes:
    """Spell what the library's own writer spells alike; empty: it takes a closer look.

    It spells floats, numbers too large and keys that are no text as well: what is read back is then
    refused or is another value.
    """
    try:
        text = _WRITER.encode(value)
        read: Json = _READER.decode(text)
        is_alike = read == value and _is_spelt_plainly(text, read)
        return text.encode("utf-8") if is_alike else b""
    except (TypeError, ValueError, RecursionError, EncodingRefused):
        return b""


def parse_canonical(encoded: bytes) -> Json:
    """Read bytes that must be canonical; anything that would spell differently is refused.

    Raises:
        EncodingRefused: not JSON, a repeated key, white space, wrong order, a float.
    """
    try:
        text = encoded.decode("utf-8")
        value: Json = _READER.decode(text)
    except (ValueError, RecursionError) as error:
        raise EncodingRefused(f"these bytes are not canonical JSON: {error}") from error
    is_plain = _is_spelt_plainly(text, value)
    if _WRITER.encode(value) != text if is_plain else canonical(value) != encoded:
        raise EncodingRefused(
            "these bytes are JSON but not in canonical form; keep them as they were stored"
        )
    return value


def _whole(digits: str) -> int:
    value = int(digits)
    _demand_exact(value)
    return value


def _no_number(text: str) -> None:
    raise EncodingRefused(f"{text} is no whole number; use {_SPELLABLE}")


_READER = json.JSONDecoder(parse_int=_whole, parse_float=_no_number, parse_constant=_no_number)
_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_FLAT = 32


def _is_spelt_plainly(text: str, value: Json) -> bool:
    """Whether a value is plain; where its text is short of brackets and foreign letters, one sees it."""
    is_seen = text.isascii() and text.count("{") + text.count("[") <= _FLAT
    return is_seen or _is_plain(value)


def _is_plain(value: Json) -> bool:
    """Whether the library's writer would spell a value, as it was read, canonically.

    Of keys in plain letters its order is the canonical one; and nothing may be nested so deep that
    it must be counted exactly. Looked at level by level: a call for each value would cost more.
    """
    level: list[Json] = [value]
    for _ in range(_FLAT):
        objects = [one for one in level if type(one) is dict]
        if not "".join(chain.from_iterable(objects)).isascii():
            return False
        lists = [one for one in level if type(one) is list]
        level = [*chain.from_iterable(lists), *chain.from_iterable(map(dict.values, objects))]
        if not level:
            return True
    return False


def utc(moment: datetime) -> str:
    """Spell an aware moment as ``2026-02-12T03:04:05.000000Z``."""
    if moment.utcoffset() is None:
        raise EncodingRefused("a moment needs its time zone before it can be encoded")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def parse_utc(text: str) -> datetime:
    """Read a moment spelt by ``utc``; no other spelling is accepted."""
    if not _MOMENT.fullmatch(text):
        raise EncodingRefused(f"not a moment in the form 2026-02-12T03:04:05.000000Z: {text!r}")
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise EncodingRefused(f"no such moment: {text!r}") from error


def _spell(value: object, *, depth: int) -> str:
    if depth > DEEPEST_NESTING:
        raise EncodingRefused(f"nested deeper than {DEEPEST_NESTING} levels")
    # Text and plain objects are nearly all there is: they need not wait for the other questions.
    kind = type(value)
    if kind is str:
        return _spell_text(cast("str", value))
    if kind is dict or isinstance(value, Mapping):
        return _spell_object(cast("Mapping[object, object]", value), depth=depth)
    if isinstance(value, list | tuple):
        return "[" + ",".join([_spell(item, depth=depth + 1) for item in value]) + "]"
    return _spell_single(value)


def _spell_single(value: object) -> str:
    # bool before int and datetime before date: each is a kind of the other.
    match value:
        case None | bool():
            return json.dumps(value)
        case int():
            return _spell_integer(value)
        case str():
            return _spell_text(value)
        case datetime():
            return _spell_text(utc(value))
        case date():
            return _spell_text(value.isoformat())
    raise EncodingRefused(f"{type(value).__name__} has no canonical form; use {_SPELLABLE}")


def _demand_exact(value: int) -> None:
    if abs(value) > LARGEST_INTEGER:
        raise EncodingRefused("whole number beyond 2^53-1: write it as text")


def _spell_integer(value: int) -> str:
    _demand_exact(value)
    # int(...) so that an integer enumeration is spelt by its number.
    return str(int(value))


def _spell_text(value: str) -> str:
    if not value.isascii():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise EncodingRefused(
                "text holds half of a surrogate pair and is not Unicode"
            ) from error
    # Escapes exactly what RFC 8785 §3.2.2.2 asks; json.dumps without ensure_ascii calls it too.
    return encode_basestring(value)


def _spell_object(value: Mapping[object, object], *, depth: int) -> str:
    keys = [_as_key(key) for key in value]
    # RFC 8785 §3.2.3 sorts by UTF-16 code units: big-endian bytes compare like them, and so do
    # plain ASCII keys by themselves.
    keys.sort(key=None if all(map(str.isascii, keys)) else _code_units)
    spelt = [f"{_spell_text(key)}:{_spell(value[key], depth=depth + 1)}" for key in keys]
    return "{" + ",".join(spelt) + "}"


def _as_key(key: object) -> str:
    if not isinstance(key, str):
        raise EncodingRefused(f"object keys are text, not {type(key).__name__}")
    return key


def _code_units(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")
