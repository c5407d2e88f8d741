"""An asked expert's life, in a panel and in a review group: anyone answers anything at any time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import hypothesis.strategies as st
from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from lucai.adapters.notifiers.simulated import COMES, DOWN, SILENT, SimulatedNotifier
from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import LuCaiError
from lucai.platform.journal.models import JournalEntry
from lucai.stages.trade.drawn_experts import ports
from lucai.stages.trade.drawn_experts.circles import Circle
from lucai.stages.trade.drawn_experts.jobs import call_out
from lucai.stages.trade.drawn_experts.lifecycle import SEATED
from lucai.stages.trade.drawn_experts.rows import EXPERT, DrawnHost, DrawnSeat
from lucai.stages.trade.drawn_experts.schemas import CallAnswerIn, Coming
from lucai.stages.trade.drawn_experts.selectors import records_of
from lucai.stages.trade.drawn_experts.services import answer
from lucai_trust.draw_check import check_draw
from tests.makers import people

EXPERTS = 10
"""How many are in the library; who asks for four, with a reserve, comes to its end in time."""
YES = CallAnswerIn(coming=Coming.YES)
NO = CallAnswerIn(coming=Coming.NO, reason="当天有课")
MINUTES_TO_ANSWER = 60


@dataclass(frozen=True)
class World:
    """Somebody whose experts were drawn at ``begun``; ``end`` ends it before it met."""

    circle: Circle
    number: str
    begun: datetime
    organiser: Viewer
    end: Callable[[], None]


class AskedLife(RuleBasedStateMachine):
    """Places are filled in the order of the draw, silence is a no in time, and no name gets out."""

    world: World
    reached: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.minute = 0
        self.notifier = SimulatedNotifier({f"P{p}": SILENT for p in persons()})
        self.before = ports.connected()
        ports.use(self.notifier)
        self._savepoint = transaction.atomic()
        self._savepoint.__enter__()

    def teardown(self) -> None:
        """Undo the example."""
        transaction.set_rollback(True)
        self._savepoint.__exit__(None, None, None)
        ports.use(self.before)

    @rule(who=st.integers(1, EXPERTS), form=st.sampled_from([YES, NO]))
    def anybody_answers(self, who: int, form: CallAnswerIn) -> None:
        """An expert of the library answers, asked or not."""
        self._answers(people.expert(who), form)

    @precondition(lambda self: self.seats("asked"))
    @rule(form=st.sampled_from([YES, NO, NO]))
    def who_is_asked_answers(self, form: CallAnswerIn) -> None:
        """The first who is asked does."""
        self._answers(self._viewer(self.seats("asked")[0]), form)

    @rule(habit=st.sampled_from([COMES, SILENT, DOWN, "生病"]))
    def telephones_are_answered_otherwise(self, habit: str) -> None:
        """Everybody does something else when called, or the system is down."""
        self.notifier.habits = {f"P{person}": habit for person in persons()}

    @rule(minutes=st.sampled_from([1, 5, 59, 60, 61]))
    def time_passes(self, minutes: int) -> None:
        """The clock's job runs some minutes later."""
        self.minute += minutes
        with self.now():
            call_out(clock.now())
        self.reached["tick"] += 1

    @precondition(lambda self: self.minute > MINUTES_TO_ANSWER)
    @rule()
    def it_is_called_off(self) -> None:
        """It ends before it met; whoever was called is told at once."""
        with self.now():
            self.world.end()
            call_out(clock.now())

    def _answers(self, viewer: Viewer, form: CallAnswerIn) -> None:
        try:
            with self.now(), transaction.atomic():
                answer(people.actor(viewer), self.world.circle, number=self.world.number, form=form)
        except LuCaiError:
            return
        self.reached[form.coming] += 1

    @invariant()
    def every_change_is_declared_and_journaled(self) -> None:
        """From the initial state to the present one, step by step."""
        life = self.world.circle.seat_life
        taken = defaultdict(list)
        for entry in self.entries():
            if "from" in entry.body:
                taken[entry.object_key].append(entry)
        for seat in self.seats():
            state = life.initial
            for entry in taken[seat.key]:
                step = life.step(entry.event.removeprefix(f"{life.of}."))
                assert (entry.body["from"], state in step.source) == (state, True)
                state = step.target
            assert seat.state == state

    @invariant()
    def every_place_is_held_or_counted_as_vacant_and_nobody_has_two(self) -> None:
        """Four places, whatever becomes of whom."""
        seats = [seat for seat in self.seats() if seat.kind == EXPERT]
        assert len({seat.person_id for seat in seats}) == len(seats)
        sitting = [seat for seat in seats if seat.state in SEATED]
        assert len(sitting) + self.host.vacant == self.host.experts
        library_is_spent = len(seats) >= EXPERTS
        assert not self.host.vacant or library_is_spent or self.over

    @invariant()
    def silence_was_a_no_only_when_its_time_was_over(self) -> None:
        """Neither a minute before, nor of anybody who had answered or was never called."""
        lapsed = {e.object_key: e.at for e in self.entries() if e.event.endswith(".lapse")}
        self.reached["lapse"] = max(self.reached["lapse"], len(lapsed))
        for seat in self.seats():
            if seat.key in lapsed:
                assert seat.answer_by
                assert lapsed[seat.key] >= seat.answer_by
                assert seat.answered_at is None
                assert seat.rung_at

    @invariant()
    def whoever_followed_did_so_as_the_draw_says(self) -> None:
        """Anybody can repeat it."""
        circle = self.world.circle
        rows = [row for row in circle.draws_of(SYSTEM, self.host) if row.seed]
        records = records_of(SYSTEM, rows, circle.host_life.of, self.host.key)
        if not self.host.vacant:
            wrong = [c.reason for r in records for c in check_draw(r) if not c.holds]
            assert wrong == []

    @invariant()
    def nobody_learns_a_name_before_the_day(self) -> None:
        """Not from the rows, not from the journal, not from what is said on the telephone."""
        with self.now():
            for viewer in (self.world.organiser, people.finance(), people.public()):
                seen = self.world.circle.seats.objects.seen_by(viewer)
                assert not seen.filter(pk__in=[s.pk for s in self.seats(EXPERT_ONLY)]).exists()
        told = "".join(f"{e.label}{e.body}" for e in self.entries())
        assert not [seat.name for seat in self.seats(EXPERT_ONLY) if seat.name in told]

    @invariant()
    def nobody_is_asked_anything_after_the_end(self) -> None:
        """Who was called is told, and once."""
        made = self.notifier.made
        assert len(set(made.values())) == len(made), "one call takes no other's answer"
        if self.over and not set(self.notifier.habits.values()) & {DOWN}:
            waiting = self.seats(*SEATED, "reserve")
            assert all("off" in seat.call for seat in waiting if seat.rung_at)

    @property
    def host(self) -> DrawnHost:
        """Whoever is drawn for, as it is now."""
        rows = self.world.circle.hosts.objects.seen_by(SYSTEM)
        found: DrawnHost = rows.get(**{self.world.circle.number: self.world.number})
        return found

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.host.state in self.world.circle.over

    def seats(self, *states: str) -> list[DrawnSeat]:
        """Return its seats as they are now."""
        if states == (EXPERT_ONLY,):
            return [seat for seat in self.seats() if seat.kind == EXPERT]
        return self.world.circle.seats_of(SYSTEM, self.host, *states)

    def entries(self) -> list[JournalEntry]:
        """Return what the journal has of its seats, in order."""
        keys = [seat.key for seat in self.seats()]
        rows = JournalEntry.objects.seen_by(SYSTEM).filter(
            object_type=self.world.circle.seat_life.of, object_key__in=keys
        )
        return list(rows.order_by("pk"))

    def now(self) -> Any:
        """Hold the clock at the present minute."""
        return clock.at(self.world.begun + timedelta(minutes=self.minute))

    def _viewer(self, seat: DrawnSeat) -> Viewer:
        return next(e for e in map(people.expert, range(1, 20)) if e.person == seat.person_id)


EXPERT_ONLY = "experts"


def persons() -> list[int]:
    """Return who is in the library."""
    return [people.expert(n).person or 0 for n in range(1, EXPERTS + 1)]


def life_of(world: World) -> type[AskedLife]:
    """Return the machine over a world that is there already, with a fresh count of what was done."""
    return type("AskedLifeHere", (AskedLife,), {"world": world, "reached": Counter()})
