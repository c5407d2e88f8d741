"""The table of procurement intentions."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, MoneyField
from lucai.stages.plan.intentions.rules import IntentionContent, publish_by
from lucai.stages.plan.intentions.scope import intentions_seen_by


class ProcurementIntention(LivingRecord):
    """One project that a buyer means to procure; ``expected_month`` is YYYY-MM."""

    code = models.CharField(max_length=40, unique=True)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    finance_id = models.BigIntegerField()
    title = models.CharField(max_length=200)
    demand = models.TextField()
    amount = MoneyField()
    expected_month = models.CharField(max_length=7)
    sme_reserved = models.BooleanField(default=False)
    remark = models.CharField(max_length=500, default="")
    published_at = models.DateTimeField(null=True)
    plan_number = models.CharField(max_length=40, default="")
    cancel_reason = models.CharField(max_length=500, default="")

    class Meta:
        db_table = "procurement_intention"
        indexes = [
            models.Index(fields=["buyer_path", "-id"], name="intention_buyer"),
            models.Index(
                fields=["-id"], name="intention_published", condition=Q(published_at__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="intention_has_amount"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`intentions_seen_by` says."""
        return intentions_seen_by(viewer)

    @property
    def key(self) -> str:
        """The intention's code."""
        return self.code

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.title

    def parties(self) -> dict[Side, int]:
        """The buyer, and the finance department of its region."""
        return {Side.BUYER: self.buyer_id, Side.SUPERVISOR: self.finance_id}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """Published so long before its month is over that the procurement can begin in it.

        A month already too near sets no limit: the button says what that means (GP-INT-01).
        """
        if step != "publish":
            return None, None
        last = publish_by(self.expected_month)
        if last is None or last < clock.today():
            return None, None
        return None, clock.moment(last) + timedelta(days=1)

    def rule_of(self, step: str, declared: str) -> str:
        """The period runs back from its month, not on from the draft."""
        return "GP-INT-01" if step == "publish" else declared

    def facts(self) -> IntentionContent:
        """The content as rules read it."""
        return IntentionContent(
            title=self.title,
            demand=self.demand,
            amount=self.amount,
            expected_month=self.expected_month,
            plan_number=self.plan_number,
        )
