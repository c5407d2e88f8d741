"""The table of performance bonds."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, MoneyField
from lucai.stages.contract.contracts.days import end_of_day_after
from lucai.stages.contract.securities.lifecycle import SECURITY_KINDS
from lucai.stages.contract.securities.scope import securities_seen_by


class PerformanceSecurity(LivingRecord):
    """The bond of one contract; ``agreed`` and ``amount`` in 分.

    ``verified`` with ``verification`` is what the register of guarantees answered.
    """

    contract_number = models.CharField(max_length=60, unique=True)
    project_number = models.CharField(max_length=40, db_index=True)
    contract_title = models.CharField(max_length=160)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    agency_id = models.BigIntegerField()
    finance_id = models.BigIntegerField()

    agreed = MoneyField()
    return_days = models.PositiveIntegerField()
    submit_by = models.DateTimeField(null=True)
    needed_until = models.DateField(null=True)
    kind = models.CharField(max_length=12, default="", choices=list(SECURITY_KINDS.items()))
    issuer = models.CharField(max_length=120, default="")
    reference = models.CharField(max_length=60, default="")
    amount = MoneyField(default=0)
    valid_until = models.DateField(null=True)
    paper = models.JSONField(default=dict)
    verified = models.BooleanField(default=False)
    verification = models.CharField(max_length=200, default="")
    said = models.CharField(max_length=400, default="")
    claimed = MoneyField(default=0)
    submitted_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    due_since = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "performance_security"
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed__gt=0, amount__gte=0, claimed__gte=0),
                name="performance_security_amounts",
            )
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`securities_seen_by` says."""
        return securities_seen_by(viewer)

    @property
    def key(self) -> str:
        """The contract's number with the bond's mark."""
        return f"{self.contract_number}-L"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.contract_title

    @property
    def return_by(self) -> datetime | None:
        """The end of the last day to give it back, as the contract agrees."""
        return end_of_day_after(self.due_since, self.return_days) if self.due_since else None

    def parties(self) -> dict[Side, int]:
        """Who hands it in and who keeps it."""
        return {
            Side.BUYER: self.buyer_id,
            Side.SUPPLIER: self.supplier_id,
            Side.SUPERVISOR: self.finance_id,
        }

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """Handed in before the delivery is due; given back so many days after the acceptance."""
        if step == "submit":
            return None, self.submit_by
        return None, self.return_by if step == "give_back" else None
