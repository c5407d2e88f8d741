"""The tables of prequalifications."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.law.prequalification_rules import FOUND, RECOMMENDED
from lucai.platform.records import LivingRecord
from lucai.stages.trade.draws.drawing import HASH
from lucai.stages.trade.prequalifications.drawing import Lot
from lucai.stages.trade.prequalifications.scope import (
    applications_seen_by,
    prequalifications_seen_by,
    recommendations_seen_by,
)
from lucai_trust.draw import Call, Outcome


class Prequalification(LivingRecord):
    """One round of finding whom to invite; after too few, another round follows.

    ``conditions`` lists {number, name, text, evidence}; ``places`` says how many are drawn
    (0: all who pass); ``witnesses`` lists {person, name, title, at}; from ``draw_id`` on
    stands what it takes to repeat the last draw. ``due_at``: until when the parties seal nonces of
    their own, null where they were not asked; ``absent`` names who gave none, and why.
    """

    number_of_project = models.CharField(max_length=40)
    project_title = models.CharField(max_length=200)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    agency_id = models.BigIntegerField()
    agency_name = models.CharField(max_length=120)
    finance_id = models.BigIntegerField()
    method = models.CharField(max_length=40)
    round = models.PositiveSmallIntegerField(default=1)
    way = models.CharField(max_length=16, default="")
    places = models.PositiveSmallIntegerField(default=0)
    terms = models.JSONField(default=dict)
    conditions = models.JSONField(default=list)
    criteria = models.TextField(default="")
    composition = models.TextField(default="")
    performance_period = models.CharField(max_length=200, default="")
    consortium = models.BooleanField(default=True)
    apply_until = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)
    notice_until = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    recommenders = models.JSONField(default=list)
    returned_reason = models.CharField(max_length=400, default="")
    amendments = models.JSONField(default=list)
    reviewed_at = models.DateTimeField(null=True)
    witnesses = models.JSONField(default=list)
    draw_id = models.CharField(max_length=60, default="")
    rule = models.TextField(default="")
    pool = models.JSONField(default=list)
    root = models.CharField(max_length=64, default="")
    nonces = models.JSONField(default=list)
    due_at = models.DateTimeField(null=True)
    seal_entry = models.BigIntegerField(null=True)
    absent = models.JSONField(default=list)
    checkpoint = models.TextField(default="")
    seed = models.CharField(max_length=64, default="")
    calls = models.JSONField(default=list)
    drawn_at = models.DateTimeField(null=True)
    invited_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "prequalification"
        constraints = [
            models.UniqueConstraint(
                fields=["number_of_project", "round"], name="prequalification_round_once"
            )
        ]
        indexes = [
            models.Index(fields=["buyer_path", "-id"], name="prequalification_buyer"),
            models.Index(fields=["agency_id", "-id"], name="prequalification_agency"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`prequalifications_seen_by` says."""
        return prequalifications_seen_by(viewer)

    @property
    def key(self) -> str:
        """The project's number with the round's."""
        return f"{self.number_of_project}-ZS{self.round}"

    @property
    def project_number(self) -> str:
        """The project it finds suppliers for."""
        return self.number_of_project

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.project_title

    def parties(self) -> dict[Side, int]:
        """Who confirms and witnesses, who prepares and draws, who supervises."""
        return {
            Side.BUYER: self.buyer_id,
            Side.AGENCY: self.agency_id,
            Side.SUPERVISOR: self.finance_id,
        }

    def barred_from(self, step: str) -> int | None:
        """Confirming a list is for another person than the one who recommended it (ROL-10)."""
        alone = step == "confirm" and len(self.recommenders) == 1
        return int(self.recommenders[0]) if alone else None

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """The review opens when the period for applications is over."""
        return (self.apply_until, None) if step == "finish_review" else (None, None)

    @property
    def finds(self) -> bool:
        """Whether it looks for the suppliers of a negotiation, a consultation or an inquiry."""
        return self.method in FOUND

    @property
    def drawing_step(self) -> str:
        """The step by which it draws."""
        return "draw_experts" if self.draws_experts else "draw"

    @property
    def draws_experts(self) -> bool:
        """Whether its draw is of experts who recommend, not of suppliers."""
        return self.finds and self.way == RECOMMENDED

    def awaits(self, step: str) -> bool:
        """Which draw is due follows from the way; witnesses and another round are not always asked."""
        match step:
            case "draw" | "draw_experts":
                return step == self.drawing_step
            case "witness":
                return not self.finds
            case "restart":
                return self.state == "failed"
        return True

    @property
    def members(self) -> list[Lot]:
        """The pool in the order of its leaves."""
        return [Lot(**stored) for stored in self.pool]

    @property
    def walk(self) -> list[Call]:
        """The stops of the draw's walk."""
        return [Call(position, Outcome(outcome)) for position, outcome in self.calls]

    def told(self) -> dict[str, Any]:
        """What the journal keeps of the draw: no names, all it takes to repeat it."""
        return {
            "draw": self.draw_id,
            "hash": HASH,
            "seed": self.seed,
            "checkpoint": self.checkpoint,
            "parties": self.nonces,
            "walk": self.calls,
            "witnesses": len(self.witnesses),
        }


class PrequalificationApplication(LivingRecord):
    """One supplier in a round: an applicant, or somebody the library or the buyer brings.

    ``answers`` maps a condition's number to what the supplier says; ``findings`` to
    {passed, reason, by}; nobody but the supplier sees it before ``secret_until``.
    Its entries carry neither region nor, until then, the project: they give nobody away.
    """

    prequalification_id: int
    prequalification = models.ForeignKey(
        Prequalification, on_delete=models.PROTECT, related_name="+"
    )
    number_of_project = models.CharField(max_length=40, db_index=True)
    title = models.CharField(max_length=200)
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    supplier_uscc = models.CharField(max_length=18)
    method = models.CharField(max_length=40, default="")
    source = models.CharField(max_length=16)
    recommendation_id: int | None
    recommendation = models.ForeignKey(
        "SupplierRecommendation", on_delete=models.PROTECT, related_name="+", null=True
    )
    reason = models.CharField(max_length=800, default="")
    listed_by = models.BigIntegerField(null=True)
    answers = models.JSONField(default=dict)
    files = models.JSONField(default=list)
    contact = models.CharField(max_length=60, default="")
    phone = models.CharField(max_length=40, default="")
    submitted_at = models.DateTimeField(null=True)
    secret_until = models.DateTimeField()
    findings = models.JSONField(default=dict)

    class Meta:
        db_table = "prequalification_application"
        constraints = [
            models.UniqueConstraint(
                fields=["prequalification", "supplier_id"], name="prequalification_applicant_once"
            )
        ]
        indexes = [models.Index(fields=["supplier_id", "-id"], name="prequal_app_supplier")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`applications_seen_by` says."""
        return applications_seen_by(viewer)

    @property
    def key(self) -> str:
        """Round and row, never a name."""
        return f"{self.number_of_project}-SQ{self.pk or 0}"

    @property
    def project_number(self) -> str:
        """The project, once it may be known who applied."""
        return self.number_of_project if clock.now() >= self.secret_until else ""

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.title

    def parties(self) -> dict[Side, int]:
        """The supplier itself."""
        return {Side.SUPPLIER: self.supplier_id}

    @property
    def refusal(self) -> str:
        """Why it did not pass, condition by condition; empty where it did."""
        broken = (one for one in self.findings.values() if not one["passed"])
        return "；".join(f"{one['name']}：{one['reason']}" for one in broken)


BUYER, EXPERT = "buyer", "expert"
KINDS = {BUYER: "采购人", EXPERT: "评审专家"}


class SupplierRecommendation(LivingRecord):
    """What the buyer, or one expert who was drawn for it, is asked to recommend in writing.

    ``place`` is the number by which the parties know an expert until the result is announced;
    whom the words name stands in the applications that came of them.
    """

    prequalification_id: int
    prequalification = models.ForeignKey(
        Prequalification, on_delete=models.PROTECT, related_name="+"
    )
    number_of_project = models.CharField(max_length=40, db_index=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=list(KINDS.items()))
    place = models.PositiveSmallIntegerField()
    person_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField()
    agency_id = models.BigIntegerField()
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=120, default="")
    signed_by = models.CharField(max_length=60, default="")
    signed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "supplier_recommendation"
        constraints = [
            models.UniqueConstraint(
                fields=["prequalification", "place"], name="supplier_recommendation_once"
            )
        ]
        indexes = [models.Index(fields=["person_id", "state"], name="recommendation_person")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`recommendations_seen_by` says."""
        return recommendations_seen_by(viewer)

    @property
    def key(self) -> str:
        """Project and row, never a name."""
        return f"{self.number_of_project}-TJ{self.pk or 0}"

    @property
    def project_number(self) -> str:
        """The project the words are for."""
        return self.number_of_project

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.title

    @property
    def called(self) -> str:
        """What the parties call who recommends."""
        return KINDS[self.kind] if self.kind == BUYER else f"{KINDS[self.kind]} {self.place} 号"

    def parties(self) -> dict[Side, int]:
        """Who recommends, and the agency that waits for it."""
        side = Side.BUYER if self.kind == BUYER else Side.EXPERT
        return {side: self.organisation_id, Side.AGENCY: self.agency_id}

    def person_of(self, step: str) -> int | None:
        """An expert recommends in person; for the buyer whoever has the right."""
        return None if step in {"excuse", "lapse"} else self.person_id
