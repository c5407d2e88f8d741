"""The tables of cooperations: the procurement itself, who applies, what they answer."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.law.counts import research_payment
from lucai.platform.duties.services import due
from lucai.platform.records import LivingRecord, MoneyField, everybody, nobody
from lucai.stages.trade.cooperations.scope import (
    applicants_seen_by,
    cooperations_seen_by,
    opinions_seen_by,
    responses_seen_by,
)
from lucai.stages.trade.drawn_experts.draws import DrawOfExperts
from lucai.stages.trade.rounds.answers import SealedAnswer

WHOLE = 10_000
"""Ratios are kept in 万分之一."""


class Cooperation(LivingRecord):
    """One 合作创新采购, from the scheme to the first products.

    ``terms`` holds what people write (goal, scene, qualification, rights, upgrade, risk,
    acceptance); ``factors`` lists {name, points, research}; ``stages`` {name, goal, percent}.
    ``most_cost`` is the highest reimbursable cost of one supplier, ``ratio`` in 万分之一 what of
    it is paid, ``incentive`` what may be earned besides; money in 分. ``group`` lists
    {name, unit, role, source, person, organisation}, ``reserves`` who stands by, in the order in which
    they move up, ``calls`` what became of telling them; ``file`` and ``final`` what the two negotiation documents changed;
    ``ranking`` {supplier, total, points, said}; ``first`` the first purchase.
    """

    number_of_project = models.CharField(max_length=40)
    project_title = models.CharField(max_length=200)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    agency_id = models.BigIntegerField()
    finance_id = models.BigIntegerField()
    terms = models.JSONField(default=dict)
    factors = models.JSONField(default=list)
    stages = models.JSONField(default=list)
    wanted = models.PositiveSmallIntegerField(default=0)
    months = models.PositiveSmallIntegerField(default=0)
    major = models.BooleanField(default=False)
    inside = models.BooleanField(default=True)
    most_cost = MoneyField(default=0)
    ratio = models.PositiveIntegerField(default=0)
    incentive = MoneyField(default=0)
    quantity = models.PositiveIntegerField(default=0)
    unit = models.CharField(max_length=20, default="")
    price_ceiling = MoneyField(default=0)
    research_budget = MoneyField(default=0)
    purchase_budget = MoneyField(default=0)

    returned_reason = models.CharField(max_length=400, default="")
    apply_until = models.DateTimeField(null=True)
    notice_until = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    group = models.JSONField(default=list)
    reserves = models.JSONField(default=list)
    calls = models.JSONField(default=dict)
    exchange = models.JSONField(default=dict)
    file = models.JSONField(default=dict)
    file_at = models.DateTimeField(null=True)
    first_until = models.DateTimeField(null=True)
    first_opened_at = models.DateTimeField(null=True)
    final = models.JSONField(default=dict)
    final_at = models.DateTimeField(null=True)
    final_until = models.DateTimeField(null=True)
    final_opened_at = models.DateTimeField(null=True)
    ranking = models.JSONField(default=list)
    report = models.CharField(max_length=2000, default="")
    chosen = models.PositiveSmallIntegerField(default=0)
    decided_at = models.DateTimeField(null=True)
    announced_at = models.DateTimeField(null=True)
    first = models.JSONField(default=dict)
    first_supplier_id = models.BigIntegerField(null=True)
    first_announced_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "cooperation"
        constraints = [
            models.UniqueConstraint(
                fields=["number_of_project"], name="cooperation_of_project_once"
            ),
        ]
        indexes = [
            models.Index(fields=["buyer_path", "-id"], name="cooperation_buyer"),
            models.Index(fields=["agency_id", "-id"], name="cooperation_agency"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`cooperations_seen_by` says."""
        return cooperations_seen_by(viewer)

    @property
    def key(self) -> str:
        """The project's number and HZ."""
        return f"{self.number_of_project}-HZ"

    @property
    def project_number(self) -> str:
        """The project it carries out."""
        return self.number_of_project

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.project_title

    @property
    def part(self) -> Decimal:
        """What of the reimbursable cost is paid, as a ratio."""
        return Decimal(self.ratio) / WHOLE

    def parties(self) -> dict[Side, int]:
        """Who confirms and decides, who organises, who watches."""
        return {
            Side.BUYER: self.buyer_id,
            Side.AGENCY: self.agency_id,
            Side.SUPERVISOR: self.finance_id,
        }

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """Openings wait for their deadlines; results are announced within the law's days."""
        opens = {
            "open_applications": self.apply_until,
            "open_first": self.first_until,
            "open_final": self.final_until,
        }
        if step in {"announce", "announce_product"}:
            return None, due("GP-AWD-01", self.state_since)
        return opens.get(step), None


class OfSupplier(LivingRecord):
    """What a supplier hands in. Its entries carry no region, and no project while it is secret."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.PROTECT, related_name="+")
    number_of_project = models.CharField(max_length=40, db_index=True)
    project_title = models.CharField(max_length=200)

    class Meta:
        abstract = True

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.project_title


class Applicant(OfSupplier):
    """A supplier that applied; secret until the deadline.

    ``talks`` lists what each member wrote down of the talks: {place, topics, agreed, reason, at}.
    """

    buyer_id = models.BigIntegerField()
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    statement = models.TextField()
    experience = models.TextField()
    contact = models.CharField(max_length=120)
    applied_at = models.DateTimeField()
    secret_until = models.DateTimeField()
    finding = models.CharField(max_length=8, default="")
    reason = models.CharField(max_length=400, default="")
    talks = models.JSONField(default=list)
    due_at = models.DateTimeField(null=True)
    rank = models.PositiveSmallIntegerField(null=True)
    total = models.PositiveIntegerField(null=True)

    class Meta:
        db_table = "cooperation_applicant"
        constraints = [
            models.UniqueConstraint(
                fields=["cooperation", "supplier_id"], name="cooperation_applicant_once"
            ),
        ]
        indexes = [models.Index(fields=["supplier_id", "-id"], name="cooperation_applicant_own")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`applicants_seen_by` says."""
        return applicants_seen_by(viewer)

    @property
    def key(self) -> str:
        """The project's number and the row, never a name."""
        return f"{self.number_of_project}-SQ{self.pk or 0}"

    @property
    def project_number(self) -> str:
        """The project, once it may be known who applied."""
        return self.number_of_project if clock.now() >= self.secret_until else ""

    def parties(self) -> dict[Side, int]:
        """The supplier itself, and the buyer who contracts with it."""
        return {Side.SUPPLIER: self.supplier_id, Side.BUYER: self.buyer_id}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """Responses are due at their deadline."""
        return (None, self.due_at) if step in {"respond", "respond_final"} else (None, None)


class Response(OfSupplier, SealedAnswer):
    """A first (``round`` 1) or final (2) response; what it says is empty until it is opened.

    Before that it is in an envelope that nobody can read. ``cost`` is the reimbursable cost
    offered, ``price`` the unit price of the first purchase, in 分; ``reason`` says why an opened
    one cannot count.
    """

    round = models.PositiveSmallIntegerField()
    cost = MoneyField(null=True)
    price = MoneyField(null=True)
    months = models.PositiveSmallIntegerField(null=True)
    content = models.JSONField(default=dict)
    reason = models.CharField(max_length=400, default="")
    handed_in_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cooperation_response"
        constraints = [
            models.UniqueConstraint(
                fields=["cooperation", "round", "supplier_id"], name="cooperation_response_once"
            ),
            models.CheckConstraint(
                condition=Q(cost__gt=0, price__gt=0), name="cooperation_response_money"
            ),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`responses_seen_by` says."""
        return responses_seen_by(viewer)

    @property
    def key(self) -> str:
        """The project's number, the round and the envelope."""
        return f"{self.number_of_project}-XY{self.round}-{self.envelope_hash[:8]}"

    @property
    def project_number(self) -> str:
        """The project, once it may be known who responded."""
        return self.number_of_project if self.opened_at else ""

    def parties(self) -> dict[Side, int]:
        """The supplier itself."""
        return {Side.SUPPLIER: self.supplier_id}


class Opinion(LivingRecord):
    """What one member finds in one stage: ``qualify``, ``talks``, ``research`` or ``first``.

    ``marks`` holds, by what is judged, {points: hundredths by factor, reason}, of an applicant
    {passed, reason}, of talks {topics, agreed, reason}; nobody but the member reads them before all
    have handed in. ``dissent`` is what the member adds to the report.
    """

    cooperation = models.ForeignKey(Cooperation, on_delete=models.PROTECT, related_name="+")
    number_of_project = models.CharField(max_length=40, db_index=True)
    project_title = models.CharField(max_length=200)
    agency_id = models.BigIntegerField()
    stage = models.CharField(max_length=10)
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    role = models.CharField(max_length=12)
    person_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField()
    marks = models.JSONField(default=dict)
    dissent = models.TextField(default="")
    submitted_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    silent = models.BooleanField(default=False)
    left_reason = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "cooperation_opinion"
        constraints = [
            models.UniqueConstraint(
                fields=["cooperation", "stage", "person_id"], name="cooperation_opinion_once"
            ),
        ]
        indexes = [models.Index(fields=["person_id", "state"], name="cooperation_opinion_own")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`opinions_seen_by` says."""
        return opinions_seen_by(viewer)

    @property
    def key(self) -> str:
        """The project's number, the stage and the row, never a name."""
        return f"{self.number_of_project}-PS-{self.stage}-{self.pk or 0}"

    @property
    def project_number(self) -> str:
        """The project it judges for."""
        return self.number_of_project

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.project_title

    def parties(self) -> dict[Side, int]:
        """The member's own organisation, and the agency that acts where a member stays away."""
        member = Side.BUYER if self.role == "buyer" else Side.EXPERT
        return {Side.AGENCY: self.agency_id, member: self.organisation_id}

    def person_of(self, step: str) -> int | None:
        """Nobody judges or signs for another."""
        return None if step in {"agree_silently", "replace"} else self.person_id


def of(row: Cooperation) -> dict[str, Any]:
    """Return what a supplier's row repeats of its cooperation."""
    return {
        "cooperation": row,
        "number_of_project": row.number_of_project,
        "project_title": row.project_title,
        "region": "",
    }


def research_amount(row: Cooperation, cost: int) -> int:
    """Return what a research contract pays at most, in 分: cost times ratio, and the incentive."""
    return research_payment(cost, row.part) + row.incentive


class CooperationDraw(DrawOfExperts):
    """A draw of reserves of one ``role`` for the group of a cooperation."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12)
    specialties = models.JSONField(default=list)

    class Meta:
        db_table = "cooperation_draw"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """The system's own until the result is public."""
        return everybody() if viewer.side is Side.SYSTEM else nobody()
