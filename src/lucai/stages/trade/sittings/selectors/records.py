"""What stays of a sitting: for the report, the archive, and who listens to its recordings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.files.selectors import FileCard, files_attached
from lucai.stages.trade.sittings.measures import KINDS
from lucai.stages.trade.sittings.models import (
    DisciplineRecord,
    Sitting,
    SittingAbsence,
    SittingNotice,
    SittingRecording,
    venue_label,
)


@dataclass(frozen=True, slots=True)
class RecordingLine:
    """One piece of a recording."""

    pk: int
    seat: int
    number: int
    at: datetime
    seconds: int
    size: int
    sha256: str
    sm3: str
    receipt: str


def recordings_of(
    viewer: Viewer, project_number: str, *, most: int = 0, before: int = 0
) -> list[RecordingLine]:
    """List the pieces kept of a sitting, newest first.

    Args:
        most: no more than so many.
        before: only those kept before that one.
    """
    rows = SittingRecording.objects.seen_by(viewer).filter(sitting__project_number=project_number)
    rows = rows.filter(pk__lt=before) if before else rows
    rows = rows.order_by("-pk")
    return [
        RecordingLine(r.pk, r.seat, r.number, r.at, r.seconds, r.size, r.sha256, r.sm3, r.receipt)
        for r in (rows[:most] if most else rows)
    ]


def recording_file(viewer: Viewer, project_number: str, pk: int) -> FileCard:
    """Return a piece of a recording to be played.

    Raises:
        NotFound: there is none, or it is not the viewer's to hear.
    """
    rows = SittingRecording.objects.seen_by(viewer)
    row = rows.filter(sitting__project_number=project_number, pk=pk).first()
    if not row:
        raise NotFound("没有找到这段录音录像。")
    return files_attached(viewer, [row.file_id])[row.file_id]


def sitting_lines(viewer: Viewer, project_number: str) -> list[str]:
    """Return what the evaluation report says of a sitting; empty where there was none."""
    row = Sitting.objects.seen_by(viewer).filter(project_number=project_number).first()
    if not row or not row.opened_at:
        return []
    placed = Counter(row.places.values())
    lines = [f"评审会于 {_said(row.opened_at)} 开始，采用异地评审方式。"]
    for index, venue in enumerate(row.venues):
        lines.append(f"{venue_label(row.venues, index)}：{venue['address']}，{placed[index]} 席。")
    absences = SittingAbsence.objects.seen_by(viewer).filter(sitting=row).order_by("began_at")
    for away in absences:
        until = f"至 {_said(away.ended_at)}" if away.ended_at else "起未返回"
        lines.append(f"{away.seat} 号成员 {_said(away.began_at)} {until} 离席。")
    happened = DisciplineRecord.objects.seen_by(viewer).filter(sitting=row).order_by("at", "pk")
    for one in happened:
        whose = f"{one.seat} 号成员" if one.seat else one.who or "全体"
        lines.append(f"{_said(one.at)} {whose}，{KINDS[one.kind]}：{one.text}")
    if not happened:
        lines.append("纪律记录：无。")
    return lines


def sitting_facts_told(viewer: Viewer, project_number: str) -> dict[str, Any]:
    """Return a sitting for the archive, with the digests of its recordings; empty without one."""
    row = Sitting.objects.seen_by(viewer).filter(project_number=project_number).first()
    if not row:
        return {}
    happened = DisciplineRecord.objects.seen_by(viewer).filter(sitting=row).order_by("at", "pk")
    absences = SittingAbsence.objects.seen_by(viewer).filter(sitting=row).order_by("began_at")
    pieces = SittingRecording.objects.seen_by(viewer).filter(sitting=row).order_by("at", "pk")
    notices = SittingNotice.objects.seen_by(viewer).filter(sitting=row).order_by("pk")
    fields = ("seat", "peer", "number", "seconds", "at", "size", "sha256", "sm3", "receipt")
    return {
        "openedAt": row.opened_at,
        "closedAt": row.closed_at,
        "cancelledReason": row.cancelled_reason,
        "notices": list(notices.values("seat", "text", "told_at", "state", "state_since")),
        "venues": row.venues,
        "places": row.places,
        "discipline": list(happened.values("at", "seat", "kind", "who", "text", "recorded_by")),
        "absences": list(absences.values("seat", "began_at", "ended_at")),
        "recordings": list(pieces.values(*fields)),
    }


def _said(at: datetime) -> str:
    return f"{at.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}"
