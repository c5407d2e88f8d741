"""The table of the expert library."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord
from lucai.registers.experts.scope import experts_seen_by


class ReviewExpert(LivingRecord):
    """One expert: the person who signs in, the employer, the specialties.

    ``specialties`` are codes or beginnings of codes of the procurement catalogue;
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

    class Meta:
        db_table = "review_expert"
        indexes = [models.Index(fields=["region", "-id"], name="review_expert_region")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`experts_seen_by` says."""
        return experts_seen_by(viewer)

    @property
    def key(self) -> str:
        """The expert's number."""
        return self.number

    @property
    def heading(self) -> str:
        """The number: names of experts stay out of lists and messages."""
        return f"评审专家 {self.number}"

    def parties(self) -> dict[Side, int]:
        """The library the expert belongs to."""
        return {Side.EXPERT: self.organisation_id}
