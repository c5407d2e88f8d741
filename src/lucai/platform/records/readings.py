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

from django.db import connection

from lucai.kernel import clock

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


class _UntilWritten(dict[Any, Any]):
    """Answers that outlive a command: what is written forgets them, and nothing else."""


@contextmanager
def one_reading_until_written() -> Iterator[None]:
    """Keep answers, for the moment they were given at, until a statement changes the database.

    For one who alone writes, like the builder of a demonstration's world: between two of his own
    changes nothing changes. Every statement passes here that is not a mere question.
    """
    kept = _UntilWritten()
    token = _answers.set(kept)

    def watched(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(HARMLESS):
            kept.clear()
        return execute(sql, params, many, context)

    try:
        with connection.execute_wrapper(watched):
            yield
    finally:
        _answers.reset(token)


HARMLESS = ("SELECT", "SAVEPOINT", "RELEASE")
"""How statements begin that change nothing; a return to a savepoint does."""


def forget() -> None:
    """Forget the answers kept so far: something is about to change."""
    kept = _answers.get()
    if kept is not None and not isinstance(kept, _UntilWritten):
        kept.clear()


def read_once(selector: Callable[P, R]) -> Callable[P, R]:
    """Let a selector answer the same question once in a reading; outside it always asks."""

    @wraps(selector)
    def reading(*args: P.args, **kwargs: P.kwargs) -> R:
        kept = _answers.get()
        if kept is None:
            return selector(*args, **kwargs)
        moment = clock.now() if isinstance(kept, _UntilWritten) else None
        named = sorted((name, _frozen(value)) for name, value in kwargs.items())
        key = (selector, moment, *map(_frozen, args), *named)
        if key not in kept:
            kept[key] = selector(*args, **kwargs)
        answer: R = kept[key]
        return answer

    return reading


def _frozen(asked: object) -> object:
    return tuple(asked) if isinstance(asked, list) else asked
