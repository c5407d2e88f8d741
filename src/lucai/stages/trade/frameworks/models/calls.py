"""Calls for responses, what suppliers hand in, apply for and ask."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import MoneyField
from lucai.stages.trade.frameworks.models.agreements import (
    FrameworkPart,
)
from lucai.stages.trade.frameworks.scope import (
    applications_seen_by,
    frameworks_seen_by,
    responses_seen_by,
)
from lucai.stages.trade.rounds.answers import SealedAnswer


class FrameworkCall(FrameworkPart):
    """One 征集: the first, or a refill (round 2 and on)."""

    round = models.PositiveSmallIntegerField()
    called_at = models.DateTimeField(null=True)
    response_deadline = models.DateTimeField()
    refill_reason = models.CharField(max_length=400, default="")
    opened_at = models.DateTimeField(null=True)
    panel = models.JSONField(default=list)
    calculation = models.JSONField(default=list)
    decided_at = models.DateTimeField(null=True)
    failed_reason = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "framework_call"
        constraints = [
            models.UniqueConstraint(fields=["framework", "round"], name="framework_call_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the framework's."""
        return frameworks_seen_by(viewer, through="framework__")

    @property
    def key(self) -> str:
        """The framework's number and the round."""
        return f"{self.framework_number}-Z{self.round}"

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """Responses are opened at the deadline."""
        return (self.response_deadline, None) if step == "open" else (None, None)


class FrameworkResponse(FrameworkPart, SealedAnswer):
    """A supplier's response to a call for one package; what it says is empty until it is opened.

    Before that it is in an envelope that nobody can read; ``envelope_hash`` says which, and stays
    when it is withdrawn. ``price`` is in 分.
    """

    call = models.ForeignKey(FrameworkCall, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    package_number = models.PositiveSmallIntegerField()
    price = MoneyField(null=True)
    content = models.JSONField(default=dict)
    handed_in_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=400, default="")
    quality = models.PositiveIntegerField(null=True)
    rank = models.PositiveSmallIntegerField(null=True)

    class Meta:
        db_table = "framework_response"
        constraints = [
            models.UniqueConstraint(
                fields=["call", "package_number", "supplier_id"], name="framework_response_once"
            ),
            models.CheckConstraint(condition=Q(price__gt=0), name="framework_response_price"),
        ]
        indexes = [models.Index(fields=["supplier_id", "-id"], name="framework_response_own")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`responses_seen_by` says."""
        return responses_seen_by(viewer)

    @property
    def key(self) -> str:
        """The call's key, the package and the row."""
        envelope = self.envelope_hash[:8]
        return f"{self.framework_number}-Z{self.round}-{self.package_number}-{envelope}"


class FrameworkApplication(FrameworkPart):
    """A supplier's wish to join an open framework."""

    place = models.PositiveIntegerField()
    package_number = models.PositiveSmallIntegerField()
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    content = models.JSONField(default=dict)
    applied_at = models.DateTimeField()
    answer = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "framework_application"
        constraints = [
            models.UniqueConstraint(fields=["framework", "place"], name="framework_application_no"),
            models.UniqueConstraint(
                fields=["framework", "package_number", "supplier_id"],
                condition=Q(state="applied"),
                name="framework_application_once",
            ),
        ]
        indexes = [models.Index(fields=["supplier_id", "-id"], name="framework_application_own")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`applications_seen_by` says."""
        return applications_seen_by(viewer)

    @property
    def key(self) -> str:
        """The framework's number and the place."""
        return f"{self.framework_number}-J{self.place:03d}"


class FrameworkEnquiry(FrameworkPart):
    """A supplier's question; who asked is nobody's business, and the answer is the asker's."""

    supplier_id = models.BigIntegerField()
    question = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.TextField(default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "framework_enquiry"
        indexes = [models.Index(fields=["supplier_id", "-id"], name="framework_enquiry_own")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`applications_seen_by` says."""
        return applications_seen_by(viewer)

    @property
    def key(self) -> str:
        """The framework's number and a running one: nothing that points to the asker."""
        return f"{self.framework_number}-Q{self.pk}"

    def parties(self) -> dict[Side, int]:
        """Who answers; the asker is nobody's business."""
        return {Side(self.organiser_side): self.organiser_id}
