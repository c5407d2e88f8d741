"""The tables of sittings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, Record
from lucai.stages.trade.sittings import scope as scopes
from lucai.stages.trade.sittings.measures import KINDS
from lucai.stages.trade.sittings.rules import SittingFacts

MEMBER, HOST, WATCHER = "member", "host", "watcher"
ROLES = {MEMBER: "评审成员", HOST: "代理机构", WATCHER: "监督（只看）"}


class Sitting(LivingRecord):
    """The sitting of a project's panel over several places.

    ``venues``: ``[{"region", "name", "address", "seats"}]``, the first is the main place (主场).
    ``places``: seat number → index of its venue. ``cancelled_reason`` stands while it is cancelled.
    """

    project_number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=160)
    method = models.CharField(max_length=40)
    agency_id = models.BigIntegerField()
    finance_id = models.BigIntegerField()
    evaluation_at = models.DateTimeField()
    venues = models.JSONField(default=list)
    places = models.JSONField(default=dict)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    cancelled_reason = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "sitting"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`sittings_seen_by` says."""
        return scopes.sittings_seen_by(viewer)

    @property
    def key(self) -> str:
        """The project's number: one sitting a project."""
        return self.project_number

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.title

    def parties(self) -> dict[Side, int]:
        """The agency that holds it."""
        return {Side.AGENCY: self.agency_id, Side.SUPERVISOR: self.finance_id}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """It is to begin at the evaluation's time."""
        return (None, self.evaluation_at) if step == "open" else (None, None)

    def facts(self, drawn_at: datetime | None = None) -> SittingFacts:
        """The sitting as rules read it; ``drawn_at`` is when its panel was drawn."""
        return SittingFacts(evaluation_at=self.evaluation_at, method=self.method, drawn_at=drawn_at)

    def venue_of(self, seat: int) -> str:
        """Name the venue of a seat; 0 is whoever holds the sitting, at the main place."""
        index = self.places.get(str(seat)) if seat else 0
        return "" if index is None else venue_label(self.venues, index)


def venue_label(venues: list[dict[str, Any]], index: int) -> str:
    """Name a venue: 主场, 副场 1 …"""
    kind = f"副场 {index}" if index else "主场"
    return f"{kind}（{venues[index]['name']}）"


class SittingNotice(LivingRecord):
    """A word to one member about the sitting: to that person alone, by the seat's number."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="+")
    project_number = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    seat = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=16)
    person_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField()
    agency_id = models.BigIntegerField()
    finance_id = models.BigIntegerField()
    text = models.CharField(max_length=500)
    told_at = models.DateTimeField()

    class Meta:
        db_table = "sitting_notice"
        indexes = [models.Index(fields=["project_number"], name="sitting_notice_project")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`notices_seen_by` says."""
        return scopes.notices_seen_by(viewer)

    @property
    def key(self) -> str:
        """Project, seat and moment, never a name."""
        return f"{self.project_number}-{self.seat}-{self.told_at:%Y%m%d%H%M%S}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.title

    def parties(self) -> dict[Side, int]:
        """The member's own organisation."""
        return {Side(self.side): self.organisation_id}

    def person_of(self, step: str) -> int | None:
        """Nobody else can have read it."""
        del step
        return self.person_id


class SittingAttendance(Record):
    """One person in the sitting: the window that is open (``peer``) and its last sign of life.

    ``seat`` is 0 for the agency and for watchers. ``seen_at`` is the machine's time.
    """

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="+")
    person_id = models.BigIntegerField()
    role = models.CharField(max_length=12, choices=list(ROLES.items()))
    seat = models.PositiveSmallIntegerField(default=0)
    peer = models.CharField(max_length=32)
    camera = models.BooleanField(default=False)
    microphone = models.BooleanField(default=False)
    came_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "sitting_attendance"
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "person_id"], name="sitting_attendance_once_a_person"
            )
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`presence_seen_by` says."""
        return scopes.presence_seen_by(viewer)


class SittingAbsence(Record):
    """A time in which a member was away while the sitting was on."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="+")
    seat = models.PositiveSmallIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "sitting_absence"
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "seat"],
                condition=Q(ended_at=None),
                name="sitting_absence_one_at_a_time",
            )
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`presence_seen_by` says."""
        return scopes.presence_seen_by(viewer)


class DisciplineRecord(Record):
    """What happened in a sitting (纪律记录): when, whose seat (0: nobody's), what, who wrote it."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    seat = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=16, choices=list(KINDS.items()))
    who = models.CharField(max_length=120, default="")
    text = models.CharField(max_length=1000)
    recorded_by = models.CharField(max_length=120)

    class Meta:
        db_table = "discipline_record"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`presence_seen_by` says."""
        return scopes.presence_seen_by(viewer)


class SittingRecording(Record):
    """A piece of sound and picture from one window: playable by itself, kept under its digests."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="+")
    seat = models.PositiveSmallIntegerField()
    peer = models.CharField(max_length=32)
    number = models.PositiveIntegerField()
    seconds = models.PositiveSmallIntegerField()
    file_id = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    receipt = models.CharField(max_length=60, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "sitting_recording"
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "peer", "number"], name="sitting_recording_once"
            )
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`recordings_seen_by` says."""
        return scopes.recordings_seen_by(viewer)


class SittingSignal(Record):
    """A word from one window to another while they connect; gone once it is delivered."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="+")
    sender = models.CharField(max_length=32)
    recipient = models.CharField(max_length=32)
    body = models.TextField()
    sent_at = models.DateTimeField()

    class Meta:
        db_table = "sitting_signal"
        indexes = [models.Index(fields=["sitting", "recipient"], name="sitting_signal_recipient")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`signals_seen_by` says."""
        return scopes.signals_seen_by(viewer)
