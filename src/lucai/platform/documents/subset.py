"""Cutting a TrueType font down to the signs of one paper, as a whole font of its own.

A reader shows the paper in the faces it was set in, whatever fonts its machine has. The glyphs
stay as they are; they are counted anew in the order of their signs.
"""

from __future__ import annotations

import struct
from itertools import accumulate, pairwise

from lucai.platform.documents.opentype import OpenType

_TRUETYPE = 0x00010000
_AS_THEY_ARE = (b"OS/2", b"name", b"cvt ", b"fpgm", b"prep", b"gasp")
_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 0x1, 0x8, 0x20, 0x40, 0x80
_MAGIC = 0xB1B0AFBA
_LARGEST_SIGN_OF_FORMAT_4 = 0xFFFE


def can_be_cut(font: OpenType) -> bool:
    """Say whether the font has outlines of the kind that is cut here."""
    return b"glyf" in font and b"loca" in font


def cut(font: OpenType, signs: frozenset[int]) -> bytes:
    """Return a font with these signs, as far as the font has them, and no others."""
    found = font.glyphs_of(signs)
    glyphs = _Glyphs(font)
    # A sign keeps a glyph of its own even where two look alike: so numbers run as the signs do.
    kept = glyphs.with_parts([0, *found.values()])
    numbers = {old: new for new, old in enumerate(kept)}
    outlines = [glyphs.renumbered(old, numbers) for old in kept]
    places = list(accumulate(map(len, outlines), initial=0))
    tables = {tag: font.table(tag) for tag in _AS_THEY_ARE if tag in font}
    tables |= {
        b"cmap": _cmap(list(found)),
        b"glyf": b"".join(outlines),
        b"head": _head(font),
        b"hhea": font.table(b"hhea")[:34] + struct.pack(">H", len(kept)),
        b"hmtx": b"".join(map(glyphs.width, kept)),
        b"loca": struct.pack(f">{len(places)}I", *places),
        b"maxp": _replaced(font.table(b"maxp"), 4, struct.pack(">H", len(kept))),
        b"post": struct.pack(">I", 0x00030000) + font.table(b"post")[4:32],
    }
    return _file(tables)


class _Glyphs:
    """The outlines and widths of a font."""

    def __init__(self, font: OpenType) -> None:
        self._outlines = font.table(b"glyf")
        (long,) = struct.unpack_from(">h", font.table(b"head"), 50)
        loca = font.table(b"loca")
        size = 4 if long else 2
        places = struct.unpack(f">{len(loca) // size}{'I' if long else 'H'}", loca)
        self._places = places if long else tuple(2 * each for each in places)
        self._widths = font.table(b"hmtx")
        (self._wide,) = struct.unpack_from(">H", font.table(b"hhea"), 34)

    def outline(self, glyph: int) -> bytes:
        """Return one outline as it is."""
        return self._outlines[self._places[glyph] : self._places[glyph + 1]]

    def with_parts(self, wanted: list[int]) -> list[int]:
        """Return these glyphs, and behind them those that some are put together of."""
        kept, known = list(wanted), set(wanted)
        for glyph in kept:
            parts = {part for _, part in _parts(self.outline(glyph))} - known
            kept += sorted(parts)
            known |= parts
        return kept

    def renumbered(self, glyph: int, numbers: dict[int, int]) -> bytes:
        """Return an outline whose parts have their new numbers, filled up to whole words."""
        outline = self.outline(glyph)
        for place, part in _parts(outline):
            outline = _replaced(outline, place, struct.pack(">H", numbers[part]))
        return outline + bytes(-len(outline) % 4)

    def width(self, glyph: int) -> bytes:
        """Return advance and bearing of a glyph."""
        if glyph < self._wide:
            return self._widths[4 * glyph : 4 * glyph + 4]
        last, place = 4 * (self._wide - 1), 4 * self._wide + 2 * (glyph - self._wide)
        return self._widths[last : last + 2] + self._widths[place : place + 2]


def _parts(outline: bytes) -> list[tuple[int, int]]:
    """Return where an outline names other glyphs, and which."""
    if not outline or struct.unpack_from(">h", outline)[0] >= 0:
        return []
    found, place, more = [], 10, True
    while more:
        flags, glyph = struct.unpack_from(">HH", outline, place)
        found.append((place + 2, glyph))
        place += 8 if flags & _WORDS else 6
        place += 2 * bool(flags & _SCALE) + 4 * bool(flags & _TWO_SCALES)
        place += 8 * bool(flags & _MATRIX)
        more = bool(flags & _MORE)
    return found


def _cmap(signs: list[int]) -> bytes:
    """Return the table that leads from signs to glyphs: in formats 4 and 12."""
    short = [sign for sign in signs if sign <= _LARGEST_SIGN_OF_FORMAT_4]
    segments, groups = _format_4(short), _format_12(signs)
    head = struct.pack(">HH", 0, 2)
    first = 4 + 2 * 8
    head += struct.pack(">HHI", 3, 1, first) + struct.pack(">HHI", 3, 10, first + len(segments))
    return head + segments + groups


def _runs(signs: list[int]) -> list[tuple[int, int, int]]:
    """Return neighbouring signs together: the first, the last, the first one's glyph."""
    breaks = [n + 1 for n, (one, next_) in enumerate(pairwise(signs)) if next_ != one + 1]
    edges = [0, *breaks, len(signs)] if signs else []
    return [(signs[a], signs[b - 1], a + 1) for a, b in pairwise(edges)]


def _format_4(signs: list[int]) -> bytes:
    runs = [*_runs(signs), (0xFFFF, 0xFFFF, 0)]
    count = len(runs)
    power = 1 << (count.bit_length() - 1)
    starts, ends = [each[0] for each in runs], [each[1] for each in runs]
    deltas = [(glyph - first) % 0x10000 for first, _, glyph in runs]
    search = struct.pack(">4H", 2 * count, 2 * power, power.bit_length() - 1, 2 * (count - power))
    body = search + struct.pack(
        f">{count}HH{count}H{count}H{count}H", *ends, 0, *starts, *deltas, *[0] * count
    )
    return struct.pack(">HHH", 4, 6 + len(body), 0) + body


def _format_12(signs: list[int]) -> bytes:
    runs = _runs(signs)
    body = b"".join(struct.pack(">III", *each) for each in runs)
    return struct.pack(">HHIII", 12, 0, 16 + len(body), 0, len(runs)) + body


def _head(font: OpenType) -> bytes:
    """Return the head with long places, and a sum yet to be made."""
    head = _replaced(font.table(b"head"), 8, bytes(4))
    return _replaced(head, 50, struct.pack(">h", 1))


def _replaced(content: bytes, place: int, by: bytes) -> bytes:
    return content[:place] + by + content[place + len(by) :]


def _sum(content: bytes) -> int:
    filled = content + bytes(-len(content) % 4)
    return sum(struct.unpack(f">{len(filled) // 4}I", filled)) % (1 << 32)


def _file(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    head = struct.pack(
        ">IHHHH", _TRUETYPE, count, 16 * power, power.bit_length() - 1, 16 * (count - power)
    )
    rows, body, start = b"", b"", 12 + 16 * count
    for tag in sorted(tables):
        content = tables[tag]
        row = (tag, _sum(content), start + len(body), len(content))
        rows += struct.pack(">4sIII", *row)
        body += content + bytes(-len(content) % 4)
    made = head + rows + body
    whole = struct.pack(">I", (_MAGIC - _sum(made)) % (1 << 32))
    (place,) = (
        struct.unpack_from(">I", rows, n + 8)[0]
        for n in range(0, len(rows), 16)
        if rows[n : n + 4] == b"head"
    )
    return _replaced(made, place + 8, whole)
