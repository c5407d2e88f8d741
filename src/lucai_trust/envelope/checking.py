"""What anybody can check of an envelope without a key, before it is taken in."""

from __future__ import annotations

from collections.abc import Iterable

from lucai_trust.digest import DigestPair
from lucai_trust.envelope.chunks import SEALED_CHUNK_SIZE, PartTally, pieces
from lucai_trust.envelope.core import CHUNK_SIZE, BidderSecret, Envelope, PartEntry, SharedSecret
from lucai_trust.envelope.faults import PlatformFault
from lucai_trust.envelope.padding import is_padded_size
from lucai_trust.envelope.policy import Policy
from lucai_trust.errors import EnvelopeRefused
from lucai_trust.suites import TAG_SIZE

MOST_PARTS = 200
"""How many parts an envelope has at most; whoever seals and whoever keeps parts goes by it."""


def check_envelope(policy: Policy, envelope: Envelope) -> None:
    """Hold an envelope against its policy: everything that needs no key.

    Raises:
        EnvelopeRefused: sealed for another tender or version, or not as the policy asks.
        KeyRefused: the claim key is no key.
    """
    core = envelope.core
    if core.policy_hash != policy.hash or core.suite is not policy.suite:
        raise EnvelopeRefused("this envelope is sealed under another policy")
    expected = [(stage, group) for stage in policy.stages for group in policy.groups]
    if len(core.shares) != len(expected):
        raise EnvelopeRefused("an envelope shares one secret per stage and group")
    for shared, (stage, group) in zip(core.shares, expected, strict=True):
        wanted = SharedSecret(stage, group.name, group.threshold, shared.holders)
        holders = [each.to for each in shared.holders]
        if shared != wanted or holders != [each.id for each in group.holders]:
            raise EnvelopeRefused(f"the shares of {group.name} are not shared as the policy says")
    _check_bidder(policy, core.bidder)
    _check_parts(policy, core.parts)
    core.suite.check_signer(core.claim.public)
    if not is_padded_size(len(envelope.sealed) - TAG_SIZE):
        raise EnvelopeRefused("the sealed header is not padded")


def part_matches(envelope: Envelope, number: int, chunks: Iterable[bytes]) -> bool:
    """Say whether a part's encrypted bytes are those the core names; no key is needed."""
    entry = part_entry(envelope, number)
    tally = PartTally(envelope.core.suite)
    for piece in pieces(chunks, SEALED_CHUNK_SIZE):
        tally.add(piece)
    return tally.matches(entry.blob_size, entry.root)


def part_entry(envelope: Envelope, number: int) -> PartEntry:
    """Return what the core says of a part.

    Raises:
        EnvelopeRefused: there is no part of this number.
    """
    if not 1 <= number <= len(envelope.core.parts):
        raise EnvelopeRefused(f"this envelope has no part {number}")
    return envelope.core.parts[number - 1]


def shared_secret(envelope: Envelope, stage: str, group: str) -> SharedSecret:
    """Return the shares of a group's secret for a stage.

    Raises:
        EnvelopeRefused: the envelope shares no such secret.
    """
    for shared in envelope.core.shares:
        if (shared.stage, shared.group) == (stage, group):
            return shared
    raise EnvelopeRefused(f"this envelope shares nothing with {group} for {stage}")


def check_receipted(envelope: Envelope, receipted: DigestPair) -> None:
    """Compare an envelope with the digests its receipt states: the first check of an opening.

    Raises:
        PlatformFault: these are not the bytes that the platform gave a receipt for.
    """
    if envelope.digests != receipted:
        raise PlatformFault("the envelope kept is not the envelope receipted")


def _check_bidder(policy: Policy, bidder: BidderSecret | None) -> None:
    if (policy.bidder is None) != (bidder is None):
        raise EnvelopeRefused("the bidder's secret is there exactly when the policy asks for it")
    if policy.bidder is None or bidder is None:
        return
    recovery = policy.bidder.recovery
    holders = [] if recovery is None else [each.id for each in recovery.holders]
    if [each.to for each in bidder.recovery] != holders:
        raise EnvelopeRefused("the recovery shares are not shared as the policy says")
    if len({each.to for each in bidder.wraps}) != len(bidder.wraps):
        raise EnvelopeRefused("two wraps of the bidder's secret bear one name")


def _check_parts(policy: Policy, parts: tuple[PartEntry, ...]) -> None:
    if not 1 <= len(parts) <= MOST_PARTS:
        raise EnvelopeRefused(f"an envelope has 1 to {MOST_PARTS} parts")
    for place, part in enumerate(parts, start=1):
        if part.number != place or part.stage not in policy.stages:
            raise EnvelopeRefused("parts are numbered from 1 and open at a stage of the policy")
        if not is_padded_size(part.size) or part.chunks != part.size // CHUNK_SIZE + 1:
            raise EnvelopeRefused(f"part {place} is not padded and cut as it must be")
