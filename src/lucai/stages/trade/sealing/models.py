"""The tables of sealed bids. No column says who bids: that is inside, and closed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, Record, everybody, nobody
from lucai.stages.trade.sealing.scope import envelopes_seen_by
from lucai_trust.envelope import Core, Envelope, Policy, SignedStatement


class ShareHolder(Record):
    """An organisation's keys for opening bids: one opens its shares, one signs releases.

    The private keys are never here: a share server or the person's own device has them.
    ``region``: the prefix of those codes whose tenders can name a person of the recovery group.
    """

    code = models.CharField(max_length=32, unique=True)
    group = models.CharField(max_length=32)
    kind = models.CharField(max_length=12)
    suite = models.CharField(max_length=8)
    organisation_id = models.BigIntegerField(null=True)
    organisation_name = models.CharField(max_length=120)
    region = models.CharField(max_length=6, default="")
    opens = models.CharField(max_length=130)
    signs = models.CharField(max_length=130)
    address = models.CharField(max_length=200, default="")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        db_table = "share_holder"
        indexes = [models.Index(fields=["organisation_id", "suite"], name="share_holder_owner")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Public keys are public."""
        del viewer
        return everybody()


class OpeningPolicy(Record):
    """One version of a lot's opening policy; ``content`` is the bytes the log has."""

    project_number = models.CharField(max_length=80)
    lot_number = models.PositiveSmallIntegerField()
    edition = models.PositiveSmallIntegerField()
    policy_hash = models.CharField(max_length=64, unique=True)
    content = models.TextField()
    deadline = models.DateTimeField()
    entry_id = models.BigIntegerField()

    class Meta:
        db_table = "opening_policy"
        constraints = [
            models.UniqueConstraint(
                fields=["project_number", "lot_number", "edition"], name="opening_policy_once"
            )
        ]
        indexes = [models.Index(fields=["deadline"], name="opening_policy_deadline")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Published with the tender document."""
        del viewer
        return everybody()

    @property
    def policy(self) -> Policy:
        """The policy as the trust core reads it."""
        return Policy.parse(self.content.encode("utf-8"))


class SealedBid(LivingRecord):
    """An envelope as it was handed in. Before the opening only the system can see the row.

    ``bidder_secret`` is what the bidder, or the recovery group, opened of it, where its policy has
    the bidder's group; ``recovery_entry_id`` the entry of the log that asked for a recovery.
    """

    code = models.CharField(max_length=24, unique=True)
    project_number = models.CharField(max_length=80)
    project_title = models.CharField(max_length=160)
    lot_number = models.PositiveSmallIntegerField()
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    agency_id = models.BigIntegerField()
    policy_hash = models.CharField(max_length=64)
    envelope_hash = models.CharField(max_length=64, unique=True)
    salt = models.CharField(max_length=48)
    core = models.TextField()
    sealed = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    received_at = models.DateTimeField()
    leaf = models.CharField(max_length=64)
    entry_id = models.BigIntegerField()
    claim = models.TextField(default="")
    fault = models.JSONField(default=dict)
    bidder_secret = models.CharField(max_length=64, default="")
    recovery_entry_id = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "sealed_bid"
        constraints = [
            models.UniqueConstraint(fields=["policy_hash", "salt"], name="sealed_bid_salt_once")
        ]
        indexes = [
            models.Index(fields=["project_number", "lot_number", "id"], name="sealed_bid_lot")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`envelopes_seen_by` says."""
        return envelopes_seen_by(viewer)

    @property
    def key(self) -> str:
        """The row's random code."""
        return self.code

    @property
    def heading(self) -> str:
        """What the journal calls it."""
        return f"{self.project_title}（包 {self.lot_number}）"[:200]

    def parties(self) -> dict[Side, int]:
        """Nobody: whose it is, only the inside says."""
        return {}

    @property
    def envelope(self) -> Envelope:
        """The envelope's bytes, read."""
        core = self.core.encode("utf-8")
        return Envelope(core, bytes(self.sealed), Core.parse(core))


class RegistryOfBids(Record):
    """What the registry seal of a lot fixed at the deadline, and what opens its dummies."""

    project_number = models.CharField(max_length=80)
    lot_number = models.PositiveSmallIntegerField()
    policy_hash = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    leaves = models.JSONField(default=list)
    dummy_salts = models.JSONField(default=list)
    entry_id = models.BigIntegerField()
    sealed_at = models.DateTimeField()

    class Meta:
        db_table = "registry_of_bids"
        constraints = [
            models.UniqueConstraint(fields=["project_number", "lot_number"], name="registry_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """The system's own until the bundle is published; the log has size and root."""
        return everybody() if viewer.side is Side.SYSTEM else nobody()


class ShareRelease(Record):
    """A share as its holder released it, signed; for one envelope."""

    bid = models.ForeignKey(SealedBid, on_delete=models.PROTECT, related_name="+")
    holder = models.CharField(max_length=32)
    statement = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "share_release"
        constraints = [models.UniqueConstraint(fields=["bid", "holder"], name="share_release_once")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the envelope's."""
        return envelopes_seen_by(viewer, through="bid__")

    @property
    def signed(self) -> SignedStatement:
        """The signed statement, read."""
        return SignedStatement.parse(self.statement.encode("utf-8"))


class ShareAcknowledgement(Record):
    """A holder's signed word, given when an envelope came in, that its shares of it open.

    Kept because a later word to the contrary then is that holder's fault.
    """

    bid = models.ForeignKey(SealedBid, on_delete=models.PROTECT, related_name="+")
    holder = models.CharField(max_length=32)
    statement = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "share_acknowledgement"
        constraints = [
            models.UniqueConstraint(fields=["bid", "holder"], name="share_acknowledgement_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the envelope's."""
        return envelopes_seen_by(viewer, through="bid__")

    @property
    def signed(self) -> SignedStatement:
        """The signed statement, read."""
        return SignedStatement.parse(self.statement.encode("utf-8"))


class ShareUnopened(Record):
    """A holder's signed word that the share of an envelope that was wrapped for it does not open.

    Nobody can see whether it is true: it is shown with the envelope, and its holder counts as absent,
    or as at fault where its own acknowledgement says the contrary.
    """

    bid = models.ForeignKey(SealedBid, on_delete=models.PROTECT, related_name="+")
    holder = models.CharField(max_length=32)
    statement = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "share_unopened"
        constraints = [
            models.UniqueConstraint(fields=["bid", "holder"], name="share_unopened_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the envelope's."""
        return envelopes_seen_by(viewer, through="bid__")

    @property
    def signed(self) -> SignedStatement:
        """The signed statement, read."""
        return SignedStatement.parse(self.statement.encode("utf-8"))


class WitnessedCheckpoint(Record):
    """A head of the log as a quorum of witnesses cosigned it: the first at its size.

    Kept because only it can show later what existed then; a newer head tells a newer moment.
    """

    size = models.BigIntegerField(unique=True)
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "checkpoint"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Checkpoints are public."""
        del viewer
        return everybody()
