"""Reading an OpenType font file: its tables, its name, which glyph stands for which sign."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator

_COLLECTION = b"ttcf"
_POSTSCRIPT_NAME = 6
_WINDOWS, _UNICODE = 3, 0
_WINDOWS_SIGNS = frozenset({1, 10})


class OpenType:
    """One font of a file or of a collection; the tables are read when they are asked for."""

    def __init__(self, content: bytes, index: int = 0) -> None:
        self._content = content
        start = struct.unpack_from(">I", content, 12 + 4 * index)[0] if self._many else 0
        (count,) = struct.unpack_from(">H", content, start + 4)
        rows = (struct.unpack_from(">4s4xII", content, start + 12 + 16 * n) for n in range(count))
        self._places = {tag: (offset, length) for tag, offset, length in rows}

    @property
    def _many(self) -> bool:
        return self._content[:4] == _COLLECTION

    def __contains__(self, tag: bytes) -> bool:
        return tag in self._places

    def table(self, tag: bytes) -> bytes:
        """Return a table.

        Raises:
            KeyError: the font has none of that name.
        """
        offset, length = self._places[tag]
        return self._content[offset : offset + length]

    @property
    def postscript_name(self) -> str:
        """The name by which a PDF calls the font; empty if it has none."""
        table = self.table(b"name")
        count, texts = struct.unpack_from(">HH", table, 2)
        for place in range(count):
            platform, _, _, kind, length, start = struct.unpack_from(">6H", table, 6 + 12 * place)
            if kind == _POSTSCRIPT_NAME:
                spelt = table[texts + start : texts + start + length]
                return spelt.decode("utf-16-be" if platform in {_UNICODE, _WINDOWS} else "ascii")
        return ""

    def glyphs_of(self, signs: frozenset[int]) -> dict[int, int]:
        """Return the glyph of each sign that the font has, in the order of the signs."""
        found: dict[int, int] = {}
        for begin in self._unicode_tables():
            table = self.table(b"cmap")[begin:]
            (kind,) = struct.unpack_from(">H", table)
            read = {4: _in_segments, 12: _in_groups}.get(kind)
            if read:
                found |= read(table, signs)
        return {sign: found[sign] for sign in sorted(found) if found[sign]}

    def _unicode_tables(self) -> Iterator[int]:
        table = self.table(b"cmap")
        (count,) = struct.unpack_from(">H", table, 2)
        for place in range(count):
            platform, kind, begin = struct.unpack_from(">HHI", table, 4 + 8 * place)
            if platform == _UNICODE or (platform == _WINDOWS and kind in _WINDOWS_SIGNS):
                yield begin


def _in_groups(table: bytes, signs: frozenset[int]) -> dict[int, int]:
    """Look signs up in a table of format 12."""
    (count,) = struct.unpack_from(">I", table, 12)
    flat = struct.unpack_from(f">{3 * count}I", table, 16)
    firsts, lasts, glyphs = flat[::3], flat[1::3], flat[2::3]
    found = {}
    for sign in signs:
        place = bisect_right(firsts, sign) - 1
        if place >= 0 and sign <= lasts[place]:
            found[sign] = glyphs[place] + sign - firsts[place]
    return found


def _in_segments(table: bytes, signs: frozenset[int]) -> dict[int, int]:
    """Look signs up in a table of format 4."""
    (double,) = struct.unpack_from(">H", table, 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", table, 14)
    starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", table, 16 + part * double) for part in (1, 2, 3)
    )
    found = {}
    for sign in signs:
        place = bisect_right(ends, sign - 1)
        if place == count or sign < starts[place]:
            continue
        glyph = sign
        if offsets[place]:
            # The offset counts from its own place in the table.
            at = 16 + 3 * double + 2 * place + offsets[place] + 2 * (sign - starts[place])
            (glyph,) = struct.unpack_from(">H", table, at)
        if glyph:
            found[sign] = (glyph + deltas[place]) % 0x10000
    return found
