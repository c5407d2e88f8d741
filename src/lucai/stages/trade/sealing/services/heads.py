"""Heads of the log as witnesses saw them, kept: only an old one can show what existed then."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.platform.journal import canonical, proofs
from lucai.platform.records import system_access
from lucai.stages.trade.sealing import witnessing
from lucai.stages.trade.sealing.models import WitnessedCheckpoint
from lucai.stages.trade.sealing.rounds import Rounds
from lucai.stages.trade.sealing.witnessing import Head
from lucai_trust.checkpoint import SignedNote
from lucai_trust.envelope import LeafProof
from lucai_trust.errors import NoteRefused
from lucai_trust.policy import WitnessPolicy
from lucai_trust.proof import LogProof


def witnessed_head() -> Head:
    """Let the witnesses cosign the present head, and keep it when it counts."""
    found = witnessing.head(cosigned=True)
    _keep(found)
    return found


def shared_head() -> Head:
    """Return a witnessed head over everything committed by now; one serves all who ask at once.

    In the rush before a deadline the log is ordered, and its head cosigned, once for all
    receipts that wait for it.
    """
    return _rounds.join(witnessed_head)


_rounds: Rounds[Head] = Rounds()


def head_over(index: int) -> Head:
    """Return the first witnessed head whose log has the entry of an index; else the present one."""
    rows = WitnessedCheckpoint.objects.seen_by(SYSTEM).filter(size__gt=index).order_by("size")
    row = rows.first()
    return Head(row.size, SignedNote.parse(row.note)) if row else witnessed_head()


def log_proof(pk: int) -> tuple[bytes, LogProof]:
    """Return a public entry's bytes and its proof under the first head that witnesses saw it in."""
    row = witnessing.entry_of(pk)
    index = witnessing.place_of(row)
    over = head_over(index)
    proof = LogProof(index, proofs.inclusion(index, over.size), over.note)
    return canonical.leaf_bytes(row), proof


def first_leaf_proof(pk: int) -> LeafProof:
    """Return the proof of a sealed entry under the first head that witnesses saw it in."""
    index = witnessing.place_of(witnessing.entry_of(pk))
    over = head_over(index)
    return LeafProof(index, proofs.inclusion(index, over.size), over.note.encode())


def _keep(found: Head) -> None:
    """Keep a head that counts, unless one of its size is kept: the earlier one proves more."""
    try:
        WitnessPolicy.parse(witnessing.trusted_witnesses()).judge(found.note)
    except NoteRefused:
        return
    with system_access("head of the log"):
        row = WitnessedCheckpoint(size=found.size, note=found.note.encode(), at=clock.now())
        WitnessedCheckpoint.objects.bulk_create([row], ignore_conflicts=True)
