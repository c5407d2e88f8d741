"""Doing in one act what many ask for at the same time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from threading import Condition, RLock
from typing import Generic, TypeVar

A = TypeVar("A")
R = TypeVar("R")

PATIENCE = 0.05
"""Seconds that a round waits in a crowd for those who are on their way."""


@dataclass(slots=True)
class _Place(Generic[A, R]):
    """Somebody who waits, with what he asks; ``answers`` holds his answer once he has one."""

    asked: A
    answers: tuple[R, ...] = ()
    left_alone: bool = False

    @property
    def waits(self) -> bool:
        return not self.answers and not self.left_alone


class Rounds(Generic[A, R]):
    """Rounds of an act: whoever asks is served by a round that began after he asked.

    Who comes while a round runs waits for its end; of those, one does the next round for all. In a
    crowd he first waits a moment for as many as the last round served: what a round costs is paid
    for all of it at once. Who comes when there is no crowd is served without waiting.
    """

    def __init__(self, act: Callable[[Sequence[A]], Sequence[R]]) -> None:
        self._act = act
        self._door_lock = RLock()
        self._door = Condition(self._door_lock)
        self._came = Condition(self._door_lock)
        self._running = False
        self._waiting: list[_Place[A, R]] = []
        self._crowd = 0

    def join(self, asked: A) -> R:
        """Return what a round answers to this.

        Where a round fails for all, each of it tries for himself: what spoils one spoils no other.
        """
        mine: _Place[A, R] = _Place(asked)
        if served := self._turn(mine):
            self._serve(served)
        if mine.left_alone:
            return self._act([asked])[0]
        return mine.answers[0]

    def _turn(self, mine: _Place[A, R]) -> list[_Place[A, R]]:
        """Wait to be served, or for the turn to serve; return whom to serve."""
        with self._door:
            self._waiting.append(mine)
            self._came.notify()
            self._door.wait_for(lambda: not self._running or not mine.waits)
            if not mine.waits:
                return []
            self._running = True
            if self._crowd > 1:
                self._came.wait_for(lambda: len(self._waiting) >= self._crowd, PATIENCE)
            served, self._waiting = self._waiting, []
            # A crowd goes away slower than a round that was too quick for it says.
            self._crowd = max(len(served), self._crowd * 3 // 4)
            return served

    def _serve(self, served: list[_Place[A, R]]) -> None:
        answers: Sequence[R] = ()
        # What fails for one alone is his to hear; what fails for several, each hears by himself.
        hearing = suppress(Exception) if len(served) > 1 else nullcontext()
        try:
            with hearing:
                answers = self._act([place.asked for place in served])
        finally:
            self._leave(served, answers)

    def _leave(self, served: list[_Place[A, R]], answers: Sequence[R]) -> None:
        with self._door:
            for place, answer in zip(served, answers, strict=False):
                place.answers = (answer,)
            for place in served:
                place.left_alone = place.waits
            self._running = False
            self._door.notify_all()
