"""B25: 500 watchers of halls and of rooms, on a quarter of a core.

A watcher's page asks every ten seconds whether anything has happened; nearly always nothing has,
and that answer is measured, through the whole site. 500 watchers ask fifty times a second: the
floor is a clock that allows each question five milliseconds.
"""

# ruff: noqa: PLC0415 - the house is imported once its settings and data folder are known

import itertools
import time
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

from tools.bench import corpus
from tools.bench.measure import Act, Comparison, compare

WATCHERS, EVERY_SECONDS, SHARE = 500, 10, 0.25
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
    from tests.makers.browsing import browse

    pages = []
    for viewer in watchers:
        client = browse(viewer)
        pages.append((client, client.get(address).headers["ETag"]))
    turn = itertools.cycle(pages)

    def ask() -> None:
        client, tag = next(turn)
        answer = client.get(address, headers={"If-None-Match": tag})
        if answer.status_code != HTTPStatus.NOT_MODIFIED:
            raise RuntimeError(f"{address}: {answer.status_code}")

    return ask
