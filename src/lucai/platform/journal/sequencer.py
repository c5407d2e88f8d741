"""Giving entries their index and appending them to the tree.

One sequencer at a time holds the head row; business transactions never wait for it.
Tiles are written before the head is committed: a crash leaves tiles that the next run
writes again, byte for byte, and never a head without its tiles.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from lucai.kernel import clock, durable
from lucai.platform.journal import keys
from lucai.platform.journal.canonical import leaf_bytes, leaf_of
from lucai.platform.journal.models import JournalEntry, JournalHead
from lucai.platform.records import system_access
from lucai_trust import checkpoint, merkle, tiles

BATCH = 1000
KEPT = 4 * tiles.WIDTH
ONLY = 1
"""The key of the one head row."""


def sequence(limit: int = BATCH) -> int:
    """Order up to ``limit`` pending entries; return how many."""
    with system_access("sequencer"), transaction.atomic():
        head = _locked_head()
        pending = list(JournalEntry.objects.filter(index__isnull=True).order_by("pk")[:limit])
        if not pending:
            return 0
        _append(head, pending)
        return len(pending)


def sequence_all() -> int:
    """Order everything pending; return how many."""
    total = 0
    while done := sequence():
        total += done
        if done < BATCH:  # what was committed meanwhile, nobody who waits here has been promised
            break
    return total


def _locked_head() -> JournalHead:
    """Hold the log's one head; of several processes that make it, the first one's is the head."""
    rows = JournalHead.objects.select_for_update().filter(pk=ONLY)
    if head := rows.first():
        return head
    empty = JournalHead(pk=ONLY, root=merkle.root([]).hex(), checkpoint="")
    JournalHead.objects.bulk_create([empty], ignore_conflicts=True)
    return rows.get()


def _append(head: JournalHead, pending: list[JournalEntry]) -> None:
    frontier = merkle.Frontier(head.size, tuple(bytes.fromhex(h) for h in head.frontier))
    for entry in pending:
        entry.index = frontier.size
        frontier = frontier.append(bytes.fromhex(entry.leaf))
    _number(pending)
    _spell(pending)
    _write_tiles(head.size, frontier.size)
    root = frontier.root()
    head.change(
        size=frontier.size,
        root=root.hex(),
        frontier=[node.hex() for node in frontier.nodes],
        checkpoint=_signed(frontier.size, root, keys.log_key()),
        at=clock.now(),
    )


def _number(entries: list[JournalEntry]) -> None:
    """Write the indexes down: one statement for each run of rows without a gap between their keys."""
    runs = groupby(entries, key=lambda entry: (entry.index or 0) - entry.pk)
    for ahead, run in runs:
        first, *others = [entry.pk for entry in run]
        rows = JournalEntry.objects.filter(pk__gte=first, pk__lte=others[-1] if others else first)
        rows.update(index=F("pk") + ahead)


def _signed(size: int, root: bytes, key: Ed25519PrivateKey) -> str:
    return checkpoint.sign(
        checkpoint.Checkpoint(settings.LUCAI_LOG_ORIGIN, size, root), settings.LUCAI_LOG_NAME, key
    )


def _write_tiles(old_size: int, new_size: int) -> None:
    """Write every hash tile that the growth touched."""
    folder = Path(settings.LUCAI_DATA_DIR) / "log"
    written: list[Path] = []
    for tile in tiles.touched(old_size, new_size):
        if tile.level == 0:
            leaves = _leaves_of(tile)
            bundle = tiles.Tile(tiles.ENTRIES, tile.index, tile.width)
            written.append(_store(folder, bundle, tiles.encode_bundle(_spelt(tile, leaves))))
            written.append(_store(folder, tile, b"".join(map(bytes.fromhex, leaves))))
        else:
            written.append(_store(folder, tile, b"".join(_roots_below(folder, tile))))
    # Before a head counts on the tiles, the disk has them and knows where they lie.
    for each in {path.parent for path in written}:
        durable.sync_folder(each)


def _spelt(tile: tiles.Tile, leaves: list[str]) -> list[bytes]:
    """Return the bytes of a tile's leaves; it is written many times while it fills up."""
    if not _known.keys() >= set(leaves):
        # Those that came before have been spelt before: only in a new process are they unknown.
        _spell(_rows_of(tile))
    return [_known[leaf] for leaf in leaves]


def _spell(entries: Iterable[JournalEntry]) -> None:
    if len(_known) >= KEPT:
        _known.clear()
    _known.update((entry.leaf, leaf_bytes(entry)) for entry in entries)


_known: dict[str, bytes] = {}
"""Leaf hash → the bytes that have it; a hash has no others."""


def _store(folder: Path, tile: tiles.Tile, content: bytes) -> Path:
    path = folder / tile.path
    durable.make_folder(path.parent)
    durable.write(path, content)
    return path


def _leaves_of(tile: tiles.Tile) -> list[str]:
    return list(_rows_of(tile).values_list("leaf", flat=True))


def _rows_of(tile: tiles.Tile) -> QuerySet[JournalEntry]:
    first = tile.index * tiles.WIDTH
    rows = JournalEntry.objects.filter(index__gte=first, index__lt=first + tile.width)
    return rows.order_by("index")


def _roots_below(folder: Path, tile: tiles.Tile) -> list[bytes]:
    """Return the roots of the full tiles one level down: this tile's hashes."""
    below = (tiles.Tile(tile.level - 1, tile.index * tiles.WIDTH + i) for i in range(tile.width))
    return [merkle.root(tiles.split((folder / each.path).read_bytes())) for each in below]


def verify_head() -> int:
    """Recompute the tree from the entries and compare it with the signed head; return its size.

    Raises:
        ValueError: an entry was changed, or the head does not belong to the entries.
    """
    with system_access("log check"):
        head = JournalHead.objects.order_by("pk").first()
        rows = list(JournalEntry.objects.filter(index__isnull=False).order_by("index"))
    for row in rows:
        if leaf_of(row).hex() != row.leaf:
            raise ValueError(f"日志第 {row.index} 条与其摘要不符")
    size, root = (head.size, head.root) if head else (0, merkle.root([]).hex())
    if (len(rows), merkle.root(bytes.fromhex(row.leaf) for row in rows).hex()) != (size, root):
        raise ValueError("日志与签名的检查点不符")
    return size
