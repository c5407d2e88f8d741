"""The tables of single-source justifications."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.law.calendar import CalendarMissing
from lucai.law.deadlines import deadline
from lucai.platform.records import LivingRecord, MoneyField, Record
from lucai.stages.plan.justifications.scope import justifications_seen_by, objections_seen_by


class SingleSourceJustification(LivingRecord):
    """Why one supplier alone can be asked; ``opinions`` lists {name, unit, title, opinion}."""

    code = models.CharField(max_length=40, unique=True)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    finance_id = models.BigIntegerField()
    title = models.CharField(max_length=200)
    description = models.TextField()
    amount = MoneyField()
    reason = models.TextField()
    supplier_name = models.CharField(max_length=120)
    supplier_address = models.CharField(max_length=200)
    opinions = models.JSONField(default=list)
    published_at = models.DateTimeField(null=True)
    notice_until = models.DateField(null=True)
    argument = models.TextField(default="")
    concluded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "single_source_justification"
        indexes = [models.Index(fields=["buyer_path", "-id"], name="justification_buyer")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`justifications_seen_by` says."""
        return justifications_seen_by(viewer)

    @property
    def key(self) -> str:
        """The publicity's code."""
        return self.code

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.title

    def parties(self) -> dict[Side, int]:
        """The buyer, and the finance department of its region."""
        return {Side.BUYER: self.buyer_id, Side.SUPERVISOR: self.finance_id}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """It is concluded after its last day, and within the days for an argument (GP-SIN-02)."""
        if step != "conclude" or not self.notice_until:
            return None, None
        opens = clock.moment(self.notice_until) + timedelta(days=1)
        try:
            last = deadline("GP-SIN-02", self.notice_until).date
        except CalendarMissing:
            return opens, None
        return opens, clock.moment(last) + timedelta(days=1)


class JustificationObjection(Record):
    """What a supplier says against a publicity, while it runs."""

    justification = models.ForeignKey(
        SingleSourceJustification, on_delete=models.PROTECT, related_name="+"
    )
    buyer_path = models.CharField(max_length=200)
    region = models.CharField(max_length=6)
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "single_source_justification_objection"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`objections_seen_by` says."""
        return objections_seen_by(viewer)
