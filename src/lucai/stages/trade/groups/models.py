"""The tables of review groups."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.law.calendar import CalendarMissing
from lucai.law.deadlines import deadline
from lucai.platform.records import LivingRecord, MoneyField, Record
from lucai.stages.trade.drawn_experts.draws import DrawOfExperts
from lucai.stages.trade.drawn_experts.rows import EXPERT, DrawnHost, DrawnSeat
from lucai.stages.trade.groups.scope import (
    draws_seen_by,
    findings_seen_by,
    groups_seen_by,
    seats_seen_by,
    sheets_seen_by,
)
from lucai.stages.trade.panels.rules import DrawFacts


class OfOrganiser(LivingRecord):
    """What a group and its seats both say: the group's number and who organises."""

    group_number = models.CharField(max_length=60, db_index=True)
    title = models.CharField(max_length=160)
    organiser_id = models.BigIntegerField()
    organiser_side = models.CharField(max_length=12)

    class Meta:
        abstract = True

    @property
    def held_under(self) -> tuple[str, ...]:
        """The number before the round: what is called for, under which pauses are kept."""
        return (self.group_number.rpartition("-Z")[0],)

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.title


class ReviewGroup(DrawnHost, OfOrganiser):
    """Who reviews the responses to one call: its number is the call's key, ``subject_id`` its row.

    ``home`` is the page of what it reviews; ``opens_at`` when the responses are opened, and
    ``opened_at`` when they were. ``budget`` in 分. ``own`` lists the purchasers' representatives
    {name, unit, authority}; ``avoids`` the organisations that responded, known from the opening on.
    ``outcome`` is what it finds, once all have handed in ``shared_at``: a list of
    {key, valid, votes, members, reason, mark}; ``leader`` the place that the members have chosen.
    """

    subject_id = models.BigIntegerField()
    method = models.CharField(max_length=40)
    object_kind = models.CharField(max_length=12)
    budget = MoneyField()
    home = models.CharField(max_length=160)
    organiser_name = models.CharField(max_length=120)
    finance_id = models.BigIntegerField()
    opens_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    review_at = models.DateTimeField()
    own = models.JSONField(default=list)
    avoids = models.JSONField(default=list)
    shared_at = models.DateTimeField(null=True)
    outcome = models.JSONField(default=list)
    leader = models.PositiveSmallIntegerField(null=True)
    reported_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "review_group"
        constraints = [models.UniqueConstraint(fields=["group_number"], name="review_group_once")]
        indexes = [
            models.Index(fields=["vacant"], name="group_vacant", condition=Q(vacant__gt=0)),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`groups_seen_by` says."""
        return groups_seen_by(viewer)

    @property
    def key(self) -> str:
        """Its number."""
        return self.group_number

    @property
    def meets_at(self) -> datetime:
        """When the review begins."""
        return self.review_at

    @property
    def experts(self) -> int:
        """How many of it are drawn."""
        return self.size - len(self.own)

    def parties(self) -> dict[Side, int]:
        """The organiser that draws, and the finance department."""
        return {Side(self.organiser_side): self.organiser_id, Side.SUPERVISOR: self.finance_id}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """A draw opens some workdays before the review (GP-EXP-03) and is due at its start."""
        if step != "draw":
            return None, None
        return _earliest_draw(self.review_at), self.review_at

    def facts(
        self, *, eligible: int, short: tuple[str, ...] = (), insiders: tuple[str, ...] = ()
    ) -> DrawFacts:
        """The draw as rules read it; ``insiders`` are named though they work for the agency."""
        unauthorised = (one["name"] for one in self.own if not one["authority"])
        return DrawFacts(
            method=self.method,
            object=self.object_kind,
            budget=self.budget,
            special=bool(self.conditions.get("special")),
            experts=self.experts,
            representatives=len(self.own),
            evaluation_on=self.review_at.astimezone(clock.BEIJING).date(),
            evaluation_at=self.review_at,
            bid_deadline=self.opens_at,
            eligible=eligible,
            short=short,
            agency_members=insiders,
            representatives_without_letter=tuple(unauthorised),
            region=self.region,
        )


class GroupDraw(DrawOfExperts):
    """A draw for a review group."""

    group = models.ForeignKey(ReviewGroup, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "group_draw"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`draws_seen_by` says."""
        return draws_seen_by(viewer)


REPRESENTATIVE = "representative"


class OfMember(OfOrganiser):
    """What belongs to one member: whose it is, and behind which place."""

    group = models.ForeignKey(ReviewGroup, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, default=EXPERT)
    person_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField()

    class Meta:
        abstract = True

    @property
    def key(self) -> str:
        """Group and place, never a name."""
        return f"{self.group_number}-{self.place}"

    def parties(self) -> dict[Side, int]:
        """The member's own organisation, and the organiser who acts where a member stays away."""
        member = Side.EXPERT if self.kind == EXPERT else Side.BUYER
        return {Side(self.organiser_side): self.organiser_id, member: self.organisation_id}


class GroupSeat(DrawnSeat, OfMember):
    """A member's seat."""

    review_at = models.DateTimeField()
    leads = models.BooleanField(default=False)

    class Meta:
        db_table = "group_seat"
        constraints = [
            models.UniqueConstraint(fields=["group", "place"], name="group_place_once"),
            models.UniqueConstraint(fields=["group", "person_id"], name="group_person_once"),
        ]
        indexes = [
            models.Index(fields=["person_id", "state"], name="group_seat_person"),
            models.Index(fields=["state", "answer_by"], name="group_seat_answer"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`seats_seen_by` says."""
        return seats_seen_by(viewer)

    @property
    def host(self) -> ReviewGroup:
        """Its group."""
        return self.group

    @property
    def meets_at(self) -> datetime:
        """When the review begins."""
        return self.review_at


class GroupSheet(OfMember):
    """What one member finds; ``ballot`` is the place it wants to lead, ``dissent`` what it adds.

    Nobody but the member reads the findings before all have handed in.
    """

    ballot = models.PositiveSmallIntegerField(null=True)
    submitted_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    silent = models.BooleanField(default=False)
    dissent = models.TextField(default="")

    class Meta:
        db_table = "group_sheet"
        constraints = [models.UniqueConstraint(fields=["group", "place"], name="group_sheet_once")]
        indexes = [models.Index(fields=["person_id", "state"], name="group_sheet_person")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`sheets_seen_by` says."""
        return sheets_seen_by(viewer)

    def person_of(self, step: str) -> int | None:
        """Nobody finds or signs for another."""
        return None if step == "agree_silently" else self.person_id


class GroupFinding(Record):
    """What one member found of one answer; ``mark`` in hundredths of a point.

    ``sealed``: all of it enciphered, until every member has handed in.
    """

    sheet = models.ForeignKey(GroupSheet, on_delete=models.PROTECT, related_name="+")
    answer_key = models.CharField(max_length=80)
    valid = models.BooleanField()
    reason = models.CharField(max_length=400, default="")
    mark = models.PositiveIntegerField(null=True)
    sealed = models.TextField(default="")

    class Meta:
        db_table = "group_finding"
        constraints = [
            models.UniqueConstraint(fields=["sheet", "answer_key"], name="group_finding_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`findings_seen_by` says."""
        return findings_seen_by(viewer)


def _earliest_draw(review_at: datetime) -> datetime | None:
    try:
        day = deadline("GP-EXP-03", review_at.astimezone(clock.BEIJING).date()).date
    except CalendarMissing:
        return None
    return clock.moment(day)
