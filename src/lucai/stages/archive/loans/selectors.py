"""Reading loans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.records.paging import Page, keyset
from lucai.stages.archive.loans.folders import CLOSED_TO_SUPPLIERS, group_of, label_of
from lucai.stages.archive.loans.lifecycle import LOAN, OWN_STEPS, PURPOSES
from lucai.stages.archive.loans.models import ArchiveLoan
from lucai.stages.archive.loans.rules import LoanFacts
from lucai.stages.archive.packages.selectors import ReadingLine, readings_of
from lucai.stages.archive.packages.selectors.versions import versions_of


@dataclass(frozen=True, slots=True)
class LoanLine:
    """A loan as lists show it."""

    number: str
    project_number: str
    project_title: str
    borrower_name: str
    purpose: str
    until: datetime | None
    state: str
    state_label: str
    since: datetime

    @property
    def href(self) -> str:
        """Its address."""
        return f"/archive/loans/{self.number}/"

    @property
    def purpose_label(self) -> str:
        """What it is for, in words."""
        return PURPOSES[self.purpose]


@dataclass(frozen=True, slots=True)
class LoanSheet:
    """A loan with what the viewer can do about it; ``versions`` are those lent, while they are."""

    line: LoanLine
    person_name: str
    reason: str
    days: int
    lent: tuple[str, ...]
    said: str
    decided_name: str
    is_borrower: bool
    readable: bool
    versions: tuple[LentVersion, ...]
    readings: tuple[ReadingLine, ...]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class LentVersion:
    """What is lent of one version of a file; ``reason`` says why it was supplemented."""

    number: int
    made_at: datetime
    reason: str
    files: tuple[dict[str, Any], ...]

    @property
    def label(self) -> str:
        """How pages call it."""
        return f"第 {self.number} 版（{'归档' if self.number == 1 else '补充归档'}）"

    @property
    def folders(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """The lent files by their folders, in the order of the package."""
        ordered = sorted(self.files, key=lambda file: str(file["path"]))
        grouped = groupby(ordered, key=lambda file: group_of(file["path"]))
        return [(label_of(name), list(members)) for name, members in grouped]


def loan_page(
    viewer: Viewer, *, words: str = "", state: str = "", after: str = ""
) -> Page[LoanLine]:
    """List loans, newest first, a page at a time."""
    rows = ArchiveLoan.objects.seen_by(viewer)
    if state in LOAN.states:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(
            Q(project_title__icontains=words)
            | Q(project_number__startswith=words)
            | Q(borrower_name__icontains=words)
        )
    return keyset(rows, after, _line)


def loan_seen(viewer: Viewer, number: str) -> LoanSheet:
    """Return a loan.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = loan_row(viewer, number)
    own = is_borrower(viewer, row)
    readable = own and is_running(viewer, row)
    return LoanSheet(
        line=_line(row), person_name=row.person_name, reason=row.reason, days=row.days,
        lent=tuple(map(label_of, row.lent)), said=row.said, decided_name=row.decided_name, is_borrower=own,
        readable=readable, versions=tuple(versions_lent(viewer, row)) if readable else (),
        readings=tuple(readings_of(SYSTEM, row.project_number, loan=row.number).items),
        offers=_offers(viewer, row),
    )  # fmt: skip


def loan_row(viewer: Viewer, number: str) -> ArchiveLoan:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = ArchiveLoan.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这次借阅。")
    return row


def is_borrower(viewer: Viewer, row: ArchiveLoan) -> bool:
    """Whether the viewer's organisation borrows; the system never does."""
    return viewer.organisation is not None and viewer.organisation == row.borrower_id


def is_running(viewer: Viewer, row: ArchiveLoan) -> bool:
    """Whether the file may be read now: lent, and its term not over, to the second."""
    del viewer  # a term is the same for everybody
    return row.state == "lent" and row.until is not None and clock.now() < row.until


def versions_lent(viewer: Viewer, row: ArchiveLoan) -> list[LentVersion]:
    """List every version of the file with the lines that are lent of it, the last one first."""
    del viewer  # the row is in hand; what was lent stands in it
    given = set(row.lent)
    return [
        LentVersion(
            one.number, one.made_at, one.reason,
            tuple(line for line in one.manifest if group_of(line["path"]) in given),
        )
        for one in reversed(versions_of(SYSTEM, row.project_number))
    ]  # fmt: skip


def groups_of(viewer: Viewer, project_number: str) -> list[str]:
    """List the folders of all versions of a sealed package, in order."""
    del viewer  # names of folders say nothing of what is in them
    versions = versions_of(SYSTEM, project_number)
    return sorted({group_of(line["path"]) for one in versions for line in one.manifest})


def facts_of(viewer: Viewer, row: ArchiveLoan, groups: list[str]) -> LoanFacts:
    """Return a loan about to be granted as rules read it."""
    del viewer  # what rules read is the same for everybody
    if row.borrower_side != Side.SUPPLIER:
        return LoanFacts()
    return LoanFacts(closed=tuple(label_of(name) for name in groups if name in CLOSED_TO_SUPPLIERS))


def _offers(viewer: Viewer, row: ArchiveLoan) -> tuple[Offer, ...]:
    own, keeps = is_borrower(viewer, row), keeper(viewer, row)
    offers = LOAN.offers(row.state, viewer, LoanFacts(), clock.now())
    return tuple(
        one for one in offers if (own if one.step.name in OWN_STEPS else keeps and not own)
    )


def keeper(viewer: Viewer, row: ArchiveLoan) -> bool:
    """Whether the viewer's organisation keeps the file."""
    return row.parties().get(viewer.side) == viewer.organisation


def _line(row: ArchiveLoan) -> LoanLine:
    return LoanLine(
        row.number, row.project_number, row.project_title, row.borrower_name, row.purpose,
        row.until, row.state, LOAN.states[row.state], row.state_since,
    )  # fmt: skip
