"""Doing in one act what many ask for at the same time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from threading import Condition, Lock
from typing import Generic, TypeVar

A = TypeVar("A")
R = TypeVar("R")

PATIENCE = 0.05
"""Seconds that a round waits in a crowd for those who are on their way."""


def _closed() -> Lock:
    door = Lock()
    door.acquire()
    return door


@dataclass(slots=True)
class _Place(Generic[A, R]):
    """Somebody who waits, with what he asks; ``answers`` holds his answer once he has one.

    ``call`` opens when he is answered, left alone, or has to serve: each is woken once, by himself.
    """

    asked: A
    answers: tuple[R, ...] = ()
    left_alone: bool = False
    serves: bool = False
    call: Lock = field(default_factory=_closed)


class Rounds(Generic[A, R]):
    """Rounds of an act: whoever asks is served by a round that began after he asked.

    Who comes while a round runs waits for its end; of those, one does the next round for all. In a
    crowd he first waits a moment for as many as the last round served: what a round costs is paid
    for all of it at once. Who comes when there is no crowd is served without waiting.
    """

    def __init__(self, act: Callable[[Sequence[A]], Sequence[R]]) -> None:
        self._act = act
        self._door = Condition()
        self._running = False
        self._waiting: list[_Place[A, R]] = []
        self._crowd = 0

    def join(self, asked: A) -> R:
        """Return what a round answers to this.

        Where a round fails for all, each of it tries for himself: what spoils one spoils no other.
        """
        mine: _Place[A, R] = _Place(asked)
        self._stand(mine)
        if mine.serves:
            self._serve(self._company())
        if mine.left_alone:
            return self._act([asked])[0]
        return mine.answers[0]

    def _stand(self, mine: _Place[A, R]) -> None:
        """Stand in the queue until one is called; who finds it at rest serves at once."""
        with self._door:
            self._waiting.append(mine)
            if self._is_crowd_here():
                self._door.notify()
            mine.serves, self._running = not self._running, True
        if not mine.serves:
            mine.call.acquire()

    def _company(self) -> list[_Place[A, R]]:
        """Return whom to serve: in a crowd, after a moment for those who are on their way."""
        with self._door:
            if self._crowd > 1:
                self._door.wait_for(self._is_crowd_here, PATIENCE)
            served, self._waiting = self._waiting, []
            # A crowd goes away slower than a round that was too quick for it says.
            self._crowd = max(len(served), self._crowd * 3 // 4)
            return served

    def _is_crowd_here(self) -> bool:
        return len(self._waiting) >= self._crowd

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
        for place, answer in zip(served, answers, strict=False):
            place.answers = (answer,)
        with self._door:
            self._running = bool(self._waiting)
            called = [*self._waiting[:1], *served]
            for place in self._waiting[:1]:
                place.serves = True
        for place in served:
            place.left_alone = not place.answers
        for place in called:
            place.call.release()
