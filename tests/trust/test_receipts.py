"""The receipt proves that this envelope stands in the log, or it is no receipt."""

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lucai_trust import checkpoint, merkle
from lucai_trust.checkpoint import Checkpoint, VerifierKey
from lucai_trust.encoding import canonical, utc
from lucai_trust.envelope import (
    LeafOpening,
    LeafProof,
    Receipt,
    ReceiptStatement,
    WithdrawalStatement,
    acknowledge,
    check_receipt,
    make_receipt,
)
from lucai_trust.errors import EncodingRefused, ReceiptRefused
from lucai_trust.suites import GM1, INTL1
from tests.trust.bids import DEADLINE, tender_of

RECEIVED = DEADLINE - timedelta(minutes=5)
ORIGIN = "log.lucai.example/2026"
LOG_KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
LOG = VerifierKey.of(ORIGIN, LOG_KEY)
SIGNERS = (GM1.signer(bytes(31) + b"\1"), INTL1.signer(bytes(32)))
KEYS = tuple(signer.public for signer in SIGNERS)
TENDER = tender_of()
ENVELOPE = TENDER.seal().envelope


def content(**changes: object) -> bytes:
    digests = ENVELOPE.digests
    named = {"sha256": digests.sha256, "sm3": digests.sm3, "size": digests.size}
    whole = {"at": utc(RECEIVED), "event": "bid.submitted", "body": {"envelope": named}}
    return canonical(whole | changes)


def statement(opening: LeafOpening) -> ReceiptStatement:
    return ReceiptStatement(ENVELOPE.digests, TENDER.policy.hash, RECEIVED, opening.leaf, 60)


def receipt() -> Receipt:
    """Make a receipt whose leaf is the third of seven in the log."""
    opening = LeafOpening(content(), bytes(range(32)))
    leaves = [merkle.leaf_hash(bytes([number])) for number in range(7)]
    leaves[2] = opening.leaf
    nodes = merkle.nodes_of(leaves)
    head = Checkpoint(ORIGIN, 7, merkle.root(leaves))
    proof = LeafProof(
        2,
        tuple(merkle.inclusion_proof(nodes, 2, 7)),
        checkpoint.sign(head, ORIGIN, LOG_KEY),
    )
    return make_receipt(statement(opening), opening, SIGNERS).with_proof(proof)


def check(made: Receipt, **changes: object) -> Checkpoint | None:
    asked = {"platform_keys": KEYS, "log": LOG} | changes
    return check_receipt(made, ENVELOPE.digests, **asked)


def test_a_receipt_proves_the_envelope_in_the_log() -> None:
    made = receipt()
    head = check(Receipt.parse(made.encode()))
    assert head is not None
    assert head.size == 7
    assert made.statement.received_at == RECEIVED
    assert check_receipt(made, ENVELOPE.digests, platform_keys=KEYS[:1], log=LOG, origin=ORIGIN)


def test_without_its_proof_a_receipt_is_a_promise() -> None:
    promise = replace(receipt(), proof=None)
    assert check(Receipt.parse(promise.encode())) is None
    assert promise.statement.merge_seconds == 60


def test_acknowledgements_and_a_timestamp_travel_along() -> None:
    word = acknowledge(
        TENDER.policy,
        ENVELOPE,
        "centre",
        TENDER.openers["centre"],
        signer=TENDER.signers["centre"],
        at=RECEIVED,
    )
    made = replace(receipt(), acknowledgements=(word,), timestamp=b"token")
    assert Receipt.parse(made.encode()) == made
    assert check(made)


def test_a_receipt_for_another_envelope_or_by_another_platform_is_refused() -> None:
    made = receipt()
    with pytest.raises(ReceiptRefused, match="another envelope"):
        check_receipt(made, TENDER.seal().envelope.digests, platform_keys=KEYS, log=LOG)
    with pytest.raises(ReceiptRefused, match="platform's keys"):
        check(made, platform_keys=[*KEYS, GM1.signer().public])
    with pytest.raises(ReceiptRefused, match="platform's keys"):
        check(made, platform_keys=[])


def test_a_false_proof_or_checkpoint_is_refused() -> None:
    made = receipt()
    assert made.proof is not None
    for wrong in (
        replace(made.proof, index=3),
        replace(made.proof, path=made.proof.path[:-1]),
        replace(made.proof, path=(bytes(32), *made.proof.path[1:])),
    ):
        with pytest.raises(ReceiptRefused, match="does not lead"):
            check(made.with_proof(wrong))
    other = VerifierKey.of(ORIGIN, Ed25519PrivateKey.from_private_bytes(b"\1" * 32))
    with pytest.raises(ReceiptRefused, match="checkpoint does not hold"):
        check(made, log=other)
    with pytest.raises(ReceiptRefused, match="checkpoint does not hold"):
        check(made, origin="another.example")


def test_a_leaf_of_something_else_is_refused() -> None:
    for wrong in (
        content(body={"envelope": {"sha256": "00"}}),
        content(body="nothing"),
        content(at=utc(DEADLINE)),
    ):
        opening = LeafOpening(wrong, bytes(32))
        with pytest.raises(ReceiptRefused, match="another envelope or another moment"):
            make_receipt(statement(opening), opening, SIGNERS)
    opening = LeafOpening(content(), bytes(32))
    with pytest.raises(ReceiptRefused, match="content and salt"):
        make_receipt(statement(LeafOpening(content(), b"\1" * 32)), opening, SIGNERS)


def test_a_malformed_receipt_is_refused() -> None:
    made = receipt()
    for wrong in (b"[]", canonical({"event": "x"})):
        with pytest.raises(ReceiptRefused, match="malformed"):
            check(replace(made, opening=LeafOpening(wrong, bytes(32))))
    with pytest.raises(EncodingRefused):
        Receipt.parse(made.encode()[:-1])
    with pytest.raises(EncodingRefused):
        ReceiptStatement.parse(b"{}")


def test_the_word_that_an_envelope_was_withdrawn_is_read_back_and_is_no_receipt() -> None:
    said = WithdrawalStatement(bytes(32), TENDER.policy.hash, RECEIVED, b"\1" * 32)
    assert WithdrawalStatement.parse(said.encode()) == said
    with pytest.raises(EncodingRefused):
        WithdrawalStatement.parse(statement(receipt().opening).encode())
    with pytest.raises(EncodingRefused):
        ReceiptStatement.parse(said.encode())
