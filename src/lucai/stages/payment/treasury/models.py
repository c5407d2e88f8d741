"""The tables of the treasury's answers and of daily reconciliations."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, MoneyField, Record
from lucai.stages.payment.treasury.scope import treasury_books_seen_by


class TreasuryAnswer(LivingRecord):
    """One answer as it came; what it says is never changed, only what became of it.

    ``problem`` is why it was not booked, ``resolution`` what a clerk did about it.
    """

    serial = models.CharField(max_length=60)
    kind = models.CharField(max_length=12)
    request_number = models.CharField(max_length=40)
    voucher = models.CharField(max_length=40)
    amount = MoneyField()
    on = models.DateField()
    payee_account = models.CharField(max_length=40, default="")
    reason = models.CharField(max_length=400, default="")
    undoes = models.CharField(max_length=40, default="")
    treasury_id = models.BigIntegerField()
    received_at = models.DateTimeField()
    problem = models.CharField(max_length=400, default="")
    resolution = models.CharField(max_length=400, default="")
    resolved_by = models.CharField(max_length=60, default="")

    class Meta:
        db_table = "treasury_answer"
        indexes = [
            models.Index(fields=["treasury_id", "serial"], name="treasury_answer_serial"),
            models.Index(fields=["region", "-id"], name="treasury_answer_region"),
            models.Index(fields=["state", "region"], name="treasury_answer_state"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`treasury_books_seen_by` says."""
        return treasury_books_seen_by(viewer)

    @property
    def key(self) -> str:
        """Treasury and serial; an answer that says otherwise under a known serial has its own."""
        return f"HD{self.pk}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"凭证 {self.voucher}"

    def parties(self) -> dict[Side, int]:
        """The treasury whose answer it is."""
        return {Side.TREASURY: self.treasury_id}


class Reconciliation(LivingRecord):
    """A day's comparison of a treasury's books with ours; amounts in 分."""

    day = models.DateField()
    treasury_id = models.BigIntegerField()
    ours_count = models.PositiveIntegerField()
    ours_amount = MoneyField()
    theirs_count = models.PositiveIntegerField()
    theirs_amount = MoneyField()
    differences = models.PositiveIntegerField()
    compared_at = models.DateTimeField()
    compared_by = models.CharField(max_length=60)

    class Meta:
        db_table = "treasury_reconciliation"
        constraints = [
            models.UniqueConstraint(fields=["treasury_id", "day"], name="reconciliation_once_a_day")
        ]
        indexes = [models.Index(fields=["region", "-id"], name="reconciliation_region")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`treasury_books_seen_by` says."""
        return treasury_books_seen_by(viewer)

    @property
    def key(self) -> str:
        """Treasury and day."""
        return f"DZ{self.treasury_id}-{self.day:%Y%m%d}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.day.isoformat()} 国库对账"

    def parties(self) -> dict[Side, int]:
        """The treasury."""
        return {Side.TREASURY: self.treasury_id}


class ReconciliationDifference(Record):
    """One difference of a day; amounts in 分, None where a side has nothing."""

    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    voucher = models.CharField(max_length=60)
    request_number = models.CharField(max_length=40, default="")
    ours = MoneyField(null=True)
    theirs = MoneyField(null=True)
    stale = models.BooleanField(default=False)
    note = models.CharField(max_length=400, default="")
    noted_by = models.CharField(max_length=60, default="")
    noted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "treasury_difference"
        indexes = [models.Index(fields=["reconciliation", "id"], name="treasury_difference_of")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the reconciliation's."""
        return treasury_books_seen_by(viewer, through="reconciliation__")
