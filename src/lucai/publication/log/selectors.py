"""Reading the journal as the public: entries in order, sealed ones as commitments."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.journal import canonical
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.selectors import latest_checkpoint
from lucai_trust import tiles
from lucai_trust.errors import TrustError

PAGE = 200


def feed(viewer: Viewer, *, start: int, size: int = PAGE) -> dict[str, Any]:
    """Return public entries from an index on, and where to go on reading."""
    rows = JournalEntry.objects.seen_by(viewer).filter(index__gte=start, public=True)
    found = list(rows.order_by("index")[:size])
    entries = [
        {"index": row.index, "leaf": row.leaf, **json.loads(canonical.leaf_bytes(row))}
        for row in found
    ]
    head = latest_checkpoint(viewer)
    last = found[-1].index + 1 if len(found) == size else (head.size if head else 0)
    return {"entries": entries, "next": max(last, start)}


def checkpoint_text(viewer: Viewer) -> str:
    """Return the signed checkpoint.

    Raises:
        NotFound: the log is empty.
    """
    head = latest_checkpoint(viewer)
    if not head or not head.checkpoint:
        raise NotFound("日志还是空的。")
    return str(head.checkpoint)


def tile_path(viewer: Viewer, path: str) -> Path:
    """Return the file of a tile; only the canonical spelling of an address is answered.

    Raises:
        NotFound: no such tile.
    """
    del viewer
    try:
        tile = tiles.parse_tile_path(path)
    except TrustError as error:
        raise NotFound("没有这个日志分片。") from error
    found = Path(settings.LUCAI_DATA_DIR) / "log" / tile.path
    if not found.is_file():
        raise NotFound("没有这个日志分片。")
    return found
