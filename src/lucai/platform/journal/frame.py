"""The frame around every service: one transaction, and no change without an entry."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from lucai.platform.records import readings, system_access

P = ParamSpec("P")
R = TypeVar("R")

_recorded: ContextVar[list[int] | None] = ContextVar("recorded", default=None)


class Unjournaled(RuntimeError):
    """A programming error: a service ended without an entry in the journal."""


def mark_recorded() -> None:
    """Note that the running command wrote an entry."""
    count = _recorded.get()
    if count is not None:
        count[0] += 1


def command(service: Callable[P, R]) -> Callable[P, R]:
    """Run a service in one transaction and demand a journal entry of it.

    A service called by another joins its transaction and writes its own entry. Inside,
    the query wall is open for rows the service names by ``seen_by`` first.
    """

    @wraps(service)
    def framed(*args: P.args, **kwargs: P.kwargs) -> R:
        outer = _recorded.get()
        count = [0]
        token = _recorded.set(count)
        readings.forget()
        try:
            with transaction.atomic():
                result = service(*args, **kwargs)
                if not count[0]:
                    raise Unjournaled(f"{service.__module__}.{service.__qualname__}")
        finally:
            _recorded.reset(token)
            readings.forget()
        if outer is not None:
            outer[0] += count[0]
        return result

    framed.is_command = True  # type: ignore[attr-defined]
    return framed


__all__ = ["Unjournaled", "command", "mark_recorded", "system_access"]
