"""The holders' side and its reverse: opening one's share, releasing it, putting shares together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from lucai_trust import shamir
from lucai_trust.envelope import contexts
from lucai_trust.envelope.checking import shared_secret
from lucai_trust.envelope.core import Envelope, WrappedShare
from lucai_trust.envelope.faults import AbsentHolder, BidderFault, Fault, HolderFault
from lucai_trust.envelope.policy import RECOVERY, Group, Policy
from lucai_trust.errors import CiphertextRefused, EnvelopeRefused
from lucai_trust.schedule import Schedule, Share
from lucai_trust.suites import Opener

# What weighs heavier comes first: a wrong share before none, both before what only shares show.
_WEIGHTS: tuple[type[Fault], ...] = (HolderFault, AbsentHolder, BidderFault)


@dataclass(frozen=True, slots=True)
class Released:
    """A share as its holder released it; the recovery group has no stage."""

    stage: str
    group: str
    holder: str
    share: Share


@dataclass(frozen=True, slots=True)
class GroupOpening:
    """A group's secret, and the faults that did not prevent its recovery."""

    secret: bytes = field(repr=False)
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class StageOpening:
    """A stage's B, all its groups' secrets joined, and the faults met on the way."""

    stage: str
    secret: bytes = field(repr=False)
    faults: tuple[Fault, ...] = ()


def open_share(
    policy: Policy, envelope: Envelope, stage: str, holder: str, opener: Opener
) -> Released:
    """Open a holder's own share for a stage, and see that it is the one committed to.

    Raises:
        BidderFault: the wrap does not open, or holds another share than the core commits to.
        EnvelopeRefused: this holder has no share of a stage's secret.
        PolicyRefused: nobody of this id holds anything.
    """
    group = policy.group_of(holder)
    place = group.place_of(holder)
    wrapped = shared_secret(envelope, stage, group.name).holders[place - 1]
    context = contexts.of_share(envelope.core.schedule, stage, group.name, place)
    share = _opened(envelope.core.schedule, wrapped, place, opener, context)
    return Released(stage, group.name, holder, share)


def open_recovery_share(
    policy: Policy, envelope: Envelope, holder: str, opener: Opener
) -> Released:
    """Open a recovery holder's share of the bidder's secret.

    Raises:
        BidderFault: the wrap does not open, or holds another share than the core commits to.
        EnvelopeRefused: the envelope has no shares for recovery.
        PolicyRefused: this holder is not in the recovery group.
    """
    place = policy.group(RECOVERY).place_of(holder)
    wrapped = _recovery_shares(envelope)[place - 1]
    context = contexts.of_recovery_share(envelope.core.schedule, place)
    share = _opened(envelope.core.schedule, wrapped, place, opener, context)
    return Released("", RECOVERY, holder, share)


def is_recovery_share(policy: Policy, envelope: Envelope, released: Released) -> bool:
    """Say whether a recovery share is the one that the envelope commits to.

    Raises:
        EnvelopeRefused: the envelope has no shares for recovery.
        PolicyRefused: its holder is not in the recovery group.
    """
    place = policy.group(RECOVERY).place_of(released.holder)
    committed = _recovery_shares(envelope)[place - 1].commitment
    share = released.share
    return share.index == place and envelope.core.schedule.share_matches(share, committed)


def open_stage(
    policy: Policy,
    envelope: Envelope,
    stage: str,
    released: Iterable[Released],
    contradicted: Collection[str] = (),
) -> StageOpening:
    """Put a stage's released shares together to its B.

    Args:
        contradicted: holders that say that a share does not open and once said that it does.

    Raises:
        HolderFault: too few right shares in a group, and these holders' are wrong or contradicted.
        AbsentHolder: too few shares in a group, and in none of those is one wrong.
        BidderFault: the shares are right and yet do not belong to one sharing.
    """
    given = list(released)
    opened: list[GroupOpening] = []
    failures: list[Fault] = []
    for group in policy.groups:
        try:
            committed = shared_secret(envelope, stage, group.name).holders
            ours = _Sharing(envelope.core.schedule, group, committed, contradicted)
            opened.append(_joined(ours, _of(given, stage, group)))
        except (HolderFault, AbsentHolder, BidderFault) as fault:
            failures.append(fault)
    if failures:
        raise min(failures, key=lambda fault: _WEIGHTS.index(type(fault)))
    faults = tuple(fault for each in opened for fault in each.faults)
    return StageOpening(stage, b"".join(each.secret for each in opened), faults)


def recover_bidder_secret(
    policy: Policy,
    envelope: Envelope,
    released: Iterable[Released],
    contradicted: Collection[str] = (),
) -> GroupOpening:
    """Put released recovery shares together to the bidder's secret A; as :func:`open_stage`.

    Raises:
        AbsentHolder, HolderFault: too few right shares.
        BidderFault: the shares are right and yet do not give the A that was committed to.
    """
    group, schedule = policy.group(RECOVERY), envelope.core.schedule
    committed = _recovery_shares(envelope)
    ours = _Sharing(schedule, group, committed, contradicted)
    opening = _joined(ours, _of(released, "", group))
    bidder = envelope.core.bidder
    if bidder is None or schedule.commit_to_bidder_secret(opening.secret) != bidder.commitment:
        raise BidderFault("the recovery shares give another secret than the one committed to")
    return opening


@dataclass(frozen=True, slots=True)
class _Sharing:
    """A secret's sharing among a group: what is committed to, and who contradicts himself."""

    schedule: Schedule
    group: Group
    committed: tuple[WrappedShare, ...]
    contradicted: Collection[str]

    def is_right(self, place: int, share: Share) -> bool:
        """Say whether a share is the one committed to at a place."""
        committed = self.committed[place - 1].commitment
        return share.index == place and self.schedule.share_matches(share, committed)


def _of(released: Iterable[Released], stage: str, group: Group) -> dict[str, Share]:
    ours = {holder.id for holder in group.holders}
    return {
        each.holder: each.share
        for each in released
        if (each.stage, each.group) == (stage, group.name) and each.holder in ours
    }


def _joined(ours: _Sharing, given: Mapping[str, Share]) -> GroupOpening:
    right: dict[int, bytes] = {}
    faults: list[Fault] = []
    for place, holder in enumerate(ours.group.holders, start=1):
        share = given.get(holder.id)
        if share is None:
            continue
        if ours.is_right(place, share):
            right[place] = share.value
        else:
            what = f"{holder.id} released another share than the one committed to"
            faults.append(HolderFault(what, holder.id))
    if len(right) < ours.group.threshold:
        # A wrong share weighs heavier than none.
        raise faults[0] if faults else _absence(ours, right)
    chosen = dict(list(right.items())[: ours.group.threshold])
    secret = shamir.combine(chosen)
    _check_sharing(ours.schedule, ours.group, ours.committed, secret)
    return GroupOpening(secret, tuple(faults))


def _absence(ours: _Sharing, right: Mapping[int, bytes]) -> Fault:
    """Say who keeps too few right shares from being enough: who takes a word back, before others."""
    group = ours.group
    missing = [
        holder.id for place, holder in enumerate(group.holders, start=1) if place not in right
    ]
    if denying := [holder for holder in missing if holder in ours.contradicted]:
        what = "acknowledged at submission a share that is now said not to open"
        return HolderFault(f"{', '.join(denying)} {what}", *denying)
    what = f"group {group.name}: {len(right)} right shares, {group.threshold} are needed"
    return AbsentHolder(what, missing)


def _check_sharing(
    schedule: Schedule, group: Group, committed: tuple[WrappedShare, ...], secret: bytes
) -> None:
    """Compute every share again from the secret, as only an honest bidder's core survives."""
    again = schedule.shares(secret, group.threshold, len(group.holders))
    for share, wrapped in zip(again, committed, strict=True):
        if not schedule.share_matches(share, wrapped.commitment):
            raise BidderFault(f"the shares of group {group.name} are not one sharing of k")


def _opened(
    schedule: Schedule, wrapped: WrappedShare, place: int, opener: Opener, context: bytes
) -> Share:
    try:
        share = Share.parse(place, opener.unwrap(wrapped.wrap, context))
    except (CiphertextRefused, EnvelopeRefused) as error:
        raise BidderFault(f"the share wrapped for {wrapped.to} does not open") from error
    if not schedule.share_matches(share, wrapped.commitment):
        raise BidderFault(f"the share wrapped for {wrapped.to} is not the one committed to")
    return share


def _recovery_shares(envelope: Envelope) -> tuple[WrappedShare, ...]:
    if envelope.core.bidder is None or not envelope.core.bidder.recovery:
        raise EnvelopeRefused("this envelope has no shares for recovery")
    return envelope.core.bidder.recovery
