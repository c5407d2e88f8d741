"""One page of a paper as a picture, for those who may read it and not take it away."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

import pypdfium2

POINTS_AN_INCH = 72
DOTS_AN_INCH = 110
DOTS_TO_PRINT = 200
MILLIMETRES_AN_INCH = 25.4
RGB = 2


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as PNG, with its true size in millimetres."""

    png: bytes
    width: float
    height: float


class Unreadable(Exception):
    """The bytes are no PDF that can be shown."""


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has.

    Raises:
        Unreadable: it cannot be opened.
    """
    document = _opened(pdf)
    try:
        return len(document)
    finally:
        document.close()


def page_picture(pdf: bytes, number: int) -> bytes:
    """Return a page (from 1) as PNG.

    Raises:
        IndexError: there is no such page.
        Unreadable: it cannot be opened.
    """
    document = _opened(pdf)
    try:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        scale = DOTS_AN_INCH / POINTS_AN_INCH
        bitmap = document[number - 1].render(scale=scale, rev_byteorder=True)
        rows = bytes(bitmap.buffer)
        return _png(bitmap.width, bitmap.height, rows, bitmap.stride)
    finally:
        document.close()


def page_pictures(pdf: bytes) -> list[PagePicture]:
    """Return all pages, fine enough to be printed.

    Raises:
        Unreadable: it cannot be opened.
    """
    document = _opened(pdf)
    try:
        return [_picture(page) for page in document]
    finally:
        document.close()


def _picture(page: pypdfium2.PdfPage) -> PagePicture:
    bitmap = page.render(scale=DOTS_TO_PRINT / POINTS_AN_INCH, rev_byteorder=True)
    png = _png(bitmap.width, bitmap.height, bytes(bitmap.buffer), bitmap.stride)
    width, height = (each * MILLIMETRES_AN_INCH / POINTS_AN_INCH for each in page.get_size())
    return PagePicture(png, width, height)


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
