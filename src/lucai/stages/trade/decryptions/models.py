"""The tables of decryptions, and of the requests to people who stand in for suppliers."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord
from lucai.stages.trade.decryptions.scope import decryptions_seen_by, requests_seen_by


class Decryption(LivingRecord):
    """One bid whose header opened: its supplier opens the rest between ``opens_at`` and ``due_at``.

    Without a region: an entry about it would tell watchers who has opened its bid and who not.
    """

    project_number = models.CharField(max_length=40)
    project_title = models.CharField(max_length=160)
    lot_number = models.PositiveSmallIntegerField()
    bid_code = models.CharField(max_length=24, unique=True)
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    on_absence = models.CharField(max_length=12)
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField()
    decrypted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "decryption"
        indexes = [
            models.Index(fields=["project_number", "lot_number"], name="decryption_lot"),
            models.Index(fields=["supplier_id", "-id"], name="decryption_supplier"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`decryptions_seen_by` says."""
        return decryptions_seen_by(viewer)

    @property
    def key(self) -> str:
        """The envelope's random code."""
        return self.bid_code

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.project_title}（包 {self.lot_number}）"[:200]

    def parties(self) -> dict[Side, int]:
        """Who decrypts."""
        return {Side.SUPPLIER: self.supplier_id}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """The window."""
        return (self.opens_at, self.due_at) if step == "decrypt" else (None, None)


class RecoveryRequest(LivingRecord):
    """A lot's suppliers did not decrypt: one person's organisation of the recovery group is asked.

    Which bids they are, the log says; ``unopened`` are those, by their hashes, whose share for this
    holder does not open, by the word that it signed.
    """

    code = models.CharField(max_length=24, unique=True)
    project_number = models.CharField(max_length=40)
    project_title = models.CharField(max_length=160)
    lot_number = models.PositiveSmallIntegerField()
    agency_id = models.BigIntegerField()
    holder = models.CharField(max_length=32)
    organisation_id = models.BigIntegerField()
    side = models.CharField(max_length=20, default=Side.SUPERVISOR.value)
    organisation_name = models.CharField(max_length=120)
    unopened = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "recovery_request"
        constraints = [
            models.UniqueConstraint(
                fields=["project_number", "lot_number", "holder"], name="recovery_request_once"
            )
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`requests_seen_by` says."""
        return requests_seen_by(viewer)

    @property
    def key(self) -> str:
        """The request's random code."""
        return self.code

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.project_title}（包 {self.lot_number}）"[:200]

    def parties(self) -> dict[Side, int]:
        """Who is asked, and who waits for it."""
        return {Side(self.side): self.organisation_id, Side.AGENCY: self.agency_id}
