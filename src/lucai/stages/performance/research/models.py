"""The table of research stages."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.law.counts import research_payment
from lucai.platform.records import LivingRecord, MoneyField
from lucai.stages.performance.research.scope import stages_seen_by

HUNDRED = 100


class ResearchStage(LivingRecord):
    """One stage of a research contract; money in 分.

    ``cap`` is the reimbursable cost the contract allows, ``cents`` 分 paid for each 元 of it;
    ``claimed`` what the supplier says it spent, ``recognised`` what the buyer takes as spent.
    """

    contract_number = models.CharField(max_length=60)
    number = models.PositiveSmallIntegerField()
    last = models.BooleanField(default=False)
    project_number = models.CharField(max_length=40)
    contract_title = models.CharField(max_length=160)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    supplier_id = models.BigIntegerField()
    agency_id = models.BigIntegerField()
    finance_id = models.BigIntegerField()
    name = models.CharField(max_length=160)
    goal = models.CharField(max_length=400)
    cap = MoneyField()
    cents = models.PositiveSmallIntegerField()
    negotiated = models.TextField(default="")
    negotiated_at = models.DateTimeField(null=True)
    report = models.TextField(default="")
    costs = models.JSONField(default=list)
    claimed = MoneyField(default=0)
    recognised = MoneyField(default=0)
    said = models.CharField(max_length=400, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "research_stage"
        constraints = [
            models.UniqueConstraint(
                fields=["contract_number", "number"], name="research_stage_once"
            ),
            models.CheckConstraint(
                condition=Q(recognised__lte=models.F("cap")), name="research_stage_in_cap"
            ),
        ]
        indexes = [models.Index(fields=["project_number"], name="research_stage_project")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`stages_seen_by` says."""
        return stages_seen_by(viewer)

    @property
    def key(self) -> str:
        """Contract and number of the stage."""
        return f"{self.contract_number}-J{self.number}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.contract_title} · {self.name}"[:200]

    @property
    def ratio(self) -> Decimal:
        """What of the cost is paid."""
        return Decimal(self.cents) / HUNDRED

    @property
    def payment(self) -> int:
        """What the recognised cost is paid with (COI-07)."""
        return research_payment(self.recognised, self.ratio)

    def parties(self) -> dict[Side, int]:
        """Who researches and who judges."""
        return {
            Side.BUYER: self.buyer_id,
            Side.SUPPLIER: self.supplier_id,
            Side.SUPERVISOR: self.finance_id,
        }
