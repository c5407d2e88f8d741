"""Heads of the log as witnesses saw them, kept: only an old one can show what existed then."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.platform.journal import canonical, proofs
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.selectors import latest_checkpoint
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


def witness_growth(actor: Actor) -> bool:
    """Let the witnesses see the log if it has grown since a head of it was kept."""
    del actor
    row = latest_checkpoint(SYSTEM)
    kept = WitnessedCheckpoint.objects.seen_by(SYSTEM).aggregate(size=Max("size"))["size"] or 0
    if not row or row.size <= kept:
        return False
    shared_head()
    return True


def shared_head() -> Head:
    """Return a witnessed head over everything committed by now; one serves all who ask at once.

    In the rush before a deadline the log is ordered, and its head cosigned, once for all
    receipts that wait for it.
    """
    return _rounds.join(None)


_rounds: Rounds[None, Head] = Rounds(lambda asked: [witnessed_head()] * len(asked))


@dataclass
class Ledger:
    """Entries of the log and the heads that witnesses saw, read at once for a whole package."""

    entries: dict[int, JournalEntry]
    kept: list[Head]

    @staticmethod
    def of(pks: Iterable[int]) -> Ledger:
        """Read entries by their rows, and the first head over each: three queries for all."""
        entries = witnessing.entries_of(pks)
        return Ledger(entries, _heads_over(sorted(map(witnessing.place_of, entries.values()))))

    def head_over(self, index: int) -> Head:
        """Return the first witnessed head whose log has the entry; else the present one, kept."""
        place = bisect_right(self.kept, index, key=lambda head: head.size)
        if place == len(self.kept):
            self.kept.append(witnessed_head())
        return self.kept[place]

    def log_proof(self, pk: int) -> tuple[bytes, LogProof]:
        """Return a public entry's bytes and its proof under the first head it was seen in."""
        row = self.entries[pk]
        index = witnessing.place_of(row)
        over = self.head_over(index)
        proof = LogProof(index, proofs.inclusion(index, over.size), over.note)
        return canonical.leaf_bytes(row), proof

    def first_leaf_proof(self, pk: int) -> LeafProof:
        """Return the proof of a sealed entry under the first head that witnesses saw it in."""
        index = witnessing.place_of(self.entries[pk])
        over = self.head_over(index)
        return LeafProof(index, proofs.inclusion(index, over.size), over.note.encode())


def _heads_over(indexes: list[int]) -> list[Head]:
    """Return of every index the first kept head whose log has it, in their order."""
    rows = WitnessedCheckpoint.objects.seen_by(SYSTEM)
    sizes = list(
        rows.filter(size__gt=indexes[0]).order_by("size").values_list("size", flat=True)
        if indexes
        else ()
    )
    places = {bisect_right(sizes, index) for index in indexes}
    wanted = [sizes[place] for place in places if place < len(sizes)]
    found = rows.filter(size__in=wanted).order_by("size")
    return [Head(row.size, SignedNote.parse(row.note)) for row in found]


def _keep(found: Head) -> None:
    """Keep a head that counts, unless one of its size is kept: the earlier one proves more."""
    try:
        WitnessPolicy.parse(witnessing.trusted_witnesses()).judge(found.note)
    except NoteRefused:
        return
    with system_access("head of the log"):
        row = WitnessedCheckpoint(size=found.size, note=found.note.encode(), at=clock.now())
        WitnessedCheckpoint.objects.bulk_create([row], ignore_conflicts=True)
