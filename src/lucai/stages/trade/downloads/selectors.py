"""Reading document downloads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel.actors import Side, Viewer
from lucai.stages.trade.downloads.models import DocumentDownload


@dataclass(frozen=True, slots=True)
class DownloadLine:
    """That a supplier obtained a document."""

    project_number: str
    supplier_id: int
    supplier_name: str
    at: datetime
    edition: int


def has_document(viewer: Viewer, project_number: str) -> bool:
    """Whether the viewer's own organisation obtained the document."""
    if viewer.side is not Side.SUPPLIER:
        return False
    return DocumentDownload.objects.seen_by(viewer).filter(project_number=project_number).exists()


def obtained(viewer: Viewer, project_number: str) -> DownloadLine | None:
    """Return the viewer's own download, or None."""
    if viewer.side is not Side.SUPPLIER:
        return None
    row = DocumentDownload.objects.seen_by(viewer).filter(project_number=project_number).first()
    return _line(row) if row else None


def my_downloads(viewer: Viewer, *, limit: int = 100) -> list[DownloadLine]:
    """List the documents the viewer's organisation obtained, newest first."""
    if viewer.side is not Side.SUPPLIER:
        return []
    rows = DocumentDownload.objects.seen_by(viewer).order_by("-pk")[:limit]
    return [_line(row) for row in rows]


def download_list(viewer: Viewer, project_number: str) -> list[DownloadLine]:
    """List who obtained a document; empty for everybody but the supplier until the deadline."""
    rows = DocumentDownload.objects.seen_by(viewer).filter(project_number=project_number)
    return [_line(row) for row in rows.order_by("pk")]


def _line(row: DocumentDownload) -> DownloadLine:
    return DownloadLine(row.project_number, row.supplier_id, row.supplier_name, row.at, row.edition)
