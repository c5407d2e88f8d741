"""The table of transfers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord
from lucai.stages.archive.transfers.scope import transfers_seen_by


class ArchiveTransfer(LivingRecord):
    """Files of one buyer handed over together; ``items`` is the list (移交清单).

    Each item is ``{"project_number", "title", "version", "size", "sha256", "sm3", "faults",
    "later"}``: its first version handed over and the digests of the later ones. ``supplement_of``
    is the project whose file was supplemented after an earlier transfer.
    """

    number = models.CharField(max_length=40, unique=True)
    institution = models.CharField(max_length=120)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    agency_id = models.BigIntegerField()
    agency_name = models.CharField(max_length=120)
    supplement_of = models.CharField(max_length=40, default="")
    items = models.JSONField(default=list)
    size = models.BigIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=80, default="")
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=800, default="")

    class Meta:
        db_table = "archive_transfer"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="received") | ~Q(receipt=""), name="archive_transfer_has_receipt"
            )
        ]
        indexes = [
            models.Index(fields=["agency_id", "-id"], name="archive_transfer_agency"),
            models.Index(fields=["buyer_path", "-id"], name="archive_transfer_buyer"),
            models.Index(fields=["region", "-id"], name="archive_transfer_region"),
            models.Index(fields=["supplement_of", "-id"], name="archive_transfer_supplement"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`transfers_seen_by` says."""
        return transfers_seen_by(viewer)

    @property
    def key(self) -> str:
        """The transfer's number."""
        return self.number

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.buyer_name}（{len(self.items)} 卷，{self.institution}）"

    def parties(self) -> dict[Side, int]:
        """Who hands over, and whose files they are."""
        agency = {Side.AGENCY: self.agency_id} if self.agency_id else {}
        return {**agency, Side.BUYER: self.buyer_id}

    @property
    def hands_over(self) -> tuple[Side, int]:
        """Who gathers the files, and so hands them over."""
        if self.agency_id:
            return Side.AGENCY, self.agency_id
        return Side.BUYER, self.buyer_id
