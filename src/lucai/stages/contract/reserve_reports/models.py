"""The tables of the yearly reports on reserved procurement."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.law.reserve_rules import report_due
from lucai.platform.records import LivingRecord, MoneyField, Record, everybody, nobody
from lucai.stages.contract.reserve_reports.scope import reports_seen_by


class ReserveReport(LivingRecord):
    """What a head unit's branch bought from small firms by reserved lots in a year.

    ``total``, ``small`` (分) and ``projects`` are those published last; before that they are zero.
    """

    year = models.PositiveSmallIntegerField()
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    finance_id = models.BigIntegerField()
    projects = models.PositiveIntegerField(default=0)
    total = MoneyField(default=0)
    small = MoneyField(default=0)
    remark = models.TextField(default="")
    published_at = models.DateTimeField(null=True)
    corrections = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "reserve_report"
        constraints = [
            models.UniqueConstraint(fields=["buyer_id", "year"], name="reserve_report_once")
        ]
        indexes = [
            models.Index(fields=["buyer_path", "-id"], name="reserve_report_buyer"),
            models.Index(fields=["region", "-id"], name="reserve_report_region"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`reports_seen_by` says."""
        return reports_seen_by(viewer)

    @property
    def key(self) -> str:
        """Year and unit."""
        return f"YL{self.year}-{self.buyer_id}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.buyer_name} {self.year} 年度"

    @property
    def due_at(self) -> datetime:
        """The end of the last day to publish (GP-SME-12)."""
        return clock.moment(report_due(self.year, self.region)) + timedelta(days=1)

    def parties(self) -> dict[Side, int]:
        """Who publishes, who watches."""
        return {Side.BUYER: self.buyer_id, Side.SUPERVISOR: self.finance_id}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """It is to be published by the day that the authority sets."""
        return None, self.due_at if step == "publish" else None


class ReserveAdjustment(Record):
    """A line of a report put right by its unit, with the reason; it never changes.

    With ``contract_number`` it takes the place of what the contract says (amount 0: it does not
    count), without one it adds a project that was carried out elsewhere. The newest of a contract
    holds; ``withdrawn`` ones do not.
    """

    report = models.ForeignKey(ReserveReport, on_delete=models.PROTECT, related_name="+")
    contract_number = models.CharField(max_length=60, default="", db_index=True)
    title = models.CharField(max_length=200)
    option = models.CharField(max_length=20)
    amount = MoneyField()
    small = MoneyField()
    reason = models.TextField()
    person_name = models.CharField(max_length=60)
    at = models.DateTimeField()
    withdrawn = models.BooleanField(default=False)

    class Meta:
        db_table = "reserve_adjustment"
        constraints = [
            models.CheckConstraint(
                condition=Q(small__gte=0, small__lte=models.F("amount")),
                name="reserve_adjustment_within",
            )
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the report's."""
        return reports_seen_by(viewer, through="report__")


class ReserveYear(Record):
    """A year whose reports were opened for all who owe one; nobody is looked for twice."""

    year = models.PositiveSmallIntegerField(unique=True)
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "reserve_year"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Machinery: the system's own."""
        return everybody() if viewer.side is Side.SYSTEM else nobody()
