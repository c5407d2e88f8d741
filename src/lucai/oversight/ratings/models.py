"""The tables of ratings: the task to rate, and each rating given."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.oversight.ratings.occasions import LABELS
from lucai.oversight.ratings.scope import ratings_seen_by, tasks_seen_by
from lucai.platform.records import LivingRecord


class RatingTask(LivingRecord):
    """One party's task to rate others after one occasion.

    ``subjects`` are ``{"side", "id", "person", "code", "name", "label"}``; persons are 0 where an
    organisation rates. ``due_on`` and ``closes_on`` are days included.
    """

    occasion = models.CharField(max_length=12, choices=list(LABELS.items()))
    subject_number = models.CharField(max_length=60)
    about_project = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    rater_side = models.CharField(max_length=12)
    rater_id = models.BigIntegerField()
    rater_person = models.BigIntegerField(default=0)
    rater_name = models.CharField(max_length=120)
    subjects = models.JSONField(default=list)
    happened_on = models.DateField()
    due_on = models.DateField()
    closes_on = models.DateField()
    rule = models.CharField(max_length=12)
    voluntary = models.BooleanField(default=False)
    given_at = models.DateTimeField(null=True)
    late = models.BooleanField(default=False)

    class Meta:
        db_table = "rating_task"
        constraints = [
            models.UniqueConstraint(
                fields=["occasion", "subject_number", "rater_side", "rater_id", "rater_person"],
                name="rating_task_once",
            )
        ]
        indexes = [
            models.Index(fields=["rater_side", "rater_id", "-id"], name="rating_task_rater"),
            models.Index(fields=["closes_on"], name="rating_task_open", condition=Q(state="open")),
            models.Index(fields=["region", "-id"], name="rating_task_region"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`tasks_seen_by` says."""
        return tasks_seen_by(viewer)

    @property
    def key(self) -> str:
        """Its number."""
        return str(self.pk)

    @property
    def project_number(self) -> str:
        """The procurement it is about."""
        return self.about_project

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.title

    def parties(self) -> dict[Side, int]:
        """Who rates."""
        return {Side(self.rater_side): self.rater_id}

    def person_of(self, step: str) -> int | None:
        """The expert who rates."""
        del step
        return self.rater_person or None

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """It is due at the end of its last day."""
        return None, _end_of(self.due_on) if step == "give" else None


class Rating(LivingRecord):
    """What one party says of another; ``average`` in hundredths of a mark, ``marks`` by criterion."""

    task = models.ForeignKey(RatingTask, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    occasion = models.CharField(max_length=12, choices=list(LABELS.items()))
    about_project = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    rater_side = models.CharField(max_length=12)
    rater_id = models.BigIntegerField()
    rater_person = models.BigIntegerField(default=0)
    rater_name = models.CharField(max_length=120)
    rated_side = models.CharField(max_length=12)
    rated_id = models.BigIntegerField()
    rated_person = models.BigIntegerField(default=0)
    rated_code = models.CharField(max_length=40)
    rated_name = models.CharField(max_length=120)
    marks = models.JSONField(default=dict)
    average = models.PositiveIntegerField()
    comment = models.CharField(max_length=800, default="")
    files = models.JSONField(default=list)
    given_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    reply = models.CharField(max_length=800, default="")
    reply_files = models.JSONField(default=list)
    replied_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "rating"
        constraints = [models.UniqueConstraint(fields=["task", "place"], name="rating_once")]
        indexes = [
            models.Index(fields=["rated_side", "rated_id", "-id"], name="rating_rated"),
            models.Index(fields=["rater_side", "rater_id", "-id"], name="rating_rater"),
            models.Index(fields=["region", "-id"], name="rating_region"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`ratings_seen_by` says."""
        return ratings_seen_by(viewer)

    @property
    def key(self) -> str:
        """The task's number and the place in it."""
        return f"{self.task_id}-{self.place}"

    @property
    def project_number(self) -> str:
        """The procurement it is about."""
        return self.about_project

    @property
    def heading(self) -> str:
        """What messages call it."""
        return self.title

    def parties(self) -> dict[Side, int]:
        """Who was rated and may reply."""
        return {Side(self.rated_side): self.rated_id}

    def person_of(self, step: str) -> int | None:
        """The expert who was rated."""
        del step
        return self.rated_person or None


def _end_of(day: date) -> datetime:
    return clock.moment(day) + timedelta(days=1)
