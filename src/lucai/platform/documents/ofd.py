"""A paper as OFD (GB/T 33190-2016): the signs, faces and lines of the set pages, each in its place.

Its text can be searched and copied; the faces are inside, cut down to the signs of the paper. A
page with something on it that is no text and no line is the picture of that page, in its true size.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import count
from xml.sax.saxutils import escape

import pypdfium2

from lucai.kernel import clock
from lucai.platform.documents.marks import Marks, marks_of
from lucai.platform.documents.ofd_faces import Faces
from lucai.platform.documents.ofd_page import box, drawn, pictured
from lucai.platform.documents.picturing import opened, to_print

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
FOLDER = "Doc_0"
SIGNATURES = f"{FOLDER}/Signs/Signatures.xml"
_MOMENT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself."""

    title: str
    author: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of the file: its number, its size in millimetres, what stands on it."""

    number: int
    width: float
    height: float
    content: str


@dataclass(slots=True)
class Bound:
    """An OFD file's pages with what they need; everything in it has a number of its own."""

    numbers: count[int] = field(default_factory=lambda: count(1))
    faces: Faces = field(default_factory=Faces)
    pictures: dict[int, bytes] = field(default_factory=dict)
    leaves: list[Leaf] = field(default_factory=list)


def bound(pdf: bytes) -> Bound:
    """Return the pages of a PDF that was set in type here.

    Raises:
        Unreadable: it cannot be opened.
    """
    book = Bound()
    with opened(pdf) as document:
        for page in document:
            marks = marks_of(page)
            book.leaves.append(_leaf(book, page, marks))
    return book


def parts_of(about: About, book: Bound) -> dict[str, bytes]:
    """Return the parts of the file by their places; the list of signatures is still to be made."""
    pages = {
        f"{FOLDER}/Pages/Page_{place}/Content.xml": f"<ofd:Page {SPACE}>{leaf.content}</ofd:Page>"
        for place, leaf in enumerate(book.leaves)
    }
    texts = {
        "OFD.xml": _root(about, pages),
        f"{FOLDER}/Document.xml": _document(book),
        f"{FOLDER}/PublicRes.xml": _resources(book),
        **pages,
    }
    made = {name: (HEAD + text).encode() for name, text in texts.items()}
    made |= {f"{FOLDER}/Res/{name}": font for name, font in book.faces.files().items()}
    return made | {f"{FOLDER}/Res/{n}.png": png for n, png in book.pictures.items()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return the file; the same parts are the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _leaf(book: Bound, page: pypdfium2.PdfPage, marks: Marks) -> Leaf:
    number = next(book.numbers)
    if marks.whole and book.faces.show(marks, book.numbers):
        content = drawn(marks, book.faces.number, book.numbers)
    else:
        png = next(book.numbers)
        book.pictures[png] = to_print(page)
        content = pictured(marks, png, book.numbers)
    return Leaf(number, marks.width, marks.height, content)


def _root(about: About, pages: Mapping[str, str]) -> str:
    # The file's own number (GB/T 33190 7.4): the same paper always has the same one.
    number = sha256("".join(pages.values()).encode()).hexdigest()[:32]
    info = {
        "DocID": number, "Title": about.title, "Author": about.author,
        "CreationDate": f"{about.made_at.astimezone(clock.BEIJING):%Y-%m-%d}", "Creator": "LuCai",
    }  # fmt: skip
    told = "".join(f"<ofd:{name}>{escape(text)}</ofd:{name}>" for name, text in info.items())
    return (
        f'<ofd:OFD {SPACE} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo>{told}'
        f"</ofd:DocInfo><ofd:DocRoot>{FOLDER}/Document.xml</ofd:DocRoot>"
        f"<ofd:Signatures>/{SIGNATURES}</ofd:Signatures></ofd:DocBody></ofd:OFD>"
    )


def _document(book: Bound) -> str:
    listed = "".join(
        f'<ofd:Page ID="{leaf.number}" BaseLoc="Pages/Page_{place}/Content.xml"/>'
        for place, leaf in enumerate(book.leaves)
    )
    first = book.leaves[0]
    return (
        f"<ofd:Document {SPACE}><ofd:CommonData><ofd:MaxUnitID>{next(book.numbers)}</ofd:MaxUnitID>"
        f"<ofd:PageArea>{box(first.width, first.height)}</ofd:PageArea>"
        "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    )


def _resources(book: Bound) -> str:
    media = "".join(
        f'<ofd:MultiMedia ID="{number}" Type="Image" Format="PNG">'
        f"<ofd:MediaFile>{number}.png</ofd:MediaFile></ofd:MultiMedia>"
        for number in book.pictures
    )
    fonts, pictures = book.faces.listed(), f"<ofd:MultiMedias>{media}</ofd:MultiMedias>"
    return f'<ofd:Res {SPACE} BaseLoc="Res">{fonts}{pictures if media else ""}</ofd:Res>'
