"""``lucai witness``: cosigns the checkpoints of the logs it is told of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from lucai_outposts import clock
from lucai_outposts.door import Routes
from lucai_outposts.heads import Heads
from lucai_outposts.keys import witness_keys
from lucai_trust.checkpoint import VerifierKey
from lucai_trust.cosignature import CosignerKey
from lucai_trust.witness import LONGEST_REQUEST, Answer, Witness

LONGEST = LONGEST_REQUEST
PATH = "/add-checkpoint"


def open_witness(folder: Path, name: str, logs: Iterable[VerifierKey]) -> Witness:
    """Return the witness whose keys and memory are in a folder."""
    keys = witness_keys(folder)
    known: dict[str, list[VerifierKey]] = {}
    for log in logs:
        known.setdefault(log.name, []).append(log)
    return Witness(name, (keys.ed25519, keys.ml_dsa), known, Heads(folder / "witness.sqlite3"))


def public_keys(witness: Witness) -> list[str]:
    """Spell the keys that others put into their policies."""
    return [CosignerKey.of(witness.name, key).encode() for key in witness.keys]


def routes(witness: Witness, now: Callable[[], datetime] = clock.now) -> Routes:
    """Return what the witness does at its door."""

    def add_checkpoint(body: bytes) -> Answer:
        return witness.add_checkpoint(body, int(now().timestamp()))

    return {("POST", PATH): add_checkpoint}
