"""What happened to one object, as ``ui.timeline`` shows it."""

from __future__ import annotations

from typing import Any

from lucai.kernel.actors import Viewer
from lucai.platform.journal.selectors import object_timeline


def timeline_of(viewer: Viewer, of: str, key: str) -> list[dict[str, Any]]:
    """Return the lines of an object's timeline, newest first, as far as the viewer may know."""
    return [
        {
            "at": entry.at,
            "who": entry.who,
            "what": entry.label,
            "tag": entry.side,
            "index": entry.index,
            "proof": "pending" if entry.index is None else "proved",
        }
        for entry in object_timeline(viewer, of, key)
    ]
