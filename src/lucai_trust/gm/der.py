"""Strict DER: one value, one encoding; a second spelling of a signature is a second signature."""

from __future__ import annotations

from dataclasses import dataclass

from lucai_trust.errors import DerRefused

INTEGER = 0x02
BIT_STRING = 0x03
OCTET_STRING = 0x04
OBJECT_ID = 0x06
SEQUENCE = 0x30
_LONG_FORM = 0x80
_MOST_LENGTH_BYTES = 4


@dataclass(frozen=True, slots=True)
class Element:
    """One tag with its content, and the bytes both were read from."""

    tag: int
    content: bytes
    raw: bytes


class Reader:
    """Reads elements one after the other; whatever is not minimal is refused."""

    def __init__(self, encoded: bytes) -> None:
        self._encoded = encoded
        self._at = 0

    @property
    def finished(self) -> bool:
        """Say whether nothing is left."""
        return self._at == len(self._encoded)

    def end(self) -> None:
        """Refuse trailing bytes."""
        if not self.finished:
            raise DerRefused(f"{len(self._encoded) - self._at} bytes too many")

    def element(self, tag: int | None = None) -> Element:
        """Read the next element, of a given tag unless any will do."""
        start = self._at
        found = self._take(1)[0]
        if tag is not None and found != tag:
            raise DerRefused(f"tag {found:#04x} where {tag:#04x} is expected")
        content = self._take(self._length())
        return Element(found, content, self._encoded[start : self._at])

    def sequence(self) -> Reader:
        """Read a SEQUENCE and return a reader of its content."""
        return Reader(self.element(SEQUENCE).content)

    def integer(self) -> int:
        """Read an INTEGER of zero or more."""
        content = self.element(INTEGER).content
        if not content or content[0] & 0x80:
            raise DerRefused("an integer of zero or more is expected")
        if len(content) > 1 and content[0] == 0 and not content[1] & 0x80:
            raise DerRefused("an integer has a leading zero too many")
        return int.from_bytes(content, "big")

    def octets(self) -> bytes:
        """Read an OCTET STRING."""
        return self.element(OCTET_STRING).content

    def bits(self) -> bytes:
        """Read a BIT STRING of whole bytes."""
        content = self.element(BIT_STRING).content
        if content[:1] != b"\0":
            raise DerRefused("a bit string of whole bytes is expected")
        return content[1:]

    def _length(self) -> int:
        first = self._take(1)[0]
        if first < _LONG_FORM:
            return first
        count = first - _LONG_FORM
        if not 0 < count <= _MOST_LENGTH_BYTES:
            raise DerRefused("a length is indefinite or too long")
        encoded = self._take(count)
        length = int.from_bytes(encoded, "big")
        if encoded[0] == 0 or length < _LONG_FORM:
            raise DerRefused("a length is not in its shortest form")
        return length

    def _take(self, count: int) -> bytes:
        if len(self._encoded) - self._at < count:
            raise DerRefused("the bytes end too early")
        taken = self._encoded[self._at : self._at + count]
        self._at += count
        return taken


def encode(tag: int, content: bytes) -> bytes:
    """Spell one element."""
    size = len(content)
    if size < _LONG_FORM:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, _LONG_FORM + len(length)]) + length + content


def integer(value: int) -> bytes:
    """Spell an INTEGER of zero or more."""
    return encode(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def sequence(*elements: bytes) -> bytes:
    """Spell a SEQUENCE of elements already spelt."""
    return encode(SEQUENCE, b"".join(elements))
