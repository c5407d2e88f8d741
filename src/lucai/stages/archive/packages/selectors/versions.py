"""Reading the versions of a sealed package, and the timestamps over each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.files.selectors import FileCard, files_attached
from lucai.stages.archive.packages.models import (
    ArchivePackage,
    PackageHandover,
    PackageStamp,
    PackageVersion,
)
from lucai.stages.archive.packages.selectors import package_row
from lucai.stages.archive.packages.stamping import unpacked


@dataclass(frozen=True, slots=True)
class StampLine:
    """The timestamps given to a version at one moment, and until when they are good."""

    place: int
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class VersionSheet:
    """One version of a sealed package; the first is the package itself.

    ``file`` is None once it was destroyed; ``own_files`` were handed in with a supplement, by name;
    ``receipt`` is that of the archive institution which took it over.
    """

    number: int
    made_at: datetime
    made_name: str
    reason: str
    added: tuple[str, ...]
    papers: tuple[dict[str, Any], ...]
    manifest: tuple[dict[str, Any], ...]
    size: int
    sha256: str
    sm3: str
    file: FileCard | None
    own_files: tuple[tuple[str, FileCard], ...]
    stamps: tuple[StampLine, ...]
    receipt: str = ""


def versions_of(viewer: Viewer, project_number: str) -> list[VersionSheet]:
    """List the versions of a sealed package, the sealed one first; none before it is sealed."""
    row = package_row(viewer, project_number)
    if not row.archived_at:
        return []
    later = list(PackageVersion.objects.seen_by(viewer).filter(package=row).order_by("number"))
    own = [pk for one in later for pk in one.files]
    wanted = [pk for pk in (row.file_id, *(one.file_id for one in later), *own) if pk]
    files = files_attached(viewer, wanted) if row.file_id else {}
    stamps: dict[int, list[StampLine]] = {}
    for one in PackageStamp.objects.seen_by(viewer).filter(package=row).order_by("place"):
        stamps.setdefault(one.edition, []).append(StampLine(one.place, one.at, one.until))
    taken = PackageHandover.objects.seen_by(viewer).filter(package=row)
    receipts = dict(taken.values_list("edition", "receipt"))
    made = [
        _sealed(row, files, tuple(stamps.get(1, ()))),
        *(_later(one, files, tuple(stamps.get(one.number, ()))) for one in later),
    ]
    return [replace(one, receipt=receipts.get(one.number, "")) for one in made]


def lacking(viewer: Viewer, project_number: str) -> list[VersionSheet]:
    """List the versions that no archive institution has taken over, the first one first."""
    return [one for one in versions_of(viewer, project_number) if not one.receipt]


def version_seen(viewer: Viewer, project_number: str, number: int) -> VersionSheet:
    """Return one version that is still kept.

    Raises:
        NotFound: there is none of that number, or it was destroyed.
    """
    for one in versions_of(viewer, project_number):
        if one.number == number and one.file:
            return one
    raise NotFound("没有这一版归档信息包，或者档案已经销毁。")


def tokens_of(viewer: Viewer, project_number: str, version: int) -> list[dict[str, bytes]]:
    """Return the tokens over a version by their paths, the first ones first."""
    row = package_row(viewer, project_number)
    found = PackageStamp.objects.seen_by(viewer).filter(package=row, edition=version)
    return [unpacked(one.tokens) for one in found.order_by("place")]


def _sealed(
    row: ArchivePackage, files: dict[int, FileCard], stamps: tuple[StampLine, ...]
) -> VersionSheet:
    assert row.archived_at
    return VersionSheet(
        1, row.archived_at, "", row.remark, (), tuple(row.papers), tuple(row.manifest), row.size,
        row.sha256, row.sm3, files.get(row.file_id or 0), (), stamps,
    )  # fmt: skip


def _later(
    row: PackageVersion, files: dict[int, FileCard], stamps: tuple[StampLine, ...]
) -> VersionSheet:
    own = tuple((files[pk].name, files[pk]) for pk in row.files if pk in files)
    return VersionSheet(
        row.number, row.made_at, row.made_name, row.reason, tuple(row.added), tuple(row.papers),
        tuple(row.manifest), row.size, row.sha256, row.sm3, files.get(row.file_id), own, stamps,
    )  # fmt: skip
