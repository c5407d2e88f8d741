"""Doing once for many who ask at the same time what is the same for all of them."""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition
from typing import Generic, TypeVar

T = TypeVar("T")


class Rounds(Generic[T]):
    """Rounds of an act: whoever asks is served by a round that began after he asked."""

    def __init__(self) -> None:
        self._door = Condition()
        self._begun = self._ended = 0
        self._running = False
        self._results: dict[int, T] = {}

    def join(self, act: Callable[[], T]) -> T:
        """Return what the next round brings; the first who waits for it does the act for all.

        Where the act fails its doer hears of it, and the next who waits tries again.
        """
        with self._door:
            wanted = self._begun + 1
            while self._running:
                self._door.wait()
                if self._ended >= wanted and self._ended in self._results:
                    return self._results[self._ended]
            self._running = True
            self._begun += 1
            mine = self._begun
        return self._do(mine, act)

    def _do(self, mine: int, act: Callable[[], T]) -> T:
        results: dict[int, T] = {}
        try:
            results[mine] = act()
        finally:
            self._leave(mine, results)
        return results[mine]

    def _leave(self, mine: int, results: dict[int, T]) -> None:
        with self._door:
            self._running, self._ended, self._results = False, mine, results
            self._door.notify_all()
