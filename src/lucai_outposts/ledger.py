"""What a share server writes down before it answers: every request, alarm, seal and release."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from lucai_outposts.database import Database
from lucai_trust.encoding import utc
from lucai_trust.keyholder import Reason
from lucai_trust.release_request import ReleaseRequest

_TABLES = """
CREATE TABLE IF NOT EXISTS request (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, policy TEXT NOT NULL, envelope TEXT NOT NULL,
    stage TEXT NOT NULL, reason TEXT NOT NULL, witnessed_at INTEGER
);
CREATE TABLE IF NOT EXISTS alarm (id INTEGER PRIMARY KEY, signed TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS seal (policy TEXT PRIMARY KEY, leaf BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS release (
    envelope TEXT NOT NULL, stage TEXT NOT NULL, signed TEXT NOT NULL,
    PRIMARY KEY (envelope, stage)
) WITHOUT ROWID;
"""


class Ledger:
    """The share server's own book, in a file of its own."""

    def __init__(self, path: Path) -> None:
        self._database = Database(path, _TABLES)

    def seal_of(self, request: ReleaseRequest) -> bytes | None:
        """Return the leaf of the registry seal that this tender was opened under before."""
        query = "SELECT leaf FROM seal WHERE policy = ?"
        for (leaf,) in self._database.rows(query, request.policies[0].hash.hex()):
            assert isinstance(leaf, bytes)
            return leaf
        return None

    def released(self, request: ReleaseRequest) -> str | None:
        """Return the release already signed for an envelope and stage."""
        query = "SELECT signed FROM release WHERE envelope = ? AND stage = ?"
        for (signed,) in self._database.rows(query, request.envelope.hash.hex(), request.stage):
            return str(signed)
        return None

    def alarms(self) -> list[str]:
        """Return the signed alarms, the oldest first."""
        return [str(signed) for (signed,) in self._database.rows("SELECT signed FROM alarm")]

    def requests(self) -> list[tuple[object, ...]]:
        """Return what was asked and decided, the oldest first: at, stage, reason."""
        return self._database.rows("SELECT at, stage, reason FROM request ORDER BY id")

    def refuse(
        self,
        request: ReleaseRequest,
        reason: str,
        at: datetime,
        *,
        witnessed_at: int | None = None,
        alarm: str | None = None,
    ) -> None:
        """Write a refusal down, with its alarm if there is one."""
        with self._database.writing() as file:
            file.execute(_REQUEST, _row(request, reason, at, witnessed_at))
            if alarm is not None:
                file.execute("INSERT INTO alarm (signed) VALUES (?)", (alarm,))

    def release(
        self, request: ReleaseRequest, at: datetime, *, witnessed_at: int | None, signed: str
    ) -> None:
        """Write a release down, and the seal that this tender is opened under from now on."""
        with self._database.writing() as file:
            file.execute(_REQUEST, _row(request, Reason.RELEASED, at, witnessed_at))
            seal = (request.policies[0].hash.hex(), request.seal_entry.logged.leaf)
            file.execute("INSERT OR IGNORE INTO seal VALUES (?, ?)", seal)
            released = (request.envelope.hash.hex(), request.stage, signed)
            file.execute("INSERT OR IGNORE INTO release VALUES (?, ?, ?)", released)

    def close(self) -> None:
        """Close the file."""
        self._database.close()


_REQUEST = (
    "INSERT INTO request (at, policy, envelope, stage, reason, witnessed_at)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)


def _row(
    request: ReleaseRequest, reason: str, at: datetime, witnessed_at: int | None
) -> tuple[object, ...]:
    return (
        utc(at),
        request.policies[-1].hash.hex(),
        request.envelope.hash.hex(),
        request.stage,
        str(reason),
        witnessed_at,
    )
