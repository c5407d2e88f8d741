"""Pages that everybody asks for, kept in memory until something public changes.

Only what the public sees without a session is kept, and never longer than a minute, so that
remaining times stay true. The one thing that differs from visit to visit, the clock in the
corner, is set when the page leaves. A browser that has the page already is told so.
Inside a transaction nothing is kept: others cannot see yet what stands there.
"""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, Side
from lucai.platform.web.requests import viewer_of
from lucai.publication.board.selectors import stamp

View = Callable[..., HttpResponse]

MOST_PAGES = 1000
FRESH_SECONDS = 60
STAMP_SECONDS = 0.2
"""How long a stamp is believed: as long as the worker rests between two readings."""
_CLOCK = re.compile(
    rb'(?P<before>data-server-time=")\d+(?P<between>".*?data-clock-text>)\d\d:\d\d:\d\d', re.DOTALL
)


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page without its clock: what stands before, between and after its two readings."""

    pieces: tuple[bytes, ...]

    def now(self) -> bytes:
        """Return the page with the present time."""
        if len(self.pieces) == 1:
            return self.pieces[0]
        at = clock.now()
        before, between, after = self.pieces
        reading = str(int(at.timestamp() * 1000)).encode()
        return b"".join((before, reading, between, f"{at:%H:%M:%S}".encode(), after))


class _Shelf:
    """The kept pages, the longest unused given up first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: OrderedDict[tuple[str, ...], KeptPage] = OrderedDict()

    def get(self, key: tuple[str, ...]) -> KeptPage | None:
        with self._lock:
            page = self._pages.get(key)
            if page:
                self._pages.move_to_end(key)
            return page

    def put(self, key: tuple[str, ...], page: KeptPage) -> None:
        with self._lock:
            self._pages[key] = page
            while len(self._pages) > MOST_PAGES:
                self._pages.popitem(last=False)


class _Stamp:
    """What the public part of the house looks like, asked for a few times a second at most."""

    def __init__(self) -> None:
        self._read: tuple[float, str] = (0, "")

    def now(self) -> str:
        at = time.monotonic()
        if at - self._read[0] > STAMP_SECONDS:
            self._read = (at, stamp(PUBLIC))
        return self._read[1]


_shelf, _stamp = _Shelf(), _Stamp()


def hot(view: View) -> View:
    """Keep what a view answers to the public; people at work get it fresh, in their shell."""

    @wraps(view)
    def served(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _is_plain_visit(request):
            return view(request, *args, **kwargs)
        version = _version(request)
        etag = quote_etag("/".join(version))
        key = (request.get_full_path(), *version)
        page = _shelf.get(key)
        if page is None:
            answer = view(request, *args, **kwargs)
            if answer.status_code != 200:
                return answer
            page = kept(answer.content)
            _shelf.put(key, page)
        return _answer(request, page, etag)

    return served


def kept(content: bytes) -> KeptPage:
    """Cut a page at its clock."""
    found = _CLOCK.search(content)
    if not found:
        return KeptPage((content,))
    start, stop = found.end("before"), found.end()
    return KeptPage((content[:start], found["between"], content[stop:]))


def _answer(request: HttpRequest, page: KeptPage, etag: str) -> HttpResponse:
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = HttpResponse(page.now())
        answer["ETag"] = etag
    answer["Cache-Control"] = "no-cache"
    return answer


def _is_plain_visit(request: HttpRequest) -> bool:
    """Whether nothing in the answer is for this visitor alone."""
    if connection.in_atomic_block or request.COOKIES.get("messages"):
        return False
    return viewer_of(request).side is Side.PUBLIC


def _version(request: HttpRequest) -> tuple[str, ...]:
    size = "elder" if request.COOKIES.get("lucai_size") == "elder" else "normal"
    minute = int(clock.now().timestamp()) // FRESH_SECONDS
    return (_stamp.now(), size, str(minute), settings.LUCAI_VERSION)
