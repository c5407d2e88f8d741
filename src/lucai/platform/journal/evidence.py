"""A project's entries with what proves them to others: exact bytes, salts, ways to the log's root."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from lucai.kernel.actors import SYSTEM
from lucai.platform.journal import canonical, keys
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.selectors import latest_checkpoint
from lucai_trust import encoding, merkle, tiles
from lucai_trust.checkpoint import VerifierKey


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a file of a project carries of the log; empty texts where the log has no head yet.

    ``events`` are lines of JSON chained by SHA-256; ``inclusion`` the proofs to ``checkpoint``.
    """

    events: bytes
    inclusion: bytes
    checkpoint: bytes
    log_key: bytes


def project_evidence(number: str, also: tuple[str, ...] = ()) -> Evidence:
    """Return a project's whole journal with its proofs, oldest entry first.

    ``also`` names objects whose entries belong to it without carrying its number.

    For the project's archive alone: it opens sealed entries.
    """
    wanted = Q(project_number=number) | Q(object_key__in=also)
    rows = list(JournalEntry.objects.seen_by(SYSTEM).filter(wanted).order_by("pk"))
    head = latest_checkpoint(SYSTEM)
    size = head.size if head else 0
    proved = [row.index for row in rows if row.index is not None and row.index < size]
    key = VerifierKey.of(settings.LUCAI_LOG_NAME, keys.log_key()).encode()
    return Evidence(
        events=b"".join(line + b"\n" for line in _chained(rows)),
        inclusion=_proofs(proved, size),
        checkpoint=head.checkpoint.encode() if head else b"",
        log_key=f"{key}\n".encode(),
    )


def _chained(rows: list[JournalEntry]) -> list[bytes]:
    lines, before = [], "0" * 64
    for number, row in enumerate(rows, 1):
        event = {
            "number": number, "index": row.index, "at": encoding.utc(row.at), "event": row.event,
            "label": row.label, "public": row.public, "previous": before,
            "content": canonical.content_bytes(row).decode(), "salt": "" if row.public else row.salt,
        }  # fmt: skip
        lines.append(encoding.canonical(event))
        before = hashlib.sha256(lines[-1]).hexdigest()
    return lines


def _proofs(indexes: list[int], size: int) -> bytes:
    folder = Path(settings.LUCAI_DATA_DIR) / "log"

    @cache
    def bytes_of(tile: tiles.Tile) -> bytes:
        return (folder / tile.path).read_bytes()

    read = tiles.nodes_in_tiles(bytes_of, size)
    lines = (
        json.dumps({"index": i, "path": [n.hex() for n in merkle.inclusion_proof(read, i, size)]})
        for i in indexes
    )
    return "".join(f"{line}\n" for line in lines).encode()
