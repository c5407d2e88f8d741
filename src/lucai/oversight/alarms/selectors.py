"""Reading alarms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.oversight.alarms.lifecycle import KEY_ALARM
from lucai.oversight.alarms.models import KeyAlarm
from lucai.oversight.alarms.wording import reason_said
from lucai.platform.lives.offers import offers_of
from lucai.platform.records.paging import Page, keyset


@dataclass(frozen=True, slots=True)
class AlarmSheet:
    """One alarm as supervision reads it."""

    code: str
    holder_name: str
    reason: str
    project: str
    project_title: str
    lot_number: int
    envelope_hash: str
    asked_at: datetime
    deadline: datetime
    signed: str
    state: str
    state_label: str
    finding: str
    checked_at: datetime | None
    offers: tuple[Offer, ...] = ()

    @property
    def href(self) -> str:
        """Its page."""
        return f"/key-alarms/{self.code}/"


def alarm_page(
    viewer: Viewer, *, words: str = "", state: str = "", after: str = ""
) -> Page[AlarmSheet]:
    """List alarms, newest first, a page at a time."""
    rows = KeyAlarm.objects.seen_by(viewer)
    if words:
        named = (
            Q(project_title__icontains=words) | Q(project=words) | Q(holder_name__icontains=words)
        )
        rows = rows.filter(named)
    if state in KEY_ALARM.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, _sheet)


def alarm_seen(viewer: Viewer, code: str) -> AlarmSheet:
    """Return one alarm with what may be done about it.

    Raises:
        NotFound: there is none, or it is another region's.
    """
    row = KeyAlarm.objects.seen_by(viewer).filter(code=code).first()
    if row is None:
        raise NotFound("没有找到这条告警。")
    return _sheet(row, offers_of(viewer, KEY_ALARM, row.state, None, project_number=""))


def _sheet(row: KeyAlarm, offers: tuple[Offer, ...] = ()) -> AlarmSheet:
    return AlarmSheet(
        code=row.code,
        holder_name=row.holder_name,
        reason=reason_said(row.reason),
        project=row.project,
        project_title=row.project_title,
        lot_number=row.lot_number,
        envelope_hash=row.envelope_hash,
        asked_at=row.asked_at,
        deadline=row.deadline,
        signed=row.signed,
        state=row.state,
        state_label=KEY_ALARM.states[row.state],
        finding=row.finding,
        checked_at=row.checked_at,
        offers=offers,
    )
