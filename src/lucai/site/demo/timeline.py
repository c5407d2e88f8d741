"""Time in the demonstration: whose turn it is, told in the order in which things happened."""

from __future__ import annotations

import heapq
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lucai.kernel import clock
from lucai.law.calendar import CalendarMissing, is_workday

FIRST_HOUR, LAST_HOUR = 9, 16


@dataclass(frozen=True, slots=True, order=True)
class Cue:
    """When the next act happens, and what it is called."""

    at: datetime
    act: str


Play = Iterator[Cue]
"""A story as it is told: every cue announces the act that follows it."""

Scene = Generator[Cue, None, bool]
"""A part of a story; its value says whether the procurement goes on."""


class Unreached(RuntimeError):
    """A story was to wait before an act that never came."""


@dataclass(slots=True)
class Telling:
    """One story under way: its cues, and the act before which it stops for ever."""

    name: str
    play: Play
    until: str = ""
    sure: bool = True
    reached: bool = False

    def step(self) -> Cue | None:
        """Perform what the last cue announced; return the next cue, None at the end."""
        cue = next(self.play, None)
        if cue and cue.act == self.until:
            self.reached = True
            return None
        return cue


def tell(tellings: Iterable[Telling], *, end: datetime) -> int:
    """Perform all stories act by act in the order of time, up to a moment; return how many acts.

    Raises:
        Unreached: a story never came to the act before which it was to wait.
    """
    waiting: list[tuple[datetime, int, Telling]] = []
    held = list(tellings)
    for place, telling in enumerate(held):
        _queue(waiting, place, telling)
    done = 0
    while waiting and waiting[0][0] < end:
        at, place, telling = heapq.heappop(waiting)
        with clock.at(at):
            _queue(waiting, place, telling)
        done += 1
    if lost := [f"{t.name}: {t.until}" for t in held if t.until and t.sure and not t.reached]:
        raise Unreached(", ".join(lost))
    return done


def _queue(waiting: list[tuple[datetime, int, Telling]], place: int, telling: Telling) -> None:
    if cue := telling.step():
        heapq.heappush(waiting, (cue.at, place, telling))


def office(day: date, hour: int = FIRST_HOUR, minute: int = 0) -> datetime:
    """Return that hour of the first working day from a day on."""
    while not _works(day):
        day += timedelta(days=1)
    return clock.moment(day, hour, minute)


def after(moment: datetime, *, workdays: int = 0, days: int = 0, minutes: int = 0) -> datetime:
    """Return a moment in office hours, so long after another."""
    local = moment.astimezone(clock.BEIJING) + timedelta(days=days, minutes=minutes)
    for _ in range(workdays):
        local = datetime.combine(office(local.date() + timedelta(days=1)).date(), local.timetz())
    if local.hour < FIRST_HOUR:
        return office(local.date())
    if local.hour > LAST_HOUR:
        return office(local.date() + timedelta(days=1))
    return office(local.date(), local.hour, local.minute)


def _works(day: date) -> bool:
    """Whether a day is a working day; beyond the announced calendar nothing is told anyway."""
    try:
        return is_workday(day)
    except CalendarMissing:
        return True
