"""A package's ZIP: one file found in it, or all of it unpacked, piece by piece."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from lucai.kernel.errors import NotFound
from lucai.platform.files.selectors import FileCard

PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One file inside a package's ZIP."""

    package: Path
    entry: str
    path: str
    size: int


def packed_file(manifest: list[dict[str, Any]], file: FileCard, path: str) -> PackedFile:
    """Find a file of the manifest inside the ZIP.

    Raises:
        NotFound: it is not in the manifest, or the package is damaged.
    """
    listed = next((line for line in manifest if line["path"] == path), None)
    if listed is None:
        raise NotFound("归档信息包里没有这个文件。")
    with ZipFile(file.path) as package:
        entry = next((n for n in package.namelist() if n.partition("/")[2] == path), "")
    if not entry:
        raise NotFound("归档信息包里没有这个文件。")
    return PackedFile(file.path, entry, path, int(listed["size"]))


def unpack(place: Path, folder: Path) -> Path:
    """Unpack a verified package piece by piece; return the folder it lies in."""
    with ZipFile(place) as package:
        for entry in package.infolist():
            target = folder / entry.filename
            target.parent.mkdir(parents=True, exist_ok=True)
            with package.open(entry) as source, target.open("wb") as out:
                while piece := source.read(PIECE):
                    out.write(piece)
        return folder / package.namelist()[0].split("/", 1)[0]


def renewal_zip(place: Path, renewals: list[dict[str, bytes]]) -> bytes:
    """Return later timestamps as a ZIP that unpacks into the package's own folder."""
    with ZipFile(place) as package:
        top = package.namelist()[0].split("/", 1)[0]
    content = BytesIO()
    with ZipFile(content, "w") as made:
        for tokens in renewals:
            for name, token in sorted(tokens.items()):
                made.writestr(f"{top}/{name}", token)
    return content.getvalue()
