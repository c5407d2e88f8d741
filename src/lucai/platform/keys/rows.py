"""Fields of rows under seal for a time: in the tables only ``sealed`` says what they are."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

from lucai.platform.keys.sealing import protector, reveal_all


class Sealable(Protocol):
    """A row in hand with a text column for what lies under seal."""

    sealed: str


S = TypeVar("S", bound=Sealable)


def seal_rows(domain: str, rows: Mapping[str, Sealable], blank: Mapping[str, Any]) -> None:
    """Lay the fields of rows under seal, each bound to its place, and leave ``blank`` in theirs."""
    seal = protector(domain)
    for place, row in rows.items():
        given = {name: getattr(row, name) for name in blank}
        body = seal(place, json.dumps(given, ensure_ascii=False).encode())
        _write(row, {**blank, "sealed": base64.b64encode(body).decode("ascii")})


def open_rows(domain: str, rows: Mapping[str, S]) -> list[S]:
    """Open in hand the rows that lie under seal, and return those; nothing is written.

    Raises:
        VaultFailed: what lies under seal was tampered with, or moved to another place.
    """
    closed = {place: row for place, row in rows.items() if row.sealed}
    if not closed:
        return []
    bodies = {place: base64.b64decode(row.sealed) for place, row in closed.items()}
    for place, body in reveal_all(domain, bodies).items():
        _write(closed[place], {**json.loads(body), "sealed": ""})
    return list(closed.values())


def _write(row: Sealable, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
