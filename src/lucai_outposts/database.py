"""Opening an outpost's database: SQLite, every commit on the disk before it returns."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Database:
    """One SQLite file of one process; the door lets one act at a time use it."""

    def __init__(self, path: Path, tables: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = DELETE")
        # EXTRA also syncs the folder, so that a rolled-back journal cannot come back.
        self._connection.execute("PRAGMA synchronous = EXTRA")
        self._connection.executescript(tables)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Hold the file for one change; it is on the disk when the block has been left."""
        self._connection.execute("BEGIN IMMEDIATE")
        with self._connection:
            yield self._connection

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """Return what a query finds."""
        return self._connection.execute(query, values).fetchall()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
