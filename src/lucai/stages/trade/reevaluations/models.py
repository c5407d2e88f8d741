"""The tables of second reviews."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord
from lucai.stages.trade.reevaluations import scope as scopes


class ReEvaluation(LivingRecord):
    """A second review of one lot's report.

    ``before`` keeps what the report said: {sha256, inputs, calculation, lines, dissents, signed};
    ``after`` what it says now. ``bid_code`` names the bid that should not have passed, where that
    is the ground. ``changed``: whether the ranking became another one.
    """

    project_number = models.CharField(max_length=40)
    lot_number = models.PositiveSmallIntegerField()
    turn = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    method = models.CharField(max_length=40)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    agency_id = models.BigIntegerField()
    finance_id = models.BigIntegerField()
    ground = models.CharField(max_length=20)
    source = models.CharField(max_length=12)
    told = models.CharField(max_length=1000)
    bid_code = models.CharField(max_length=24, default="")
    bidder_name = models.CharField(max_length=120, default="")
    ordered_by = models.CharField(max_length=160)
    ordered_at = models.DateTimeField()
    was_delivered = models.BooleanField(default=False)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    changed = models.BooleanField(null=True)
    finding = models.CharField(max_length=400, default="")
    concluded_at = models.DateTimeField(null=True)
    filing = models.CharField(max_length=2000, default="")

    class Meta:
        db_table = "re_evaluation"
        constraints = [
            models.UniqueConstraint(
                fields=["project_number", "lot_number", "turn"], name="re_evaluation_once_a_turn"
            ),
            models.UniqueConstraint(
                fields=["project_number", "lot_number"],
                condition=Q(state__in=["asking", "correcting"]),
                name="re_evaluation_one_at_a_time",
            ),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`reviews_seen_by` says."""
        return scopes.reviews_seen_by(viewer)

    @property
    def key(self) -> str:
        """Project, lot and turn."""
        return f"{self.project_number}-{self.lot_number}-{self.turn}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.title}（包 {self.lot_number}）"

    def parties(self) -> dict[Side, int]:
        """The organisers and the finance department."""
        return {
            Side.AGENCY: self.agency_id,
            Side.BUYER: self.buyer_id,
            Side.SUPERVISOR: self.finance_id,
        }


class ReEvaluationOpinion(LivingRecord):
    """What one member of the original panel finds; shared once all have said it."""

    review = models.ForeignKey(ReEvaluation, on_delete=models.PROTECT, related_name="+")
    project_number = models.CharField(max_length=40, db_index=True)
    lot_number = models.PositiveSmallIntegerField()
    turn = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    place = models.PositiveSmallIntegerField()
    is_expert = models.BooleanField()
    person_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField()
    found = models.BooleanField(null=True)
    reason = models.CharField(max_length=1000, default="")
    given_at = models.DateTimeField(null=True)
    shared_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "re_evaluation_opinion"
        constraints = [
            models.UniqueConstraint(fields=["review", "place"], name="re_evaluation_opinion_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`opinions_seen_by` says."""
        return scopes.opinions_seen_by(viewer)

    @property
    def key(self) -> str:
        """Project, lot, turn and place, never a name."""
        return f"{self.project_number}-{self.lot_number}-{self.turn}-{self.place}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.title}（包 {self.lot_number}）"

    def parties(self) -> dict[Side, int]:
        """The member's own organisation."""
        return {Side.EXPERT if self.is_expert else Side.BUYER: self.organisation_id}

    def person_of(self, step: str) -> int | None:
        """Nobody finds for another."""
        del step
        return self.person_id
