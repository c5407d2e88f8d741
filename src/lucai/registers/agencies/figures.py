"""What the platform itself knows of an agency: whether it keeps the law's limits."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.platform.duties.selectors import kept_in_time
from lucai.registers.agencies.contributions import Figure


def punctuality(viewer: Viewer, organisation: int, uscc: str) -> tuple[Figure, ...]:
    """Return how many of the latest matters with a legal limit were done in time."""
    del uscc
    kept, all_ = kept_in_time(viewer, organisation)
    return (Figure("法定期限内办结", f"{kept} / {all_}", "件"),) if all_ else ()
