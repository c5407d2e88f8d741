"""Worlds built once a process: what a maker wrote into an empty database is written again as rows.

A maker marked :func:`remembered` runs its services the first time. Whoever begins with the same
afterwards gets the same rows, log tiles and outposts in a few milliseconds; a database in which
something has happened already is built on by the services, as before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.backends.utils import CursorWrapper

from lucai.kernel import clock
from lucai.platform.records import readings
from lucai_trust import tiles
from tests.makers import sealing

P = ParamSpec("P")
R = TypeVar("R")
Rows = dict[tuple[Any, ...], None]
PLAIN = (str, int, bool, type(None), dt.date)
HAPPENED = ("journal_entry", "organisation", "person")


@dataclass(frozen=True, slots=True)
class Memory:
    """What a maker left behind."""

    value: Any
    rows: dict[str, list[tuple[Any, ...]]]
    log: dict[Path, bytes]
    outposts: sealing.OutpostMemory


_memories: dict[tuple[Any, ...], Memory] = {}
_at_first: dict[str, dict[str, Rows]] = {}


def remembered(maker: Callable[P, R]) -> Callable[P, R]:
    """Let a maker's world be written again instead of built again."""

    @wraps(maker)
    def made(*args: P.args, **kwargs: P.kwargs) -> R:
        if not (_is_plain(args) and _is_plain(tuple(kwargs.values())) and _is_fresh()):
            return maker(*args, **kwargs)
        key = (maker.__module__, maker.__qualname__, *_moment(), repr(args), repr(kwargs))
        if key in _memories:
            return cast("R", _restored(_memories[key]))
        before = _rows()
        value = maker(*args, **kwargs)
        if (written := _written(before)) is not None:
            _memories[key] = Memory(value, written, _log(), sealing.outposts_remembered())
        return value

    return made


def _is_plain(values: Any) -> bool:
    return all(
        _is_plain(value) if isinstance(value, tuple) else isinstance(value, PLAIN)
        for value in values
    )


def _is_fresh() -> bool:
    """Whether nothing has happened yet, and whatever does will be undone."""
    if not connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        return not any(_has_rows(cursor, table) for table in HAPPENED)


def _has_rows(cursor: CursorWrapper, table: str) -> bool:
    cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - our own tables
    return cursor.fetchone() is not None


def _moment() -> tuple[Any, ...]:
    """What a world depends on besides its maker: the day or the held moment, the settings."""
    held = clock._frozen.get()
    return (
        held or clock.today(),
        connection.settings_dict["NAME"],
        settings.LUCAI_DATA_DIR,
        settings.LUCAI_SEALING_SUITE,
        settings.LUCAI_DEMO,
    )


@lru_cache(maxsize=1)
def _tables() -> tuple[type[models.Model], ...]:
    every = apps.get_models(include_auto_created=True)
    return tuple(one for one in every if one._meta.managed and not one._meta.proxy)


def _rows() -> dict[str, Rows]:
    with connection.cursor() as cursor:
        return {one._meta.db_table: _rows_of(cursor, one._meta.db_table) for one in _tables()}


def _rows_of(cursor: CursorWrapper, table: str) -> Rows:
    cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
    return dict.fromkeys(tuple(map(_kept, row)) for row in cursor.fetchall())


def _kept(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def _written(before: dict[str, Rows]) -> dict[str, list[tuple[Any, ...]]] | None:
    """Return the new rows; None where a row of before was changed: that cannot be written again."""
    written: dict[str, list[tuple[Any, ...]]] = {}
    for table, rows in _rows().items():
        if any(old not in rows for old in before[table]):
            return None
        if new := [row for row in rows if row not in before[table]]:
            written[table] = new
    return written


def _restored(memory: Memory) -> Any:
    with connection.cursor() as cursor:
        for table, rows in memory.rows.items():
            places = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f'INSERT INTO "{table}" VALUES ({places})', rows)  # noqa: S608
        _go_on_counting(cursor, memory.rows)
    for path, content in memory.log.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    sealing.remind_outposts(memory.outposts)
    readings.forget()
    return memory.value


def _go_on_counting(cursor: CursorWrapper, rows: dict[str, Any]) -> None:
    """PostgreSQL's counters know nothing of ids that were written."""
    if connection.vendor != "postgresql":
        return
    for table in rows:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [f'"{table}"'])
        if sequence := cursor.fetchone()[0]:
            cursor.execute(
                f'SELECT setval(%s, greatest((SELECT max(id) FROM "{table}"), '  # noqa: S608
                "nextval(%s)))",
                [sequence, sequence],
            )


def _log() -> dict[Path, bytes]:
    """Return the log's tiles as they stand, for the size that the database knows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT size FROM journal_head")
        found = cursor.fetchone()
    folder = Path(settings.LUCAI_DATA_DIR) / "log"
    return {path: path.read_bytes() for path in _tiles(folder, found[0] if found else 0)}


def _tiles(folder: Path, size: int) -> Iterator[Path]:
    for tile in tiles.touched(0, size) if size else ():
        yield folder / tile.path
        if tile.level == 0:
            yield folder / tiles.Tile(tiles.ENTRIES, tile.index, tile.width).path
