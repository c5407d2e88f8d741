"""What the province fills into the law: values of its own and the yearly calendar."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lucai.kernel.actors import Viewer
from lucai.platform.records import Record, everybody


class LocalParameter(Record):
    """One version of a number that the law leaves to a region; both days are in force.

    A row is never taken away: a mistake is withdrawn with its reason and stays in the history.
    ``replaced_by`` names the row that ended this one, so that withdrawing it lets this one run on.
    """

    rule = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    region = models.CharField(max_length=6)

    value = models.CharField(max_length=40)
    unit = models.CharField(max_length=20)
    since = models.DateField()
    until = models.DateField(null=True)
    document = models.CharField(max_length=120)
    illustrative = models.BooleanField(default=False)

    replaced_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, default="")

    organisation_id = models.BigIntegerField()
    organisation_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        db_table = "local_parameter"
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "name", "region", "since"],
                condition=Q(withdrawn_at__isnull=True),
                name="local_parameter_one_a_day",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="local_parameter_ends_after_it_begins",
            ),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """The law is public."""
        del viewer
        return everybody()


class CalendarYear(Record):
    """One notice of the State Council as the province loaded it; the newest of a year holds.

    ``holidays`` and ``makeup_days`` map a festival to its days (ISO).
    """

    year = models.PositiveSmallIntegerField()
    holidays = models.JSONField()
    makeup_days = models.JSONField()
    workdays = models.PositiveSmallIntegerField()
    document = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)

    organisation_id = models.BigIntegerField()
    organisation_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        db_table = "calendar_year"
        constraints = [
            models.UniqueConstraint(fields=["year", "digest"], name="calendar_year_once"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """The calendar is public."""
        del viewer
        return everybody()
