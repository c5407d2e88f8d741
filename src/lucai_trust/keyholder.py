"""A share server's decision: may a share be released now, and must supervision hear of it?

Pure: what was shown is parsed, the witness policy and the clock's reading come in. Nothing of
the platform is believed that the log and a quorum of witnesses do not confirm.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from lucai_trust import merkle
from lucai_trust.checkpoint import Checkpoint, SignedNote
from lucai_trust.encoding import canonical, utc
from lucai_trust.errors import TrustError
from lucai_trust.policy import WitnessPolicy

ALARM_TYPE = "lucai-alarm/1"


class Reason(StrEnum):
    """Why a share is released, or why not."""

    RELEASED = "released"
    EARLY_HERE = "early_here"
    """The holder's own clock has not come to the deadline."""
    EARLY_WITNESSED = "early_witnessed"
    """No quorum of witnesses has cosigned the shown checkpoint at or after the deadline."""
    NOT_WITNESSED = "not_witnessed"
    """The checkpoint is not the log's, or no quorum cosigned it."""
    POLICY_NOT_LOGGED = "policy_not_logged"
    SEAL_NOT_LOGGED = "seal_not_logged"
    SECOND_SEAL = "second_seal"
    """This holder was shown another registry seal of the same policy before."""
    SEAL_OF_ANOTHER = "seal_of_another"
    """The registry seal is not of the policy in force for this envelope."""
    ENVELOPE_NOT_LOGGED = "envelope_not_logged"
    LATE = "late"
    """By the entry's own word the envelope came at the deadline or after it."""
    AFTER_SEAL = "after_seal"
    """The envelope or the policy was logged after the registry was sealed."""
    NOT_IN_REGISTRY = "not_in_registry"
    """The sealed registry does not have the envelope: withdrawn, superseded, or inserted."""
    STAGE_CLOSED = "stage_closed"
    """The log does not say that this stage may be opened."""


ALARMING = frozenset({Reason.EARLY_HERE, Reason.EARLY_WITNESSED, Reason.SECOND_SEAL})
"""Requests that supervision must hear of: before the deadline, or for a second registry."""


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry's leaf hash with its place in the log and the path to the checkpoint's root."""

    leaf: bytes
    index: int
    path: tuple[bytes, ...]

    def is_in(self, head: Checkpoint) -> bool:
        """Say whether the log of this checkpoint holds the entry at this place."""
        return merkle.verify_inclusion(self.leaf, self.index, head.size, self.path, head.root)


@dataclass(frozen=True, slots=True)
class Sealed:
    """The registry seal: its entry, the policy it names, and the envelope's way to its root."""

    entry: Logged
    policy_hash: bytes
    size: int
    root: bytes
    place: int
    path: tuple[bytes, ...]

    def holds(self, leaf: bytes) -> bool:
        """Say whether the sealed registry has a leaf at the place shown."""
        return merkle.verify_inclusion(leaf, self.place, self.size, self.path, self.root)


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that was shown for one envelope and stage.

    Args:
        received_at: when the envelope came, as its entry says.
        policy_hash: of the version in force, which the seal must name.
        policies: where the log has every version, from the first to that one; not empty.
        stage_entry: for every stage but the first, the entry that says it may be opened; for a
            recovery share, the entry that asks for it.
        window: how long after the deadline the bidder alone may open, before a recovery share.
    """

    note: SignedNote
    deadline: datetime
    received_at: datetime
    policy_hash: bytes
    policies: tuple[Logged, ...]
    envelope: Logged
    seal: Sealed
    is_first_stage: bool = True
    stage_entry: Logged | None = None
    window: timedelta = timedelta()

    @property
    def due(self) -> datetime:
        """The moment before which nothing is released."""
        return self.deadline + self.window


@dataclass(frozen=True, slots=True)
class Decision:
    """What the holder does, and whether it raises the alarm."""

    reason: Reason
    witnessed_at: int | None = None
    """Until when, in seconds since 1970, a quorum of witnesses confirms that time had passed."""

    @property
    def releases(self) -> bool:
        """Whether the share may go out."""
        return self.reason is Reason.RELEASED

    @property
    def alarms(self) -> bool:
        """Whether supervision must hear of the request."""
        return self.reason in ALARMING


@dataclass(frozen=True, slots=True)
class Alarm:
    """What a holder keeps, and tells supervision, of an alarming request."""

    holder: str
    at: datetime
    reason: Reason
    policy_hash: bytes
    envelope_hash: bytes
    stage: str
    deadline: datetime
    witnessed_at: int | None = None

    def encode(self) -> bytes:
        """Spell the record; the holder signs these bytes."""
        return canonical(
            {
                "type": ALARM_TYPE,
                "holder": self.holder,
                "at": utc(self.at),
                "reason": str(self.reason),
                "policy": self.policy_hash.hex(),
                "envelope": self.envelope_hash.hex(),
                "stage": self.stage,
                "deadline": utc(self.deadline),
                "witnessedAt": self.witnessed_at,
            }
        )


def decide(
    shown: Shown, trusted: WitnessPolicy, now: datetime, *, seal_seen: bytes | None = None
) -> Decision:
    """Decide whether a share may be released.

    It may when: the holder's own clock has come to the deadline (for a recovery share, to the end
    of the bidders' window after it); a quorum of witnesses cosigned the checkpoint at or after it; that checkpoint holds the policy, the envelope
    and the registry seal, the first two before the seal; the seal names the policy in force
    and its registry has the envelope, which came in time; and, after the first stage, the log opened the stage.

    Args:
        now: by the holder's own clock; aware.
        seal_seen: the leaf hash of the registry seal this holder released shares under before,
            for any version of this policy; a second registry could hold bids made with the first ones' prices.
    """
    if now < shown.due:
        return Decision(Reason.EARLY_HERE)
    try:
        witnessed = trusted.judge(shown.note)
    except TrustError:
        return Decision(Reason.NOT_WITNESSED)
    if witnessed.not_before is None:
        return Decision(Reason.NOT_WITNESSED)
    passed = datetime.fromtimestamp(min(witnessed.not_before, _LATEST), UTC)
    if passed < shown.due:
        return Decision(Reason.EARLY_WITNESSED, witnessed.not_before)
    reason = _reason(shown, witnessed.checkpoint)
    if reason is Reason.RELEASED and seal_seen not in {None, shown.seal.entry.leaf}:
        reason = Reason.SECOND_SEAL
    return Decision(reason, witnessed.not_before)


def _reason(shown: Shown, head: Checkpoint) -> Reason:
    """Return the first thing that is not as it must be."""
    seal, before = shown.seal, (shown.envelope, *shown.policies)
    checks = (
        (Reason.POLICY_NOT_LOGGED, all(each.is_in(head) for each in shown.policies)),
        (Reason.SEAL_NOT_LOGGED, seal.entry.is_in(head)),
        (Reason.SEAL_OF_ANOTHER, seal.policy_hash == shown.policy_hash),
        (Reason.ENVELOPE_NOT_LOGGED, shown.envelope.is_in(head)),
        (Reason.LATE, shown.received_at < shown.deadline),
        (Reason.AFTER_SEAL, all(each.index < seal.entry.index for each in before)),
        (Reason.NOT_IN_REGISTRY, seal.holds(shown.envelope.leaf)),
        (Reason.STAGE_CLOSED, _is_stage_open(shown, head)),
    )
    return next((reason for reason, holds in checks if not holds), Reason.RELEASED)


def _is_stage_open(shown: Shown, head: Checkpoint) -> bool:
    opened = shown.stage_entry
    if shown.is_first_stage:
        return True
    return opened is not None and opened.is_in(head) and opened.index > shown.seal.entry.index


_LATEST = int(datetime(9999, 12, 31, tzinfo=UTC).timestamp())
