"""What stands on the pages of a paper set in type: signs with their places, lines and fields.

Only what the papers consist of is understood: upright text of embedded fonts, plain outlines. A
page with anything else, such as a picture, says so, and is then taken as a picture itself.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2
from pypdfium2 import raw

MILLIMETRES_A_POINT = 25.4 / 72
_LONGEST_NAME = 200
_TO, _LINE, _CURVE = raw.FPDF_SEGMENT_MOVETO, raw.FPDF_SEGMENT_LINETO, raw.FPDF_SEGMENT_BEZIERTO
_LETTERS = {_TO: "M", _LINE: "L"}
_OPAQUE = 255
_NEAR = 1e-4

Colour = tuple[int, int, int]
_Place = Callable[[float, float], tuple[float, float]]
_Ask = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign and the start of its baseline, in millimetres from the page's upper left."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Run:
    """Signs that were set in one go: one face, one size (millimetres), one colour, one line."""

    face: str
    size: float
    colour: Colour
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A line or a field: the way of the pen in millimetres; what is not painted has no colour."""

    way: tuple[tuple[str, tuple[float, ...]], ...]
    fill: Colour | None
    stroke: Colour | None
    thickness: float


@dataclass(frozen=True, slots=True)
class Marks:
    """All that stands on a page, the lowest first; ``whole`` is False where one is not understood."""

    width: float
    height: float
    things: tuple[Run | Outline, ...] = ()
    whole: bool = True


class _Strange(Exception):
    """There is something on the page that is not understood here."""


def marks_of(page: pypdfium2.PdfPage) -> Marks:
    """Return what stands on a page."""
    width, height = (each * MILLIMETRES_A_POINT for each in page.get_size())
    bare = Marks(width, height)
    try:
        return _read(page, bare)
    except _Strange:
        return replace(bare, whole=False)


def _read(page: pypdfium2.PdfPage, bare: Marks) -> Marks:
    signs = _signs(page, bare.height)
    things: list[Run | Outline] = []
    for thing in page.get_objects(max_depth=1):
        if raw.FPDFClipPath_CountPaths(raw.FPDFPageObj_GetClipPath(thing.raw)) > 0:
            raise _Strange
        if thing.type == raw.FPDF_PAGEOBJ_TEXT:
            things += _runs(thing, signs[_address(thing.raw)])
        elif thing.type == raw.FPDF_PAGEOBJ_PATH:
            things.append(_outline(thing, bare.height))
        else:
            raise _Strange
    return replace(bare, things=tuple(things))


def _signs(page: pypdfium2.PdfPage, height: float) -> dict[int, list[Sign]]:
    """Return the signs of a page by the text object they belong to."""
    found: defaultdict[int, list[Sign]] = defaultdict(list)
    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    for place in range(raw.FPDFText_CountChars(text)):
        if raw.FPDFText_IsGenerated(text, place) == 1:
            continue
        raw.FPDFText_GetCharOrigin(text, place, x, y)
        sign = chr(raw.FPDFText_GetUnicode(text, place))
        owner = _address(raw.FPDFText_GetTextObject(text, place))
        at = x.value * MILLIMETRES_A_POINT, height - y.value * MILLIMETRES_A_POINT
        found[owner].append(Sign(sign, *at))
    return found


def _runs(thing: pypdfium2.PdfObject, signs: list[Sign]) -> Iterator[Run]:
    matrix = thing.get_matrix()
    upright = abs(matrix.b) + abs(matrix.c) + abs(matrix.a - matrix.d) < _NEAR
    if not upright or raw.FPDFTextObj_GetTextRenderMode(thing.raw) != raw.FPDF_TEXTRENDERMODE_FILL:
        raise _Strange
    size = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(thing.raw, size)
    shown = _without_blanks(signs)
    if shown:
        millimetres = size.value * matrix.a * MILLIMETRES_A_POINT
        yield Run(_face(thing), millimetres, _colour(thing, raw.FPDFPageObj_GetFillColor), shown)


def _without_blanks(signs: list[Sign]) -> tuple[Sign, ...]:
    """Leave out the blanks at both ends: they show nothing, and readers differ on them."""
    filled = [place for place, sign in enumerate(signs) if sign.text.strip()]
    return tuple(signs[filled[0] : filled[-1] + 1]) if filled else ()


def _face(thing: pypdfium2.PdfObject) -> str:
    name = ctypes.create_string_buffer(_LONGEST_NAME)
    raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(thing.raw), name, _LONGEST_NAME)
    # A cut font is called by six letters, a plus and its name.
    return name.value.decode("latin-1").rpartition("+")[2]


def _outline(thing: pypdfium2.PdfObject, height: float) -> Outline:
    matrix = thing.get_matrix()
    fills, strokes = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(thing.raw, fills, strokes)
    thickness = ctypes.c_float()
    raw.FPDFPageObj_GetStrokeWidth(thing.raw, thickness)
    dashed = raw.FPDFPageObj_GetDashCount(thing.raw) > 0
    if dashed or fills.value == raw.FPDF_FILLMODE_ALTERNATE:
        raise _Strange

    def placed(x: float, y: float) -> tuple[float, float]:
        across, up = matrix.on_point(x, y)
        return across * MILLIMETRES_A_POINT, height - up * MILLIMETRES_A_POINT

    return Outline(
        way=tuple(_way(thing, placed)),
        fill=_colour(thing, raw.FPDFPageObj_GetFillColor) if fills.value else None,
        stroke=_colour(thing, raw.FPDFPageObj_GetStrokeColor) if strokes.value else None,
        thickness=thickness.value * abs(matrix.a) * MILLIMETRES_A_POINT,
    )


def _way(thing: pypdfium2.PdfObject, placed: _Place) -> Iterator[tuple[str, tuple[float, ...]]]:
    curve: list[float] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(raw.FPDFPath_CountSegments(thing.raw)):
        segment = raw.FPDFPath_GetPathSegment(thing.raw, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point, kind = placed(x.value, y.value), raw.FPDFPathSegment_GetType(segment)
        if kind == _CURVE:
            curve += point
            if len(curve) == 6:
                yield "B", tuple(curve)
                curve = []
        else:
            yield _LETTERS[kind], point
        if raw.FPDFPathSegment_GetClose(segment):
            yield "C", ()


def _colour(thing: pypdfium2.PdfObject, ask: _Ask) -> Colour:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not ask(thing.raw, red, green, blue, alpha) or alpha.value != _OPAQUE:
        raise _Strange
    return red.value, green.value, blue.value


def _address(handle: Any) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0
