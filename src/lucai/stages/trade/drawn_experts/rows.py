"""What the tables keep of whoever is drawn for, and of a seat that a drawn expert may get."""

from __future__ import annotations

from abc import abstractmethod
from datetime import datetime, timedelta

from django.db import models

from lucai.kernel import clock
from lucai.platform.records import LivingRecord

EXPERT = "expert"
"""The kind of seat that is drawn for, with whoever has others besides."""


class DrawnHost(LivingRecord):
    """A body whose experts are drawn: a panel, a review group.

    ``conditions`` holds the draw's conditions. ``seats`` are the persons who sit in it, between
    commas, so that a scope is one condition. ``vacant`` counts the experts' places that nobody
    has after the draw.
    """

    place = models.CharField(max_length=160, default="")
    size = models.PositiveSmallIntegerField(default=0)
    conditions = models.JSONField(default=dict)
    seats = models.CharField(max_length=400, default="")
    vacant = models.PositiveSmallIntegerField(default=0)
    drawn_at = models.DateTimeField(null=True)
    formed_at = models.DateTimeField(null=True)
    announced_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    @abstractmethod
    def meets_at(self) -> datetime:
        """When it begins to work."""

    @property
    @abstractmethod
    def experts(self) -> int:
        """How many of it are drawn."""

    @property
    def specialties(self) -> tuple[str, ...]:
        """The specialties it is drawn from."""
        return tuple(self.conditions.get("specialties", ()))

    @property
    def answer_minutes(self) -> int:
        """How long a drawn expert may take to answer; 0: nobody is asked to."""
        return int(self.conditions.get("answer_minutes", 0))

    @property
    def answer_by(self) -> datetime | None:
        """Until when somebody answers who is asked now: before the work begins, if it has not."""
        if not self.answer_minutes:
            return None
        now = clock.now()
        by = now + timedelta(minutes=self.answer_minutes)
        return self.meets_at if now < self.meets_at < by else by


class DrawnSeat(LivingRecord):
    """A seat: who has it, and how calling a drawn expert out goes.

    ``names_from`` is the start of the day of the review, from which the organiser may know the
    name. A drawn expert answers until ``answer_by`` whether he or she can come; ``call`` is what
    the notification system said of calling, at ``rung_at``. ``stood_by``: was named a reserve by
    the draw, who says at ``answered_at`` that he or she knows.
    """

    name = models.CharField(max_length=60)
    authority = models.CharField(max_length=120, default="")
    employer = models.CharField(max_length=120, default="")
    employer_uscc = models.CharField(max_length=18, default="")
    names_from = models.DateTimeField()
    signed_in_at = models.DateTimeField(null=True)
    left_reason = models.CharField(max_length=400, default="")
    stood_by = models.BooleanField(default=False)
    answer_by = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    rung_at = models.DateTimeField(null=True)
    call = models.JSONField(default=dict)
    announced_at = models.DateTimeField(null=True)

    place: int
    kind: str
    person_id: int

    class Meta:
        abstract = True

    @property
    @abstractmethod
    def host(self) -> DrawnHost:
        """Whose seat it is."""

    @property
    @abstractmethod
    def meets_at(self) -> datetime:
        """When its work begins."""

    @property
    def called_at(self) -> datetime:
        """Since when an answer is waited for: the call, or being asked anew, or asked at all."""
        anew = self.call.get("anew")
        return self.rung_at or (datetime.fromisoformat(anew) if anew else self.state_since)

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """Signing in opens on the day of the review and is due at its start; so is an answer."""
        if step == "confirm":
            return None, self.answer_by
        if step == "know":
            return None, self.meets_at
        return (self.names_from, self.meets_at) if step == "sign_in" else (None, None)

    def awaits(self, step: str) -> bool:
        """A reserve says once that he or she knows."""
        return step != "know" or self.answered_at is None

    def person_of(self, step: str) -> int | None:
        """Nobody else can sign in, answer or recuse."""
        return None if step == "replace" else self.person_id
