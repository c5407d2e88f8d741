"""The table of breach records."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, MoneyField
from lucai.stages.performance.breaches.lifecycle import BREACH_KINDS, OUTCOMES
from lucai.stages.performance.breaches.scope import breaches_seen_by


class ContractBreach(LivingRecord):
    """One breach that a side holds against the other; ``damages`` and ``paid`` in 分."""

    contract_number = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    project_number = models.CharField(max_length=40, db_index=True)
    contract_title = models.CharField(max_length=160)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    supplier_id = models.BigIntegerField()
    agency_id = models.BigIntegerField()
    finance_id = models.BigIntegerField()

    raised_by = models.CharField(max_length=12)
    kind = models.CharField(max_length=16, choices=list(BREACH_KINDS.items()))
    happened_on = models.DateField()
    clause = models.CharField(max_length=400)
    facts = models.TextField()
    damages = MoneyField(default=0)
    evidence = models.JSONField(default=dict)
    answer = models.TextField(default="")
    outcome = models.CharField(max_length=12, default="", choices=list(OUTCOMES.items()))
    settlement = models.CharField(max_length=1000, default="")
    paid = MoneyField(default=0)

    class Meta:
        db_table = "contract_breach"
        constraints = [
            models.UniqueConstraint(
                fields=["contract_number", "number"], name="breach_number_once"
            ),
            models.CheckConstraint(condition=Q(damages__gte=0, paid__gte=0), name="breach_amounts"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`breaches_seen_by` says."""
        return breaches_seen_by(viewer)

    @property
    def key(self) -> str:
        """Contract and number of the record."""
        return f"{self.contract_number}-W{self.number}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.contract_title} · {BREACH_KINDS[self.kind]}"[:200]

    def parties(self) -> dict[Side, int]:
        """Who says it, who answers, who is told."""
        return {
            Side.BUYER: self.buyer_id,
            Side.SUPPLIER: self.supplier_id,
            Side.SUPERVISOR: self.finance_id,
        }
