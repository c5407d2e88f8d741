"""An outpost's own clock: it does not ask the platform what time it is."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment by this machine's clock."""
    return datetime.now(UTC)
