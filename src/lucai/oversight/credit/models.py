"""The table of credit records."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.law.credit import KINDS, RATERS
from lucai.oversight.credit.scope import credit_seen_by
from lucai.platform.records import LivingRecord


class CreditRecord(LivingRecord):
    """One thing that counts in a party's score, with the objection against it.

    ``value`` of a rating is its average mark in hundredths; ``ruled_value`` what finance put in
    its place; ``struck`` that it no longer counts.
    """

    party_side = models.CharField(max_length=12, choices=list(RATERS.items()))
    party_code = models.CharField(max_length=40)
    party_name = models.CharField(max_length=120)
    organisation_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    finance_id = models.BigIntegerField()

    kind = models.CharField(max_length=12, choices=list(KINDS.items()))
    source_key = models.CharField(max_length=80)
    source_href = models.CharField(max_length=200)
    about_project = models.CharField(max_length=40, default="")
    title = models.CharField(max_length=200)
    by_side = models.CharField(max_length=12, default="")
    on = models.DateField()
    value = models.PositiveIntegerField(default=0)
    object_until = models.DateField(null=True)

    objection = models.CharField(max_length=1600, default="")
    files = models.JSONField(default=list)
    objected_at = models.DateTimeField(null=True)
    handle_until = models.DateField(null=True)
    ruling = models.CharField(max_length=1600, default="")
    ruled_value = models.PositiveIntegerField(null=True)
    struck = models.BooleanField(default=False)
    ruled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "credit_record"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "source_key", "party_code"], name="credit_record_once"
            )
        ]
        indexes = [
            models.Index(fields=["party_code", "-on"], name="credit_record_party"),
            models.Index(fields=["region", "state", "-id"], name="credit_record_region"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`credit_seen_by` says."""
        return credit_seen_by(viewer)

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
        """What to-dos call it; an expert is not named."""
        who = "评审专家" if self.party_side == Side.EXPERT else self.party_name
        return f"{who}：{self.title}"[:200]

    def parties(self) -> dict[Side, int]:
        """The party, and the department that decides."""
        found = {Side.SUPERVISOR: self.finance_id}
        if self.organisation_id:
            found[Side(self.party_side)] = self.organisation_id
        return found

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """An objection is to be handled by the end of its last day."""
        if step != "correct" or not self.handle_until:
            return None, None
        return None, clock.moment(self.handle_until) + timedelta(days=1)
