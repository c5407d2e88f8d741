"""The table of alterations."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, MoneyField
from lucai.stages.contract.changes.scope import changes_seen_by


class ContractChange(LivingRecord):
    """One alteration of a signed contract; amounts in 分.

    ``items`` lists what a supplement adds (lines of a contract), ``days`` is how much later the
    last day of delivery comes, ``settled`` what is paid in all for a contract that ends early.
    """

    contract_number = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    project_number = models.CharField(max_length=40, db_index=True)
    contract_title = models.CharField(max_length=160)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    supplier_id = models.BigIntegerField()
    agency_id = models.BigIntegerField()
    finance_id = models.BigIntegerField()

    kind = models.CharField(max_length=12)
    ground = models.CharField(max_length=20)
    reason = models.TextField()
    content = models.TextField(default="")
    items = models.JSONField(default=list)
    amount = MoneyField(default=0)
    days = models.PositiveIntegerField(default=0)
    settled = MoneyField(null=True)
    compensation = MoneyField(default=0)
    proposed_by = models.CharField(max_length=12)
    proposer_name = models.CharField(max_length=60)
    answer = models.CharField(max_length=400, default="")
    answerer_name = models.CharField(max_length=60, default="")
    amount_before = MoneyField()
    effective_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "contract_change"
        constraints = [
            models.UniqueConstraint(
                fields=["contract_number", "number"], name="contract_change_once"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0, compensation__gte=0), name="contract_change_amounts"
            ),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`changes_seen_by` says."""
        return changes_seen_by(viewer)

    @property
    def key(self) -> str:
        """Contract and number of the alteration."""
        return f"{self.contract_number}-B{self.number}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.contract_title} · 第 {self.number} 次变更"

    def parties(self) -> dict[Side, int]:
        """Who proposes, who answers, who is told."""
        return {
            Side.BUYER: self.buyer_id,
            Side.SUPPLIER: self.supplier_id,
            Side.AGENCY: self.agency_id,
            Side.SUPERVISOR: self.finance_id,
        }
