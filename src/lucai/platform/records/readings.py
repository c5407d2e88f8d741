"""What is asked again while one page is read is answered from the first answer.

A page gathers from several modules, each of which asks for the project, the document, the
contract it stands on. Inside :func:`one_reading` (a GET: nothing changes) a selector marked
with :func:`read_once` asks the database once for the same viewer and object. A command
forgets everything: what it writes is read anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_answers: ContextVar[dict[Any, Any] | None] = ContextVar("reading", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """Keep the answers of selectors while one page is read."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def forget() -> None:
    """Forget the answers kept so far: something is about to change."""
    kept = _answers.get()
    if kept is not None:
        kept.clear()


def read_once(selector: Callable[P, R]) -> Callable[P, R]:
    """Let a selector answer the same question once in a reading; outside it always asks."""

    @wraps(selector)
    def reading(*args: P.args, **kwargs: P.kwargs) -> R:
        kept = _answers.get()
        if kept is None:
            return selector(*args, **kwargs)
        key = (selector, *map(_frozen, args), *sorted((n, _frozen(v)) for n, v in kwargs.items()))
        if key not in kept:
            kept[key] = selector(*args, **kwargs)
        answer: R = kept[key]
        return answer

    return reading


def _frozen(asked: object) -> object:
    return tuple(asked) if isinstance(asked, list) else asked
