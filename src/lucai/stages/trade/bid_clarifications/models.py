"""The table of written questions to bidders."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord
from lucai.stages.trade.bid_clarifications.scope import clarifications_seen_by


class BidClarification(LivingRecord):
    """What the panel asks of one bid, until when, and what was answered in writing.

    ``mask`` is the code under which a dark part was asked about; empty where it was asked by name.
    """

    project_number = models.CharField(max_length=40)
    lot_number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    method = models.CharField(max_length=40)
    agency_id = models.BigIntegerField()
    bid_code = models.CharField(max_length=24)
    mask = models.CharField(max_length=8, default="")
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    place = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=2000)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reply = models.TextField(default="")
    file_ids = models.JSONField(default=list)
    replied_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "bid_clarification"
        indexes = [
            models.Index(fields=["project_number", "lot_number"], name="bid_clarification_lot"),
            models.Index(fields=["state", "due_at"], name="bid_clarification_due"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`clarifications_seen_by` says."""
        return clarifications_seen_by(viewer)

    @property
    def key(self) -> str:
        """Project, lot, bid and row; of a dark part neither bid nor code, which would lead to it."""
        about = "D" if self.mask else self.bid_code
        return f"{self.project_number}-{self.lot_number}-{about}-{self.pk or 0}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.title}（包 {self.lot_number}）"

    def parties(self) -> dict[Side, int]:
        """Who has to answer, and who carries the papers."""
        return {Side.SUPPLIER: self.supplier_id, Side.AGENCY: self.agency_id}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """An answer is due when its time is over."""
        return (None, self.due_at) if step == "answer" else (None, None)
