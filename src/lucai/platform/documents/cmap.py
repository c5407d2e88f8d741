"""Which signs a font file can show: the ``cmap`` table of OpenType, formats 4 and 12.

typst refuses a whole PDF/A when one sign is in no font, so what cannot be shown must be known
before. Only ranges are read: a hole inside a format 4 range counts as covered.
"""

from __future__ import annotations

import struct

_COLLECTION = b"ttcf"


def covered_signs(font: bytes) -> frozenset[int]:
    """Return the code points of a font file or a collection."""
    covered: set[int] = set()
    for start in _fonts_in(font):
        for begin in _unicode_tables(font, start):
            covered.update(_signs_of(font, begin))
    return frozenset(covered)


def _fonts_in(font: bytes) -> list[int]:
    if font[:4] != _COLLECTION:
        return [0]
    (count,) = struct.unpack_from(">I", font, 8)
    return list(struct.unpack_from(f">{count}I", font, 12))


def _unicode_tables(font: bytes, start: int) -> list[int]:
    (tables,) = struct.unpack_from(">H", font, start + 4)
    for place in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, start + 12 + 16 * place)
        if tag == b"cmap":
            (count,) = struct.unpack_from(">H", font, offset + 2)
            records = [struct.unpack_from(">HHI", font, offset + 4 + 8 * i) for i in range(count)]
            return [offset + begin for _, _, begin in records]
    return []


def _signs_of(font: bytes, begin: int) -> set[int]:
    (kind,) = struct.unpack_from(">H", font, begin)
    if kind == 4:
        return _format_4(font, begin)
    return _format_12(font, begin) if kind == 12 else set()


def _format_4(font: bytes, begin: int) -> set[int]:
    (double,) = struct.unpack_from(">H", font, begin + 6)
    ends = struct.unpack_from(f">{double // 2}H", font, begin + 14)
    starts = struct.unpack_from(f">{double // 2}H", font, begin + 16 + double)
    # The last segment ends at U+FFFF by rule and maps nothing.
    return {
        sign
        for first, last in zip(starts[:-1], ends[:-1], strict=True)
        for sign in range(first, last + 1)
    }


def _format_12(font: bytes, begin: int) -> set[int]:
    (groups,) = struct.unpack_from(">I", font, begin + 12)
    signs: set[int] = set()
    for place in range(groups):
        first, last, _ = struct.unpack_from(">III", font, begin + 16 + 12 * place)
        signs.update(range(first, last + 1))
    return signs
