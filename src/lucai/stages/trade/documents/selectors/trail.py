"""Reading how a document came about: its changes, and its editions with their differences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lucai.kernel.actors import SIDE_NAMES, Side, Viewer
from lucai.kernel.differences import Part, marked
from lucai.kernel.errors import NotFound
from lucai.platform.files.selectors import FileCard, files_attached
from lucai.platform.records.paging import Page, keyset
from lucai.stages.trade.documents.models import DocumentChange, DocumentEdition
from lucai.stages.trade.documents.parts import PartDifference, differences
from lucai.stages.trade.documents.selectors.document import document_row

KINDS = {
    "clause": "修改条款", "add": "加入条款", "leave": "删去条款", "back": "恢复条款",
    "own": "自拟条款", "move": "调整顺序", "requirements": "采购要求", "criteria": "评分标准",
    "terms": "商务与政策", "timing": "时间安排",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One line of a document's trail."""

    pk: int
    kind: str
    label: str
    before: str
    after: str
    reason: str
    person_name: str
    organisation_name: str
    side: str
    at: datetime

    @property
    def kind_label(self) -> str:
        """What was done, in words."""
        return KINDS.get(self.kind, self.kind)

    @property
    def side_label(self) -> str:
        """On which side, in words."""
        return SIDE_NAMES[Side(self.side)]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The new words with the old ones marked."""
        return marked(self.before, self.after)


@dataclass(frozen=True, slots=True)
class EditionSheet:
    """One edition with what it changed of the one before."""

    project_number: str
    number: int
    clarification: int
    bid_deadline: datetime | None
    at: datetime
    pieces: int
    differences: tuple[PartDifference, ...] = ()
    old_deadline: datetime | None = None
    file_id: int | None = None

    @property
    def href(self) -> str:
        """Its page."""
        return f"/rooms/{self.project_number}/document/editions/{self.number}/"


def change_page(
    viewer: Viewer, project_number: str, *, kind: str = "", side: str = "", after: str = ""
) -> Page[ChangeLine]:
    """List what the parties changed, newest first, a page at a time.

    Raises:
        NotFound: there is no document that the viewer may see.
    """
    row = document_row(viewer, project_number)
    rows = DocumentChange.objects.seen_by(viewer).filter(document_id=row.pk)
    if kind in KINDS:
        rows = rows.filter(kind=kind)
    if side in {Side.BUYER.value, Side.AGENCY.value}:
        rows = rows.filter(side=side)
    return keyset(rows, after, _line)


def newest_changes(viewer: Viewer, project_number: str) -> Mapping[str, ChangeLine]:
    """Return place → the newest change of it, for the page that compares with the template."""
    rows = DocumentChange.objects.seen_by(viewer).filter(
        project_number=project_number, place__startswith="clause:"
    )
    return {row.place: _line(row) for row in rows.order_by("pk")}


def edition_list(viewer: Viewer, project_number: str) -> list[EditionSheet]:
    """List a document's editions, newest first."""
    rows = DocumentEdition.objects.seen_by(viewer).filter(project_number=project_number)
    return [_edition(row) for row in rows.defer("parts").order_by("-number")]


def edition_seen(viewer: Viewer, project_number: str, number: int) -> EditionSheet:
    """Return one edition with what it changed.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    rows = DocumentEdition.objects.seen_by(viewer).filter(
        project_number=project_number, number__in=[number - 1, number]
    )
    found = {row.number: row for row in rows}
    if number not in found:
        raise NotFound("没有这一版采购文件。")
    return _edition(found[number], found.get(number - 1))


def edition_file(viewer: Viewer, project_number: str, number: int) -> FileCard:
    """Return the paper of an edition.

    Raises:
        NotFound: there is no such edition that the viewer may see, or it has no paper.
    """
    pk = edition_seen(viewer, project_number, number).file_id
    found = files_attached(viewer, [pk] if pk else [])
    if not found:
        raise NotFound("这一版没有单独的文件。")
    return next(iter(found.values()))


def _edition(row: DocumentEdition, before: DocumentEdition | None = None) -> EditionSheet:
    return EditionSheet(
        project_number=row.project_number,
        number=row.number,
        clarification=row.clarification,
        bid_deadline=row.bid_deadline,
        at=row.at,
        pieces=len(row.parts) if before else 0,
        differences=differences(before.parts, row.parts) if before else (),
        old_deadline=before.bid_deadline if before else None,
        file_id=row.file_id,
    )


def _line(row: DocumentChange) -> ChangeLine:
    return ChangeLine(
        pk=row.pk,
        kind=row.kind,
        label=row.label,
        before=row.before,
        after=row.after,
        reason=row.reason,
        person_name=row.person_name,
        organisation_name=row.organisation_name,
        side=row.side,
        at=row.at,
    )
