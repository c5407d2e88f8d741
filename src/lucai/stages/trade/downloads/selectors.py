"""Reading document downloads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.law.methods import say
from lucai.platform.records import read_once
from lucai.stages.trade.documents.selectors import document_card
from lucai.stages.trade.downloads.lifecycle import OBTAIN
from lucai.stages.trade.downloads.models import DocumentDownload
from lucai.stages.trade.prequalifications.selectors import invited_ids
from lucai.stages.trade.projects.standing import bars


@dataclass(frozen=True, slots=True)
class DownloadLine:
    """That a supplier obtained a document."""

    project_number: str
    supplier_id: int
    supplier_name: str
    at: datetime
    edition: int


@dataclass(frozen=True, slots=True)
class DownloadState:
    """Whether a supplier holds a document, and if not, whether and why not it can obtain it."""

    obtained: DownloadLine | None
    available: bool
    available_until: datetime | None
    bid_deadline: datetime | None
    reason: str


def download_state(viewer: Viewer, project_number: str) -> DownloadState:
    """Return what a supplier can do about a document.

    Raises:
        NotFound: there is none, or it is not published yet.
    """
    card = document_card(viewer, project_number)
    available = card.is_available(clock.now())
    reason = "" if available else "招标文件的获取时间已经截止，截止后不能再获取。"
    if available and not viewer.may(OBTAIN.permission):
        reason = "您的岗位没有获取招标文件的权限，请联系本单位管理员分配。"
    invited = invited_ids(SYSTEM, project_number)
    if not reason and invited is not None and viewer.organisation not in invited:
        reason = say(card.method, "本项目的招标文件只提供给收到投标邀请书的供应商。")
    if not reason and viewer.organisation and (barred := bars(viewer.organisation)):
        reason = f"本企业在禁止参加政府采购活动的期限内：{'；'.join(barred)}。届满次日自动恢复。"
    return DownloadState(
        obtained(viewer, project_number), available and not reason, card.available_until,
        card.bid_deadline, reason,
    )  # fmt: skip


@read_once
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
