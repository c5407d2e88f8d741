"""Calls as pages show them: the own one to who is asked, how many to those who wait, never who."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.kernel.lifecycle import Lifecycle, Offer
from lucai.stages.trade.drawn_experts import ports
from lucai.stages.trade.drawn_experts.lifecycle import ANSWERABLE, SEATED, STATES
from lucai.stages.trade.drawn_experts.rows import EXPERT, DrawnHost, DrawnSeat

OWN_STATES = {**STATES, "asked": "请答复", "drawn": "参加评审"}
"""The states of the own seat, as they are told to who has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCounts:
    """How far calling the experts is: numbers alone.

    ``rung`` were called out, ``declined`` said no, ``silent`` did not answer in time, ``left``
    recused or were replaced, ``moved_up`` came from the reserves. ``waits_until`` is when the last
    answer that is still missing is due; ``source`` the system that calls, empty where only to-dos
    ask.
    """

    places: int
    rung: int
    coming: int
    asked: int
    declined: int
    silent: int
    left: int
    moved_up: int
    reserves: int
    vacant: int
    waits_until: datetime | None
    minutes: int
    source: str

    @property
    def gone(self) -> int:
        """How many do not come."""
        return self.declined + self.silent + self.left


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSheet:
    """An own call: what for, when and where, and whom one may have nothing to do with.

    ``noun`` says what is reviewed, ``parties`` who asks for it, by what they are called;
    ``home`` is the page of whoever was drawn for, ``home_label`` what it is called.
    """

    noun: str
    title: str
    meets_at: datetime
    where: str
    parties: tuple[tuple[str, str], ...]
    home: str
    home_label: str
    place: int
    state: str
    answer_by: datetime | None
    answered_at: datetime | None
    reason: str
    stood_by: bool
    ended: bool

    @property
    def href(self) -> str:
        """Its page."""
        return f"{self.home}call/"

    @property
    def state_label(self) -> str:
        """What its state is called."""
        return OWN_STATES[self.state]

    @property
    def is_asked(self) -> bool:
        """Whether an answer counts now: of who is called, or of a reserve who has not said it knows."""
        waits = self.state == "reserve" and self.answered_at is None
        return (self.state == "asked" or waits) and not self.is_over

    @property
    def moved_up(self) -> bool:
        """Whether a reserve has got a place."""
        return self.stood_by and self.state in SEATED

    @property
    def may_decline(self) -> bool:
        """Whether a no counts now, also after a yes and of who stands by."""
        return self.state in ANSWERABLE and not self.is_over

    @property
    def is_over(self) -> bool:
        """Whether the time for answers is over."""
        late = self.answer_by if self.state == "asked" else self.meets_at
        return self.ended or clock.now() >= (late or self.meets_at)


def counted(host: DrawnHost, seats: Sequence[DrawnSeat]) -> CallCounts | None:
    """Return how far calling is, of all seats there are; None where nobody is called."""
    if not host.drawn_at or not (host.answer_minutes or host.conditions.get("reserves")):
        return None
    rows = [one for one in seats if one.kind == EXPERT]
    system = ports.connected()
    states = Counter(one.state for one in rows)
    waits = [one.answer_by for one in rows if one.state == "asked" and one.answer_by]
    unheard = (one for one in rows if one.state == "declined" and one.answered_at is None)
    silent = sum(one.answer_by is not None for one in unheard)  # others could not move up
    return CallCounts(
        places=host.experts, rung=sum(one.rung_at is not None for one in rows),
        coming=states["drawn"] + states["signed_in"], asked=states["asked"],
        declined=sum(one.state == "declined" and one.answered_at is not None for one in rows),
        silent=silent,
        left=states["recused"] + states["replaced"],
        moved_up=sum(one.stood_by and one.state in SEATED for one in rows),
        reserves=states["reserve"], vacant=host.vacant, waits_until=max(waits, default=None),
        minutes=host.answer_minutes, source=system.name if system else "",
    )  # fmt: skip


def call_of(
    seat: DrawnSeat, *, noun: str, home: str, home_label: str,
    over: frozenset[str], parties: tuple[tuple[str, str], ...] = (),
) -> CallSheet:  # fmt: skip
    """Return a seat as the own call of who has it.

    Args:
        over: the states of whoever was drawn for in which nobody answers any more.
    """
    host = seat.host
    return CallSheet(
        noun=noun, title=host.heading, meets_at=seat.meets_at, where=host.place, parties=parties,
        home=home, home_label=home_label, place=seat.place, state=seat.state,
        answer_by=seat.answer_by, answered_at=seat.answered_at, reason=seat.left_reason,
        stood_by=seat.stood_by, ended=host.state in over,
    )  # fmt: skip


def own_offers(viewer: Viewer, life: Lifecycle, state: str) -> tuple[Offer, ...]:
    """Offer the steps of the own seat; their pages show what closes them."""
    return tuple(
        Offer(step, life.permission(step))
        for step in life.leaving(state)
        if viewer.side in step.by and step.name not in UNOFFERED[state == "asked"]
    )


UNOFFERED = (
    frozenset({"replace", "vote", "confirm"}),
    frozenset({"replace", "vote", "confirm", "decline", "sign_in"}),
)
"""Steps of the own seat without a button of their own; while asked, one page takes both answers."""
