"""Where a package's files lie: in a ZIP or a folder, read piece by piece and never unpacked.

Whoever made the package may be hostile: paths are plain, entries are few, packed entries are
small, and nothing is read beyond the size that was written down.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from lucai_trust.errors import EncodingRefused
from lucai_trust.verifier.findings import Broken

PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*", re.ASCII)
PIECE = 1 << 20
MOST_ENTRIES = 100_000
LARGEST_PACKED = 1 << 26
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x0001


class Archive(Protocol):
    """Files by their paths."""

    def names(self) -> frozenset[str]:
        """Return the paths of all files."""
        ...

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a file's bytes.

        Raises:
            Broken: there is no such file, or it is damaged.
        """
        ...


def checked_path(name: str) -> str:
    """Refuse every path that is not plain: nothing absolute, no ``..``, no other alphabet."""
    if not PATH.fullmatch(name):
        raise EncodingRefused(f"not a plain path: {name!r}")
    return name


def open_archive(place: Path) -> Archive:
    """Open a package's ZIP or folder.

    Raises:
        EncodingRefused: neither, or not one that is safe to read.
        OSError: it is not there.
    """
    return FolderArchive(place) if place.is_dir() else ZipArchive(place)


class ZipArchive:
    """Files in a ZIP."""

    def __init__(self, place: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(place)
        except (zipfile.BadZipFile, ValueError, RuntimeError, EOFError) as error:
            raise EncodingRefused(f"不是 ZIP 压缩包（{error}）") from error
        self._entries: dict[str, zipfile.ZipInfo] = {}
        entries = self._zip.infolist()
        if len(entries) > MOST_ENTRIES:
            raise EncodingRefused("压缩包中的文件过多")
        for entry in entries:
            self._take(entry)

    def names(self) -> frozenset[str]:
        """Return the paths of all files."""
        return frozenset(self._entries)

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a file's bytes; a false checksum is told at the end."""
        entry = self._entries.get(name)
        if entry is None:
            raise Broken("file_missing", f"缺少文件 {name}")
        try:
            with self._zip.open(entry) as file:
                while piece := file.read(PIECE):
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise Broken("file_damaged", f"文件 {name} 已损坏") from error
        except RuntimeError as error:  # what the archive asks for is unknown here
            raise Broken("file_damaged", f"文件 {name} 的压缩方式不能读取") from error

    def _take(self, entry: zipfile.ZipInfo) -> None:
        if entry.is_dir():
            return
        name = checked_path(entry.filename)
        if name in self._entries:
            raise EncodingRefused(f"压缩包中有两个 {name}")
        if entry.compress_type not in _METHODS or entry.flag_bits & _ENCRYPTED:
            raise EncodingRefused(f"{name} 的压缩方式不能读取")
        # Packed bytes may promise little and give much; ciphertext gains nothing from packing.
        if entry.compress_type != zipfile.ZIP_STORED and entry.file_size > LARGEST_PACKED:
            raise EncodingRefused(f"{name} 过大，须不压缩存放")
        self._entries[name] = entry


class FolderArchive:
    """Files in a folder; links are passed over, so that nothing outside is read."""

    def __init__(self, place: Path) -> None:
        self._top = place.resolve()
        self._names = frozenset(self._listed())

    def names(self) -> frozenset[str]:
        """Return the paths of all files."""
        return self._names

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a file's bytes."""
        if name not in self._names:
            raise Broken("file_missing", f"缺少文件 {name}")
        try:
            with (self._top / name).open("rb") as file:
                while piece := file.read(PIECE):
                    yield piece
        except OSError as error:
            raise Broken("file_damaged", f"文件 {name} 读不出") from error

    def _listed(self) -> Iterator[str]:
        for number, path in enumerate(sorted(self._top.rglob("*"))):
            if number > MOST_ENTRIES:
                raise EncodingRefused("文件夹中的文件过多")
            inside = path.resolve().is_relative_to(self._top)
            if path.is_file() and not path.is_symlink() and inside:
                yield path.relative_to(self._top).as_posix()
