"""What a bidder's own device is given: under what it seals, that the log has it, where it hands in."""

from __future__ import annotations

from typing import Any

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.platform.journal import canonical, proofs
from lucai.stages.trade.sealing import passes, witnessing
from lucai.stages.trade.sealing.models import OpeningPolicy, WitnessedCheckpoint
from lucai.stages.trade.sealing.platform_keys import receipt_signers
from lucai.stages.trade.sealing.selectors import policy_card
from lucai.stages.trade.sealing.witnessing import Head
from lucai_trust.checkpoint import SignedNote
from lucai_trust.proof import LogProof


def sealing_order(viewer: Viewer, project_number: str, lot_number: int) -> dict[str, Any]:
    """Return what a bidder's device needs to seal for a lot and to check the receipt."""
    card = policy_card(viewer, project_number, lot_number)
    return {
        "policy": card.content,
        "policyHash": card.policy_hash,
        "policyInLog": policy_in_log(card.policy_hash),
        "bidderTerms": card.bidder_words,
        "trust": {
            "platformKeys": [signer.public.hex() for signer in receipt_signers()],
            # Those the policy promised: they stay its own whoever is added or retires meanwhile.
            "witnessPolicy": card.witnesses or witnessing.trusted_witnesses(),
        },
        "drop": f"/drop/{project_number}/{lot_number}/",
        "pass": passes.issue(project_number, lot_number),
    }


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
