"""What a witness never forgets: the latest head of each log, in a file of its own."""

from __future__ import annotations

from pathlib import Path

from lucai_outposts.database import Database
from lucai_trust.witness import EMPTY, Head

_TABLES = """
CREATE TABLE IF NOT EXISTS head (
    origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL
) WITHOUT ROWID;
"""


class Heads:
    """The memory of a witness (``lucai_trust.witness.Memory``)."""

    def __init__(self, path: Path) -> None:
        self._database = Database(path, _TABLES)

    def latest(self, origin: str) -> Head:
        """Return the latest head cosigned of a log."""
        query = "SELECT size, root FROM head WHERE origin = ?"
        for size, root in self._database.rows(query, origin):
            assert isinstance(size, int)
            assert isinstance(root, bytes)
            return Head(size, root)
        return EMPTY

    def advance(self, origin: str, old: Head, new: Head, note: str) -> bool:
        """Replace the head in one step, if the old one is still there."""
        with self._database.writing() as file:
            if self.latest(origin) != old:
                return False
            statement = "INSERT OR REPLACE INTO head VALUES (?, ?, ?, ?)"
            file.execute(statement, (origin, new.size, new.root, note))
        return True

    def close(self) -> None:
        """Close the file."""
        self._database.close()
