"""Sealing a bid: fresh secrets, parts encrypted as they stream by, a signed header, a core."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lucai_trust.envelope import contexts, recovery_code
from lucai_trust.envelope.checking import MOST_PARTS
from lucai_trust.envelope.chunks import PartSealer
from lucai_trust.envelope.core import (
    BidderSecret,
    ClaimKey,
    Core,
    Envelope,
    HeaderEntry,
    PartEntry,
    SharedSecret,
    Wrap,
    WrappedShare,
)
from lucai_trust.envelope.header import Bidder, Header, Inner, ListedPart
from lucai_trust.envelope.policy import Group, Policy
from lucai_trust.envelope.signatures import CertificateSigner, Signature
from lucai_trust.errors import EnvelopeRefused
from lucai_trust.schedule import SALT_SIZE, SECRET_SIZE, Key, Schedule

Write = Callable[[int, bytes], object]
Draw = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class PartSource:
    """A file to be sealed: its part by the policy, its name and media type, its bytes."""

    part: str
    file: str
    media: str
    content: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Bid:
    """What is bid for, and by whom."""

    lot: str
    bidders: tuple[Bidder, ...]
    declarations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """The bidder's own ways back in: public keys by a name, and whether to print a code."""

    keys: Mapping[str, bytes] = field(default_factory=dict)
    with_code: bool = False


@dataclass(frozen=True, slots=True)
class SealedBid:
    """An envelope, and what only the bidder keeps: the claim key and the recovery code."""

    envelope: Envelope
    claim_secret: bytes = field(repr=False)
    recovery_code: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Secrets:
    """Everything drawn for one envelope."""

    schedule: Schedule
    bidder: bytes
    groups: Mapping[tuple[str, str], bytes]
    code: bytes | None
    claim: bytes

    def opening(self, policy: Policy, stage: str) -> bytes:
        """Return a stage's B: its groups' secrets in the policy's order."""
        return b"".join(self.groups[stage, group.name] for group in policy.groups)


def seal(
    policy: Policy,
    bid: Bid,
    parts: Sequence[PartSource],
    *,
    signers: Sequence[CertificateSigner],
    write: Write,
    own: OwnKeys | None = None,
    previous: bytes | None = None,
    draw: Draw = secrets.token_bytes,
) -> SealedBid:
    """Seal a bid under an opening policy.

    Args:
        write: takes a part's number, from 1, and its next encrypted chunk.
        previous: the hash of the envelope that this one replaces.
        draw: the source of randomness; only vectors give another.

    Raises:
        EnvelopeRefused: the bid does not fit the policy, or could never be opened.
        PolicyRefused: a part is none of the policy's.
    """
    own = own or OwnKeys()
    _check(policy, bid, parts, own, signers)
    drawn = _drawn(policy, own, draw)
    sealed_parts = [
        _seal_part(policy, drawn, source, number, write)
        for number, source in enumerate(parts, start=1)
    ]
    header_key = drawn.schedule.header_key(drawn.opening(policy, policy.opening_stage))
    entries = tuple(entry for entry, _ in sealed_parts)
    core = _core(policy, drawn, entries, header_key=header_key, own=own, previous=previous)
    core_bytes = core.encode()
    listed = tuple(listed for _, listed in sealed_parts)
    header = _signed_header(policy, bid, core_bytes, listed, signers)
    sealed = policy.suite.encrypt(header_key.secret, header_key.nonce, header.encode())
    code = None if drawn.code is None else recovery_code.spell(drawn.code)
    return SealedBid(Envelope(core_bytes, sealed, core), drawn.claim, code)


def _core(
    policy: Policy,
    drawn: _Secrets,
    parts: tuple[PartEntry, ...],
    *,
    header_key: Key,
    own: OwnKeys,
    previous: bytes | None,
) -> Core:
    key_hash = drawn.schedule.commit_to_key(0, header_key.published)
    return Core(
        suite=policy.suite,
        policy_hash=policy.hash,
        salt=drawn.schedule.salt,
        header=HeaderEntry(header_key.commitment, key_hash),
        shares=_shares(policy, drawn),
        parts=parts,
        claim=_claim(drawn, own),
        bidder=_bidder_secret(policy, drawn, own),
        previous=previous,
    )


def _signed_header(
    policy: Policy,
    bid: Bid,
    core_bytes: bytes,
    listed: tuple[ListedPart, ...],
    signers: Sequence[CertificateSigner],
) -> Header:
    inner = Inner(
        core_hash=policy.suite.digest(core_bytes),
        tender=policy.tender,
        lot=bid.lot,
        bidders=bid.bidders,
        parts=listed,
        declarations=bid.declarations,
    )
    message = inner.encode()
    return Header(inner, message, tuple(Signature.by(signer, message) for signer in signers))


def _check(
    policy: Policy,
    bid: Bid,
    parts: Sequence[PartSource],
    own: OwnKeys,
    signers: Sequence[CertificateSigner],
) -> None:
    if bid.lot not in policy.lots or not bid.bidders:
        raise EnvelopeRefused("a bid names its bidder and a lot of this tender")
    if not signers:
        raise EnvelopeRefused("a bid is signed by its bidder's certificate")
    if len(parts) > MOST_PARTS:
        raise EnvelopeRefused(f"an envelope has 1 to {MOST_PARTS} parts")
    given = {policy.part(source.part).name for source in parts}
    missing = [rule.name for rule in policy.parts if rule.required and rule.name not in given]
    if missing or not parts:
        raise EnvelopeRefused(f"this tender asks for the parts {', '.join(missing) or 'it names'}")
    _check_own_keys(policy, own)


def _check_own_keys(policy: Policy, own: OwnKeys) -> None:
    for key in own.keys.values():
        policy.suite.check_opener(key)
    if policy.bidder is None:
        if own.with_code:
            raise EnvelopeRefused("a code opens the bidder's secret, which this tender has not")
    elif not own.keys and not own.with_code and policy.bidder.recovery is None:
        raise EnvelopeRefused("nobody could ever open this bid: give a key or print a code")


def _drawn(policy: Policy, own: OwnKeys, draw: Draw) -> _Secrets:
    schedule = Schedule(policy.suite, policy.hash, draw(SALT_SIZE))
    bidder = draw(SECRET_SIZE) if policy.bidder is not None else b""
    groups = {
        (stage, group.name): draw(SECRET_SIZE) for stage in policy.stages for group in policy.groups
    }
    code = draw(recovery_code.CODE_SIZE) if own.with_code else None
    return _Secrets(schedule, bidder, groups, code, _claim_secret(schedule, draw))


def _claim_secret(schedule: Schedule, draw: Draw) -> bytes:
    # Expanded so that any 32 drawn bytes give a key in the curve's range.
    return _in_range(schedule.suite.expand(draw(SECRET_SIZE), schedule.label("claim"), 32))


def _in_range(secret: bytes) -> bytes:
    # SM2 keys end below n, which starts with fffffffe; clearing the top bit costs one bit of 256.
    return bytes([secret[0] & 0x7F]) + secret[1:]


def _seal_part(
    policy: Policy, drawn: _Secrets, source: PartSource, number: int, write: Write
) -> tuple[PartEntry, ListedPart]:
    stage = policy.part(source.part).stage
    content_key = drawn.schedule.content_key(drawn.bidder, drawn.opening(policy, stage))
    key = drawn.schedule.part_key(content_key, number)
    sealer = PartSealer(policy.suite, key)
    for chunk in sealer.seal(source.content):
        write(number, chunk)
    entry = PartEntry(
        number,
        stage,
        sealer.size,
        sealer.chunks,
        key.commitment,
        drawn.schedule.commit_to_key(number, key.published),
        sealer.root,
    )
    listed = ListedPart(number, source.part, source.file, source.media, sealer.content_size)
    return entry, listed


def _shares(policy: Policy, drawn: _Secrets) -> tuple[SharedSecret, ...]:
    return tuple(
        SharedSecret(stage, group.name, group.threshold, _wrapped(policy, drawn, stage, group))
        for stage in policy.stages
        for group in policy.groups
    )


def _wrapped(policy: Policy, drawn: _Secrets, stage: str, group: Group) -> tuple[WrappedShare, ...]:
    schedule = drawn.schedule
    secret = drawn.groups[stage, group.name]
    shares = schedule.shares(secret, group.threshold, len(group.holders))
    return tuple(
        WrappedShare(
            holder.id,
            policy.suite.wrap(
                holder.opens,
                share.encode(),
                contexts.of_share(schedule, stage, group.name, share.index),
            ),
            schedule.commit_to_share(share),
        )
        for holder, share in zip(group.holders, shares, strict=True)
    )


def _bidder_secret(policy: Policy, drawn: _Secrets, own: OwnKeys) -> BidderSecret | None:
    if policy.bidder is None:
        return None
    schedule, secret = drawn.schedule, drawn.bidder
    wraps = tuple(
        Wrap(to, policy.suite.wrap(key, secret, contexts.of_bidder_secret(schedule, to)))
        for to, key in own.keys.items()
    )
    code = None if drawn.code is None else recovery_code.wrap(schedule, drawn.code, secret)
    recovery = _recovery(policy.bidder.recovery, drawn)
    return BidderSecret(schedule.commit_to_bidder_secret(secret), wraps, code, recovery)


def _recovery(group: Group | None, drawn: _Secrets) -> tuple[WrappedShare, ...]:
    if group is None:
        return ()
    schedule = drawn.schedule
    shares = schedule.shares(drawn.bidder, group.threshold, len(group.holders))
    return tuple(
        WrappedShare(
            holder.id,
            schedule.suite.wrap(
                holder.opens, share.encode(), contexts.of_recovery_share(schedule, share.index)
            ),
            schedule.commit_to_share(share),
        )
        for holder, share in zip(group.holders, shares, strict=True)
    )


def _claim(drawn: _Secrets, own: OwnKeys) -> ClaimKey:
    schedule = drawn.schedule
    wraps = tuple(
        Wrap(to, schedule.suite.wrap(key, drawn.claim, contexts.of_claim_key(schedule, to)))
        for to, key in own.keys.items()
    )
    return ClaimKey(schedule.suite.signer(drawn.claim).public, wraps)
