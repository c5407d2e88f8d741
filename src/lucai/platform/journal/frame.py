"""The frame around every service: one transaction, and no change without an entry."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, transaction

from lucai.kernel.errors import Conflict
from lucai.platform.records import readings, system_access

P = ParamSpec("P")
R = TypeVar("R")

_recorded: ContextVar[list[int] | None] = ContextVar("recorded", default=None)


UNIQUE = "23505"
"""How PostgreSQL calls a second row where only one may stand."""


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

    Raises:
        Conflict: somebody else made the same thing a moment earlier.
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
        except IntegrityError as error:
            if outer is None and _stands_already(error):
                raise Conflict("同样的内容刚刚已经有人提交，请刷新后查看。") from error
            raise
        finally:
            _recorded.reset(token)
            readings.forget()
        if outer is not None:
            outer[0] += count[0]
        return result

    framed.is_command = True  # type: ignore[attr-defined]
    return framed


def _stands_already(error: IntegrityError) -> bool:
    """Whether a unique column or pair refused the row, and not another constraint."""
    state = getattr(error.__cause__, "sqlstate", None)
    return state == UNIQUE if state else str(error).startswith("UNIQUE ")


__all__ = ["Unjournaled", "command", "mark_recorded", "system_access"]
