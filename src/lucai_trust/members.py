"""Reading JSON that somebody else wrote: each member has the kind it must have, or is refused."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from lucai_trust.errors import EncodingRefused

_HEX = re.compile(r"(?:[0-9a-f]{2})*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Members:
    """A JSON object whose members are asked for by name and kind."""

    content: dict[str, object]

    @classmethod
    def of(cls, value: object) -> Members:
        """Take a value that must be an object."""
        if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
            raise EncodingRefused("an object is expected here")
        return cls(value)

    @classmethod
    def parse(cls, encoded: str | bytes) -> Members:
        """Read an object from its JSON text."""
        try:
            return cls.of(json.loads(encoded))
        except (ValueError, RecursionError) as error:
            raise EncodingRefused(f"not a JSON object: {error}") from error

    def text(self, name: str) -> str:
        """Return a member that is text."""
        return as_text(self.content.get(name), name)

    def number(self, name: str) -> int:
        """Return a member that is a whole number, zero or more."""
        return as_number(self.content.get(name), name)

    def hex(self, name: str) -> bytes:
        """Return a member that is bytes in lower-case hexadecimal."""
        return as_bytes(self.content.get(name), name)

    def items(self, name: str) -> list[object]:
        """Return a member that is a list."""
        value = self.content.get(name)
        if not isinstance(value, list):
            raise EncodingRefused(f"{name} is a list")
        return value

    def objects(self, name: str) -> list[Members]:
        """Return a member that is a list of objects."""
        return [Members.of(each) for each in self.items(name)]

    def hexes(self, name: str) -> tuple[bytes, ...]:
        """Return a member that is a list of bytes in hexadecimal."""
        return tuple(as_bytes(each, name) for each in self.items(name))


def as_text(value: object, name: str) -> str:
    """Take a value that must be text."""
    if not isinstance(value, str):
        raise EncodingRefused(f"{name} is text")
    return value


def as_number(value: object, name: str) -> int:
    """Take a value that must be a whole number, zero or more."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise EncodingRefused(f"{name} is a whole number, zero or more")
    return value


def as_bytes(value: object, name: str) -> bytes:
    """Take a value that must be bytes in lower-case hexadecimal."""
    text = as_text(value, name)
    if not _HEX.fullmatch(text):
        raise EncodingRefused(f"{name} is bytes in lower-case hexadecimal")
    return bytes.fromhex(text)
