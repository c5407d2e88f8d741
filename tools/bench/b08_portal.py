"""B8 and B9: lists of a million notices, and the pages that everybody asks for.

The floors are what the product cannot do without: the bare SQL of one page, and a request in
which the framework renders the same page from rows in hand; the slower of the two counts. The
product asks for another page each time, so that none was kept. A kept page stands beside a
request that answers the same bytes.
"""

# ruff: noqa: PLC0415 - the house is imported once its settings and data folder are known

import itertools
import random
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from tools.bench import corpus
from tools.bench.measure import Act, Comparison, compare

TRIALS = 50


def run(folder: Path) -> Iterator[Comparison]:
    """Compare lists with the slower floor, deep pages with first pages, the home page with bytes."""
    file = corpus.fill_table(folder, corpus.NOTICES)
    _add_floors()
    dice = random.Random(corpus.SEED)  # noqa: S311 - which page is asked for
    sql, template = _sql_floor(file), _each(["/bench/rows"])
    floor = max((sql, template), key=_seconds_of)
    yield _compare(f"B8 list of {corpus.NOTICES:,} notices", _lists(dice), floor)
    yield _compare("B8 any page / newest page", _lists(dice), _newest(), gate=0.8)
    yield _compare("B9 home page, kept", _each(["/"]), _each(["/bench/bytes"]))


def _compare(name: str, product: Act, floor: Act, gate: float = 0.5) -> Comparison:
    return compare(name, product, floor, gate=gate, seconds=corpus.SECONDS)


def _lists(dice: random.Random) -> Act:
    """Ask for a page of a narrowed list, another one each time."""
    from lucai.law.regions import regions

    kinds, places = ["", "tender", "result"], ["", *regions()]

    def ask() -> object:
        narrowed = f"kind={dice.choice(kinds)}&region={dice.choice(places)}"
        return _answer(f"/notices/?{narrowed}&after={_key(dice.randint(1, corpus.NOTICES))}")

    return ask


def _newest() -> Act:
    """Ask for the newest page, spelt another way each time."""
    ahead = itertools.count(2 * corpus.NOTICES)
    return lambda: _answer(f"/notices/?after={_key(next(ahead))}")


def _key(number: int) -> int:
    """Return the key of a page that begins at that notice."""
    from lucai.publication.board.projection import order_of

    at = corpus.START + number * corpus.STEP_SECONDS
    return order_of(datetime.fromtimestamp(at, UTC))


def _seconds_of(act: Act) -> float:
    """Time a floor, to find the slower one."""
    act()
    started = time.perf_counter()
    for _ in range(TRIALS):
        act()
    return time.perf_counter() - started


def _each(addresses: list[str]) -> Act:
    turn = itertools.cycle(addresses)
    return lambda: _answer(next(turn))


@cache
def _site() -> Any:
    from django.core.handlers.wsgi import WSGIHandler

    return WSGIHandler()


def _answer(address: str) -> bytes:
    """Send one request through the whole site; return the body."""
    where, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": where, "QUERY_STRING": query,
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "wsgi.errors": None,
    }  # fmt: skip
    status: list[str] = []
    body = b"".join(_site()(environ, lambda line, _headers: status.append(line)))
    if not status[0].startswith("200"):
        raise RuntimeError(f"{address}: {status[0]}")
    return body


def _sql_floor(file: Path) -> Act:
    connection = sqlite3.connect(file)
    cities = itertools.cycle([f"37{number:02d}" for number in range(1, 17)])
    command = (
        'SELECT code, "order", kind, title, project_number, region, buyer_name, amount, '
        "published_at FROM notice WHERE city = ? AND channel = 'tender' "
        'ORDER BY "order" DESC LIMIT 26'
    )
    return lambda: connection.execute(command, (next(cities),)).fetchall()


def _add_floors() -> None:
    """Add the two addresses that do only what the framework must."""
    from django.http import HttpRequest, HttpResponse
    from django.urls import path

    from lucai.platform.web.pages import page
    from lucai.site import urls

    context = _context()

    def rows(request: HttpRequest) -> HttpResponse:
        return page(request, "board/notices.html", context)

    def same(request: HttpRequest) -> HttpResponse:
        return HttpResponse(_home(), content_type=f"text/html; {request.method}")

    urls.urlpatterns += [path("bench/rows", rows), path("bench/bytes", same)]


@cache
def _home() -> bytes:
    return _answer("/")


def _context() -> dict[str, Any]:
    """Return what the page of a list shows, with its rows in hand."""
    from lucai.kernel.actors import PUBLIC
    from lucai.platform.web.forms import Form
    from lucai.publication.board import selectors
    from lucai.publication.board.wanted import NoticeQuery, channel_choices, region_choices

    query = NoticeQuery(kind="tender")
    return {
        "form": Form(NoticeQuery),
        "query": query,
        "found": selectors.notice_page(PUBLIC, query),
        "channels": channel_choices(query, "/notices/"),
        "regions": region_choices(query, "/notices/"),
    }
