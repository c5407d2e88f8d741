"""Reading archive packages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.deadlines import deadline
from lucai.platform.files.selectors import FileCard, files_attached
from lucai.platform.journal.selectors import project_timeline
from lucai.platform.records import read_once
from lucai.platform.records.paging import Page, keyset
from lucai.stages.archive.packages import frameworks
from lucai.stages.archive.packages.dossier import (
    STATE_LABELS,
    Dossier,
    eyes_of,
    paper_rows,
    papers_of,
)
from lucai.stages.archive.packages.excepting import Excepted
from lucai.stages.archive.packages.lifecycle import (
    CHECK,
    HOLD,
    HOLD_GROUNDS,
    PACKAGE,
    PLACE_HOLD,
)
from lucai.stages.archive.packages.models import (
    ArchiveCheck,
    ArchiveException,
    ArchiveHold,
    ArchivePackage,
    ArchiveReading,
    PackageOutline,
)
from lucai.stages.archive.packages.orders import order_dossier, order_frame
from lucai.stages.archive.packages.rules import PackageFacts
from lucai.stages.archive.packages.selectors.keepers import package_offers
from lucai.stages.contract.contracts.parties import is_party, party_offers
from lucai.stages.trade.projects.selectors import Frame, frame, project_seen

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
    exceptions: tuple[Excepted, ...]
    size: int
    sha256: str
    sm3: str
    retention: tuple[str, ...]
    checked_at: datetime | None
    sound: bool
    transferred: str
    judgement: str
    condemned: str
    destroyed: str
    may_hold: bool
    may_check: bool
    offers: tuple[Offer, ...]

    @property
    def kept(self) -> bool:
        """Whether the package is there: sealed and not destroyed."""
        return self.line.state in {"archived", "expired", "condemned"}

    @property
    def missing(self) -> tuple[PaperLine, ...]:
        """What should be there and is not."""
        return tuple(paper for paper in self.papers if paper.state == "missing")

    @property
    def present(self) -> int:
        """How many papers are there."""
        return sum(1 for paper in self.papers if paper.state == "present")


def package_page(
    viewer: Viewer, *, words: str = "", state: str = "", year: str = "", after: str = ""
) -> Page[PackageLine]:
    """List packages, newest first, a page at a time; ``year`` is that of the procurement's end."""
    rows = ArchivePackage.objects.seen_by(viewer)
    if state in PACKAGE.states:
        rows = rows.filter(state=state)
    if year.isdigit() and len(year) == len("2026"):
        rows = rows.filter(ended_on__gte=f"{year}-01-01", ended_on__lte=f"{year}-12-31")
    if words:
        rows = rows.filter(
            Q(project_title__icontains=words)
            | Q(project_number__startswith=words)
            | Q(buyer_name__icontains=words)
        )
    return keyset(rows, after, package_line)


def package_seen(viewer: Viewer, project_number: str) -> PackageSheet:
    """Return the package of a project.

    Raises:
        NotFound: the procurement has not ended, or the viewer may not see its file.
    """
    row = package_row(viewer, project_number)
    papers = _sealed_papers(row) if row.archived_at else _papers_now(row)
    missing = tuple(paper.title for paper in papers if paper.state == "missing")
    facts = facts_of(viewer, row, missing)
    return PackageSheet(
        line=package_line(row),
        papers=papers,
        manifest=tuple(row.manifest),
        remark=row.remark,
        exceptions=exceptions_of(viewer, row),
        size=row.size,
        sha256=row.sha256,
        sm3=row.sm3,
        retention=deadline("GP-ARC-01", row.ended_on).calculation,
        checked_at=row.checked_at,
        sound=row.sound,
        transferred=f"{row.transferred_to}，回执 {row.receipt}" if row.receipt else "",
        judgement=row.judgement,
        condemned=_hand(row.condemned_name, row.condemned_on),
        destroyed=_hand(row.destroyed_name, row.destroyed_on),
        may_hold=is_party(viewer, row) and viewer.may(PLACE_HOLD.permission),
        may_check=viewer.may(CHECK.permission),
        offers=package_offers(viewer, row, facts),
    )


def exceptions_of(viewer: Viewer, row: ArchivePackage) -> tuple[Excepted, ...]:
    """Return what was decided of claims of a package that do not hold."""
    rows = ArchiveException.objects.seen_by(viewer).filter(package=row).order_by("edition")
    return tuple(Excepted(tuple(r.claims), r.reason, r.name, r.at, r.edition) for r in rows)


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
        raise NotFound("这个项目还没有归档，或者档案已经销毁。")
    return files_attached(viewer, [row.file_id])[row.file_id]


def dossier_of(viewer: Viewer, project_number: str) -> Dossier:
    """Return a project as its file is gathered from: with the agency's eyes, whoever asks.

    Raises:
        NotFound: the viewer does not see the project.
    """
    if frameworks.is_of_framework(project_number):
        return frameworks.framework_dossier(viewer, project_number)
    try:
        project = project_seen(viewer, project_number)
    except NotFound:
        return order_dossier(viewer, project_number)
    entries = project_timeline(SYSTEM, project_number, limit=ALL)
    return Dossier(eyes_of(project), project, tuple(entries))


def room_frame(viewer: Viewer, number: str) -> Frame:
    """Return what a page of a file shows round its content: the project's room, the order's or the framework's.

    Raises:
        NotFound: the viewer sees neither.
    """
    if frameworks.is_of_framework(number):
        return frameworks.framework_frame(viewer, number)
    try:
        return frame(viewer, number, "archive")
    except NotFound:
        return order_frame(viewer, number)


def package_row(viewer: Viewer, project_number: str) -> ArchivePackage:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = ArchivePackage.objects.seen_by(viewer).filter(project_number=project_number).first()
    if not row:
        raise NotFound("采购活动结束后才能整理档案。")
    return row


@dataclass(frozen=True, slots=True)
class CheckSheet:
    """One 四性检测 with its named checks."""

    occasion: str
    at: datetime
    sound: bool
    findings: tuple[dict[str, Any], ...]

    @property
    def occasion_label(self) -> str:
        """Why it was made, in words."""
        return OCCASIONS[self.occasion]

    def of(self, quality: str) -> list[dict[str, Any]]:
        """Return the checks of one of the four properties."""
        return [one for one in self.findings if one["quality"] == quality]


@dataclass(frozen=True, slots=True)
class HoldSheet:
    """A hold with what the viewer can do about it."""

    number: int
    project_number: str
    ground: str
    document: str
    reason: str
    placed_name: str
    state: str
    state_label: str
    since: datetime
    lifted_reason: str
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its address."""
        return f"/rooms/{self.project_number}/archive/holds/{self.number}/"

    @property
    def ground_label(self) -> str:
        """What it is for, in words."""
        return HOLD_GROUNDS[self.ground]


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """Who read what, when, by which right."""

    at: datetime
    path: str
    page: int | None
    person_name: str
    organisation_name: str
    loan_number: str


def checks_of(viewer: Viewer, project_number: str, *, limit: int = 20) -> list[CheckSheet]:
    """List the checks of a package, newest first."""
    row = package_row(viewer, project_number)
    found = ArchiveCheck.objects.seen_by(viewer).filter(package=row).order_by("-pk")[:limit]
    return [CheckSheet(one.occasion, one.at, one.sound, tuple(one.findings)) for one in found]


@read_once
def holds_of(viewer: Viewer, project_number: str) -> list[HoldSheet]:
    """List the holds of a package, newest first."""
    rows = ArchiveHold.objects.seen_by(viewer).filter(project_number=project_number)
    return [_hold(viewer, row) for row in rows.order_by("-number")]


def hold_row(viewer: Viewer, project_number: str, number: int) -> ArchiveHold:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    rows = ArchiveHold.objects.seen_by(viewer)
    row = rows.filter(project_number=project_number, number=number).first()
    if not row:
        raise NotFound("没有找到这项暂缓销毁。")
    return row


def readings_of(
    viewer: Viewer, project_number: str, *, loan: str = "", after: str = ""
) -> Page[ReadingLine]:
    """List who read what of a package, newest first, a page at a time."""
    rows = ArchiveReading.objects.seen_by(viewer).filter(
        package=package_row(viewer, project_number)
    )
    return keyset(rows.filter(loan_number=loan) if loan else rows, after, _reading)


def _reading(row: ArchiveReading) -> ReadingLine:
    """Return the read-model of a trace."""
    return ReadingLine(
        row.at, row.path, row.page, row.person_name, row.organisation_name, row.loan_number
    )


def facts_of(viewer: Viewer, row: ArchivePackage, missing: tuple[str, ...] = ()) -> PackageFacts:
    """Return a package in hand as rules read it."""
    held: tuple[str, ...] = ()
    if row.state in {"expired", "condemned"}:
        holds = ArchiveHold.objects.seen_by(SYSTEM).filter(package=row, state="held")
        held = tuple(HOLD_GROUNDS[one.ground] for one in holds.order_by("number"))
    return PackageFacts(
        ended_on=row.ended_on, missing_papers=missing, holds=held, person=viewer.person,
        condemned_by=row.condemned_by, keep_until=row.retain_until,
    )  # fmt: skip


OCCASIONS = {
    "sealing": "归档检测", "yearly": "年度检测", "manual": "人工检测", "transfer": "移交检测",
    "restore": "恢复检测",
}  # fmt: skip


def _hold(viewer: Viewer, row: ArchiveHold) -> HoldSheet:
    return HoldSheet(
        number=row.number, project_number=row.project_number, ground=row.ground,
        document=row.document, reason=row.reason, placed_name=row.placed_name, state=row.state,
        state_label=HOLD.states[row.state], since=row.state_since,
        lifted_reason=row.lifted_reason, offers=party_offers(HOLD, row, viewer, None),
    )  # fmt: skip


def _hand(name: str, on: date | None) -> str:
    return f"{name}，{on.isoformat()}" if on else ""


def _sealed_papers(row: ArchivePackage) -> tuple[PaperLine, ...]:
    return tuple(PaperLine(**{**one, "cites": tuple(one["cites"])}) for one in row.papers)


def _papers_now(row: ArchivePackage) -> tuple[PaperLine, ...]:
    """Return the list of completeness; read anew only until the worker has made it anew."""
    kept = PackageOutline.objects.seen_by(SYSTEM).filter(package=row, stale=False).first()
    found = kept.papers if kept else paper_rows(papers_of(dossier_of(SYSTEM, row.project_number)))
    return tuple(PaperLine(**{**one, "cites": tuple(one["cites"])}) for one in found)


def package_line(row: ArchivePackage) -> PackageLine:
    """Return a package as lists show it."""
    shared = {name: getattr(row, name) for name in _SHARED}
    return PackageLine(**shared, state_label=PACKAGE.states[row.state])


_SHARED = (
    "project_number", "project_title", "buyer_name", "agency_name", "ended_on", "archived_at",
    "retain_until", "state",
)  # fmt: skip
