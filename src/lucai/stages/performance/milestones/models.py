"""The table of milestones."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, MoneyField
from lucai.stages.contract.contracts.days import end_of_day_after
from lucai.stages.performance.milestones.lifecycle import MILESTONE_KINDS
from lucai.stages.performance.milestones.scope import milestones_seen_by


class Milestone(LivingRecord):
    """One thing due under a contract; ``amount`` (分) is what of the price hangs on it, 0: nothing."""

    contract_number = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    project_number = models.CharField(max_length=40, db_index=True)
    contract_title = models.CharField(max_length=160)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    supplier_id = models.BigIntegerField()
    agency_id = models.BigIntegerField()
    finance_id = models.BigIntegerField()

    kind = models.CharField(max_length=16, choices=list(MILESTONE_KINDS.items()))
    title = models.CharField(max_length=160)
    due_on = models.DateField()
    amount = MoneyField(default=0)
    reported_on = models.DateField(null=True)
    report = models.CharField(max_length=1000, default="")
    late_reason = models.CharField(max_length=400, default="")
    said = models.CharField(max_length=400, default="")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "contract_milestone"
        constraints = [
            models.UniqueConstraint(
                fields=["contract_number", "number"], name="milestone_number_once"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="milestone_amount"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`milestones_seen_by` says."""
        return milestones_seen_by(viewer)

    @property
    def key(self) -> str:
        """Contract and number of the milestone."""
        return f"{self.contract_number}-J{self.number}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.contract_title} · {self.title}"[:200]

    def parties(self) -> dict[Side, int]:
        """Who performs and who confirms."""
        return {Side.BUYER: self.buyer_id, Side.SUPPLIER: self.supplier_id}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """Reported until the end of its day."""
        due = end_of_day_after(clock.moment(self.due_on), 0) if step == "report" else None
        return None, due
