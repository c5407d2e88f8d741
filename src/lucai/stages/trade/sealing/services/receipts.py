"""Receipts: the platform's word that an envelope is in, with the log's proof and the holders' words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from lucai.platform.records import system_access
from lucai.platform.records.unhurried import unhurried
from lucai.stages.trade.sealing import ports, witnessing
from lucai.stages.trade.sealing.models import SealedBid, ShareAcknowledgement
from lucai.stages.trade.sealing.platform_keys import receipt_signers
from lucai.stages.trade.sealing.services import heads
from lucai_trust.encoding import canonical
from lucai_trust.envelope import (
    Acknowledgement,
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
    """An envelope that is in the table.

    ``words``: what automatic holders say to it now, unread; ``kept``: what others of them have said.
    """

    row: SealedBid
    envelope: Envelope
    policy: Policy
    words: tuple[bytes, ...]
    kept: tuple[SignedStatement, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """What an automatic holder rightly signed: that its shares of an envelope open."""

    signed: SignedStatement
    said: Acknowledgement


@dataclass(frozen=True, slots=True)
class Placed:
    """An envelope with its place in the log: what opens its leaf, and what leads to a head."""

    row: SealedBid
    opening: LeafOpening
    proof: LeafProof | None


def receipts_of(asked: Sequence[Entered]) -> list[bytes]:
    """Return receipts of envelopes, under one witnessed head over all of them, signed together."""
    heard = [_heard(one) for one in asked]
    _keep_words(asked, heard)
    places = placed([one.row for one in asked])
    spoken = [(_statement(one), found.opening) for found, one in zip(places, asked, strict=True)]
    receipts = make_receipts(spoken, receipt_signers())
    return [
        replace(receipt, proof=place.proof, acknowledgements=_words(one, words)).encode()
        for receipt, place, one, words in zip(receipts, places, asked, heard, strict=True)
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


def _words(one: Entered, heard: Sequence[Heard]) -> tuple[SignedStatement, ...]:
    return (*one.kept, *(word.signed for word in heard))


def _heard(one: Entered) -> list[Heard]:
    """Return what automatic holders rightly signed: that their shares open."""
    words = [_word(one.policy, one.envelope, said) for said in one.words]
    return [word for word in words if word]


def _keep_words(asked: Sequence[Entered], heard: Sequence[Sequence[Heard]]) -> None:
    """Keep what holders say of all the envelopes of a round, at once; each one's first word counts."""
    rows = [
        ShareAcknowledgement(
            bid=one.row,
            holder=word.said.holder,
            statement=word.signed.encode().decode("utf-8"),
            at=word.said.at,
        )
        for one, words in zip(asked, heard, strict=True)
        for word in words
    ]
    if rows:
        with system_access("what holders acknowledge"), unhurried():
            ShareAcknowledgement.objects.bulk_create(rows, ignore_conflicts=True)


def question(policy: Policy, envelope: Envelope) -> bytes:
    """Return what automatic holders are asked: whether their shares of an envelope open."""
    return canonical(
        {
            "policy": policy.encode().decode("utf-8"),
            "core": envelope.core_bytes.decode("utf-8"),
            "sealed": envelope.sealed.hex(),
        }
    )


def words_of(policy: Policy, envelope: Envelope, known: Collection[str] = ()) -> tuple[bytes, ...]:
    """Ask the automatic holders whether their shares open; return what they answer.

    Args:
        known: holders whose word is here already.
    """
    recovery = policy.bidder.recovery if policy.bidder else None
    groups = (*policy.groups, recovery) if recovery else policy.groups
    holders = [one.id for group in groups for one in group.holders if one.id not in known]
    servers = [server for one in holders if (server := ports.server_of(one))]
    if not servers:
        return ()
    asked = question(policy, envelope)
    said = [server.acknowledge(asked) for server in servers]
    return tuple(each.body for each in said if each.status == OK)


def _word(policy: Policy, envelope: Envelope, body: bytes) -> Heard | None:
    """Return what a holder signed, if it did and of this envelope."""
    try:
        signed = SignedStatement.parse(body)
        return Heard(signed, read_acknowledgement(policy, envelope, signed))
    except TrustError:
        return None
