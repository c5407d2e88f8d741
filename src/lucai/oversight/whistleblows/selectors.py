"""Reading reports: the desk of those who check, and the answer for who has the code."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.regions import full_name, regions
from lucai.oversight.whistleblows.lifecycle import REVEAL, WHISTLEBLOW
from lucai.oversight.whistleblows.models import Whistleblow
from lucai.oversight.whistleblows.schemas import Kind
from lucai.oversight.whistleblows.sealing import digest_of
from lucai.platform.access.selectors import organisations_of
from lucai.platform.files.selectors import FileCard, attached_file
from lucai.platform.records import system_access
from lucai.platform.records.paging import Page, keyset


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report as lists show it; nothing of who made it."""

    number: str
    subject: str
    kind_label: str
    signed: bool
    state: str
    state_label: str
    received_at: datetime

    @property
    def href(self) -> str:
        """Its page."""
        return f"/whistleblows/{self.number}/"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file handed in with a report."""

    file_id: int
    name: str
    size: int
    sm3: str


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """A report as those who check it read it."""

    line: ReportLine
    project: str
    text: str
    files: tuple[Attachment, ...]
    confirmed: bool | None
    result: str
    answer: str
    ended_at: datetime | None
    may_reveal: bool
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What who has the code learns."""

    number: str
    state_label: str
    received_at: datetime
    ended_at: datetime | None
    answer: str


def report_page(
    viewer: Viewer, *, words: str = "", state: str = "", after: str = ""
) -> Page[ReportLine]:
    """List reports, newest first, a page at a time; none for a post that does not handle them."""
    rows = Whistleblow.objects.seen_by(viewer)
    if words:
        rows = rows.filter(
            Q(subject__icontains=words) | Q(number__startswith=words) | Q(about_project=words)
        )
    if state in WHISTLEBLOW.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, _line)


def report_seen(viewer: Viewer, number: str) -> ReportSheet:
    """Return one report.

    Raises:
        NotFound: there is none, or the viewer's post does not handle reports.
    """
    row = report_row(viewer, number)
    mine = row.finance_id == viewer.organisation
    return ReportSheet(
        line=_line(row),
        project=row.about_project,
        text=row.text,
        files=tuple(Attachment(f["id"], f["name"], f["size"], f["sm3"]) for f in row.files),
        confirmed=row.confirmed,
        result=row.result,
        answer=row.answer,
        ended_at=row.ended_at,
        may_reveal=mine and row.signed and viewer.may(REVEAL.permission),
        offers=tuple(WHISTLEBLOW.offers(row.state, viewer, None, clock.now())) if mine else (),
    )


def report_file(viewer: Viewer, number: str, file_id: int) -> FileCard:
    """Return one of a report's files.

    Raises:
        NotFound: there is none, or the viewer may not see the report.
    """
    row = report_row(viewer, number)
    return attached_file(viewer, (file["id"] for file in row.files), file_id)


def report_row(viewer: Viewer, number: str) -> Whistleblow:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = Whistleblow.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这件举报。")
    found: Whistleblow = row
    return found


def standing(viewer: Viewer, number: str, code: str) -> Standing | None:
    """Return how a report stands for who has its code; None for a wrong number or code."""
    del viewer
    with system_access("a report asked for by its code"):
        row = Whistleblow.objects.filter(number=number.strip().upper()).first()
    wanted = row.code_digest if row else digest_of("", "")
    if not hmac.compare_digest(wanted, digest_of(number.strip().upper(), code)) or not row:
        return None
    return Standing(
        row.number, WHISTLEBLOW.states[row.state], row.received_at, row.ended_at, row.answer
    )


def authorities(viewer: Viewer) -> list[tuple[str, str]]:
    """Return the regions whose finance department takes reports here."""
    found = {one.region for one in organisations_of(viewer, Side.SUPERVISOR, limit=1000)}
    return [(code, full_name(code)) for code in regions() if code in found]


def _line(row: Whistleblow) -> ReportLine:
    return ReportLine(
        row.number, row.subject, Kind(row.kind).label, row.signed, row.state,
        WHISTLEBLOW.states[row.state], row.received_at,
    )  # fmt: skip
