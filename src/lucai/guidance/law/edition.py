"""The law as the province has filled it in, held in memory so that a question costs no query.

Inside :func:`up_to_date` (a request, a turn of the worker) the first question to the law asks
once whether the journal has a newer entry about it, and reads the tables anew if so. Outside,
what was read last holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse

from lucai.kernel.actors import SYSTEM
from lucai.law.calendar import AnnouncedYear, install_calendar_years
from lucai.law.parameters import Row, install_local_rows

Handler = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True)
class Edition:
    """Everything the province has filled in, named by its newest entry in the journal."""

    mark: str = ""
    rows: Mapping[tuple[str, str], tuple[Row, ...]] = field(default_factory=dict)
    years: tuple[AnnouncedYear, ...] = ()


AS_PACKAGED = Edition()


class _Shelf:
    """The edition this process reads from; taken as a whole, replaced as a whole."""

    held: Edition = AS_PACKAGED


_due: ContextVar[bool] = ContextVar("law_edition_due", default=False)


def install() -> None:
    """Let the law read from this edition (called once, when the app is ready)."""
    install_local_rows(local_rows)
    install_calendar_years(loaded_years)


def local_rows(rule_id: str, name: str) -> tuple[Row, ...]:
    """Return the local versions of a parameter."""
    return _present().rows.get((rule_id, name), ())


def loaded_years() -> tuple[AnnouncedYear, ...]:
    """Return the years that were loaded."""
    return _present().years


@contextmanager
def up_to_date() -> Iterator[None]:
    """Let the first question inside look whether there is a newer edition."""
    token = _due.set(True)
    try:
        yield
    finally:
        _due.reset(token)


def with_present_law(get_response: Handler) -> Handler:
    """Middleware: every request is answered under the law as it stands."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with up_to_date():
            return get_response(request)

    return middleware


def forget() -> None:
    """Go back to the law as packaged, until somebody asks again."""
    _Shelf.held = AS_PACKAGED


def _present() -> Edition:
    if _due.get():
        _due.set(False)
        _renew()
    return _Shelf.held


def _renew() -> None:
    from lucai.guidance.law.selectors import calendars, local  # noqa: PLC0415 - tables come later

    mark = local.edition_mark(SYSTEM)
    if mark != _Shelf.held.mark:
        _Shelf.held = Edition(mark, local.local_rows(SYSTEM), calendars.loaded_years(SYSTEM))
