"""The tables of the yearly disclosures."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.law.payments import disclosure_due
from lucai.platform.records import LivingRecord, MoneyField, Record, everybody, nobody
from lucai.stages.payment.disclosures.scope import disclosures_seen_by


class OverdueDisclosure(LivingRecord):
    """What a buyer owed small firms beyond its time at the end of a year, as it made it public.

    ``contracts``, ``invoices`` and ``amount`` are those published last; before that they are zero.
    """

    year = models.PositiveSmallIntegerField()
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    finance_id = models.BigIntegerField()
    contracts = models.PositiveIntegerField(default=0)
    invoices = models.PositiveIntegerField(default=0)
    amount = MoneyField(default=0)
    remark = models.CharField(max_length=800, default="")
    published_at = models.DateTimeField(null=True)
    corrections = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "overdue_disclosure"
        constraints = [
            models.UniqueConstraint(fields=["buyer_id", "year"], name="overdue_disclosure_once")
        ]
        indexes = [
            models.Index(fields=["buyer_path", "-id"], name="overdue_disclosure_buyer"),
            models.Index(fields=["region", "-id"], name="overdue_disclosure_region"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`disclosures_seen_by` says."""
        return disclosures_seen_by(viewer)

    @property
    def key(self) -> str:
        """Year and buyer."""
        return f"YQ{self.year}-{self.buyer_id}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.buyer_name} {self.year} 年度"

    @property
    def due_at(self) -> datetime:
        """The end of the last day to publish (GP-PAY-06)."""
        return clock.moment(disclosure_due(self.year + 1)) + timedelta(days=1)

    def parties(self) -> dict[Side, int]:
        """Who publishes, who watches."""
        return {Side.BUYER: self.buyer_id, Side.SUPERVISOR: self.finance_id}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """It is to be published by the last day of the law."""
        return None, self.due_at if step == "publish" else None


class DisclosedYear(Record):
    """A year whose disclosures were opened for all who owe one; nobody is looked for twice."""

    year = models.PositiveSmallIntegerField(unique=True)
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "disclosure_year"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Machinery: the system's own."""
        return everybody() if viewer.side is Side.SYSTEM else nobody()
