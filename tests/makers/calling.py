"""Drawn experts who are called out three days before their evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from lucai.adapters.notifiers.simulated import SILENT, SimulatedNotifier
from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.stages.trade.drawn_experts import ports as notifying
from lucai.stages.trade.drawn_experts.jobs import call_out
from lucai.stages.trade.drawn_experts.schemas import CallAnswerIn
from lucai.stages.trade.panels import services
from lucai.stages.trade.panels.models import PanelMember
from tests.makers import bids, evaluation, people


@contextmanager
def silent() -> Iterator[SimulatedNotifier]:
    """Connect a notification system at which nobody presses a key."""
    before = notifying.connected()
    system = SimulatedNotifier({f"P{people.expert(n).person}": SILENT for n in range(1, 13)})
    notifying.use(system)
    yield system
    notifying.use(before)


def days_before(call: bids.Call) -> datetime:
    """Return when the experts are drawn."""
    return call.bid_deadline - timedelta(days=3)


@contextmanager
def minutes(call: bids.Call, after: int) -> Iterator[None]:
    """Hold the clock so many minutes after the draw."""
    with clock.at(days_before(call) + timedelta(minutes=after)):
        yield


def tick(call: bids.Call, after: int) -> None:
    """Let the clock's job run then."""
    with minutes(call, after):
        call_out(clock.now())


def drawn(call: bids.Call, **changes: Any) -> None:
    """Draw four experts three days before, who have an hour to answer."""
    conditions = {"answer_minutes": 60, **changes}
    with minutes(call, 0):
        form = evaluation.draw_form(call.bid_deadline, **conditions)
        services.draw(people.actor(people.agency()), project_number=call.number, form=form)
    tick(call, 0)


def expert(person: int | None) -> Viewer:
    """Return the expert who is this person."""
    return next(e for e in map(people.expert, range(1, 20)) if e.person == person)


def answer(call: bids.Call, seat: PanelMember, form: CallAnswerIn, after: int = 10) -> None:
    """Let who was drawn answer."""
    with minutes(call, after):
        actor = people.actor(expert(seat.person_id))
        services.answer_call(actor, project_number=call.number, form=form)
