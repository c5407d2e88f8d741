"""The tables of bids."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, MoneyField, Record
from lucai.stages.trade.bids.scope import bids_seen_by


class Bid(LivingRecord):
    """One supplier's bid for one lot.

    The columns and the rows hanging on it are the supplier's working copy. What was handed
    in is ``submission``, whole and unchanging, with the digests of its canonical bytes; the
    opening reads that and nothing else. ``region`` is empty until the opening, so that no
    supervisor's list, journal or overdue duty can betray that the bid exists.
    """

    code = models.CharField(max_length=24, unique=True)
    project_number = models.CharField(max_length=40)
    project_title = models.CharField(max_length=160)
    lot_number = models.PositiveSmallIntegerField()
    lot_name = models.CharField(max_length=160)
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    supplier_uscc = models.CharField(max_length=18)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    agency_id = models.BigIntegerField()
    bid_deadline = models.DateTimeField()
    price = MoneyField(null=True)
    unit_confirmed = models.BooleanField(default=False)
    delivery_days = models.PositiveIntegerField(null=True)
    validity_days = models.PositiveIntegerField(null=True)
    contact = models.CharField(max_length=60, default="")
    phone = models.CharField(max_length=40, default="")
    sme_kind = models.CharField(max_length=12, default="")
    domestic = models.BooleanField(default=False)
    domestic_share = models.PositiveIntegerField(null=True)
    consortium = models.CharField(max_length=400, default="")
    submission = models.JSONField(default=dict)
    submitted_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, default="")
    sm3 = models.CharField(max_length=64, default="")
    receipt = models.JSONField(default=dict)
    opened_at = models.DateTimeField(null=True)
    invalid_reason = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "bid"
        constraints = [
            models.UniqueConstraint(
                fields=["project_number", "lot_number", "supplier_id"], name="bid_once_a_lot"
            ),
            models.CheckConstraint(condition=Q(price=None) | Q(price__gte=0), name="bid_price"),
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(submitted_at__isnull=False),
                name="bid_opened_was_submitted",
            ),
        ]
        indexes = [models.Index(fields=["supplier_id", "-id"], name="bid_supplier")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`bids_seen_by` says."""
        return bids_seen_by(viewer)

    @property
    def key(self) -> str:
        """The bid's random code."""
        return self.code

    @property
    def heading(self) -> str:
        """What the supplier's to-dos call it."""
        return f"{self.project_title}（包 {self.lot_number}）"[:200]

    def parties(self) -> dict[Side, int]:
        """The supplier alone: nobody else has anything to do with a bid that is not opened."""
        return {Side.SUPPLIER: self.supplier_id}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """Everything is due before the bid deadline."""
        del step
        return None, self.bid_deadline


class BidItem(Record):
    """The unit price of one thing; ``place`` is its place in the lot's list, from 0."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    unit_price = MoneyField(null=True)
    brand = models.CharField(max_length=120, default="")
    model = models.CharField(max_length=120, default="")

    class Meta:
        db_table = "bid_item"
        constraints = [models.UniqueConstraint(fields=["bid", "place"], name="bid_item_place_once")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the bid's."""
        return bids_seen_by(viewer, through="bid__")


class BidResponse(Record):
    """The answer to one requirement; ``deviation`` is none, positive or negative."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    requirement_number = models.CharField(max_length=20)
    response = models.TextField(default="")
    deviation = models.CharField(max_length=10, default="")
    evidence = models.CharField(max_length=200, default="")

    class Meta:
        db_table = "bid_response"
        constraints = [
            models.UniqueConstraint(fields=["bid", "requirement_number"], name="bid_response_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the bid's."""
        return bids_seen_by(viewer, through="bid__")


class BidFile(Record):
    """A file of one part (qualification, commercial, technical, price) with both digests."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=16)
    file_id = models.BigIntegerField()
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)

    class Meta:
        db_table = "bid_file"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the bid's."""
        return bids_seen_by(viewer, through="bid__")


class BidSecurity(LivingRecord):
    """投标保证金 as the supplier records it; never in cash.

    Its region is written when it becomes known after the deadline (``opened_at``): also the
    bond of a bid that was given back unopened has to be refunded. ``ground`` says why it has
    fallen due (a period of GP-BON-04), ``due_at`` until when it must be refunded.
    """

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    bid_code = models.CharField(max_length=24)
    project_number = models.CharField(max_length=40)
    lot_number = models.PositiveSmallIntegerField()
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    buyer_path = models.CharField(max_length=200)
    agency_id = models.BigIntegerField()
    region = models.CharField(max_length=6, default="")
    kind = models.CharField(max_length=24)
    amount = MoneyField()
    payer_account_name = models.CharField(max_length=120)
    reference = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()
    state = models.CharField(max_length=40, default="recorded")
    opened_at = models.DateTimeField(null=True)
    ground = models.CharField(max_length=12, default="")
    due_at = models.DateTimeField(null=True)
    refunded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "bid_security"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="bid_security_positive")
        ]

    @property
    def key(self) -> str:
        """The bid's random code and the bond's number."""
        return f"{self.bid_code}-{self.pk}"

    @property
    def heading(self) -> str:
        """What the agency's to-dos call it."""
        return f"{self.supplier_name}的投标保证金（包 {self.lot_number}）"[:200]

    def parties(self) -> dict[Side, int]:
        """Who gives it back."""
        return {Side.AGENCY: self.agency_id}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """The period depends on why it has fallen due."""
        del step
        return None, self.due_at

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the bid's."""
        return bids_seen_by(viewer)
