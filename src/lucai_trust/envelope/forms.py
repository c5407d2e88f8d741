"""Closed JSON forms: canonical bytes, exactly the members a form has, each of its kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from lucai_trust.encoding import Json, parse_canonical, parse_utc
from lucai_trust.errors import EncodingRefused

NAME = re.compile(r"[a-z][a-z0-9-]{0,31}", re.ASCII)
_HEX = re.compile(r"(?:[0-9a-f]{2})*", re.ASCII)
_LONGEST_TEXT = 4096
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Form:
    """One JSON object of a known form."""

    members: dict[str, Json]

    @classmethod
    def of(cls, value: Json, *names: str) -> Form:
        """Take an object that has these members and no others.

        Raises:
            EncodingRefused: not an object, or a member is missing or too many.
        """
        if not isinstance(value, dict) or set(value) != set(names):
            raise EncodingRefused(f"an object with exactly {', '.join(names)} is expected")
        return cls(value)

    @classmethod
    def parse(cls, encoded: bytes, kind: str, *names: str) -> Form:
        """Read an object from its canonical bytes; its ``type`` says what it is.

        Raises:
            EncodingRefused: not canonical, another type, or not these members.
        """
        form = cls.of(parse_canonical(encoded), "type", *names)
        if form.members["type"] != kind:
            raise EncodingRefused(f"an object of type {kind} is expected")
        return form

    def text(self, name: str, longest: int = _LONGEST_TEXT) -> str:
        """Return a member that is text, not empty and not endless."""
        value = self.members[name]
        if not isinstance(value, str) or not 0 < len(value) <= longest:
            raise EncodingRefused(f"{name} is text of 1 to {longest} characters")
        return value

    def name(self, name: str) -> str:
        """Return a member that is a short ASCII name."""
        value = self.text(name)
        if not NAME.fullmatch(value):
            raise EncodingRefused(f"{name} is a name like price or certificate-1")
        return value

    def number(self, name: str) -> int:
        """Return a member that is a whole number, zero or more."""
        value = self.members[name]
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise EncodingRefused(f"{name} is a whole number, zero or more")
        return value

    def flag(self, name: str) -> bool:
        """Return a member that is true or false."""
        value = self.members[name]
        if not isinstance(value, bool):
            raise EncodingRefused(f"{name} is true or false")
        return value

    def moment(self, name: str) -> datetime:
        """Return a member that is a moment in UTC."""
        return parse_utc(self.text(name))

    def octets(self, name: str, size: int | None = None) -> bytes:
        """Return a member that is bytes in lower-case hexadecimal, of a size if told."""
        value = self.members[name]
        if not isinstance(value, str) or not _HEX.fullmatch(value):
            raise EncodingRefused(f"{name} is bytes in lower-case hexadecimal")
        if size is not None and len(value) != 2 * size:
            raise EncodingRefused(f"{name} is {size} bytes")
        return bytes.fromhex(value)

    def optional_octets(self, name: str, size: int | None = None) -> bytes | None:
        """Return a member that is bytes, or null."""
        return None if self.members[name] is None else self.octets(name, size)

    def items(self, name: str, read: Callable[[Json], _Item]) -> tuple[_Item, ...]:
        """Return a member that is a list, each item read."""
        value = self.members[name]
        if not isinstance(value, list):
            raise EncodingRefused(f"{name} is a list")
        return tuple(read(item) for item in value)

    def optional(self, name: str, read: Callable[[Json], _Item]) -> _Item | None:
        """Return a member that is read by ``read``, or null."""
        value = self.members[name]
        return None if value is None else read(value)


def text_of(value: Json) -> str:
    """Take an item that is text."""
    return Form({"item": value}).text("item")


def octets_of(value: Json) -> bytes:
    """Take an item that is bytes in hexadecimal."""
    return Form({"item": value}).octets("item")


def hexes(values: Sequence[bytes]) -> list[str]:
    """Spell a list of bytes."""
    return [value.hex() for value in values]


def hex_or_null(value: bytes | None) -> str | None:
    """Spell bytes, or null."""
    return None if value is None else value.hex()
