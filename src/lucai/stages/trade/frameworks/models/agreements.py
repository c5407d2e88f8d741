"""A framework agreement and its packages, and what every table beside them carries."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.law.calendar import CalendarMissing, beijing_day
from lucai.law.deadlines import deadline
from lucai.platform.records import LivingRecord, MoneyField, Record
from lucai.stages.trade.frameworks.scope import (
    frameworks_seen_by,
)

WHOLE = 10_000
"""Rates are kept in 万分之一."""


def end_of(rule: str, name: str, since: date | datetime) -> datetime | None:
    """Return the last moment of a rule's period, or None where the calendar ends before it."""
    try:
        last = deadline(rule, beijing_day(since), name).date
    except CalendarMissing:
        return None
    return clock.moment(last) + timedelta(days=1)


class FrameworkAgreement(LivingRecord):
    """A framework from its plan to the summary of its deals.

    ``for_path`` and ``for_region`` say which buyers may order: a branch of units, or a region.
    ``rate`` is the elimination rate in 万分之一. ``terms`` holds what people write:
    demand, users, qualification, payment, rotation, removal, refill, upgrade, feedback.
    ``agreed_at``: when nobody was left to sign. ``corrections`` are ``{round, text,
    at, affects, changes, old, until}``: changes ``[place, label, before, after]``.
    """

    number = models.CharField(max_length=40, unique=True)
    ocid = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=8)
    object_kind = models.CharField(max_length=12)
    ground = models.CharField(max_length=20)
    open_ground = models.CharField(max_length=20, default="")
    can_be_pooled = models.BooleanField(default=False)
    organiser_id = models.BigIntegerField()
    organiser_side = models.CharField(max_length=12)
    organiser_path = models.CharField(max_length=200)
    organiser_name = models.CharField(max_length=120)
    centralised = models.BooleanField(default=False)
    finance_id = models.BigIntegerField()
    for_path = models.CharField(max_length=200, default="")
    for_region = models.CharField(max_length=6, default="")
    surveyed_buyers = models.PositiveSmallIntegerField(default=0)
    surveyed_suppliers = models.PositiveSmallIntegerField(default=0)
    evaluation = models.CharField(max_length=16, default="")
    quality_ground = models.CharField(max_length=20, default="")
    rate = models.PositiveSmallIntegerField(null=True)
    most_admitted = models.PositiveSmallIntegerField(null=True)
    way = models.CharField(max_length=12)
    quote_hours = models.PositiveSmallIntegerField(default=0)
    outside_foreseen = models.BooleanField(default=False)
    needs_consumables = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField()
    terms = models.JSONField(default=dict)
    opinion = models.CharField(max_length=400, default="")
    announced_at = models.DateTimeField(null=True)
    letters_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    running_since = models.DateTimeField(null=True)
    initial_members = models.PositiveSmallIntegerField(default=0)
    rounds = models.PositiveSmallIntegerField(default=0)
    corrections = models.JSONField(default=list)
    ended_reason = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "framework_agreement"
        indexes = [
            models.Index(fields=["organiser_id", "-id"], name="framework_organiser"),
            models.Index(fields=["organiser_path", "-id"], name="framework_organiser_path"),
            models.Index(fields=["region", "-id"], name="framework_region"),
            models.Index(fields=["state", "ends_on"], name="framework_ends"),
            models.Index(fields=["announced_at"], name="framework_announced"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=models.F("starts_on")), name="framework_term_runs"
            )
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`frameworks_seen_by` says."""
        return frameworks_seen_by(viewer)

    @property
    def key(self) -> str:
        """Its number."""
        return self.number

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.title

    @property
    def held_under(self) -> tuple[str, ...]:
        """Its own number: a complaint about it is kept under that."""
        return (self.number,)

    @property
    def ratio(self) -> Decimal | None:
        """The elimination rate as a ratio."""
        return None if self.rate is None else Decimal(self.rate) / WHOLE

    def parties(self) -> dict[Side, int]:
        """The organiser on its side, and the finance department."""
        return {Side(self.organiser_side): self.organiser_id, Side.SUPERVISOR: self.finance_id}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """Signing is due from the letters, telling the buyers from the last signature.

        The summary is due from the end of the term.
        """
        if step == "run" and self.agreed_at:
            return None, end_of("GP-FRA-07", "buyers", self.agreed_at)
        if step == "run" and self.letters_at:
            return None, end_of("GP-FRA-07", "agreement", self.letters_at)
        if step == "summarise":
            return None, end_of("GP-FRA-10", "summary", self.ends_on)
        return None, None


class FrameworkPart(LivingRecord):
    """What belongs to a framework and lives by itself; repeats what scopes and duties need."""

    framework = models.ForeignKey(FrameworkAgreement, on_delete=models.PROTECT, related_name="+")
    framework_number = models.CharField(max_length=40, db_index=True)
    framework_title = models.CharField(max_length=160)
    organiser_id = models.BigIntegerField()
    organiser_side = models.CharField(max_length=12)
    finance_id = models.BigIntegerField()

    class Meta:
        abstract = True

    @property
    def held_under(self) -> tuple[str, ...]:
        """The framework's number."""
        return (self.framework_number,)

    @property
    def held_lot(self) -> int | None:
        """Its package, where it belongs to one."""
        found: int | None = getattr(self, "package_number", None)
        return found

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.framework_title

    def parties(self) -> dict[Side, int]:
        """The organiser and the finance department; the supplier where there is one."""
        parties = {Side(self.organiser_side): self.organiser_id, Side.SUPERVISOR: self.finance_id}
        supplier = getattr(self, "supplier_id", None)
        return {**parties, Side.SUPPLIER: supplier} if supplier else parties


class FrameworkPackage(Record):
    """One 采购包: one thing or service with its highest unit price, in 分."""

    framework = models.ForeignKey(FrameworkAgreement, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    catalogue_code = models.CharField(max_length=20)
    requirement = models.TextField()
    unit = models.CharField(max_length=20)
    ceiling = MoneyField()
    estimated_quantity = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "framework_package"
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="framework_package_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the framework's."""
        return frameworks_seen_by(viewer, through="framework__")


def part_of(framework: FrameworkAgreement) -> dict[str, Any]:
    """Return what every part repeats of its framework."""
    return {
        "framework": framework,
        "framework_number": framework.number,
        "framework_title": framework.title,
        "organiser_id": framework.organiser_id,
        "organiser_side": framework.organiser_side,
        "finance_id": framework.finance_id,
        "region": framework.region,
    }
