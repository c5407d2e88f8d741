"""The package as a file: a BagIt bag (RFC 8493) in an uncompressed ZIP.

The same content is the same bytes. Files are streamed: memory does not grow with the package.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from lucai.kernel import clock
from lucai.stages.archive.packages.dossier import Paper, Piece

CHUNK = 1024 * 1024
UNSAFE = re.compile(r'[\\:*?"<>|\x00-\x1f]')
MANIFEST, TAG_MANIFEST = "manifest-sha512.txt", "tagmanifest-sha512.txt"


@dataclass(frozen=True, slots=True)
class ManifestLine:
    """One file of the package with its digests; ``title`` is the paper it belongs to."""

    path: str
    size: int
    sha512: str
    sm3: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Bag:
    """A package that lies in a temporary file, ready to be stored."""

    name: str
    file: Path
    manifest: tuple[ManifestLine, ...]
    altered: tuple[str, ...]

    @property
    def size(self) -> int:
        """Its bytes."""
        return self.file.stat().st_size

    def chunks(self) -> Iterator[bytes]:
        """Yield its bytes, as an upload does."""
        with self.file.open("rb") as content:
            while chunk := content.read(CHUNK):
                yield chunk


Tags = Callable[[list[ManifestLine]], Mapping[str, bytes]]
Stamps = Callable[[bytes], Mapping[str, bytes]]


def pack(
    name: str, papers: Iterable[Paper], extra: Mapping[str, bytes], about: Mapping[str, str],
    moment: datetime, tags: Tags = lambda _: {}, stamps: Stamps = lambda _: {},
) -> Bag:  # fmt: skip
    """Write the pieces of all papers and the extra files into a bag in a temporary file.

    ``tags`` makes the files beside the payload, knowing its manifest; ``stamps`` those over the
    manifest of these. A stored file that is not what its digest says is named in ``altered``.
    """
    place = Path(tempfile.mkdtemp(prefix="lucai-archive-")) / f"{name}.zip"
    lines: list[ManifestLine] = []
    altered: list[str] = []
    with zipfile.ZipFile(place, "w", zipfile.ZIP_STORED) as package:
        for path, title, piece in _pieces(papers, extra):
            line, same = _write(package, name, path, piece, moment)
            lines.append(ManifestLine(path, *line, title))
            if not same:
                altered.append(piece.name)
        sealed = _write_tags(package, name, lines, about, moment, tags(lines))
        for path, content in stamps(sealed).items():
            package.writestr(_entry(f"{name}/{path}", moment), content)
    return Bag(f"{name}.zip", place, tuple(lines), tuple(altered))


def discard(bag: Bag) -> None:
    """Remove the temporary file."""
    bag.file.unlink(missing_ok=True)
    bag.file.parent.rmdir()


def as_rows(manifest: Iterable[ManifestLine]) -> list[dict[str, object]]:
    """Return a manifest as JSON rows."""
    return [asdict(line) for line in manifest]


def _pieces(
    papers: Iterable[Paper], extra: Mapping[str, bytes]
) -> Iterator[tuple[str, str, Piece]]:
    taken: set[str] = set()
    for paper in papers:
        for piece in paper.pieces:
            yield _free(f"data/{paper.group}/{_safe(piece.name)}", taken), paper.title, piece
    for name, content in extra.items():
        yield _free(f"data/{name}", taken), "", Piece(name, content)


def _safe(name: str) -> str:
    """Return a name that every system can unpack and that stays in its folder."""
    parts = (UNSAFE.sub("_", part) for part in name.split("/") if part not in {"", ".", ".."})
    return "/".join(parts)


def _free(path: str, taken: set[str]) -> str:
    """Return a path that no other has, not even in capitals."""
    found, count = path, 1
    while found.lower() in taken:
        count += 1
        stem, dot, ending = path.rpartition(".")
        found = f"{stem}-{count}{dot}{ending}" if stem else f"{path}-{count}"
    taken.add(found.lower())
    return found


def _write(
    package: zipfile.ZipFile, top: str, path: str, piece: Piece, moment: datetime
) -> tuple[tuple[int, str, str], bool]:
    """Write one file; return size and digests, and whether it is what it was when it was stored."""
    entry = _entry(f"{top}/{path}", moment)
    if piece.stored is None:
        package.writestr(entry, piece.content)
        sha512, sm3 = hashlib.sha512(piece.content), hashlib.new("sm3", piece.content)
        return (len(piece.content), sha512.hexdigest(), sm3.hexdigest()), True
    entry.file_size = piece.stored.size
    with piece.stored.path.open("rb") as content, package.open(entry, "w") as target:
        size, sha512_of, sha256_of = _copy(content, target)
    # Stored with both digests at once: where SHA-256 still fits, SM3 is that of the store.
    same = sha256_of == piece.stored.sha256
    return (size, sha512_of, piece.stored.sm3), same


def _copy(content: IO[bytes], target: IO[bytes]) -> tuple[int, str, str]:
    sha512, sha256, size = hashlib.sha512(), hashlib.sha256(), 0
    while chunk := content.read(CHUNK):
        sha512.update(chunk)
        sha256.update(chunk)
        size += len(chunk)
        target.write(chunk)
    return size, sha512.hexdigest(), sha256.hexdigest()


def _entry(path: str, moment: datetime) -> zipfile.ZipInfo:
    local = moment.astimezone(clock.BEIJING)
    entry = zipfile.ZipInfo(
        path, (local.year, local.month, local.day, local.hour, local.minute, local.second)
    )
    entry.external_attr = 0o644 << 16
    return entry


def _write_tags(
    package: zipfile.ZipFile, top: str, lines: list[ManifestLine], about: Mapping[str, str],
    moment: datetime, more: Mapping[str, bytes],
) -> bytes:  # fmt: skip
    total = sum(line.size for line in lines)
    info = "".join(f"{key}: {value}\n" for key, value in about.items())
    tags: dict[str, bytes] = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": f"{info}Payload-Oxum: {total}.{len(lines)}\n".encode(),
        MANIFEST: "".join(f"{line.sha512}  {line.path}\n" for line in lines).encode(),
        "manifest-sm3.txt": "".join(f"{line.sm3}  {line.path}\n" for line in lines).encode(),
        **more,
    }
    listed = (f"{hashlib.sha512(text).hexdigest()}  {name}\n" for name, text in tags.items())
    sealed = "".join(listed).encode()
    for name, text in (*tags.items(), (TAG_MANIFEST, sealed)):
        package.writestr(_entry(f"{top}/{name}", moment), text)
    return sealed
