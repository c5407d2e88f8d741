"""The tables of the expert library."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.law.calendar import beijing_day
from lucai.platform.records import LivingRecord, Record
from lucai.registers.experts.lifecycle import DECISION_KINDS, REFUSALS
from lucai.registers.experts.rules import last_day, last_day_to_review
from lucai.registers.experts.scope import (
    applications_seen_by,
    experts_seen_by,
    specialties_seen_by,
)


class ReviewExpert(LivingRecord):
    """One expert: the person who signs in, the employer, the specialties.

    ``specialties`` are codes or beginnings of codes of the procurement catalogue; ``avoids`` lists
    units {name, uscc, reason} whose procurements the expert must stay out of, besides the employer;
    ``formers`` {name, uscc, until}: employers of before; ``trainings`` {name, hours, on};
    ``declared`` {name, uscc, change}: units of a change that is not decided, avoided already;
    ``exits`` {on, ground, reason, record_on}: when and why the expert left, the last one last.
    ``organisation_id`` is the library through which the person signs in.
    """

    number = models.CharField(max_length=40, unique=True)
    person_id = models.BigIntegerField(unique=True)
    organisation_id = models.BigIntegerField()
    name = models.CharField(max_length=60)
    title = models.CharField(max_length=60, default="")
    employer = models.CharField(max_length=120, default="")
    employer_uscc = models.CharField(max_length=18, default="")
    specialties = models.JSONField(default=list)
    suspension = models.CharField(max_length=400, default="")
    born_on = models.DateField(null=True)
    title_level = models.CharField(max_length=8, default="")
    title_since = models.DateField(null=True)
    scarce = models.BooleanField(default=False)
    avoids = models.JSONField(default=list)
    formers = models.JSONField(default=list)
    declared = models.JSONField(default=list)
    exits = models.JSONField(default=list)
    phone = models.CharField(max_length=40, default="")
    trainings = models.JSONField(default=list)
    trained_on = models.DateField(null=True)
    probation_until = models.DateField(null=True)
    rest_until = models.DateField(null=True)
    left_reason = models.CharField(max_length=400, default="")
    finance_id = models.BigIntegerField(default=0)

    class Meta:
        db_table = "review_expert"
        indexes = [
            models.Index(fields=["region", "-id"], name="review_expert_region"),
            models.Index(fields=["state", "born_on"], name="review_expert_age"),
            models.Index(fields=["state", "rest_until"], name="review_expert_rest"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`experts_seen_by` says."""
        return experts_seen_by(viewer)

    def kept(self, name: str) -> Any:
        """Return a field as a change of the entry keeps it: a day is spelt."""
        value = getattr(self, name)
        return value.isoformat() if isinstance(value, date) else value

    @property
    def key(self) -> str:
        """The expert's number."""
        return self.number

    @property
    def heading(self) -> str:
        """The number: names of experts stay out of lists and messages."""
        return f"评审专家 {self.number}"

    def parties(self) -> dict[Side, int]:
        """The library the expert belongs to, and the finance department that took the expert in."""
        found = {Side.EXPERT: self.organisation_id}
        return {**found, Side.SUPERVISOR: self.finance_id} if self.finance_id else found

    def person_of(self, step: str) -> int | None:
        """What is an expert's own is that person's alone."""
        return None if step == "confirm" else self.person_id

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """An expert on probation is judged after its last day."""
        if step != "confirm" or not self.probation_until:
            return None, None
        return clock.moment(self.probation_until) + timedelta(days=1), None


class ExpertSpecialty(Record):
    """One of the codes of an expert's ``specialties``, as a row that an index finds."""

    expert = models.ForeignKey(ReviewExpert, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=20)

    class Meta:
        db_table = "expert_specialty"
        constraints = [
            models.UniqueConstraint(fields=["code", "expert"], name="expert_specialty_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`specialties_seen_by` says."""
        return specialties_seen_by(viewer)


class ExpertApplication(LivingRecord):
    """Somebody's application to the library; the fields are those of an entry."""

    number = models.CharField(max_length=40, unique=True)
    person_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField()
    finance_id = models.BigIntegerField()
    name = models.CharField(max_length=60)
    born_on = models.DateField()
    title = models.CharField(max_length=60)
    title_level = models.CharField(max_length=8)
    title_since = models.DateField(null=True)
    scarce = models.BooleanField(default=False)
    bad_on = models.DateField(null=True)
    employer = models.CharField(max_length=120)
    employer_uscc = models.CharField(max_length=18, default="")
    specialties = models.JSONField(default=list)
    avoids = models.JSONField(default=list)
    experience = models.TextField(default="")
    said = models.CharField(max_length=400, default="")
    sent_back_by = models.BigIntegerField(null=True)
    objection = models.CharField(max_length=1000, default="")
    files = models.JSONField(default=list)
    ruling = models.CharField(max_length=400, default="")
    expert_number = models.CharField(max_length=40, default="")

    class Meta:
        db_table = "expert_application"
        constraints = [
            models.UniqueConstraint(
                fields=["person_id"], name="expert_application_once",
                condition=~Q(state="accepted"),
            )
        ]  # fmt: skip
        indexes = [models.Index(fields=["region", "-id"], name="expert_application_region")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`applications_seen_by` says."""
        return applications_seen_by(viewer)

    @property
    def key(self) -> str:
        """Its number."""
        return self.number

    @property
    def heading(self) -> str:
        """The number: names of experts stay out of lists and messages."""
        return f"入库申请 {self.number}"

    def parties(self) -> dict[Side, int]:
        """The library through which the person signs in, and who decides."""
        return {Side.EXPERT: self.organisation_id, Side.SUPERVISOR: self.finance_id}

    def person_of(self, step: str) -> int | None:
        """The applicant acts in person."""
        return self.person_id if step in {"submit", "object"} else None

    def barred_from(self, step: str) -> int | None:
        """Whoever refused does not decide the objection."""
        return self.sent_back_by if step == "accept_objection" else None

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """An application is reviewed, and an objection decided, within its days."""
        since = beijing_day(self.state_since)
        if step == "accept":
            return None, _end_of(last_day_to_review(since))
        return None, _end_of(last_day("handle", since)) if step == "accept_objection" else None

    def rule_of(self, step: str, declared: str) -> str:
        """Those days are the library's own."""
        return {"accept": REVIEW, "accept_objection": HANDLING}.get(step, declared)


class ExpertChange(LivingRecord):
    """What an expert asks to change in the own entry, and what became of it.

    ``about`` are the keys of ``CHANGEABLE`` between commas, for lists that ask for one;
    ``before`` and ``after`` hold the fields that differ, as the entry keeps them; ``files`` are
    {file_id, name, size, sm3}; ``kind`` is why it was refused.
    """

    number = models.CharField(max_length=40, unique=True)
    expert_number = models.CharField(max_length=40)
    person_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField()
    finance_id = models.BigIntegerField()
    name = models.CharField(max_length=60)
    about = models.CharField(max_length=80)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    grounds = models.CharField(max_length=1000)
    files = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    review_until = models.DateField(null=True)
    kind = models.CharField(max_length=12, default="", choices=list(REFUSALS.items()))
    said = models.CharField(max_length=400, default="")
    decided_at = models.DateTimeField(null=True)
    decision_number = models.CharField(max_length=40, default="")

    class Meta:
        db_table = "expert_change"
        constraints = [
            models.UniqueConstraint(
                fields=["person_id"], name="expert_change_once", condition=Q(state="submitted")
            )
        ]
        indexes = [
            models.Index(fields=["region", "-id"], name="expert_change_region"),
            models.Index(fields=["expert_number", "-id"], name="expert_change_of"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`experts_seen_by` says."""
        return experts_seen_by(viewer)

    @property
    def key(self) -> str:
        """Its number."""
        return self.number

    @property
    def heading(self) -> str:
        """Whose entry, by number: names of experts stay out of lists and messages."""
        return f"信息变更（评审专家 {self.expert_number}）"

    def parties(self) -> dict[Side, int]:
        """The library through which the expert signs in, and who decides."""
        return {Side.EXPERT: self.organisation_id, Side.SUPERVISOR: self.finance_id}

    def person_of(self, step: str) -> int | None:
        """The expert acts in person."""
        return self.person_id if step == "withdraw" else None

    def barred_from(self, step: str) -> int | None:
        """Nobody reviews the own change."""
        return self.person_id if step in {"approve", "refuse"} else None

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """A change is reviewed within its days."""
        return None, _end_of(self.review_until) if step == "approve" else None

    def rule_of(self, step: str, declared: str) -> str:
        """Those days are the library's own."""
        return REVIEW if step == "approve" else declared


class ExpertDecision(LivingRecord):
    """What the finance department decided about an expert, and the objection to it.

    ``place`` is which of the expert's trainings, from 1, where one was refused; ``before`` the
    state from which the expert was suspended or dismissed, for an objection that is upheld;
    ``change_number`` the change that was refused.
    ``files`` are {file_id, name, size, sm3}.
    """

    number = models.CharField(max_length=40, unique=True)
    expert_number = models.CharField(max_length=40)
    person_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField()
    finance_id = models.BigIntegerField()
    kind = models.CharField(max_length=12, choices=list(DECISION_KINDS.items()))
    place = models.PositiveSmallIntegerField(default=0)
    before = models.CharField(max_length=40, default="")
    change_number = models.CharField(max_length=40, default="")
    reason = models.CharField(max_length=440)
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField()
    object_until = models.DateField(null=True)
    objection = models.CharField(max_length=1000, default="")
    files = models.JSONField(default=list)
    objected_at = models.DateTimeField(null=True)
    handle_until = models.DateField(null=True)
    ruling = models.CharField(max_length=400, default="")
    ruled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "expert_decision"
        indexes = [
            models.Index(fields=["region", "-id"], name="expert_decision_region"),
            models.Index(fields=["expert_number", "-id"], name="expert_decision_of"),
            models.Index(
                fields=["object_until"], name="expert_decision_told", condition=Q(state="told")
            ),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`experts_seen_by` says."""
        return experts_seen_by(viewer)

    @property
    def key(self) -> str:
        """Its number."""
        return self.number

    @property
    def heading(self) -> str:
        """What was decided about which number: names of experts stay out of lists and messages."""
        return f"{DECISION_KINDS[self.kind]}（评审专家 {self.expert_number}）"

    def parties(self) -> dict[Side, int]:
        """The library through which the expert signs in, and the department that decided."""
        return {Side.EXPERT: self.organisation_id, Side.SUPERVISOR: self.finance_id}

    def person_of(self, step: str) -> int | None:
        """The expert acts in person."""
        return self.person_id if step in {"object", "settle", "withdraw"} else None

    def barred_from(self, step: str) -> int | None:
        """Whoever decided does not rule on the objection."""
        return self.decided_by if step in {"revoke", "confirm"} else None

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """There are days to object, and days to rule."""
        until = {"settle": self.object_until, "revoke": self.handle_until}.get(step)
        return None, _end_of(until)

    def rule_of(self, step: str, declared: str) -> str:
        """Those days are the library's own."""
        return HANDLING if step in {"settle", "revoke"} else declared


HANDLING, REVIEW = "CRD-06", "CRD-07"


def _end_of(day: date | None) -> datetime | None:
    return clock.moment(day) + timedelta(days=1) if day else None
