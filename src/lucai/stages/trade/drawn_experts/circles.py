"""Whom experts are drawn for: what a panel, or a review group, says of itself to be served alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lucai.kernel.actors import Actor, Viewer
from lucai.kernel.lifecycle import Lifecycle
from lucai.stages.trade.drawn_experts.drawing import Candidate
from lucai.stages.trade.drawn_experts.draws import DrawOfExperts
from lucai.stages.trade.drawn_experts.following import Standing
from lucai.stages.trade.drawn_experts.rows import DrawnHost, DrawnSeat


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """A kind of body whose experts are drawn; ``hosts`` are its rows, with ``seats`` and ``draws``.

    ``number`` is the column that names a host in all three but the draws, ``through`` the
    relation from seat and draw to the host, ``meets`` the host's column of when it begins.
    In the states ``trying`` free places are filled without anybody asking for it, in those of
    ``over`` nobody is asked or answers any more.

    ``standing`` says how its draws stand, ``seat`` gives its next place to somebody, ``settle``
    brings its state in line with who sits in it, ``told`` lists who learns that the library is spent.
    """

    host_life: Lifecycle
    seat_life: Lifecycle
    hosts: type[DrawnHost]
    seats: type[DrawnSeat]
    draws: type[DrawOfExperts]
    number: str
    through: str
    meets: str
    trying: frozenset[str]
    over: frozenset[str]
    standing: Callable[[Viewer, Any], Standing]
    seat: Callable[[Actor, Any, Candidate], DrawnSeat]
    settle: Callable[[Actor, Any], None]
    told: Callable[[Any], tuple[int, ...]]

    def host_of(self, seat: DrawnSeat) -> int:
        """Return whose seat it is, by its row's number."""
        return int(getattr(seat, f"{self.through}_id"))

    def seats_of(self, viewer: Viewer, host: DrawnHost, *states: str) -> list[DrawnSeat]:
        """Return a host's seats in these states (all without), by place."""
        rows = self.seats.objects.seen_by(viewer).filter(**{self.through: host}).order_by("place")
        return list(rows.filter(state__in=states) if states else rows)

    def draws_of(self, viewer: Viewer, host: DrawnHost) -> list[DrawOfExperts]:
        """Return a host's draws, the first one first."""
        rows = self.draws.objects.seen_by(viewer).filter(**{self.through: host})
        return list(rows.select_related(self.through).order_by("pk"))


_circles: list[Circle] = []


def register(circle: Circle) -> None:
    """Have a kind of body served by the clock (called when its app is ready)."""
    _circles.append(circle)


def circles() -> tuple[Circle, ...]:
    """Return all kinds of bodies that experts are drawn for."""
    return tuple(_circles)
