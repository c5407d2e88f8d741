"""The tables of bids."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, MoneyField
from lucai.stages.trade.bids.scope import bids_seen_by


class Bid(LivingRecord):
    """One supplier's bid for one lot, as its envelope held it; there is none before the opening.

    ``dark``: its technical part is judged without names and that is not over yet.

    ``submission`` is what was written, whole and unchanging; ``sha256`` and ``sm3`` are the
    envelope's, as its receipt states them; ``findings`` is what the rules found at the opening:
    rule, sentence, articles, whether it would have kept the bidder's own browser from sealing.
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
    price = MoneyField()
    submission = models.JSONField()
    findings = models.JSONField(default=list)
    last_quote = models.JSONField(default=dict)
    submitted_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    receipt = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    invalid_reason = models.CharField(max_length=400, default="")
    dark = models.BooleanField(default=False)

    class Meta:
        db_table = "bid"
        constraints = [
            models.UniqueConstraint(
                fields=["project_number", "lot_number", "supplier_id"], name="bid_once_a_lot"
            ),
            models.CheckConstraint(condition=Q(price__gte=0), name="bid_price"),
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
        """The supplier alone: others deal with the evaluation."""
        return {Side.SUPPLIER: self.supplier_id}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """Nothing of a bid is due."""
        del step
        return None, None


class BidSecurity(LivingRecord):
    """投标保证金 as the supplier records it; never in cash.

    It is known from the opening on; what was paid for an envelope that was given back unopened,
    the organiser finds in its own account. ``ground`` says why it has fallen due (a period of
    GP-BON-04), ``due_at`` until when it must be refunded; ``kept_ground`` and ``kept_reason`` why it
    was not given back at all. ``arrival`` is what was found of it or of the guarantee;
    ``interest`` what the bank paid meanwhile, ``late_fee`` what a late refund costs (GP-BON-05).
    """

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    bid_code = models.CharField(max_length=24)
    project_number = models.CharField(max_length=40, db_index=True)
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
    opened_at = models.DateTimeField()
    ground = models.CharField(max_length=12, default="")
    due_at = models.DateTimeField(null=True)
    arrival = models.CharField(max_length=400, default="")
    refunded_at = models.DateTimeField(null=True)
    interest = MoneyField(default=0)
    late_fee = MoneyField(default=0)
    kept_ground = models.CharField(max_length=16, default="")
    kept_reason = models.CharField(max_length=400, default="")

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
