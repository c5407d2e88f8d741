"""The tables of openings."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.law.methods import method
from lucai.platform.records import LivingRecord, MoneyField, Record, system_access
from lucai.stages.trade.openings.scope import (
    records_seen_by,
    sessions_seen_by,
    sign_ins_seen_by,
)


class OpeningSession(LivingRecord):
    """The opening of one project.

    ``lots`` keeps what became of each lot: ``{"1": {"bidders": 4, "failed": ""}}``;
    ``unsealing_failed`` that the system waits for the agency to open after the suppliers' window.
    """

    project_number = models.CharField(max_length=40, unique=True)
    project_title = models.CharField(max_length=160)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    agency_id = models.BigIntegerField()
    agency_name = models.CharField(max_length=120)
    finance_id = models.BigIntegerField()
    method = models.CharField(max_length=40, default="open")
    bid_deadline = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(null=True)
    decrypts_until = models.DateTimeField(null=True)
    unsealing_failed = models.BooleanField(default=False)
    host = models.CharField(max_length=60, default="")
    lots = models.JSONField(default=dict)

    class Meta:
        db_table = "opening_session"
        constraints = [
            models.CheckConstraint(
                condition=Q(started_at=None) | Q(started_at__gte=models.F("bid_deadline")),
                name="opening_not_before_deadline",
            )
        ]
        indexes = [models.Index(fields=["agency_id", "-id"], name="opening_session_agency")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`sessions_seen_by` says."""
        return sessions_seen_by(viewer)

    @property
    def reading(self) -> str:
        """What is done with an opened bid: read out, or opened only."""
        return "唱标" if method(self.method).reads_prices else "开标"

    @property
    def key(self) -> str:
        """The project's number."""
        return self.project_number

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.project_title

    def parties(self) -> dict[Side, int]:
        """Who presides, who watches."""
        return {
            Side.AGENCY: self.agency_id,
            Side.BUYER: self.buyer_id,
            Side.SUPERVISOR: self.finance_id,
        }

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """The opening is at the deadline's own instant."""
        if step == "unseal":
            return self.decrypts_until, None
        return (self.bid_deadline, self.bid_deadline) if step == "start" else (None, None)


class OpeningRecord(LivingRecord):
    """One bid as it was read out."""

    session = models.ForeignKey(OpeningSession, on_delete=models.PROTECT, related_name="+")
    project_number = models.CharField(max_length=40, db_index=True)
    project_title = models.CharField(max_length=160)
    buyer_path = models.CharField(max_length=200)
    agency_id = models.BigIntegerField()
    lot_number = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    bid_code = models.CharField(max_length=24, unique=True)
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    price = MoneyField()
    delivery_days = models.PositiveIntegerField()
    bond = MoneyField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()
    read_at = models.DateTimeField()
    signed_in_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "opening_record"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "lot_number", "supplier_id"], name="opening_record_once"
            )
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`records_seen_by` says."""
        return records_seen_by(viewer)

    def say(self, text: str) -> str:
        """Speak as the method of the opening does."""
        with system_access("the opening of a record in hand"):
            return self.session.say(text)

    @property
    def key(self) -> str:
        """The bid's code."""
        return self.bid_code

    @property
    def heading(self) -> str:
        """What the supplier's to-dos call it."""
        return f"{self.project_title}（包 {self.lot_number}）"[:200]

    def parties(self) -> dict[Side, int]:
        """The supplier who confirms, the agency who keeps the record."""
        return {Side.SUPPLIER: self.supplier_id, Side.AGENCY: self.agency_id}


class OpeningEnquiry(Record):
    """A question or objection raised on the spot, with its reply."""

    record = models.ForeignKey(OpeningRecord, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    asked_at = models.DateTimeField()
    reply = models.TextField(default="")
    replied_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "opening_record_enquiry"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the record's."""
        return records_seen_by(viewer, through="record__")


class SignIn(Record):
    """A bidder's presence. Before the opening starts it is seen by the bidder alone."""

    project_number = models.CharField(max_length=40)
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    buyer_path = models.CharField(max_length=200)
    agency_id = models.BigIntegerField()
    region = models.CharField(max_length=6)
    at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "sign_in"
        constraints = [
            models.UniqueConstraint(fields=["project_number", "supplier_id"], name="sign_in_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`sign_ins_seen_by` says."""
        return sign_ins_seen_by(viewer)
