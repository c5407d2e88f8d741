"""The table of receivables to be confirmed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, MoneyField
from lucai.stages.payment.receivables.scope import confirmations_seen_by


class ReceivableConfirmation(LivingRecord):
    """What a supplier asks its buyer to confirm of one invoice, and the answer; money in 分.

    ``place`` is the invoice's number within its contract, ``due_on`` when it has to be paid;
    ``sha256`` and ``sm3`` are digests of what was confirmed, by which a bank checks it.
    """

    number = models.CharField(max_length=40, unique=True)
    contract_number = models.CharField(max_length=60)
    contract_title = models.CharField(max_length=200)
    about_project = models.CharField(max_length=40, default="")
    place = models.PositiveSmallIntegerField()
    invoice_number = models.CharField(max_length=40)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    amount = MoneyField()
    due_on = models.DateField()
    financier = models.CharField(max_length=120)
    purpose = models.CharField(max_length=400, default="")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    signer = models.CharField(max_length=60, default="")
    reason = models.CharField(max_length=400, default="")
    sha256 = models.CharField(max_length=64, default="")
    sm3 = models.CharField(max_length=64, default="")

    class Meta:
        db_table = "receivable_confirmation"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="receivable_amount"),
            models.UniqueConstraint(
                fields=["contract_number", "place"], name="receivable_once",
                condition=Q(state__in=("asked", "confirmed")),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["contract_number", "place"], name="receivable_contract"),
            models.Index(fields=["supplier_id", "-id"], name="receivable_supplier"),
            models.Index(fields=["buyer_path", "-id"], name="receivable_buyer"),
            models.Index(fields=["region", "-id"], name="receivable_region"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`confirmations_seen_by` says."""
        return confirmations_seen_by(viewer)

    @property
    def key(self) -> str:
        """Its number."""
        return self.number

    @property
    def project_number(self) -> str:
        """The procurement it comes from."""
        return self.about_project

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.supplier_name}　{self.contract_title}"[:200]

    def parties(self) -> dict[Side, int]:
        """Who owes and who is owed."""
        return {Side.BUYER: self.buyer_id, Side.SUPPLIER: self.supplier_id}
