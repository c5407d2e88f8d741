"""What holders sign: that their wraps open (at submission), each share they release, and which does not open."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from lucai_trust.digest import DIGEST_SIZE
from lucai_trust.encoding import canonical, parse_canonical, utc
from lucai_trust.envelope.core import Envelope
from lucai_trust.envelope.forms import Form
from lucai_trust.envelope.policy import RECOVERY, Policy
from lucai_trust.envelope.shares import Released, open_recovery_share, open_share
from lucai_trust.envelope.statements import SignedStatement
from lucai_trust.errors import EnvelopeRefused, TrustError
from lucai_trust.schedule import Share
from lucai_trust.suites import Opener, Signer

ACKNOWLEDGEMENT_TYPE = "lucai-bid-ack/1"
RELEASE_TYPE = "lucai-bid-release/1"
UNOPENED_TYPE = "lucai-bid-unopened/1"


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """A holder's word that every share wrapped for it opens and is the one committed to."""

    envelope: bytes
    holder: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Release:
    """A share that a holder released, for which envelope, and when."""

    envelope: bytes
    released: Released
    at: datetime


@dataclass(frozen=True, slots=True)
class Unopened:
    """A holder's word that the share wrapped for it does not open; nobody can see that it is true.

    It is no share, so its holder counts as absent; that it said so, and when, stays with the envelope.
    """

    envelope: bytes
    holder: str
    at: datetime


def acknowledge(
    policy: Policy, envelope: Envelope, holder: str, opener: Opener, *, signer: Signer, at: datetime
) -> SignedStatement:
    """Open all of a holder's wraps and sign that they are right.

    Raises:
        BidderFault: one does not open or is another share than the one committed to.
    """
    if policy.group_of(holder).name == RECOVERY:
        open_recovery_share(policy, envelope, holder, opener)
    else:
        for stage in policy.stages:
            open_share(policy, envelope, stage, holder, opener)
    statement = {
        "type": ACKNOWLEDGEMENT_TYPE,
        "policy": policy.hash.hex(),
        "envelope": envelope.hash.hex(),
        "holder": holder,
        "at": utc(at),
    }
    return SignedStatement.by(canonical(statement), [signer])


def read_acknowledgement(
    policy: Policy, envelope: Envelope, signed: SignedStatement
) -> Acknowledgement:
    """Read an acknowledgement of this envelope and check its signature.

    Raises:
        EnvelopeRefused: of another envelope, or not signed by the holder.
        EncodingRefused, PolicyRefused: not of this form, or of nobody in the policy.
    """
    names = ("policy", "envelope", "holder", "at")
    form = Form.parse(signed.statement, ACKNOWLEDGEMENT_TYPE, *names)
    holder = form.name("holder")
    _check(policy, envelope, form, signed, policy.group_of(holder).holder(holder).signs)
    return Acknowledgement(envelope.hash, holder, form.moment("at"))


def release(
    policy: Policy, envelope: Envelope, released: Released, *, signer: Signer, at: datetime
) -> SignedStatement:
    """Sign the release of a share that ``open_share`` opened."""
    statement = {
        "type": RELEASE_TYPE,
        "policy": policy.hash.hex(),
        "envelope": envelope.hash.hex(),
        "stage": released.stage,
        "group": released.group,
        "holder": released.holder,
        "index": released.share.index,
        "share": released.share.value.hex(),
        "blind": released.share.blind.hex(),
        "at": utc(at),
    }
    return SignedStatement.by(canonical(statement), [signer])


def read_release(policy: Policy, envelope: Envelope, signed: SignedStatement) -> Release:
    """Read a release for this envelope and check its signature.

    Whether the share is right, ``open_stage`` says: a wrong share that is rightly signed is the
    holder's fault, one that is not signed was never released.

    Raises:
        EnvelopeRefused: for another envelope, or not signed by the holder.
        EncodingRefused, PolicyRefused: not of this form, or of nobody in the policy.
    """
    form = Form.parse(
        signed.statement,
        RELEASE_TYPE,
        *("policy", "envelope", "stage", "group", "holder", "index", "share", "blind", "at"),
    )
    group, holder = form.name("group"), form.name("holder")
    key = policy.group(group).holder(holder).signs
    _check(policy, envelope, form, signed, key)
    share = Share(form.number("index"), form.octets("share"), form.octets("blind"))
    stage = "" if group == RECOVERY and form.members["stage"] == "" else form.name("stage")
    return Release(envelope.hash, Released(stage, group, holder, share), form.moment("at"))


def say_unopened(
    policy: Policy, envelope: Envelope, holder: str, *, signer: Signer, at: datetime
) -> SignedStatement:
    """Sign that the share of an envelope that was wrapped for a holder does not open."""
    statement = {
        "type": UNOPENED_TYPE,
        "policy": policy.hash.hex(),
        "envelope": envelope.hash.hex(),
        "holder": holder,
        "at": utc(at),
    }
    return SignedStatement.by(canonical(statement), [signer])


def read_unopened(policy: Policy, envelope: Envelope, signed: SignedStatement) -> Unopened:
    """Read a holder's word that its share of this envelope does not open; check its signature.

    Raises:
        EnvelopeRefused: of another envelope, or not signed by the holder.
        EncodingRefused, PolicyRefused: not of this form, or of nobody in the policy.
    """
    form = Form.parse(signed.statement, UNOPENED_TYPE, "policy", "envelope", "holder", "at")
    holder = form.name("holder")
    _check(policy, envelope, form, signed, policy.group_of(holder).holder(holder).signs)
    return Unopened(envelope.hash, holder, form.moment("at"))


def contradicted(
    policy: Policy,
    envelope: Envelope,
    acknowledgements: Iterable[SignedStatement],
    words: Iterable[SignedStatement],
) -> frozenset[str]:
    """Name the holders that say that a share does not open and acknowledged that it does.

    What its holder did not rightly sign, of this envelope, is nobody's word.
    """
    once = _holders(policy, envelope, acknowledgements, read_acknowledgement)
    return once & _holders(policy, envelope, words, read_unopened)


def says_unopened(signed: SignedStatement) -> bool:
    """Say whether a statement is, by its form, a holder's word that a share does not open."""
    said = parse_canonical(signed.statement)
    return isinstance(said, dict) and said.get("type") == UNOPENED_TYPE


def _holders(
    policy: Policy,
    envelope: Envelope,
    said: Iterable[SignedStatement],
    read: Callable[[Policy, Envelope, SignedStatement], Acknowledgement | Unopened],
) -> frozenset[str]:
    found = set()
    for signed in said:
        with suppress(TrustError):
            found.add(read(policy, envelope, signed).holder)
    return frozenset(found)


def released_shares(releases: Iterable[Release]) -> tuple[Released, ...]:
    """Return the shares of releases, for ``open_stage`` and ``recover_bidder_secret``."""
    return tuple(each.released for each in releases)


def _check(
    policy: Policy, envelope: Envelope, form: Form, signed: SignedStatement, key: bytes
) -> None:
    named = form.octets("policy", DIGEST_SIZE), form.octets("envelope", DIGEST_SIZE)
    if named != (policy.hash, envelope.hash):
        raise EnvelopeRefused("this statement speaks of another envelope")
    if not signed.is_signed_by(key):
        raise EnvelopeRefused("this statement is not signed by the holder it names")
