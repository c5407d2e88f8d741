"""From an address to Django's database settings."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA busy_timeout=20000; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
)

STATEMENTS = 1000
"""How many statements a connection keeps prepared: the house asks more than Python's 128."""


def database(address: str) -> dict[str, Any]:
    """Return Django's settings for ``sqlite:///path`` or ``postgresql://…``.

    Raises:
        ValueError: another scheme.
    """
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": address.removeprefix("sqlite:///"),
            # Opening the file and reading its schema costs more than most requests.
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "cached_statements": STATEMENTS,
                "init_command": SQLITE_PRAGMAS,
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        query = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", parts.hostname or ""),
            "PORT": str(query.pop("port", parts.port or "")),
            "CONN_MAX_AGE": 60,
            "OPTIONS": query,
        }
    raise ValueError(f"LUCAI_DATABASE_URL: sqlite:/// or postgresql://, not {parts.scheme}")
