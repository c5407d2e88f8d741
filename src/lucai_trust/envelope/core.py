"""The core of an envelope: everything about a sealed bid that may be seen before it opens.

An envelope is the core's bytes, the sealed header's bytes and the parts' blobs. Bytes are hashed
as they were stored and never spelt again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from lucai_trust.digest import DIGEST_SIZE, DigestPair, digests_of
from lucai_trust.encoding import Json, canonical
from lucai_trust.envelope.forms import Form, hex_or_null
from lucai_trust.schedule import SALT_SIZE, Schedule
from lucai_trust.suites import Suite, suite_named

CORE_TYPE = "lucai-bid-core/1"
CHUNK_SIZE = 1 << 20


@dataclass(frozen=True, slots=True)
class Wrap:
    """A secret encrypted to one recipient."""

    to: str
    wrap: bytes

    def to_json(self) -> Json:
        """Return the wrap as it stands in the core."""
        return {"to": self.to, "wrap": self.wrap.hex()}

    @classmethod
    def of(cls, value: Json) -> Wrap:
        """Read a wrap."""
        form = Form.of(value, "to", "wrap")
        return cls(form.name("to"), form.octets("wrap"))


@dataclass(frozen=True, slots=True)
class WrappedShare:
    """A share encrypted to its holder, with the commitment it must match when released."""

    to: str
    wrap: bytes
    commitment: bytes

    def to_json(self) -> Json:
        """Return the share as it stands in the core."""
        return {"to": self.to, "wrap": self.wrap.hex(), "commit": self.commitment.hex()}

    @classmethod
    def of(cls, value: Json) -> WrappedShare:
        """Read a share."""
        form = Form.of(value, "to", "wrap", "commit")
        return cls(form.name("to"), form.octets("wrap"), form.octets("commit", DIGEST_SIZE))


@dataclass(frozen=True, slots=True)
class SharedSecret:
    """One group's secret for one stage, shared among the group's holders."""

    stage: str
    group: str
    threshold: int
    holders: tuple[WrappedShare, ...]

    def to_json(self) -> Json:
        """Return the secret's shares as they stand in the core."""
        holders: list[Json] = [each.to_json() for each in self.holders]
        return {"stage": self.stage, "group": self.group, "k": self.threshold, "holders": holders}

    @classmethod
    def of(cls, value: Json) -> SharedSecret:
        """Read the shares."""
        form = Form.of(value, "stage", "group", "k", "holders")
        return cls(
            form.name("stage"),
            form.name("group"),
            form.number("k"),
            form.items("holders", WrappedShare.of),
        )


@dataclass(frozen=True, slots=True)
class BidderSecret:
    """The bidder's secret A: its commitment, and who can have it."""

    commitment: bytes
    wraps: tuple[Wrap, ...]
    code: bytes | None
    recovery: tuple[WrappedShare, ...]

    def to_json(self) -> Json:
        """Return it as it stands in the core."""
        return {
            "commit": self.commitment.hex(),
            "wraps": [each.to_json() for each in self.wraps],
            "code": hex_or_null(self.code),
            "recovery": [each.to_json() for each in self.recovery],
        }

    @classmethod
    def of(cls, value: Json) -> BidderSecret:
        """Read it."""
        form = Form.of(value, "commit", "wraps", "code", "recovery")
        return cls(
            form.octets("commit", DIGEST_SIZE),
            form.items("wraps", Wrap.of),
            form.optional_octets("code"),
            form.items("recovery", WrappedShare.of),
        )


@dataclass(frozen=True, slots=True)
class PartEntry:
    """One part: when it opens, how large it is when padded, and what binds its bytes."""

    number: int
    stage: str
    size: int
    chunks: int
    commitment: bytes
    key_hash: bytes
    root: bytes

    @property
    def blob_size(self) -> int:
        """The size of the encrypted part in bytes."""
        return self.size + 16 * self.chunks

    def to_json(self) -> Json:
        """Return the part as it stands in the core."""
        return {
            "n": self.number,
            "stage": self.stage,
            "size": self.size,
            "chunks": self.chunks,
            "commit": self.commitment.hex(),
            "key": self.key_hash.hex(),
            "root": self.root.hex(),
        }

    @classmethod
    def of(cls, value: Json) -> PartEntry:
        """Read the part."""
        form = Form.of(value, "n", "stage", "size", "chunks", "commit", "key", "root")
        return cls(
            form.number("n"),
            form.name("stage"),
            form.number("size"),
            form.number("chunks"),
            form.octets("commit", DIGEST_SIZE),
            form.octets("key", DIGEST_SIZE),
            form.octets("root", DIGEST_SIZE),
        )


@dataclass(frozen=True, slots=True)
class HeaderEntry:
    """What binds the sealed header's key."""

    commitment: bytes
    key_hash: bytes

    def to_json(self) -> Json:
        """Return it as it stands in the core."""
        return {"commit": self.commitment.hex(), "key": self.key_hash.hex()}

    @classmethod
    def of(cls, value: Json) -> HeaderEntry:
        """Read it."""
        form = Form.of(value, "commit", "key")
        return cls(form.octets("commit", DIGEST_SIZE), form.octets("key", DIGEST_SIZE))


@dataclass(frozen=True, slots=True)
class ClaimKey:
    """The key that may withdraw or replace this envelope, and who else can have it."""

    public: bytes
    wraps: tuple[Wrap, ...] = ()

    def to_json(self) -> Json:
        """Return it as it stands in the core."""
        return {"key": self.public.hex(), "wraps": [each.to_json() for each in self.wraps]}

    @classmethod
    def of(cls, value: Json) -> ClaimKey:
        """Read it."""
        form = Form.of(value, "key", "wraps")
        return cls(form.octets("key"), form.items("wraps", Wrap.of))


@dataclass(frozen=True, slots=True)
class Core:
    """The visible part of an envelope."""

    suite: Suite
    policy_hash: bytes
    salt: bytes
    header: HeaderEntry
    shares: tuple[SharedSecret, ...]
    parts: tuple[PartEntry, ...]
    claim: ClaimKey
    bidder: BidderSecret | None = None
    previous: bytes | None = None

    @property
    def schedule(self) -> Schedule:
        """The key schedule of this envelope."""
        return Schedule(self.suite, self.policy_hash, self.salt)

    def encode(self) -> bytes:
        """Spell the core."""
        return canonical(
            {
                "type": CORE_TYPE,
                "suite": self.suite.name,
                "policy": self.policy_hash.hex(),
                "salt": self.salt.hex(),
                "header": self.header.to_json(),
                "shares": [each.to_json() for each in self.shares],
                "bidder": None if self.bidder is None else self.bidder.to_json(),
                "parts": [each.to_json() for each in self.parts],
                "claim": self.claim.to_json(),
                "previous": hex_or_null(self.previous),
            }
        )

    @classmethod
    def parse(cls, encoded: bytes) -> Core:
        """Read a core from its bytes.

        Raises:
            EncodingRefused: not canonical, or not of this form.
            EnvelopeRefused: of a suite nobody knows.
        """
        form = Form.parse(
            encoded,
            CORE_TYPE,
            *("suite", "policy", "salt", "header", "shares", "bidder", "parts", "claim"),
            "previous",
        )
        return cls(
            suite=suite_named(form.text("suite")),
            policy_hash=form.octets("policy", DIGEST_SIZE),
            salt=form.octets("salt", SALT_SIZE),
            header=HeaderEntry.of(form.members["header"]),
            shares=form.items("shares", SharedSecret.of),
            parts=form.items("parts", PartEntry.of),
            claim=ClaimKey.of(form.members["claim"]),
            bidder=form.optional("bidder", BidderSecret.of),
            previous=form.optional_octets("previous", DIGEST_SIZE),
        )


@dataclass(frozen=True)
class Envelope:
    """An envelope as it was handed in: its core's and its sealed header's bytes."""

    core_bytes: bytes
    sealed: bytes
    core: Core

    @classmethod
    def parse(cls, core: bytes, sealed: bytes) -> Envelope:
        """Read an envelope; ``check_envelope`` then holds it against its policy."""
        return cls(core, sealed, Core.parse(core))

    @cached_property
    def hash(self) -> bytes:
        """The envelope's hash by its own suite, by which other messages call it.

        Core and header need no separator: a core ends where its outermost brace closes.
        """
        return self.core.suite.digest(self.core_bytes + self.sealed)

    @cached_property
    def digests(self) -> DigestPair:
        """Both digests of the same bytes, which a receipt states."""
        return digests_of((self.core_bytes, self.sealed))
