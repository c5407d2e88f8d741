"""Reading suspensions: what holds back a step of a project, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.law.parameters import rule_sheet
from lucai.law.verdicts import Severity, Verdict
from lucai.platform.records import LivingRecord, read_once
from lucai.platform.suspensions.models import Suspension


@dataclass(frozen=True, slots=True)
class SuspensionLine:
    """A suspension in force; ``lots`` empty: all of the project."""

    object_type: str
    object_key: str
    project_number: str
    lots: tuple[int, ...]
    stops: tuple[str, ...]
    rule: str
    reason: str
    since: datetime
    until: datetime | None

    def holds(self, permission: str, lot_number: int | None) -> bool:
        """Whether it stops a step; a step of the whole project is stopped by any lot's."""
        if self.lots and lot_number is not None and lot_number not in self.lots:
            return False
        return any(fnmatchcase(permission, pattern) for pattern in self.stops)

    @property
    def verdict(self) -> Verdict:
        """What a closed button says."""
        since = f"{self.since.astimezone(clock.BEIJING):%Y-%m-%d}起暂停"
        end = self.until - timedelta(days=1) if self.until else None
        until = f"，最迟至{end.astimezone(clock.BEIJING):%Y-%m-%d}" if end else "，处理完毕后恢复"
        return Verdict(
            self.rule, False, f"{self.reason}，自{since}{until}。", rule_sheet(self.rule).cites,
            Severity.BLOCK, (), self.until,
        )  # fmt: skip


def suspensions_of(viewer: Viewer, project_number: str) -> tuple[SuspensionLine, ...]:
    """Return what is in force in a project now, the oldest first."""
    lines = _not_lifted(viewer, project_number) if project_number else ()
    # Nearly every project has none: then nobody need look at the clock.
    now = clock.now() if lines else None
    return tuple(line for line in lines if not line.until or (now and line.until > now))


@read_once
def _not_lifted(viewer: Viewer, project_number: str) -> tuple[SuspensionLine, ...]:
    rows = Suspension.objects.seen_by(viewer).filter(project_number=project_number, lifted_at=None)
    return tuple(_line(row) for row in rows.order_by("pk"))


def held_back(
    viewer: Viewer, permission: str, *, project_number: str, lot_number: int | None = None
) -> tuple[Verdict, ...]:
    """Return why a step of a project cannot be taken now; empty when nothing holds it back."""
    return tuple(
        line.verdict
        for line in suspensions_of(viewer, project_number)
        if line.holds(permission, lot_number)
    )


def held_back_of(viewer: Viewer, permission: str, row: LivingRecord) -> tuple[Verdict, ...]:
    """Return why a step of a row cannot be taken now, held back under any of its numbers."""
    return tuple(
        verdict
        for number in row.held_under
        for verdict in held_back(viewer, permission, project_number=number, lot_number=row.held_lot)
    )


def was_held_back(viewer: Viewer, permission: str, row: LivingRecord, *, since: datetime) -> bool:
    """Whether a step of a row was held back at any time since a moment, or is now."""
    found = Suspension.objects.seen_by(viewer).filter(project_number__in=row.held_under)
    ended = Q(lifted_at__lte=since) | Q(until__lte=since)
    lines = map(_line, found.exclude(ended).order_by("pk"))
    return any(line.holds(permission, row.held_lot) for line in lines)


def _line(row: Suspension) -> SuspensionLine:
    return SuspensionLine(
        row.object_type, row.object_key, row.project_number, tuple(row.lots), tuple(row.stops),
        row.rule, row.reason, row.since, row.until,
    )  # fmt: skip
