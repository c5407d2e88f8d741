"""What is asked again while one page is read is answered from the first answer.

A page gathers from several modules, each of which asks for the project, the document, the
contract it stands on. Inside :func:`one_reading` (a GET: nothing changes) a selector marked
with :func:`read_once` asks the database once for the same viewer and object. A command
forgets everything: what it writes is read anew.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache, wraps
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


@contextmanager
def one_reading_until_written() -> Iterator[None]:
    """Keep each answer until a statement changes a table that it came from.

    For one who alone writes, like the builder of a demonstration's world: between two of his own
    changes nothing changes. An answer that depends on the moment holds at its moment only.
    """
    kept = _UntilWritten()
    token = _answers.set(kept)
    try:
        with connection.execute_wrapper(kept.watch):
            yield
    finally:
        _answers.reset(token)


class _UntilWritten(dict[Any, Any]):
    """Answers that outlive a command, each with what it came from."""

    def __init__(self) -> None:
        self._of_table: defaultdict[str, set[Any]] = defaultdict(set)
        self._asking: list[_Basis] = []

    def answer(self, key: Any, ask: Callable[[], Any]) -> Any:
        """Return the kept answer if it still holds, else ask."""
        known: _Basis | None = self.get(key)
        # To look at the clock where nobody did would tie the question around this one to its moment.
        if known is None or (known.moment and known.moment != clock.now()):
            known = self[key] = self._asked(ask)
            for table in known.tables:
                self._of_table[table].add(key)
        self._rests_on(known)
        return known.answer

    def _asked(self, ask: Callable[[], Any]) -> _Basis:
        basis, before = _Basis(), clock.looks()
        self._asking.append(basis)
        try:
            basis.answer = ask()
            return basis
        finally:
            self._asking.pop()
            if clock.looks() != before:
                basis.moment = clock.now()
            self._rests_on(basis)

    def _rests_on(self, other: _Basis) -> None:
        """Note for the question around this one what the answer to this one came from."""
        if self._asking:
            self._asking[-1].tables |= other.tables
            self._asking[-1].moment = self._asking[-1].moment or other.moment

    def watch(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Note which tables a question reads; forget what rests on a table that is written."""
        if sql.startswith("SELECT"):
            if self._asking:
                self._asking[-1].tables.update(_tables_read(sql))
        elif written := WRITES.match(sql):
            for key in self._of_table.pop(written[1], ()):
                self.pop(key, None)
        elif not sql.startswith(HARMLESS):
            self.clear()
        return execute(sql, params, many, context)


@dataclass(slots=True)
class _Basis:
    """An answer, the tables it came from, and its moment if it looked at the clock."""

    answer: Any = None
    tables: set[str] = field(default_factory=set)
    moment: datetime | None = None


@lru_cache(4096)
def _tables_read(sql: str) -> frozenset[str]:
    return frozenset(READS.findall(sql))


READS = re.compile(r'(?:FROM|JOIN) "(\w+)"')
WRITES = re.compile(r'(?:INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM) "(\w+)"')
HARMLESS = ("SAVEPOINT", "RELEASE")
"""How other statements begin that change nothing; a return to a savepoint does."""


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
        named = sorted((name, _frozen(value)) for name, value in kwargs.items())
        key = (selector, *map(_frozen, args), *named)
        if isinstance(kept, _UntilWritten):
            return kept.answer(key, lambda: selector(*args, **kwargs))
        if key not in kept:
            kept[key] = selector(*args, **kwargs)
        answer: R = kept[key]
        return answer

    return reading


def _frozen(asked: object) -> object:
    return tuple(asked) if isinstance(asked, list) else asked
