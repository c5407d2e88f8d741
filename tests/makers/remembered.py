"""Worlds built once a process: what a maker wrote into a database is written again as rows.

A maker marked :func:`remembered` runs its services the first time. Whoever calls it again with the
same, on a database that stands exactly as it stood then, gets the same rows, log tiles and outposts
in a few milliseconds; on any other database the services build, as before.
"""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache, wraps
from pathlib import Path
from types import FunctionType
from typing import Any, ParamSpec, TypeVar, cast
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper
from pydantic import BaseModel

from lucai.kernel import clock
from lucai.platform.records import readings
from lucai_trust import tiles
from tests.makers import sealing

P = ParamSpec("P")
R = TypeVar("R")
Row = tuple[Any, ...]
Rows = dict[Row, None]
HASH_BYTES = 32
PLAIN = (str, int, bool, type(None), dt.date, dt.timedelta, Decimal, Enum, UUID)


@dataclass(frozen=True, slots=True)
class Written:
    """What a maker did to one table."""

    columns: tuple[str, ...]
    added: tuple[Row, ...]
    changed: tuple[Row, ...]
    removed: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Memory:
    """What a maker left behind."""

    value: Any
    tables: dict[str, Written]
    log: dict[Path, bytes]
    outposts: sealing.OutpostMemory
    leaves: int
    """The fingerprint of everything in the database afterwards."""


@dataclass(slots=True)
class Known:
    """A database whose fingerprint is known, as long as nothing is written to it or taken back."""

    fingerprint: int | None = None
    mark: tuple[Any, ...] = ()


_memories: dict[tuple[Any, ...], Memory] = {}
_of_no_use: list[object] = []
_present = Known()
_at_first = Known()
"""How the database stands now, and how it stood when the running test began."""


@contextmanager
def only_as_a_whole() -> Iterator[None]:
    """Remember nothing of what is made in here: nobody will ask for its parts again."""
    _of_no_use.append(None)
    try:
        yield
    finally:
        _of_no_use.pop()


def remembered(maker: Callable[P, R]) -> Callable[P, R]:
    """Let what a maker does be written again instead of done again."""

    @wraps(maker)
    def made(*args: P.args, **kwargs: P.kwargs) -> R:
        # Without a transaction that is undone nothing may be taken for granted afterwards.
        lasting = _of_no_use or not connection.in_atomic_block
        if lasting or not _is_plain((*args, *kwargs.values())):
            return maker(*args, **kwargs)
        asked = (_spelt(args), _spelt(tuple(kwargs.items())))
        key = (maker.__module__, maker.__qualname__, *_moment(), *asked, _standing())
        if key in _memories:
            return cast("R", _restored(_memories[key]))
        before = _rows()
        value = maker(*args, **kwargs)
        _memories[key] = _memory(value, before)
        return value

    return made


def _is_plain(value: Any) -> bool:
    """Whether a value says everything about itself: plain, or frozen and made of plain parts."""
    if isinstance(value, (tuple, list, frozenset)):
        return all(map(_is_plain, value))
    if isinstance(value, dict):
        return _is_plain((*value, *value.values()))
    if isinstance(value, BaseModel):
        return _is_plain(tuple(dict(value).values()))
    if isinstance(value, FunctionType):
        return True
    if is_dataclass(value):
        return all(_is_plain(getattr(value, each.name)) for each in fields(value))
    return isinstance(value, PLAIN)


def _spelt(value: Any) -> str:
    """Spell a plain value; a maker among the arguments by its name."""
    return re.sub(r" at 0x[0-9a-f]+", "", repr(value))


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
def _tables() -> dict[str, str]:
    """Return every table with the column of its key."""
    every = apps.get_models(include_auto_created=True)
    kept = (one._meta for one in every if one._meta.managed and not one._meta.proxy)
    return {meta.db_table: str(meta.pk.column) for meta in kept}


def _rows() -> dict[str, Rows]:
    """Return every row of every table: whole as SQLite spells it, key and text on PostgreSQL.

    A test asks for this dozens of times: only what was written since the last time is read again.
    """
    if _rows_kept not in connection.execute_wrappers:
        connection.execute_wrappers.append(_rows_kept)
        _rows_kept.forget()
    return _rows_kept.read()


class _KeptRows:
    """All rows as they were read last, and the tables that were written since then.

    It stands among the connection's execute wrappers and sees every statement.
    """

    def __init__(self) -> None:
        self.rows: dict[str, Rows] = {}
        self.fingerprints: dict[str, int] = {}
        self.stale: set[str] = set()

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(READING):
            if written := readings.WRITES.match(sql):
                self.stale.add(written[1])
            elif not sql.startswith(readings.HARMLESS):
                self.forget()
        return execute(sql, params, many, context)

    def forget(self) -> None:
        """Take nothing for known any more."""
        self.stale.update(_tables())

    def read(self) -> dict[str, Rows]:
        """Return all rows, after another look at the tables that were written."""
        if asked := [table for table in _tables() if table in self.stale]:
            fresh = _read(asked)
            self.rows = self.rows | fresh
            self.fingerprints |= {t: hash(frozenset(rows)) for t, rows in fresh.items()}
            self.stale.clear()
        return self.rows

    def fingerprint(self) -> int:
        """Return one number for everything in the database."""
        self.read()
        return hash(tuple(self.fingerprints[table] for table in _tables()))


READING = ("SELECT", "PRAGMA")
_rows_kept = _KeptRows()


def _read(tables: list[str]) -> dict[str, Rows]:
    """Read whole tables: on SQLite past Django and without converters, on PostgreSQL in one go."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return _texts(cursor, tables)
        plain = connection.connection.cursor(sqlite3.Cursor)
        return {t: dict.fromkeys(plain.execute(_question(t)).fetchall()) for t in tables}


@cache
def _question(table: str) -> str:
    """Spell the question for all rows; of a column with a plus before it SQLite forgets the type."""
    names = ", ".join(f'+"{name}"' for name in _columns(table))
    return f'SELECT {names} FROM "{table}"'


def _texts(cursor: CursorWrapper, tables: list[str]) -> dict[str, Rows]:
    one = 'SELECT {place}, "{key}"::text, each::text FROM "{table}" each'
    parts = (
        one.format(place=n, key=_tables()[table], table=table) for n, table in enumerate(tables)
    )
    cursor.execute(" UNION ALL ".join(parts))
    found: list[Rows] = [{} for _ in tables]
    for place, key, text in cursor.fetchall():
        found[place][key, text] = None
    return dict(zip(tables, found, strict=True))


def test_begins() -> int | None:
    """Note how the database stands; return its fingerprint if it is known."""
    _rows_kept.forget()
    _at_first.mark = _mark()
    _at_first.fingerprint = _present.fingerprint if _at_first.mark == _present.mark else None
    return _at_first.fingerprint


def test_ended() -> None:
    """Take what the test found as known again: what it wrote has been undone."""
    _stands(_at_first.fingerprint if _mark()[2:] == _at_first.mark[2:] else None)


def goes_back(fingerprint: int | None) -> None:
    """Take the database as standing as it did before a world was built and undone."""
    _rows_kept.forget()
    _stands(fingerprint)


def _stands(fingerprint: int | None) -> None:
    _present.fingerprint, _present.mark = fingerprint, _mark()


def _mark() -> tuple[Any, ...]:
    """Return what changes with everything written to SQLite or taken back; elsewhere nothing does.

    A row written or deleted counts on in its connection, also once it is undone; the highest keys
    go back with what is undone.
    """
    raw = connection.connection
    if raw is None or connection.vendor != "sqlite":
        return ()
    plain = raw.cursor(sqlite3.Cursor)
    found = plain.execute("SELECT count(*), total(seq) FROM sqlite_sequence").fetchone()
    return (raw.total_changes, id(raw), *found)


def _standing() -> int:
    """Return a fingerprint of everything in the database: the known one, or what is found there."""
    mark = _mark()
    if mark and mark == _present.mark and _present.fingerprint is not None:
        return _present.fingerprint
    _rows()
    found = _rows_kept.fingerprint()
    _stands(found)
    if mark == _at_first.mark:
        _at_first.fingerprint = found
    return found


def _memory(value: Any, before: dict[str, Rows]) -> Memory:
    now = _rows()
    leaves = _rows_kept.fingerprint()
    _stands(leaves)
    return Memory(value, _written(before, now), _log(), sealing.outposts_remembered(), leaves)


def _written(before: dict[str, Rows], now: dict[str, Rows]) -> dict[str, Written]:
    """Compare the database with how it stood before, table by table."""
    read_again = (table for table, rows in now.items() if rows is not before[table])
    differing = (table for table in read_again if now[table].keys() != before[table].keys())
    return {table: _compared(table, before[table], now[table]) for table in differing}


def _compared(table: str, before: Rows, now: Rows) -> Written:
    columns = _columns(table)
    key = 0 if connection.vendor == "postgresql" else columns.index(_tables()[table])
    old = {row[key] for row in before if row not in now}
    fresh = [row for row in now if row not in before]
    return Written(
        columns,
        added=_whole(table, [row for row in fresh if row[key] not in old]),
        changed=_whole(table, [row for row in fresh if row[key] in old]),
        removed=tuple(old - {row[key] for row in fresh}),
    )


def _whole(table: str, rows: list[Row]) -> tuple[Row, ...]:
    """Return rows with all their columns."""
    if connection.vendor != "postgresql" or not rows:
        return tuple(rows)
    with connection.cursor() as cursor:
        keys = [row[0] for row in rows]
        asked = f'SELECT * FROM "{table}" WHERE "{_tables()[table]}"::text = ANY(%s)'
        cursor.execute(asked, [keys])
        return tuple(tuple(map(_kept, row)) for row in cursor.fetchall())


def _kept(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


@cache
def _columns(table: str) -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
        return tuple(column[0] for column in cursor.description)


def _restored(memory: Memory) -> Any:
    with connection.cursor() as cursor:
        for table, written in memory.tables.items():
            _write(cursor, table, written)
        _go_on_counting(cursor, memory.tables)
    for path, content in memory.log.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if "tile/0/" in path.as_posix():
            _write_beginnings(path, content)
    sealing.remind_outposts(memory.outposts)
    readings.forget()
    _stands(memory.leaves)
    return memory.value


def _write_beginnings(path: Path, content: bytes) -> None:
    """Write a tile's earlier widths anew: other worlds have left theirs, and older heads ask for them."""
    folder = path.parent if path.parent.suffix == ".p" else path.with_suffix(".p")
    for earlier in folder.iterdir() if folder.is_dir() else ():
        begins = content[: int(earlier.name) * HASH_BYTES]
        if len(begins) < len(content) and earlier.read_bytes() != begins:
            earlier.write_bytes(begins)


# ruff: noqa: S608 - the tables and columns are our own
def _write(cursor: CursorWrapper, table: str, written: Written) -> None:
    key = _tables()[table]
    for gone in written.removed:
        cursor.execute(f'DELETE FROM "{table}" WHERE "{key}" = %s', [gone])
    if written.changed:
        place = written.columns.index(key)
        settings_of = ", ".join(f'"{column}" = %s' for column in written.columns)
        update = f'UPDATE "{table}" SET {settings_of} WHERE "{key}" = %s'
        cursor.executemany(update, [(*row, row[place]) for row in written.changed])
    if written.added:
        places = ", ".join(["%s"] * len(written.columns))
        cursor.executemany(f'INSERT INTO "{table}" VALUES ({places})', written.added)


def _go_on_counting(cursor: CursorWrapper, tables: dict[str, Any]) -> None:
    """PostgreSQL's counters know nothing of ids that were written."""
    if connection.vendor != "postgresql":
        return
    for table in tables:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [f'"{table}"'])
        if sequence := cursor.fetchone()[0]:
            cursor.execute(
                f'SELECT setval(%s, greatest((SELECT max(id) FROM "{table}"), nextval(%s)))',
                [sequence, sequence],
            )


def _log() -> dict[Path, bytes]:
    """Return the log's tiles as they stand, for the size that the database knows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT size FROM journal_head")
        found = cursor.fetchone()
    folder = Path(settings.LUCAI_DATA_DIR) / "log"
    tiles_of = _tiles(folder, found[0] if found else 0)
    # A test may have moved to a data folder of its own, where nothing lies yet.
    return {path: path.read_bytes() for path in tiles_of if path.exists()}


def _tiles(folder: Path, size: int) -> Iterator[Path]:
    for tile in tiles.touched(0, size) if size else ():
        yield folder / tile.path
        if tile.level == 0:
            yield folder / tiles.Tile(tiles.ENTRIES, tile.index, tile.width).path
