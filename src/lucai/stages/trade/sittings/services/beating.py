"""A window's sign of life: it tells that somebody is there, and carries words between windows.

It writes nothing into the journal as long as nothing changes; who comes, goes silent or comes
back does stand there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Reason
from lucai.kernel.errors import InvalidInput
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note
from lucai.platform.records import system_access
from lucai.stages.trade.sittings.lifecycle import SITTING
from lucai.stages.trade.sittings.measures import FRESH, GONE
from lucai.stages.trade.sittings.models import (
    HOST,
    MEMBER,
    WATCHER,
    Sitting,
    SittingAbsence,
    SittingAttendance,
    SittingSignal,
)
from lucai.stages.trade.sittings.schemas import BeatIn, DisciplineIn
from lucai.stages.trade.sittings.selectors import Window, window_of
from lucai.stages.trade.sittings.services.disciplining import keep_line

SENDS = re.compile(r"a=(sendrecv|sendonly)\b")


@dataclass(frozen=True, slots=True)
class Peer:
    """Another window as this one may see it."""

    peer: str
    label: str
    seat: int
    camera: bool
    microphone: bool


@dataclass(frozen=True, slots=True)
class Beaten:
    """What a window is told back."""

    live: bool
    peers: tuple[Peer, ...]
    signals: tuple[tuple[str, str], ...]


def beat(actor: Actor, *, project_number: str, form: BeatIn) -> Beaten:
    """Note that a window is open, carry its words, and answer who else is there.

    A watcher is in nobody's list, and may offer only to receive.

    Raises:
        NotFound, WrongState: the viewer has no window into this sitting now.
        InvalidInput: a watcher offers to send.
    """
    window = window_of(actor.viewer, project_number)
    if window.role == WATCHER and any(SENDS.search(one.body) for one in form.signals):
        raise InvalidInput({"signals": "监督人员只看不说，不能发送声音和画面"})
    person = actor.viewer.person or 0
    with transaction.atomic(), system_access("window into a sitting"):
        rows = list(SittingAttendance.objects.filter(sitting=window.sitting))
        own = next((row for row in rows if row.person_id == person), None)
        if own is None or own.seen_at < clock.real() - GONE:
            _come(actor, window, own, form)
        else:
            _stay(actor, window, own, form)
        others = [row for row in rows if row.person_id != person]
        if window.sitting.state == "live":
            _notice_absent(window.sitting, others)
        fresh = [row for row in others if row.seen_at > clock.real() - FRESH]
        _send(window, form, {row.peer for row in fresh})
        return Beaten(
            live=window.sitting.state == "live",
            peers=tuple(_peer(window.sitting, row) for row in fresh if row.role != WATCHER),
            signals=_taken(window, form.peer),
        )


@command
def _come(actor: Actor, window: Window, own: SittingAttendance | None, form: BeatIn) -> None:
    """Note that somebody came, or came back; an absence ends."""
    now, real = clock.now(), clock.real()
    values = {
        "peer": form.peer, "camera": form.camera, "microphone": form.microphone,
        "came_at": now, "seen_at": real, "role": window.role, "seat": window.seat,
    }  # fmt: skip
    if own:
        own.change(**values)
    else:
        SittingAttendance(
            sitting=window.sitting, person_id=actor.viewer.person or 0, **values
        ).save(force_insert=True)
    away = SittingAbsence.objects.filter(
        sitting=window.sitting, seat=window.seat, ended_at=None
    ).first()
    if window.role == MEMBER and away:
        away.change(ended_at=now)
    label = f"{_who(window)}{'回到' if own else '进入'}评审会"
    note(actor, window.sitting, SITTING, "come", label=label, body={"seat": window.seat})
    if window.role == MEMBER and not form.camera and not own:
        _note_no_camera(actor, window)


def _stay(actor: Actor, window: Window, own: SittingAttendance, form: BeatIn) -> None:
    """Keep the sign of life; one row, no entry."""
    del actor, window
    SittingAttendance.objects.filter(pk=own.pk).update(
        peer=form.peer, camera=form.camera, microphone=form.microphone, seen_at=clock.real()
    )


def _note_no_camera(actor: Actor, window: Window) -> None:
    text = "进入评审会时没有开启摄像头，由会场工作人员现场见证"
    form = DisciplineIn(seat=window.seat, kind="noCamera", text=text)
    keep_line(actor, window.sitting, form)


def _notice_absent(sitting: Sitting, others: list[SittingAttendance]) -> None:
    """Note members who went silent while the sitting is on."""
    now = clock.real()
    silent = [row for row in others if row.role == MEMBER and row.seen_at < now - GONE]
    if not silent:
        return
    away = set(
        SittingAbsence.objects.filter(sitting=sitting, ended_at=None).values_list("seat", flat=True)
    )
    for row in silent:
        if row.seat not in away:
            _go(sitting, row, now - row.seen_at)


@command
def _go(sitting: Sitting, row: SittingAttendance, silent: timedelta) -> None:
    began: datetime = max(row.came_at, clock.now() - silent)
    SittingAbsence(sitting=sitting, seat=row.seat, began_at=began).save(force_insert=True)
    label = f"{row.seat} 号成员离席"
    actor = Actor.system(Reason.CONSEQUENCE)
    note(actor, sitting, SITTING, "leave", label=label, body={"seat": row.seat})


def _send(window: Window, form: BeatIn, present: set[str]) -> None:
    """Keep words for the windows that are open; words to others are of no use any more."""
    SittingSignal.objects.bulk_create(
        SittingSignal(
            sitting=window.sitting,
            sender=form.peer,
            recipient=one.to,
            body=one.body,
            sent_at=clock.real(),
        )
        for one in form.signals
        if one.to in present
    )


def _taken(window: Window, peer: str) -> tuple[tuple[str, str], ...]:
    """Return the words for a window, once."""
    rows = list(SittingSignal.objects.filter(sitting=window.sitting, recipient=peer).order_by("pk"))
    if rows:
        SittingSignal.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return tuple((row.sender, row.body) for row in rows)


def _peer(sitting: Sitting, row: SittingAttendance) -> Peer:
    label = Window(sitting, row.role, row.seat).label
    return Peer(row.peer, label, row.seat, row.camera, row.microphone)


def _who(window: Window) -> str:
    if window.role == MEMBER:
        return f"{window.seat} 号成员"
    return "代理机构" if window.role == HOST else "监督人员"
