"""What a share server is shown, as one file: policies, envelope, entries of the log, checkpoint.

Entries are shown as the log has them, byte for byte, and what they say is read from those
bytes; nothing is taken from beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from lucai_trust import merkle
from lucai_trust.checkpoint import Checkpoint, SignedNote
from lucai_trust.encoding import Json, canonical, parse_canonical, parse_utc
from lucai_trust.envelope.core import Envelope
from lucai_trust.envelope.policy import RECOVERY, Policy
from lucai_trust.envelope.receipts import LeafOpening
from lucai_trust.envelope.registry import RegistrySeal
from lucai_trust.errors import EncodingRefused, EnvelopeRefused
from lucai_trust.keyholder import Logged, Sealed, Shown
from lucai_trust.members import Members

REQUEST_TYPE = "lucai-release-request/1"
POLICY_MEMBER = "openingPolicy"
SEAL_MEMBER = "registrySeal"
STAGE_MEMBER = "openStage"
RECOVERY_MEMBER = "recoveryRequest"


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """A public entry of the log as it stands there, with its place and path."""

    entry: bytes
    index: int
    path: tuple[bytes, ...]

    @property
    def logged(self) -> Logged:
        """The entry as the decision looks at it."""
        return Logged(merkle.leaf_hash(self.entry), self.index, self.path)

    def says(self, name: str) -> Json:
        """Return a member of the entry's body."""
        content = parse_canonical(self.entry)
        body = content.get("body") if isinstance(content, dict) else None
        if not isinstance(body, dict) or name not in body:
            raise EncodingRefused(f"this entry of the log says nothing of {name}")
        return body[name]

    def to_json(self) -> dict[str, object]:
        """Spell the entry."""
        return {"entry": self.entry.decode("utf-8"), **_spelt(self.index, self.path)}

    @classmethod
    def of(cls, read: Members) -> PublicEntry:
        """Read the entry."""
        return cls(read.text("entry").encode("utf-8"), read.number("index"), read.hexes("path"))


@dataclass(frozen=True, slots=True)
class ReleaseRequest:
    """A request for the share of one envelope at one stage, or for its recovery share.

    ``policies`` are all versions from the first to the one in force at the deadline, so that
    the first names the tender's opening once and for all; ``opening`` opens the envelope's
    sealed entry.
    """

    policies: tuple[Policy, ...]
    envelope: Envelope
    stage: str
    note: SignedNote
    policy_entries: tuple[PublicEntry, ...]
    opening: LeafOpening
    leaf_index: int
    leaf_path: tuple[bytes, ...]
    seal_entry: PublicEntry
    registry_place: int
    registry_path: tuple[bytes, ...]
    stage_entry: PublicEntry | None = None

    @property
    def policy(self) -> Policy:
        """The version the envelope was sealed under.

        Raises:
            EnvelopeRefused: it is none of those shown.
        """
        for each in self.policies:
            if each.hash == self.envelope.core.policy_hash:
                return each
        raise EnvelopeRefused("this envelope was sealed under another policy")

    def shown(self) -> Shown:
        """Return what the decision looks at.

        Raises:
            EncodingRefused, EnvelopeRefused, PolicyRefused: the parts do not belong together.
        """
        self._check_versions()
        self._check_envelope()
        self._check_stage_entry()
        opened = self.stage_entry
        return Shown(
            note=self.note,
            deadline=self.policies[-1].deadline,
            received_at=self._received_at(),
            policy_hash=self.policies[-1].hash,
            policies=tuple(each.logged for each in self.policy_entries),
            envelope=Logged(self.opening.leaf, self.leaf_index, self.leaf_path),
            seal=self._sealed(),
            is_first_stage=self.stage == self.policy.opening_stage,
            stage_entry=None if opened is None else opened.logged,
            window=self._window(),
        )

    def encode(self) -> bytes:
        """Spell the request."""
        opened = self.stage_entry
        return canonical(
            {
                "type": REQUEST_TYPE,
                "policies": [each.encode().decode("utf-8") for each in self.policies],
                "core": self.envelope.core_bytes.decode("utf-8"),
                "sealed": self.envelope.sealed.hex(),
                "stage": self.stage,
                "checkpoint": self.note.encode(),
                "policyEntries": [each.to_json() for each in self.policy_entries],
                "leaf": {
                    "content": self.opening.content.decode("utf-8"),
                    "salt": self.opening.salt.hex(),
                    **_spelt(self.leaf_index, self.leaf_path),
                },
                "sealEntry": self.seal_entry.to_json(),
                "registry": _spelt(self.registry_place, self.registry_path),
                "stageEntry": None if opened is None else opened.to_json(),
            }
        )

    @classmethod
    def parse(cls, encoded: bytes) -> ReleaseRequest:
        """Read a request.

        Raises:
            TrustError: of whatever part is malformed.
        """
        read = Members.parse(encoded)
        if read.text("type") != REQUEST_TYPE:
            raise EncodingRefused(f"a request of {REQUEST_TYPE} is expected")
        policies = tuple(Policy.parse(_bytes(each)) for each in read.items("policies"))
        if not policies:
            raise EncodingRefused("a request shows at least one version of the policy")
        leaf, registry = (Members.of(read.content.get(name)) for name in ("leaf", "registry"))
        opened = read.content.get("stageEntry")
        return cls(
            policies=policies,
            envelope=Envelope.parse(read.text("core").encode("utf-8"), read.hex("sealed")),
            stage=read.text("stage"),
            note=SignedNote.parse(read.text("checkpoint")),
            policy_entries=tuple(map(PublicEntry.of, read.objects("policyEntries"))),
            opening=LeafOpening(leaf.text("content").encode("utf-8"), leaf.hex("salt")),
            leaf_index=leaf.number("index"),
            leaf_path=leaf.hexes("path"),
            seal_entry=PublicEntry.of(Members.of(read.content.get("sealEntry"))),
            registry_place=registry.number("index"),
            registry_path=registry.hexes("path"),
            stage_entry=None if opened is None else PublicEntry.of(Members.of(opened)),
        )

    def _check_versions(self) -> None:
        if Checkpoint.parse(self.note.text).origin != self.policies[-1].log:
            raise EnvelopeRefused("this checkpoint is of another log than the policy names")
        if self.policies[0].version != 1:
            raise EnvelopeRefused("the versions of a policy are shown from the first one on")
        for old, new in pairwise(self.policies):
            if new.needs_new_bids_after(old) and self.policy.version <= old.version:
                raise EnvelopeRefused("this envelope had to be sealed again under a newer policy")
        said = [entry.says(POLICY_MEMBER) for entry in self.policy_entries]
        if said != [each.hash.hex() for each in self.policies]:
            raise EnvelopeRefused("the entries shown are not those of the policy's versions")

    @property
    def is_recovery(self) -> bool:
        """Whether a share of the bidder's secret is asked for."""
        return self.stage == RECOVERY

    def _window(self) -> timedelta:
        bidder = self.policy.bidder
        if not self.is_recovery or bidder is None:
            return timedelta()
        return timedelta(minutes=bidder.window_minutes)

    def _check_stage_entry(self) -> None:
        if self.stage_entry is None:
            return
        if self.is_recovery:
            said = Members.of(self.stage_entry.says(RECOVERY_MEMBER))
            named = said.hex("policy"), said.hex("envelope")
            if named != (self.policies[-1].hash, self.envelope.hash):
                raise EnvelopeRefused("this entry asks to recover another envelope")
            return
        said = Members.of(self.stage_entry.says(STAGE_MEMBER))
        if said.hex("policy") != self.policies[-1].hash or said.text("stage") != self.stage:
            raise EnvelopeRefused("this entry opens another stage")

    def _check_envelope(self) -> None:
        if self.is_recovery:
            self.policy.group(RECOVERY)
        elif self.stage not in self.policy.stages:
            raise EnvelopeRefused("the policy has no such stage")
        if not self.opening.states(self.envelope.digests, self._received_at()):
            raise EnvelopeRefused("the entry shown is of another envelope")

    def _received_at(self) -> datetime:
        return parse_utc(Members.of(parse_canonical(self.opening.content)).text("at"))

    def _sealed(self) -> Sealed:
        seal = RegistrySeal.parse(canonical(self.seal_entry.says(SEAL_MEMBER)))
        return Sealed(
            self.seal_entry.logged,
            seal.policy,
            seal.size,
            seal.root,
            self.registry_place,
            self.registry_path,
        )


def _spelt(index: int, path: Sequence[bytes]) -> dict[str, object]:
    return {"index": index, "path": [each.hex() for each in path]}


def _bytes(value: object) -> bytes:
    return Members({"policy": value}).text("policy").encode("utf-8")
