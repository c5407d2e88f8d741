"""The package as a file: a BagIt bag (RFC 8493) in a ZIP, the same bytes for the same content."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from lucai.kernel import clock
from lucai.stages.archive.packages.dossier import Paper, Piece
from lucai_trust import DigestPair, Digests, digests_of

CHUNK = 1024 * 1024
UNSAFE = re.compile(r'[\\:*?"<>|\x00-\x1f]')


@dataclass(frozen=True, slots=True)
class ManifestLine:
    """One file of the package with both digests."""

    path: str
    size: int
    sha256: str
    sm3: str


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


def pack(
    name: str, papers: Iterable[Paper], extra: Mapping[str, bytes], about: Mapping[str, str],
    moment: datetime,
) -> Bag:  # fmt: skip
    """Write the pieces of all papers and the extra files into a bag in a temporary file.

    A stored file that is not what its digest says is named in ``altered``.
    """
    place = Path(tempfile.mkdtemp(prefix="lucai-archive-")) / name
    lines: list[ManifestLine] = []
    altered: list[str] = []
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as package:
        for path, piece in _pieces(papers, extra):
            digests = _write(package, path, piece, moment)
            lines.append(ManifestLine(path, digests.size, digests.sha256, digests.sm3))
            if piece.stored and piece.stored.sha256 != digests.sha256:
                altered.append(piece.name)
        _write_tags(package, lines, about, moment)
    return Bag(name, place, tuple(lines), tuple(altered))


def discard(bag: Bag) -> None:
    """Remove the temporary file."""
    bag.file.unlink(missing_ok=True)
    bag.file.parent.rmdir()


def as_rows(manifest: Iterable[ManifestLine]) -> list[dict[str, object]]:
    """Return a manifest as JSON rows."""
    return [asdict(line) for line in manifest]


def _pieces(papers: Iterable[Paper], extra: Mapping[str, bytes]) -> Iterator[tuple[str, Piece]]:
    taken: set[str] = set()
    for paper in papers:
        for piece in paper.pieces:
            yield _free(f"data/{paper.group}/{_safe(piece.name)}", taken), piece
    for name, content in extra.items():
        yield _free(f"data/{name}", taken), Piece(name, content)


def _safe(name: str) -> str:
    """Return a name that every system can unpack and that stays in its folder."""
    parts = (UNSAFE.sub("_", part) for part in name.split("/") if part not in {"", ".", ".."})
    return "/".join(parts)


def _free(path: str, taken: set[str]) -> str:
    found, count = path, 1
    while found in taken:
        count += 1
        stem, dot, ending = path.rpartition(".")
        found = f"{stem}-{count}{dot}{ending}" if stem else f"{path}-{count}"
    taken.add(found)
    return found


def _write(package: zipfile.ZipFile, path: str, piece: Piece, moment: datetime) -> DigestPair:
    if piece.place is None:
        package.writestr(_entry(path, moment), piece.content)
        return digests_of(piece.content)
    with piece.place.open("rb") as content, package.open(_entry(path, moment), "w") as target:
        return _copy(content, target)


def _copy(content: IO[bytes], target: IO[bytes]) -> DigestPair:
    digests = Digests()
    while chunk := content.read(CHUNK):
        digests.update(chunk)
        target.write(chunk)
    return digests.result()


def _entry(path: str, moment: datetime) -> zipfile.ZipInfo:
    local = moment.astimezone(clock.BEIJING)
    entry = zipfile.ZipInfo(
        path, (local.year, local.month, local.day, local.hour, local.minute, local.second)
    )
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _write_tags(
    package: zipfile.ZipFile, lines: list[ManifestLine], about: Mapping[str, str], moment: datetime
) -> None:
    total = sum(line.size for line in lines)
    tags = {
        "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": "".join(f"{key}: {value}\n" for key, value in about.items())
        + f"Payload-Oxum: {total}.{len(lines)}\n",
        "manifest-sha256.txt": "".join(f"{line.sha256}  {line.path}\n" for line in lines),
        "manifest-sm3.txt": "".join(f"{line.sm3}  {line.path}\n" for line in lines),
    }
    sealed = "".join(f"{digests_of(text.encode()).sha256}  {name}\n" for name, text in tags.items())
    for name, text in (*tags.items(), ("tagmanifest-sha256.txt", sealed)):
        package.writestr(_entry(name, moment), text.encode())
