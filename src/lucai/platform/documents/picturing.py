"""One page of a paper as a picture, for those who may read it and not take it away."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2

POINTS_AN_INCH = 72
DOTS_AN_INCH = 110
DOTS_TO_PRINT = 200
RGB = 2


class Unreadable(Exception):
    """The bytes are no PDF that can be shown."""


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has.

    Raises:
        Unreadable: it cannot be opened.
    """
    with opened(pdf) as document:
        return len(document)


def page_picture(pdf: bytes, number: int) -> bytes:
    """Return a page (from 1) as PNG.

    Raises:
        IndexError: there is no such page.
        Unreadable: it cannot be opened.
    """
    with opened(pdf) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        scale = DOTS_AN_INCH / POINTS_AN_INCH
        bitmap = document[number - 1].render(scale=scale, rev_byteorder=True)
        rows = bytes(bitmap.buffer)
        return _png(bitmap.width, bitmap.height, rows, bitmap.stride)


def to_print(page: pypdfium2.PdfPage) -> bytes:
    """Return a page as PNG, fine enough to be printed."""
    bitmap = page.render(scale=DOTS_TO_PRINT / POINTS_AN_INCH, rev_byteorder=True)
    return _png(bitmap.width, bitmap.height, bytes(bitmap.buffer), bitmap.stride)


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Hold a PDF open.

    Raises:
        Unreadable: it cannot be opened.
    """
    document = _opened(pdf)
    try:
        yield document
    finally:
        document.close()


def _opened(pdf: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(str(error)) from error


def _png(width: int, height: int, pixels: bytes, stride: int) -> bytes:
    """Write RGB pixels as PNG (ISO 15948): each line without a filter."""
    lines = b"".join(
        b"\0" + pixels[start : start + 3 * width] for start in range(0, height * stride, stride)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, RGB, 0, 0, 0)
    parts = (b"IHDR", head), (b"IDAT", zlib.compress(lines, 6)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)
