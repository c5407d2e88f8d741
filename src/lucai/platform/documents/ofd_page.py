"""What stands on one page of an OFD file, as the file writes it (GB/T 33190-2016, 7.7 and 8 to 11)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from xml.sax.saxutils import escape

from lucai.platform.documents.marks import Colour, Marks, Outline, Run

ABOVE, BELOW, BEHIND = 1.2, 0.5, 1.5
"""What room a reader is given around a baseline, in parts of the type's size; it cuts off there."""

Number = Callable[[str], int]


def drawn(marks: Marks, font: Number, numbers: Iterator[int]) -> str:
    """Return a page of text and lines; ``font`` tells the number of a face."""
    things = "".join(
        _text(thing, font(thing.face), next(numbers))
        if isinstance(thing, Run)
        else _outline(thing, next(numbers))
        for thing in marks.things
    )
    return _page(marks, things, numbers)


def pictured(marks: Marks, picture: int, numbers: Iterator[int]) -> str:
    """Return a page that is one picture."""
    size = f"{_number(marks.width)} 0 0 {_number(marks.height)} 0 0"
    return _page(
        marks,
        f'<ofd:ImageObject ID="{next(numbers)}" ResourceID="{picture}" CTM="{size}"'
        f' Boundary="0 0 {_number(marks.width)} {_number(marks.height)}"/>',
        numbers,
    )


def box(width: float, height: float) -> str:
    """Return the area of a page."""
    return f"<ofd:PhysicalBox>0 0 {_number(width)} {_number(height)}</ofd:PhysicalBox>"


def _page(marks: Marks, things: str, numbers: Iterator[int]) -> str:
    return (
        f"<ofd:Area>{box(marks.width, marks.height)}</ofd:Area><ofd:Content>"
        f'<ofd:Layer ID="{next(numbers)}" Type="Body">{things}</ofd:Layer></ofd:Content>'
    )


def _text(run: Run, font: int, number: int) -> str:
    first, last = run.signs[0], run.signs[-1]
    top, room = first.y - ABOVE * run.size, (ABOVE + BELOW) * run.size
    bounds = (first.x, top, last.x - first.x + BEHIND * run.size, room)
    steps = _numbers(after.x - before.x for before, after in pairwise(run.signs))
    apart = f' DeltaX="{steps}"' if steps else ""
    words = escape("".join(sign.text for sign in run.signs))
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{_numbers(bounds)}" Font="{font}"'
        f' Size="{_number(run.size)}">{_painted("Fill", run.colour)}'
        f'<ofd:TextCode X="0" Y="{_number(ABOVE * run.size)}"{apart}>{words}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def _outline(line: Outline, number: int) -> str:
    points = [each for _, numbers in line.way for each in numbers]
    edge = line.thickness
    left, top = min(points[::2]) - edge, min(points[1::2]) - edge
    right, low = max(points[::2]) + edge, max(points[1::2]) + edge
    way = " ".join(
        " ".join([letter, *(_number(each - (top if n % 2 else left)) for n, each in enumerate(to))])
        for letter, to in line.way
    )
    fills, strokes = line.fill is not None, line.stroke is not None
    return (
        f'<ofd:PathObject ID="{number}" Boundary="{_numbers((left, top, right - left, low - top))}"'
        f' LineWidth="{_number(edge)}" Fill="{_truth(fills)}" Stroke="{_truth(strokes)}">'
        f"{_painted('Stroke', line.stroke)}{_painted('Fill', line.fill)}"
        f"<ofd:AbbreviatedData>{way}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _painted(what: str, colour: Colour | None) -> str:
    if colour is None:
        return ""
    return f'<ofd:{what}Color Value="{" ".join(map(str, colour))}"/>'


def _truth(holds: bool) -> str:
    return "true" if holds else "false"


def _numbers(values: Iterable[float]) -> str:
    return " ".join(map(_number, values))


def _number(value: float) -> str:
    spelt = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if spelt == "-0" else spelt
