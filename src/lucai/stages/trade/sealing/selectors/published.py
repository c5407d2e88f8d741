"""What shows a bidder's own browser that the policy it seals under is in the log, for everybody."""

from __future__ import annotations

from lucai.kernel.actors import SYSTEM
from lucai.platform.journal import canonical, proofs
from lucai.stages.trade.sealing import witnessing
from lucai.stages.trade.sealing.models import OpeningPolicy, WitnessedCheckpoint
from lucai.stages.trade.sealing.witnessing import Head
from lucai_trust.checkpoint import SignedNote
from lucai_trust.proof import LogProof


def policy_in_log(policy_hash: str) -> dict[str, str]:
    """Return the log's entry of a policy, and its proof under the first head witnesses saw it in."""
    row = OpeningPolicy.objects.seen_by(SYSTEM).get(policy_hash=policy_hash)
    entry = witnessing.entry_of(row.entry_id)
    index = witnessing.place_of(entry)
    over = _head_over(index)
    proof = LogProof(index, proofs.inclusion(index, over.size), over.note)
    return {"entry": canonical.leaf_bytes(entry).decode("utf-8"), "proof": proof.encode()}


def _head_over(index: int) -> Head:
    """Return the first head kept over an entry; as long as there is none, the log's present one."""
    rows = WitnessedCheckpoint.objects.seen_by(SYSTEM).filter(size__gt=index)
    kept = rows.order_by("size").first()
    return Head(kept.size, SignedNote.parse(kept.note)) if kept else witnessing.head()
