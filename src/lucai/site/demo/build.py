"""Building the demonstration world once, and saying how far it is."""

from __future__ import annotations

import gc
import random
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from lucai.kernel import chance, clock
from lucai.platform.demonstration import clock as demonstration_clock
from lucai.platform.records import readings
from lucai.site import wiring, worker
from lucai.site.demo import BUILT, people, stories

Say = Callable[[str], None]

SEED = 20201601
"""From the plan's number, 鲁财采〔2020〕16号: the world is the same on every machine."""

FOUNDED = clock.moment(demonstration_clock.START.date().replace(year=2025, month=1, day=2), 9)


def is_built() -> bool:
    """Whether this data folder has its world."""
    return _mark().exists()


def _mark() -> Path:
    return Path(settings.LUCAI_DATA_DIR) / BUILT


def ensure(say: Say) -> None:
    """Build the world when this data folder has none; start its clock where it left off."""
    if is_built():
        return
    began = time.monotonic()
    say("正在生成演示数据（示例单位、人员、项目），请稍候……")
    with _unhurried(), readings.one_reading_until_written():
        build(say)
    demonstration_clock.set_to(settings.LUCAI_DATA_DIR, demonstration_clock.START)
    _mark().write_text(f"{time.monotonic() - began:.0f}", encoding="utf-8")
    say(f"演示数据已生成，用时 {time.monotonic() - began:.0f} 秒。")


def build(say: Say) -> None:
    """Build everything: who lives here, then what they did, then what follows from it."""
    dice = random.Random(SEED)  # noqa: S311 - a fictional world needs the same dice every time
    # A log begun anew is a fork to whoever saw the old one: the outposts begin anew with it.
    shutil.rmtree(Path(settings.LUCAI_DATA_DIR) / "outposts", ignore_errors=True)
    with transaction.atomic(), clock.at(FOUNDED):
        people.populate(dice)
        wiring.demonstration_outposts()
    wiring.demonstration_credit()
    stories.play_all(dice, say)
    say("正在整理日志、公告与检索……")
    with chance.use(dice.randbytes), clock.at(demonstration_clock.START):
        # The clock stands still: what it sets off need not be looked for before the readers are done.
        while worker.turn():
            while worker.turn(by_the_clock=False):
                pass


@contextmanager
def _unhurried() -> Iterator[None]:
    """Skip the wait for the disk while nothing built so far is anybody's work; sweep up seldom."""
    thresholds = gc.get_threshold()
    gc.set_threshold(SELDOM, *thresholds[1:])
    try:
        with _without_waiting_for_the_disk():
            yield
    finally:
        gc.set_threshold(*thresholds)


@contextmanager
def _without_waiting_for_the_disk() -> Iterator[None]:
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")


SELDOM = 100_000
"""Objects made before the garbage collector looks: a build makes millions and keeps few."""
