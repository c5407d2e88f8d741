"""Reading archive packages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.deadlines import deadline
from lucai.platform.files.selectors import FileCard, files_attached
from lucai.platform.journal.selectors import project_timeline
from lucai.platform.records.paging import Page, keyset
from lucai.stages.archive.packages.dossier import (
    STATE_LABELS,
    Dossier,
    eyes_of,
    paper_rows,
    papers_of,
)
from lucai.stages.archive.packages.lifecycle import PACKAGE
from lucai.stages.archive.packages.models import ArchivePackage
from lucai.stages.archive.packages.rules import PackageFacts
from lucai.stages.contract.contracts.parties import party_offers
from lucai.stages.trade.projects.selectors import project_seen

ALL = 100_000


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper of the list of completeness."""

    group: str
    title: str
    state: str
    owner: str
    core: bool
    cites: tuple[str, ...]
    files: int

    @property
    def state_label(self) -> str:
        """The state in words."""
        return STATE_LABELS[self.state]


@dataclass(frozen=True, slots=True)
class PackageLine:
    """A package as lists show it."""

    project_number: str
    project_title: str
    buyer_name: str
    agency_name: str
    ended_on: date
    archived_at: datetime | None
    retain_until: date | None
    state: str
    state_label: str

    @property
    def href(self) -> str:
        """Its address."""
        return f"/rooms/{self.project_number}/archive/"


@dataclass(frozen=True, slots=True)
class PackageSheet:
    """A package with its list of completeness; before sealing the list is that of now."""

    line: PackageLine
    papers: tuple[PaperLine, ...]
    manifest: tuple[dict[str, Any], ...]
    remark: str
    size: int
    sha256: str
    sm3: str
    retention: tuple[str, ...]
    offers: tuple[Offer, ...]

    @property
    def missing(self) -> tuple[PaperLine, ...]:
        """What should be there and is not."""
        return tuple(paper for paper in self.papers if paper.state == "missing")

    @property
    def present(self) -> int:
        """How many papers are there."""
        return sum(1 for paper in self.papers if paper.state == "present")


def package_page(viewer: Viewer, *, state: str = "", after: str = "") -> Page[PackageLine]:
    """List packages, newest first, a page at a time."""
    rows = ArchivePackage.objects.seen_by(viewer)
    if state in PACKAGE.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, _line)


def package_seen(viewer: Viewer, project_number: str) -> PackageSheet:
    """Return the package of a project.

    Raises:
        NotFound: the procurement has not ended, or the viewer may not see its file.
    """
    row = package_row(viewer, project_number)
    papers = _sealed_papers(row) if row.archived_at else _papers_now(row)
    missing = tuple(paper.title for paper in papers if paper.state == "missing")
    facts = PackageFacts(ended_on=row.ended_on, missing_papers=missing)
    return PackageSheet(
        line=_line(row),
        papers=papers,
        manifest=tuple(row.manifest),
        remark=row.remark,
        size=row.size,
        sha256=row.sha256,
        sm3=row.sm3,
        retention=deadline("GP-ARC-01", row.ended_on).calculation,
        offers=party_offers(PACKAGE, row, viewer, facts),
    )


def has_package(viewer: Viewer, project_number: str) -> bool:
    """Whether there is a package that the viewer may see."""
    rows = ArchivePackage.objects.seen_by(viewer).filter(project_number=project_number)
    return bool(rows.exists())


def package_file(viewer: Viewer, project_number: str) -> FileCard:
    """Return the sealed package.

    Raises:
        NotFound: it is not sealed yet, or the viewer may not see it.
    """
    row = package_row(viewer, project_number)
    if not row.file_id:
        raise NotFound("这个项目还没有归档。")
    return files_attached(viewer, [row.file_id])[row.file_id]


def dossier_of(viewer: Viewer, project_number: str) -> Dossier:
    """Return a project as its file is gathered from: with the agency's eyes, whoever asks.

    Raises:
        NotFound: the viewer does not see the project.
    """
    project = project_seen(viewer, project_number)
    entries = project_timeline(SYSTEM, project_number, limit=ALL)
    return Dossier(eyes_of(project), project, tuple(entries))


def package_row(viewer: Viewer, project_number: str) -> ArchivePackage:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = ArchivePackage.objects.seen_by(viewer).filter(project_number=project_number).first()
    if not row:
        raise NotFound("采购活动结束后才能整理档案。")
    return row


def _sealed_papers(row: ArchivePackage) -> tuple[PaperLine, ...]:
    return tuple(PaperLine(**{**one, "cites": tuple(one["cites"])}) for one in row.papers)


def _papers_now(row: ArchivePackage) -> tuple[PaperLine, ...]:
    found = papers_of(dossier_of(SYSTEM, row.project_number))
    return tuple(PaperLine(**{**one, "cites": tuple(one["cites"])}) for one in paper_rows(found))


def _line(row: ArchivePackage) -> PackageLine:
    shared = {name: getattr(row, name) for name in _SHARED}
    return PackageLine(**shared, state_label=PACKAGE.states[row.state])


_SHARED = (
    "project_number", "project_title", "buyer_name", "agency_name", "ended_on", "archived_at",
    "retain_until", "state",
)  # fmt: skip
