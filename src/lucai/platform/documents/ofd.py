"""A paper as OFD (GB/T 33190-2016): each page is the picture of the set page, in its true size.

Nothing can be searched or copied in such a file: it is the form in which offices exchange sealed
papers. The PDF of the same paper is the one that carries text and data.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from xml.sax.saxutils import escape

from lucai.kernel import clock
from lucai.platform.documents.picturing import PagePicture

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
FOLDER = "Doc_0"
SIGNATURES = f"{FOLDER}/Signs/Signatures.xml"
FIRST_PAGE = 1
"""Ids: pages from 1, then of each page its picture, its layer and the object on it."""
_MOMENT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself."""

    title: str
    author: str
    made_at: datetime


def parts_of(about: About, pages: Sequence[PagePicture]) -> dict[str, bytes]:
    """Return the parts of an OFD file by their places; the list of signatures is still to be made."""
    parts = {"OFD.xml": _root(about, pages), f"{FOLDER}/Document.xml": _document(pages)}
    parts[f"{FOLDER}/DocumentRes.xml"] = _resources(len(pages))
    for place, page in enumerate(pages):
        parts[f"{FOLDER}/Pages/Page_{place}/Content.xml"] = _content(place, page, len(pages))
    made = {name: (HEAD + text).encode("utf-8") for name, text in parts.items()}
    pictures = {f"{FOLDER}/Res/Page_{n}.png": page.png for n, page in enumerate(pages)}
    return made | pictures


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return the file; the same parts are the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _root(about: About, pages: Sequence[PagePicture]) -> str:
    # The file's own number (GB/T 33190 7.4): the same paper always has the same one.
    number = sha256(b"".join(page.png for page in pages)).hexdigest()[:32]
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


def _document(pages: Sequence[PagePicture]) -> str:
    listed = "".join(
        f'<ofd:Page ID="{FIRST_PAGE + n}" BaseLoc="Pages/Page_{n}/Content.xml"/>'
        for n in range(len(pages))
    )
    return (
        f"<ofd:Document {SPACE}><ofd:CommonData><ofd:MaxUnitID>{4 * len(pages)}</ofd:MaxUnitID>"
        f"<ofd:PageArea>{_box(pages[0])}</ofd:PageArea>"
        "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    )


def _resources(count: int) -> str:
    media = "".join(
        f'<ofd:MultiMedia ID="{FIRST_PAGE + count + n}" Type="Image" Format="PNG">'
        f"<ofd:MediaFile>Page_{n}.png</ofd:MediaFile></ofd:MultiMedia>"
        for n in range(count)
    )
    return f'<ofd:Res {SPACE} BaseLoc="Res"><ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>'


def _content(place: int, page: PagePicture, count: int) -> str:
    picture, layer, thing = (FIRST_PAGE + turn * count + place for turn in (1, 2, 3))
    size = f"{page.width:.3f} 0 0 {page.height:.3f} 0 0"
    return (
        f"<ofd:Page {SPACE}><ofd:Area>{_box(page)}</ofd:Area><ofd:Content>"
        f'<ofd:Layer ID="{layer}" Type="Body"><ofd:ImageObject ID="{thing}" '
        f'ResourceID="{picture}" CTM="{size}" Boundary="0 0 {page.width:.3f} {page.height:.3f}"/>'
        "</ofd:Layer></ofd:Content></ofd:Page>"
    )


def _box(page: PagePicture) -> str:
    return f"<ofd:PhysicalBox>0 0 {page.width:.3f} {page.height:.3f}</ofd:PhysicalBox>"
