"""Proofs from the log's tiles: that an entry is in it, that it only grew."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.conf import settings

from lucai_trust import merkle, tiles


def inclusion(index: int, size: int) -> tuple[bytes, ...]:
    """Return the way from the entry at an index to the root of the log at a size."""
    return tuple(merkle.inclusion_proof(_nodes(size), index, size))


def inclusions(indexes: Iterable[int], size: int) -> dict[int, tuple[bytes, ...]]:
    """Return the ways of several entries: each tile is read and each node hashed once for all."""
    read = cache(_nodes(size))
    return {index: tuple(merkle.inclusion_proof(read, index, size)) for index in indexes}


def consistency(old: int, new: int) -> tuple[bytes, ...]:
    """Return the proof that the log of the new size begins with that of the old one."""
    return tuple(merkle.consistency_proof(_nodes(new), old, new))


def _nodes(size: int) -> merkle.NodeReader:
    folder = Path(settings.LUCAI_DATA_DIR) / "log"
    return tiles.nodes_in_tiles(cache(lambda tile: (folder / tile.path).read_bytes()), size)
