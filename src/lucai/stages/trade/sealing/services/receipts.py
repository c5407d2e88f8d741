"""Receipts: the platform's word that an envelope is in, with the log's proof and the holders' words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lucai.stages.trade.sealing import ports, witnessing
from lucai.stages.trade.sealing.models import SealedBid
from lucai.stages.trade.sealing.platform_keys import receipt_signers
from lucai.stages.trade.sealing.services import heads
from lucai_trust.encoding import canonical
from lucai_trust.envelope import (
    Envelope,
    LeafOpening,
    LeafProof,
    Policy,
    ReceiptStatement,
    SignedStatement,
    make_receipts,
    read_acknowledgement,
)
from lucai_trust.errors import TrustError

MERGE_SECONDS = 60
OK = 200


@dataclass(frozen=True, slots=True)
class Entered:
    """An envelope that is in the table; ``words``: what the automatic holders say to it, unread."""

    row: SealedBid
    envelope: Envelope
    policy: Policy
    words: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """An envelope with its place in the log: what opens its leaf, and what leads to a head."""

    row: SealedBid
    opening: LeafOpening
    proof: LeafProof | None


def receipts_of(asked: Sequence[Entered]) -> list[bytes]:
    """Return receipts of envelopes, under one witnessed head over all of them, signed together."""
    places = placed([one.row for one in asked])
    spoken = [(_statement(one), found.opening) for found, one in zip(places, asked, strict=True)]
    receipts = make_receipts(spoken, receipt_signers())
    return [
        replace(receipt, proof=found.proof, acknowledgements=_heard(one)).encode()
        for receipt, found, one in zip(receipts, places, asked, strict=True)
    ]


def placed(rows: Sequence[SealedBid]) -> list[Placed]:
    """Return envelopes with their places under one witnessed head over all of them."""
    head = heads.shared_head()
    entries = witnessing.entries_of(row.entry_id for row in rows)
    proofs = witnessing.leaf_proofs(entries.values(), head)
    return [
        Placed(row, witnessing.leaf_opening(entries[row.entry_id]), proofs.get(row.entry_id))
        for row in rows
    ]


def _statement(one: Entered) -> ReceiptStatement:
    row, envelope = one.row, one.envelope
    return ReceiptStatement(
        envelope.digests, envelope.core.policy_hash, row.received_at, bytes.fromhex(row.leaf),
        MERGE_SECONDS,
    )  # fmt: skip


def _heard(one: Entered) -> tuple[SignedStatement, ...]:
    """Return what automatic holders rightly signed: that their shares open."""
    words = [_word(one.policy, one.envelope, said) for said in one.words]
    return tuple(word for word in words if word)


def question(policy: Policy, envelope: Envelope) -> bytes:
    """Return what automatic holders are asked: whether their shares of an envelope open."""
    return canonical(
        {
            "policy": policy.encode().decode("utf-8"),
            "core": envelope.core_bytes.decode("utf-8"),
            "sealed": envelope.sealed.hex(),
        }
    )


def words_of(policy: Policy, envelope: Envelope) -> tuple[bytes, ...]:
    """Ask the automatic holders whether their shares open; return what they answer."""
    holders = [holder.id for group in policy.groups for holder in group.holders]
    servers = [server for one in holders if (server := ports.server_of(one))]
    asked = question(policy, envelope)
    said = [server.acknowledge(asked) for server in servers]
    return tuple(each.body for each in said if each.status == OK)


def _word(policy: Policy, envelope: Envelope, body: bytes) -> SignedStatement | None:
    """Return what a holder signed, if it did and of this envelope."""
    try:
        signed = SignedStatement.parse(body)
        read_acknowledgement(policy, envelope, signed)
    except TrustError:
        return None
    return signed
