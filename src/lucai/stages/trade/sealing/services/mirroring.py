"""The second copy of what was handed in, so that it can be opened where the platform is not there.

Only what the log has is copied, in the log's order: envelopes with the policy they are sealed under,
claims by which they were replaced or withdrawn, and each lot's sealed registry, which says which of
them count. ``lucai-open`` opens a copy with the shares that holders release.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial

from lucai.kernel.actors import SYSTEM, Actor
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.stages.trade.sealing import ports, vault
from lucai.stages.trade.sealing.lifecycle import SEALED_BID
from lucai.stages.trade.sealing.models import OpeningPolicy, SealedBid
from lucai.stages.trade.sealing.selectors import registry_of
from lucai_trust.encoding import canonical
from lucai_trust.envelope import write_bid_file

BATCH = 100
"""Entries in one go: files are large, and others wait for the worker."""
PIECE = 1 << 20


def mirror_growth(actor: Actor) -> int:
    """Copy what the log has and the mirror has not; return how many entries told of something.

    Where the mirror fails half-way it is told the same again: what it has, it keeps as it is.

    Raises:
        OSError: it cannot be reached.
    """
    del actor
    mirror = ports.mirror()
    if not mirror:
        return 0
    with system_access("mirror"):
        rows = JournalEntry.objects.filter(index__gte=mirror.position()).order_by("index")
        entries = list(rows[:BATCH])
        copied = [_copy(mirror, entry) for entry in entries]
    if entries:
        mirror.advance((entries[-1].index or 0) + 1)
    return sum(copied)


def _copy(mirror: ports.Mirror, entry: JournalEntry) -> bool:
    copy = COPIES.get(entry.event)
    if copy:
        copy(mirror, entry.object_key)
    return copy is not None


def _envelope(mirror: ports.Mirror, code: str) -> None:
    row = SealedBid.objects.filter(code=code).first()
    if not row:
        return
    policy = OpeningPolicy.objects.get(policy_hash=row.policy_hash).policy
    mirror.keep(f"{row.policy_hash}/policy.json", [policy.encode()])
    parts = range(1, len(row.envelope.core.parts) + 1)
    with tempfile.TemporaryFile() as file:
        write_bid_file(file, row.envelope, (vault.part_of(row.envelope_hash, n) for n in parts))
        file.seek(0)
        mirror.keep(
            f"{row.policy_hash}/{row.envelope_hash}.lcbid", iter(partial(file.read, PIECE), b"")
        )


def _claim(mirror: ports.Mirror, code: str) -> None:
    row = SealedBid.objects.filter(code=code).first()
    if row:
        name = f"{row.policy_hash}/{row.envelope_hash}.claim.json"
        mirror.keep(name, [row.claim.encode("utf-8")])


def _registry(mirror: ports.Mirror, key: str) -> None:
    number, _, lot = key.rpartition("/")
    row = registry_of(SYSTEM, number, int(lot))
    if row:
        said = {
            "size": row.size,
            "root": row.root,
            "leaves": row.leaves,
            "dummies": row.dummy_salts,
        }
        mirror.keep(f"{row.policy_hash}/registry.json", [canonical(said)])


COPIES: dict[str, Callable[[ports.Mirror, str], None]] = {
    f"{SEALED_BID.of}.receive": _envelope,
    f"{SEALED_BID.of}.replace": _claim,
    f"{SEALED_BID.of}.withdraw": _claim,
    "trade.registryOfBids.seal": _registry,
}
