"""The tables of punctuality: payments that fell due, and each buyer's months."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Viewer
from lucai.platform.records import MoneyField, Record, everybody


class DuePayment(Record):
    """One invoice that was paid, or is overdue; ``month`` is the first day of its month.

    It counts in the month in which it was paid; while it is unpaid in that of its due day.
    """

    invoice = models.CharField(max_length=80, unique=True)
    buyer_id = models.BigIntegerField()
    month = models.DateField()
    amount = MoneyField()
    due_on = models.DateField()
    paid_on = models.DateField(null=True)
    late_days = models.PositiveIntegerField(default=0)
    counts = models.BooleanField(default=True)

    class Meta:
        db_table = "due_payment"
        indexes = [models.Index(fields=["buyer_id", "month"], name="due_payment_buyer_month")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Public: amounts and days of paid invoices are public by the notices of payment."""
        del viewer
        return everybody()


class BuyerMonth(Record):
    """What a buyer paid in a month: in time, late, and what fell due and is unpaid.

    ``total`` and ``late_amount`` in 分; ``days`` are those by which it was late, together.
    """

    buyer_id = models.BigIntegerField()
    month = models.DateField()
    in_time = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    unpaid = models.PositiveIntegerField(default=0)
    total = MoneyField(default=0)
    late_amount = MoneyField(default=0)
    days = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "buyer_month"
        constraints = [
            models.UniqueConstraint(fields=["buyer_id", "month"], name="buyer_month_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Public by design: the buyer's punctuality stands on each of its notices."""
        del viewer
        return everybody()
