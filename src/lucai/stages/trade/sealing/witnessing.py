"""The log's present head with the witnesses' cosignatures, and entries with their proofs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import NotFound
from lucai.platform.journal import canonical, keys, proofs, sequencer
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.selectors import latest_checkpoint
from lucai.stages.trade.sealing import ports
from lucai.stages.trade.sealing.policies import Log
from lucai_trust.checkpoint import Checkpoint, SignedNote, VerifierKey
from lucai_trust.envelope import LeafOpening, LeafProof
from lucai_trust.policy import WitnessPolicy
from lucai_trust.release_request import PublicEntry


@dataclass(frozen=True, slots=True)
class Head:
    """A head of the log and its note, as far as it is cosigned."""

    size: int
    note: SignedNote


def head(*, cosigned: bool = False) -> Head:
    """Order what is pending and return the log's head; cosigned by every witness that answers.

    Raises:
        NotFound: the log is empty.
    """
    sequencer.sequence_all()
    row = latest_checkpoint(SYSTEM)
    if not row:
        raise NotFound("日志还是空的。")
    note = SignedNote.parse(row.checkpoint)
    if cosigned:
        lines = [line for one in ports.witnesses() for line in one.cosign(note, proofs.consistency)]
        note = SignedNote(note.text, (*note.signatures, *lines))
    return Head(Checkpoint.parse(note.text).size, note)


def entry_of(pk: int) -> JournalEntry:
    """Return an entry for a proof."""
    return JournalEntry.objects.seen_by(SYSTEM).get(pk=pk)


def entries_of(pks: Iterable[int]) -> dict[int, JournalEntry]:
    """Return entries for proofs, by their rows."""
    found: dict[int, JournalEntry] = JournalEntry.objects.seen_by(SYSTEM).in_bulk(list(pks))
    return found


def public_entry(pk: int, at: Head) -> PublicEntry:
    """Return a public entry as the log has it, with its way to the head."""
    row = entry_of(pk)
    index = row.index or 0
    return PublicEntry(canonical.leaf_bytes(row), index, proofs.inclusion(index, at.size))


def leaf_opening(row: JournalEntry) -> LeafOpening:
    """Return what opens a sealed entry."""
    return LeafOpening(canonical.content_bytes(row), bytes.fromhex(row.salt))


def leaf_proofs(rows: Iterable[JournalEntry], at: Head) -> dict[int, LeafProof]:
    """Return the proofs of sealed entries that the head is over, by their rows."""
    places = {row.pk: row.index for row in rows if row.index is not None and row.index < at.size}
    paths, note = proofs.inclusions(places.values(), at.size), at.note.encode()
    return {pk: LeafProof(index, paths[index], note) for pk, index in places.items()}


def consistency(old: int, new: int) -> tuple[bytes, ...]:
    """Return the proof that the log only grew between two heads."""
    return proofs.consistency(old, new)


def trusted_roots() -> list[bytes]:
    """Return the installation's trusted authorities: the DER files of its trust folder."""
    folder = Path(settings.LUCAI_DATA_DIR) / "trust" / "roots"
    return [path.read_bytes() for path in sorted(folder.glob("*.der"))]


def place_of(row: JournalEntry) -> int:
    """Return an entry's index, ordering what is pending first."""
    if row.index is None:
        sequencer.sequence_all()
        row = entry_of(row.pk)
    return row.index or 0


def trusted_witnesses() -> str:
    """Return whom to believe about the log, as a tlog-policy file: the installation's, or the log alone."""
    path = Path(settings.LUCAI_DATA_DIR) / "trust" / "witness-policy"
    if path.exists():
        return path.read_text(encoding="utf-8")
    key = VerifierKey.of(settings.LUCAI_LOG_NAME, keys.log_key())
    return f"log {key.encode()}\nquorum none\n"


def promised_log() -> Log:
    """Return the log as a policy that is published now names it: its origin, and whom to believe."""
    lines = WitnessPolicy.parse(trusted_witnesses()).encode().splitlines()
    return Log(settings.LUCAI_LOG_ORIGIN, tuple(lines))
