"""A mirror that is a folder: another organisation's machine, seen as a mounted one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from lucai.kernel import durable

POSITION = "position"


class FolderMirror:
    """Keeps files under the names they are given; what stands there, stands whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def position(self) -> int:
        """Return up to which entry of the log it has everything."""
        try:
            return int((self._folder / POSITION).read_text(encoding="ascii"))
        except FileNotFoundError:
            return 0

    def keep(self, name: str, pieces: Iterable[bytes]) -> None:
        """Keep a file unless it is there."""
        place = self._folder / name
        if not place.exists():
            self._write(place, pieces)

    def advance(self, position: int) -> None:
        """Remember how far it has come."""
        self._write(self._folder / POSITION, [str(position).encode("ascii")])

    def _write(self, place: Path, pieces: Iterable[bytes]) -> None:
        durable.make_folder(place.parent)
        waiting = place.with_name(f"{place.name}.part")
        with waiting.open("wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(place)
        durable.sync_folder(place.parent)
