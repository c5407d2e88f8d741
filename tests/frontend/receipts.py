"""A platform, its log and one witness, and the receipts they give."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lucai_trust import checkpoint, cosignature, merkle
from lucai_trust.digest import DigestPair
from lucai_trust.encoding import canonical, utc
from lucai_trust.envelope.receipts import (
    LeafOpening,
    LeafProof,
    Receipt,
    ReceiptStatement,
    make_receipt,
    make_receipts,
)
from lucai_trust.suites import GM1, INTL1

ORIGIN, WITNESS = "log.example/2026", "witness.example"
LOG_KEY = Ed25519PrivateKey.from_private_bytes(bytes([3]) * 32)
WITNESS_KEY = Ed25519PrivateKey.from_private_bytes(bytes([4]) * 32)
LOG = checkpoint.VerifierKey.of(ORIGIN, LOG_KEY).encode()
WITNESS_LINE = cosignature.CosignerKey.of(WITNESS, WITNESS_KEY).encode()
SEEN_AT = 1_772_352_010
PLATFORM = (GM1.signer(bytes([5]) * 32), INTL1.signer(bytes([6]) * 32))
TRUST = {
    "platformKeys": [signer.public.hex() for signer in PLATFORM],
    "witnessPolicy": f"log {LOG}\nwitness {WITNESS} {WITNESS_LINE}\nquorum {WITNESS}\n",
}
AT = datetime(2026, 3, 1, 8, 0, 0, 123456, tzinfo=UTC)
POLICY_HASH = bytes([7]) * 32
OTHERS = [merkle.leaf_hash(bytes([number])) for number in range(9)]


def shown(envelope: DigestPair) -> dict[str, str | int]:
    """Return digests as JSON names them."""
    return {"sha256": envelope.sha256, "sm3": envelope.sm3, "size": envelope.size}


def opened(envelope: DigestPair) -> LeafOpening:
    """Return the log's sealed entry for an envelope."""
    content = canonical({"at": utc(AT), "body": {"envelope": shown(envelope)}, "event": "示例"})
    return LeafOpening(content, bytes([8]) * 32)


def receipt_for(envelope: DigestPair, policy: bytes = POLICY_HASH) -> Receipt:
    """Give a receipt, still without a proof."""
    opening = opened(envelope)
    statement = ReceiptStatement(envelope, policy, AT, opening.leaf, 60)
    return make_receipt(statement, opening, PLATFORM)


def receipts_for(envelopes: Sequence[DigestPair]) -> list[Receipt]:
    """Give receipts for several envelopes at once, signed together."""
    openings = [(each, opened(each)) for each in envelopes]
    spoken = [
        (ReceiptStatement(each, POLICY_HASH, AT, opening.leaf, 60), opening)
        for each, opening in openings
    ]
    return make_receipts(spoken, PLATFORM)


def proven(made: Receipt, *, witnessed: bool = True) -> Receipt:
    """Append the leaf to the log and prove it."""
    leaves = [*OTHERS, made.opening.leaf]
    head = checkpoint.Checkpoint(ORIGIN, len(leaves), merkle.root(leaves))
    note = checkpoint.SignedNote(head.text, ()).with_signature(ORIGIN, LOG_KEY)
    path = merkle.inclusion_proof(merkle.nodes_of(leaves), len(OTHERS), len(leaves))
    if witnessed:
        line = cosignature.cosign(note.text, WITNESS, WITNESS_KEY, SEEN_AT)
        note = replace(note, signatures=(*note.signatures, line))
    return made.with_proof(LeafProof(len(OTHERS), tuple(path), note.encode()))
