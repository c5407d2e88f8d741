"""What a holder is shown when it is asked for its share: one reading of the log for a whole lot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import NotFound
from lucai.platform.journal.models import JournalEntry
from lucai.stages.trade.sealing import witnessing
from lucai.stages.trade.sealing.models import OpeningPolicy, RegistryOfBids, SealedBid
from lucai.stages.trade.sealing.selectors import policy_rows
from lucai.stages.trade.sealing.services import heads
from lucai_trust import merkle
from lucai_trust.envelope import LeafProof
from lucai_trust.envelope.policy import RECOVERY
from lucai_trust.release_request import PublicEntry, ReleaseRequest


@dataclass(frozen=True, slots=True)
class AskedLot:
    """What every request for a share of one lot says alike, and the log's entries of its bids."""

    stage: str
    head: witnessing.Head
    versions: Sequence[OpeningPolicy]
    policy_entries: tuple[PublicEntry, ...]
    seal_entry: PublicEntry
    leaves: list[bytes]
    entries: dict[int, JournalEntry]
    proofs: dict[int, LeafProof]

    def request(self, row: SealedBid) -> ReleaseRequest:
        """Return the request for one bid's shares, with all that its holders will look at."""
        proof = self.proofs.get(row.entry_id)
        if proof is None:
            raise NotFound("这份密封投标文件还没有写入日志。")
        place = self.leaves.index(bytes.fromhex(row.leaf))
        path = merkle.inclusion_proof(merkle.nodes_of(self.leaves), place, len(self.leaves))
        return ReleaseRequest(
            policies=tuple(one.policy for one in self.versions),
            envelope=row.envelope,
            stage=self.stage,
            note=self.head.note,
            policy_entries=self.policy_entries,
            opening=witnessing.leaf_opening(self.entries[row.entry_id]),
            leaf_index=proof.index,
            leaf_path=proof.path,
            seal_entry=self.seal_entry,
            registry_place=place,
            registry_path=tuple(path),
            stage_entry=self._stage_entry(row),
        )

    def _stage_entry(self, row: SealedBid) -> PublicEntry | None:
        """Return the entry by which recovery was asked for, where a recovery share is wanted."""
        if self.stage != RECOVERY or not row.recovery_entry_id:
            return None
        return witnessing.public_entry(row.recovery_entry_id, self.head)


def asked_lot(rows: Sequence[SealedBid], registry: RegistryOfBids, stage: str) -> AskedLot:
    """Read once what the requests for all these bids of a lot have in common."""
    versions = policy_rows(SYSTEM, rows[0].project_number, rows[0].lot_number)
    head = heads.witnessed_head()
    entries = witnessing.entries_of(row.entry_id for row in rows)
    return AskedLot(
        stage,
        head,
        versions,
        tuple(witnessing.public_entry(one.entry_id, head) for one in versions),
        witnessing.public_entry(registry.entry_id, head),
        [bytes.fromhex(leaf) for leaf in registry.leaves],
        entries,
        witnessing.leaf_proofs(entries.values(), head),
    )
