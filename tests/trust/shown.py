"""Makes a small log with a policy, bids, a registry seal and witnesses, and requests about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lucai_trust.checkpoint import Checkpoint, SignedNote, VerifierKey
from lucai_trust.cosignature import CosignerKey, cosign
from lucai_trust.encoding import canonical, parse_canonical, utc
from lucai_trust.envelope import Envelope, LeafOpening, Policy, seal_registry
from lucai_trust.merkle import inclusion_proof, leaf_hash, nodes_of, root
from lucai_trust.policy import WitnessPolicy
from lucai_trust.release_request import PublicEntry, ReleaseRequest
from lucai_trust.suites import INTL1
from tests.trust.bids import DEADLINE, Tender, tender_of

LOG_KEY = Ed25519PrivateKey.from_private_bytes(b"L" * 32)
CITIES = ("jn", "qd", "zb")
KEYS = {city: Ed25519PrivateKey.from_private_bytes(city.encode() * 16) for city in CITIES}
ORIGIN = "log.lucai.example/2026"
TRUSTED = WitnessPolicy.parse(
    f"log {VerifierKey.of(ORIGIN, LOG_KEY).encode()}\n"
    + "".join(f"witness {c} {CosignerKey.of(f'w/{c}', k).encode()}\n" for c, k in KEYS.items())
    + "group cities 2 jn qd zb\nquorum cities\n"
)
AFTER = DEADLINE + timedelta(seconds=20)
WINDOW = timedelta(minutes=30)


def public(body: dict[str, object], at: datetime = DEADLINE - timedelta(days=20)) -> bytes:
    """A public entry of the log."""
    return canonical({"at": utc(at), "body": body, "event": "example"})


@dataclass
class Log:
    """A log in memory: what each leaf is, and the notes about it."""

    leaves: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> int:
        """Append a leaf hash; return its index."""
        self.leaves.append(leaf)
        return len(self.leaves) - 1

    def path(self, index: int) -> tuple[bytes, ...]:
        return tuple(inclusion_proof(nodes_of(self.leaves), index, len(self.leaves)))

    def note(self, *times: datetime) -> SignedNote:
        """The signed head, cosigned at these times, a witness each."""
        head = Checkpoint(ORIGIN, len(self.leaves), root(self.leaves))
        note = SignedNote(head.text, ()).with_signature(ORIGIN, LOG_KEY)
        lines = [
            cosign(head.text, f"w/{city}", KEYS[city], int(time.timestamp()))
            for city, time in zip(CITIES, times, strict=False)
        ]
        return SignedNote(note.text, (*note.signatures, *lines))


@dataclass
class World:
    """A tender with its log: policy, one bid, other entries, the seal, a stage opened."""

    tender: Tender
    envelope: Envelope
    opening: LeafOpening
    log: Log
    policies: list[tuple[Policy, bytes, int]]
    seal: bytes
    seal_index: int
    leaf_index: int
    registry: tuple[bytes, ...]
    stage: bytes
    stage_index: int
    recovery: bytes
    recovery_index: int

    def entry(self, entry: bytes, index: int) -> PublicEntry:
        return PublicEntry(entry, index, self.log.path(index))

    def sealed_again(self, policy_hash: bytes) -> None:
        """Put a seal of another policy, over the same bid, where the seal stands."""
        registry = seal_registry(policy_hash, [self.opening.leaf])
        self.registry = registry.leaves
        self.seal = public({"registrySeal": parse_canonical(registry.seal.encode())})
        self.log.leaves[self.seal_index] = leaf_hash(self.seal)

    def request(self, *times: datetime, stage: str = "opening") -> ReleaseRequest:
        """The request for the bid's share, by a head cosigned at these times."""
        place = self.registry.index(self.opening.leaf)
        path = inclusion_proof(nodes_of(self.registry), place, len(self.registry))
        later = {
            "technical": self.entry(self.stage, self.stage_index),
            "recovery": self.entry(self.recovery, self.recovery_index),
        }.get(stage)
        return ReleaseRequest(
            policies=tuple(policy for policy, _, _ in self.policies),
            envelope=self.envelope,
            stage=stage,
            note=self.log.note(*(times or (AFTER, AFTER))),
            policy_entries=tuple(self.entry(entry, at) for _, entry, at in self.policies),
            opening=self.opening,
            leaf_index=self.leaf_index,
            leaf_path=self.log.path(self.leaf_index),
            seal_entry=self.entry(self.seal, self.seal_index),
            registry_place=place,
            registry_path=tuple(path),
            stage_entry=later,
        )


def opening_of(envelope: Envelope, at: datetime) -> LeafOpening:
    """What the sealed entry of a submission holds."""
    digests = envelope.digests
    stated = {"sha256": digests.sha256, "sm3": digests.sm3, "size": digests.size}
    return LeafOpening(public({"envelope": stated}, at), b"s" * 32)


def recovery_of(policy: Policy, envelope: Envelope) -> bytes:
    """The entry that asks to recover a bid."""
    asked = {"policy": policy.hash.hex(), "envelope": envelope.hash.hex()}
    return public({"recoveryRequest": asked}, policy.deadline + WINDOW)


def world(
    *,
    versions: int = 1,
    received_at: datetime = DEADLINE - timedelta(minutes=5),
    late_by: int = 0,
    sealed: Sequence[bytes] | None = None,
    with_bidder: bool = False,
) -> World:
    """Make the world.

    Args:
        late_by: how many entries behind the seal the bid's leaf stands; 0: before it.
        sealed: the submissions in the registry, when not just the bid.
        with_bidder: the policy has the bidder's group; the log asks to recover the bid.
    """
    tender, log = tender_of(INTL1, with_bidder=with_bidder), Log()
    policies = _versions(tender.policy, log, versions)
    policy = policies[-1][0]
    envelope = tender.seal().envelope
    opening = opening_of(envelope, received_at)
    log.append(leaf_hash(b"another act"))
    leaf_index = -1 if late_by else log.append(opening.leaf)
    registry = seal_registry(policy.hash, sealed if sealed is not None else [opening.leaf])
    seal = public({"registrySeal": parse_canonical(registry.seal.encode())}, policy.deadline)
    seal_index = log.append(leaf_hash(seal))
    if late_by:
        leaf_index = log.append(opening.leaf)
    stage = public({"openStage": {"policy": policy.hash.hex(), "stage": "technical"}})
    stage_index = log.append(leaf_hash(stage))
    recovery = recovery_of(policy, envelope)
    recovery_index = log.append(leaf_hash(recovery))
    return World(
        tender, envelope, opening, log, policies, seal, seal_index, leaf_index, registry.leaves,
        stage, stage_index, recovery, recovery_index,
    )  # fmt: skip


def _versions(policy: Policy, log: Log, count: int) -> list[tuple[Policy, bytes, int]]:
    """Log a policy, and versions of it each of which moves the deadline by an hour."""
    made: list[tuple[Policy, bytes, int]] = []
    for version in range(1, count + 1):
        if version > 1:
            later = policy.deadline + timedelta(hours=1)
            policy = replace(policy, version=version, previous=policy.hash, deadline=later)
        entry = public({"openingPolicy": policy.hash.hex()})
        made.append((policy, entry, log.append(leaf_hash(entry))))
    return made
