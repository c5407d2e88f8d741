"""Reading files back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.files.models import StoredFile
from lucai.platform.files.services import path_of
from lucai.platform.records import system_access


@dataclass(frozen=True, slots=True)
class FileCard:
    """A file as pages show it."""

    pk: int
    name: str
    size: int
    media_type: str
    sha256: str
    sm3: str
    path: Path


def file_seen(viewer: Viewer, pk: int) -> FileCard:
    """Return a public file or one of the viewer's own.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = StoredFile.objects.seen_by(viewer).filter(pk=pk).first()
    if not row:
        raise NotFound("没有找到这个文件。")
    return card(row)


def files_attached(viewer: Viewer, pks: list[int]) -> dict[int, FileCard]:
    """Return files of an object that the caller has already shown to be visible, by id."""
    del viewer
    with system_access("files of a visible object"):
        return {row.pk: card(row) for row in StoredFile.objects.filter(pk__in=pks)}


def attached_file(viewer: Viewer, kept: Iterable[int], pk: int) -> FileCard:
    """Return one of the files that a visible object keeps.

    Raises:
        NotFound: it keeps no such file.
    """
    if pk not in set(kept):
        raise NotFound("没有找到这个文件。")
    return files_attached(viewer, [pk])[pk]


def card(row: StoredFile) -> FileCard:
    """Return the read-model of a row in hand."""
    return FileCard(
        row.pk, row.name, row.size, row.media_type, row.sha256, row.sm3, path_of(row.sha256)
    )
