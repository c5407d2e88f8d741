"""The tables of budget indicators."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, MoneyField, Record
from lucai.stages.budget.indicators.rules import IndicatorFacts
from lucai.stages.budget.indicators.scope import indicators_seen_by


class BudgetIndicator(LivingRecord):
    """One line of the approved budget with its account; amounts in 分.

    ``current_year`` is the budget year in which it is used: the next one once it is carried over.
    ``buyer_path`` repeats the buyer's place in the unit tree so that a branch is a prefix.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    fiscal_year = models.PositiveSmallIntegerField()
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    finance_id = models.BigIntegerField()
    fund_type = models.CharField(max_length=60)
    function_classification = models.CharField(max_length=20, default="")
    economic_classification = models.CharField(max_length=20, default="")
    sme_reserve = MoneyField(default=0)
    amount = MoneyField()
    held = MoneyField(default=0)
    committed = MoneyField(default=0)
    consumed = MoneyField(default=0)
    withdrawn = MoneyField(default=0)
    current_year = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "budget_indicator"
        indexes = [
            models.Index(fields=["buyer_path", "-id"], name="indicator_buyer"),
            models.Index(fields=["region", "-id"], name="indicator_region"),
            models.Index(fields=["current_year", "buyer_path"], name="indicator_year_buyer"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    amount__gte=F("held") + F("committed") + F("consumed") + F("withdrawn")
                ),
                name="indicator_not_overdrawn",
            ),
            models.CheckConstraint(
                condition=Q(held__gte=0, committed__gte=0, consumed__gte=0, withdrawn__gte=0),
                name="indicator_not_negative",
            ),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`indicators_seen_by` says."""
        return indicators_seen_by(viewer)

    @property
    def key(self) -> str:
        """The indicator's code."""
        return self.code

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.name

    @property
    def free(self) -> int:
        """What can still be used."""
        return self.amount - self.held - self.committed - self.consumed - self.withdrawn

    def parties(self) -> dict[Side, int]:
        """The buyer that owns it and the finance department that gave it."""
        return {Side.BUYER: self.buyer_id, Side.SUPERVISOR: self.finance_id}

    def facts(self, wanted: int = 0) -> IndicatorFacts:
        """The account as rules read it."""
        return IndicatorFacts(
            self.amount, self.held, self.committed, self.consumed, wanted, self.withdrawn,
            self.current_year,
        )  # fmt: skip


class BudgetMovement(Record):
    """One booking on an indicator: in which year, from which pocket to which, how much, for what."""

    indicator = models.ForeignKey(BudgetIndicator, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=12)
    target = models.CharField(max_length=12)
    amount = MoneyField()
    reference = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "budget_movement"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="budget_movement_has_amount"),
            models.CheckConstraint(
                condition=~Q(source=F("target")), name="budget_movement_moves_something"
            ),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the indicator's."""
        return indicators_seen_by(viewer, through="indicator__")
