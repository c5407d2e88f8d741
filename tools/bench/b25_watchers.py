"""B25: 500 watchers of halls and of rooms, on a quarter of a core.

A watcher's page asks every fifteen seconds whether anything has happened; nearly always nothing
has, and that answer is measured, through the whole site. 500 watchers ask 33 times a second: the
floor is a clock that allows each question seven and a half milliseconds.
"""

# ruff: noqa: PLC0415 - the house is imported once its settings and data folder are known

import itertools
import time
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any

from tools.bench import corpus
from tools.bench.measure import Act, Comparison, compare

WATCHERS, EVERY_SECONDS, SHARE = 500, 15, 0.25
ALLOWED = SHARE * EVERY_SECONDS / WATCHERS


def run(folder: Path) -> Iterator[Comparison]:
    """Compare a watcher's question with the clock, in a hall and in a room."""
    del folder
    corpus.prepare()
    from django.conf import settings

    from tests.makers import evaluation, people, sitting

    settings.ALLOWED_HOSTS = ["*"]
    held = evaluation.opened()
    clock = partial(time.sleep, ALLOWED)
    watchers = [people.supplier(1), people.supplier(2), people.buyer(), people.finance()]
    with evaluation.at(held):
        hall = _asked(watchers, f"/rooms/{held.number}/opening/live/")
        yield compare("B25 hall, 500 watchers / 25 % of a core", hall, clock, gate=1, seconds=1)
    room = sitting.opened(sitting.planned(evaluation.drawn(held)))
    watchers = [*room.members, people.agency(), people.finance()]
    with evaluation.at(room):
        asked = _asked(watchers, f"/rooms/{room.number}/sitting/presence/")
        yield compare("B25 room, 500 watchers / 25 % of a core", asked, clock, gate=1, seconds=1)


def _asked(watchers: list[Any], address: str) -> Act:
    """Ask as one watcher after the other, each with the mark of what it has."""
    from django.core.handlers.wsgi import WSGIHandler

    from tests.makers.browsing import browse

    site = WSGIHandler()
    pages = []
    for viewer in watchers:
        client = browse(viewer)
        tag = client.get(address).headers["ETag"]
        cookie = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
        pages.append(_question(address, cookie, tag))
    turn = itertools.cycle(pages)

    def ask() -> None:
        status: list[str] = []
        answer = site(next(turn) | {"wsgi.input": BytesIO()}, lambda line, _: status.append(line))
        answer.close()
        if not status[0].startswith(str(HTTPStatus.NOT_MODIFIED.value)):
            raise RuntimeError(f"{address}: {status[0]}")

    return ask


def _question(address: str, cookie: str, tag: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET", "PATH_INFO": address, "QUERY_STRING": "",
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http", "wsgi.errors": None, "HTTP_COOKIE": cookie,
        "HTTP_IF_NONE_MATCH": tag, "HTTP_X_FRAGMENT": "1",
    }  # fmt: skip
