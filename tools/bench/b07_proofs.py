"""B7: a thousand bids' proofs verified without a network: receipt, log proof, signatures.

Each receipt is read from its bytes and judged as a bidder's browser or an outsider does: the platform's
two signatures, the leaf, its inclusion under the checkpoint, the log's signature. Held against five
seconds of the processor.
"""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lucai_trust import checkpoint, merkle
from lucai_trust.checkpoint import Checkpoint, VerifierKey
from lucai_trust.digest import DigestPair, digests_of
from lucai_trust.encoding import canonical, utc
from lucai_trust.envelope import (
    LeafOpening,
    LeafProof,
    Receipt,
    ReceiptStatement,
    check_receipt,
    make_receipt,
)
from lucai_trust.suites import GM1, INTL1, Signer
from tests.trust.bids import DEADLINE
from tools.bench.measure import Comparison

BIDS, SECONDS_ALLOWED = 1000, 5
ORIGIN = "log.lucai.example/2026"
AT = DEADLINE - timedelta(minutes=5)
POLICY = bytes(32)


def run(folder: Path) -> Iterator[Comparison]:
    """Make a thousand receipts under one checkpoint, and verify them."""
    del folder
    signers = (GM1.signer(), INTL1.signer())
    log_key = Ed25519PrivateKey.generate()
    log, receipts = VerifierKey.of(ORIGIN, log_key), _receipts(signers, log_key)
    keys = tuple(signer.public for signer in signers)
    began = time.process_time()
    for digests, encoded in receipts:
        receipt = Receipt.parse(encoded)
        if check_receipt(receipt, digests, platform_keys=keys, log=log) is None:
            raise RuntimeError("a receipt without its proof")
    took = time.process_time() - began
    allowed = BIDS / SECONDS_ALLOWED
    yield Comparison(
        f"B7 {BIDS:,} proofs verified / {SECONDS_ALLOWED} s", allowed, BIDS / took, allowed,
        SECONDS_ALLOWED / took, took * 1000, took * 1000 / BIDS, 1,
    )  # fmt: skip


def _receipts(
    signers: tuple[Signer, ...], log_key: Ed25519PrivateKey
) -> list[tuple[DigestPair, bytes]]:
    named = [digests_of(number.to_bytes(4, "big")) for number in range(BIDS)]
    openings = [LeafOpening(_content(each), bytes(32)) for each in named]
    leaves = [each.leaf for each in openings]
    nodes = merkle.nodes_of(leaves)
    note = checkpoint.sign(Checkpoint(ORIGIN, BIDS, merkle.root(leaves)), ORIGIN, log_key)
    made = []
    for place, (digests, opening) in enumerate(zip(named, openings, strict=True)):
        statement = ReceiptStatement(digests, POLICY, AT, opening.leaf, 60)
        proof = LeafProof(place, tuple(merkle.inclusion_proof(nodes, place, BIDS)), note)
        made.append((digests, make_receipt(statement, opening, signers).with_proof(proof).encode()))
    return made


def _content(digests: DigestPair) -> bytes:
    envelope = {"sha256": digests.sha256, "sm3": digests.sm3, "size": digests.size}
    return canonical({"at": utc(AT), "event": "bid.submitted", "body": {"envelope": envelope}})
