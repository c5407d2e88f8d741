"""A sitting as its page shows it: venues, seats, presence, discipline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.regions import regions
from lucai.platform.journal.selectors import last_entry_of
from lucai.platform.lives.offers import offers_of
from lucai.stages.trade.panels.selectors import MemberLine, panel_members, panel_seen
from lucai.stages.trade.sittings.lifecycle import PLAN, RECORD, SITTING
from lucai.stages.trade.sittings.measures import FRESH, KINDS
from lucai.stages.trade.sittings.models import (
    MEMBER,
    ROLES,
    DisciplineRecord,
    Sitting,
    SittingAbsence,
    SittingAttendance,
    SittingNotice,
    venue_label,
)


@dataclass(frozen=True, slots=True)
class VenueLine:
    """A venue with the seats that are in it."""

    index: int
    label: str
    region: str
    address: str
    seats: int
    taken: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat: where it is, and whether its member is there; the name only where it may be known."""

    seat: int
    kind_label: str
    name: str
    state_label: str
    venue: str
    venue_index: int | None
    own: bool
    present: bool
    came_at: datetime | None
    camera: bool
    microphone: bool
    away_since: datetime | None
    identity_note: str


@dataclass(frozen=True, slots=True)
class HappeningLine:
    """A line of the discipline record, or a time of absence."""

    at: datetime
    seat: int
    kind_label: str
    who: str
    text: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """What a seat was told, and whether its member has read it."""

    seat: int
    text: str
    told_at: datetime
    known_at: datetime | None
    own: bool


@dataclass(frozen=True, slots=True)
class SittingSheet:
    """A sitting as one viewer sees it."""

    project_number: str
    title: str
    state: str
    state_label: str
    evaluation_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    venues: tuple[VenueLine, ...]
    seats: tuple[SeatLine, ...]
    others: tuple[str, ...]
    discipline: tuple[HappeningLine, ...]
    absences: tuple[tuple[SittingAbsence, float], ...]
    offers: tuple[Offer, ...]
    may_plan: bool
    may_record: bool
    may_enter: bool
    cancelled_reason: str
    notices: tuple[NoticeLine, ...]

    @property
    def unplaced(self) -> tuple[int, ...]:
        """The seats without a venue."""
        return tuple(line.seat for line in self.seats if line.venue_index is None)

    @property
    def present(self) -> int:
        """How many members are there now."""
        return sum(line.present for line in self.seats)

    @property
    def unread(self) -> NoticeLine | None:
        """What the viewer's own seat was told last and has not read."""
        unread = [one for one in self.notices if one.own and not one.known_at]
        return unread[-1] if unread else None

    @property
    def own(self) -> SeatLine | None:
        """The viewer's own seat."""
        return next((line for line in self.seats if line.own), None)


def sitting_row(viewer: Viewer, project_number: str) -> Sitting:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none, or the viewer has nothing to do with it.
    """
    row = Sitting.objects.seen_by(viewer).filter(project_number=project_number).first()
    if not row:
        raise NotFound("没有找到这个评审会。")
    return row


def has_sitting(viewer: Viewer, project_number: str) -> bool:
    """Whether the room has a tab for it: the agency may plan one, others see a planned one."""
    if viewer.side is Side.AGENCY:
        return True
    return Sitting.objects.seen_by(viewer).filter(project_number=project_number).exists()


def sitting_seen(viewer: Viewer, project_number: str) -> SittingSheet | None:
    """Return a project's sitting; None where the agency may still plan one.

    Raises:
        NotFound: there is none and the viewer cannot make one.
    """
    row = Sitting.objects.seen_by(viewer).filter(project_number=project_number).first()
    if row:
        return _sheet(viewer, row)
    if viewer.side is not Side.AGENCY:
        raise NotFound("没有找到这个评审会。")
    return None


def presence_mark(viewer: Viewer, project_number: str) -> str:
    """Say in one line what a sitting's presence follows from: its windows, and the last entry.

    For the system, which asks whether anything has changed before anybody's right to read is
    looked at: many watch a room, each asking every few seconds. Who comes, goes and is away
    stands in the journal; what a window shows does not.
    """
    fresh = clock.real() - FRESH
    rows = SittingAttendance.objects.seen_by(viewer).filter(seen_at__gt=fresh)
    there = rows.filter(sitting__project_number=project_number).order_by("pk")
    windows = there.values_list("pk", "peer", "camera", "microphone")
    return repr((last_entry_of(viewer, project_number), *windows))


def plan_defaults(viewer: Viewer, project_number: str) -> dict[str, object]:
    """Return the venues as they stand, or a main and one side place to be filled in."""
    row = Sitting.objects.seen_by(viewer).filter(project_number=project_number).first()
    if row:
        return {"venues": row.venues}
    panel = panel_seen(viewer, project_number)
    place = panel.place if panel else ""
    blank = {"name": "", "region": "", "address": "", "seats": 4}
    return {"venues": [{**blank, "name": place}, blank]}


def _sheet(viewer: Viewer, row: Sitting) -> SittingSheet:
    rows = list(SittingAttendance.objects.seen_by(viewer).filter(sitting=row))
    fresh = [one for one in rows if one.seen_at > clock.real() - FRESH]
    absences = list(SittingAbsence.objects.seen_by(viewer).filter(sitting=row).order_by("began_at"))
    seats = _seats(viewer, row, fresh, {a.seat: a.began_at for a in absences if not a.ended_at})
    lines = DisciplineRecord.objects.seen_by(viewer).filter(sitting=row).order_by("at", "pk")
    others = (ROLES[one.role] for one in fresh if one.role != MEMBER)
    own = next((line for line in seats if line.own), None)
    return SittingSheet(
        project_number=row.project_number,
        title=row.title,
        state=row.state,
        state_label=SITTING.states[row.state],
        evaluation_at=row.evaluation_at,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        venues=tuple(_venue(row, index, seats) for index in range(len(row.venues))),
        seats=seats,
        others=tuple(others) if viewer.side in {Side.AGENCY, Side.SUPERVISOR} else (),
        discipline=tuple(_happening(one) for one in lines),
        absences=tuple((one, _minutes(one)) for one in absences),
        offers=_offers(viewer, row),
        may_plan=viewer.may(PLAN.permission) and viewer.side is Side.AGENCY and _lasts(row),
        may_record=viewer.may(RECORD.permission) and _lasts(row),
        may_enter=_lasts(row) and (own is None or own.state_label == "已签到"),
        cancelled_reason=row.cancelled_reason,
        notices=_notices(viewer, row),
    )


def _lasts(row: Sitting) -> bool:
    return row.state in {"planned", "live"}


def _offers(viewer: Viewer, row: Sitting) -> tuple[Offer, ...]:
    panel = panel_seen(SYSTEM, row.project_number)
    facts = row.facts(panel.drawn_at if panel else None)
    return offers_of(viewer, SITTING, row.state, facts, project_number=row.project_number)


def _notices(viewer: Viewer, row: Sitting) -> tuple[NoticeLine, ...]:
    rows = SittingNotice.objects.seen_by(viewer).filter(sitting=row).order_by("pk")
    return tuple(
        NoticeLine(
            seat=one.seat,
            text=one.text,
            told_at=one.told_at,
            known_at=one.state_since if one.state == "known" else None,
            own=bool(viewer.person) and one.person_id == viewer.person,
        )
        for one in rows
    )


def _minutes(absence: SittingAbsence) -> float:
    end = absence.ended_at or clock.now()
    return round((end - absence.began_at).total_seconds() / 60, 1)


def _seats(
    viewer: Viewer,
    row: Sitting,
    fresh: list[SittingAttendance],
    away: dict[int, datetime],
) -> tuple[SeatLine, ...]:
    panel = panel_seen(SYSTEM, row.project_number)
    known = {one.place: one for one in panel_members(viewer, row.project_number)}
    here = {one.seat: one for one in fresh if one.role == MEMBER}
    seated = panel.seated if panel else ()
    return tuple(
        _seat(row, one, known.get(one.place), here.get(one.place), away.get(one.place), viewer)
        for one in seated
    )


def _seat(
    row: Sitting,
    seat: MemberLine,
    known: MemberLine | None,
    here: SittingAttendance | None,
    away_since: datetime | None,
    viewer: Viewer,
) -> SeatLine:
    return SeatLine(
        seat=seat.place,
        kind_label=seat.kind_label,
        name=known.name if known else "",
        state_label=seat.state_label,
        venue=row.venue_of(seat.place),
        venue_index=row.places.get(str(seat.place)),
        own=bool(viewer.person) and seat.person_id == viewer.person,
        present=here is not None,
        came_at=here.came_at if here else None,
        camera=bool(here and here.camera),
        microphone=bool(here and here.microphone),
        away_since=away_since,
        identity_note=known.identity_note if known else "",
    )


def _venue(row: Sitting, index: int, seats: tuple[SeatLine, ...]) -> VenueLine:
    venue: dict[str, Any] = row.venues[index]
    code, known = venue["region"], regions().get(venue["region"])
    return VenueLine(
        index=index,
        label=venue_label(row.venues, index),
        region=known.name if known else code,
        address=venue["address"],
        seats=venue["seats"],
        taken=tuple(line.seat for line in seats if line.venue_index == index),
    )


def _happening(row: DisciplineRecord) -> HappeningLine:
    return HappeningLine(row.at, row.seat, KINDS[row.kind], row.who, row.text, row.recorded_by)
