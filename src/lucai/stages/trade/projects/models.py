"""The tables of procurement projects."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, MoneyField, Record, everybody, nobody
from lucai.stages.trade.projects.lifecycle import APART, LOT_STATES
from lucai.stages.trade.projects.scope import projects_seen_by, units_seen_by


class ProcurementProject(LivingRecord):
    """One procurement from commission to archive; one OCDS process."""

    number = models.CharField(max_length=40, unique=True)
    ocid = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    plan_number = models.CharField(max_length=40)
    intention_code = models.CharField(max_length=40, default="")
    intention_exempt = models.BooleanField(default=False)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    agency_id = models.BigIntegerField()
    agency_name = models.CharField(max_length=120)
    finance_id = models.BigIntegerField()
    object_kind = models.CharField(max_length=12)
    method = models.CharField(max_length=40)
    method_case = models.CharField(max_length=40, default="")
    sole_supplier = models.CharField(max_length=18, default="")
    evaluation_method = models.CharField(max_length=40)
    organisation_form = models.CharField(max_length=20, default="")
    budget = MoneyField()
    ceiling = MoneyField()
    prequalification_at = models.DateTimeField(null=True)
    tender_published_at = models.DateTimeField(null=True)
    bid_deadline = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "procurement_project"
        indexes = [
            models.Index(fields=["buyer_path", "-id"], name="project_buyer"),
            models.Index(fields=["agency_id", "-id"], name="project_agency"),
            models.Index(fields=["region", "-id"], name="project_region"),
            models.Index(fields=["bid_deadline"], name="project_bid_deadline"),
            models.Index(
                fields=["sole_supplier"],
                name="project_sole_supplier",
                condition=~Q(sole_supplier=""),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(budget__gt=0) & Q(ceiling__lte=models.F("budget")),
                name="project_ceiling_within_budget",
            ),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`projects_seen_by` says."""
        return projects_seen_by(viewer, joined=joined_projects(viewer))

    @property
    def key(self) -> str:
        """The project's number."""
        return self.number

    @property
    def project_number(self) -> str:
        """Its own number."""
        return self.number

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.title

    def parties(self) -> dict[Side, int]:
        """The buyer, the agency and the finance department."""
        return {
            Side.BUYER: self.buyer_id,
            Side.AGENCY: self.agency_id,
            Side.SUPERVISOR: self.finance_id,
        }


class Lot(Record):
    """One 采购包 of a project: bid for, awarded and contracted on its own.

    ``suppliers_left`` says how many suppliers were left where it failed for want of them.
    """

    project = models.ForeignKey(ProcurementProject, on_delete=models.PROTECT, related_name="+")
    project_number = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    budget = MoneyField()
    ceiling = MoneyField()
    sme_reserved = models.BooleanField(default=False)
    state = models.CharField(max_length=20, default="active", choices=list(LOT_STATES.items()))
    reason = models.CharField(max_length=400, default="")
    suppliers_left = models.PositiveSmallIntegerField(null=True)

    class Meta:
        db_table = "lot"
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="lot_number_once"),
            models.CheckConstraint(
                condition=Q(budget__gt=0) & Q(ceiling__lte=models.F("budget")),
                name="lot_ceiling_within_budget",
            ),
        ]
        indexes = [models.Index(fields=["project_number", "number"], name="lot_of_project")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the project's."""
        return projects_seen_by(viewer, through="project__", joined=joined_projects(viewer))


class LotItem(Record):
    """One thing or service to be bought in a lot; ``unit_id`` for whom, where units buy jointly."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="+")
    catalogue_code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    quantity = models.CharField(max_length=24)
    unit = models.CharField(max_length=20)
    unit_price = MoneyField()
    requirement = models.TextField(default="")
    unit_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "lot_item"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the project's."""
        return projects_seen_by(viewer, through="lot__project__", joined=joined_projects(viewer))


class ProjectNumber(Record):
    """The last number given to projects of a region and year; locked while the next is given."""

    prefix = models.CharField(max_length=40, unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "project_number"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """Machinery: the system's own."""
        return everybody() if viewer.side is Side.SYSTEM else nobody()


class JointUnit(LivingRecord):
    """A unit that buys one lot jointly with the lead, from its own filed plan; amounts in 分.

    ``lead_*`` is the project's buyer, ``buyer_*`` the unit itself; ``needs`` says what it wants.
    """

    project_number = models.CharField(max_length=40)
    project_title = models.CharField(max_length=200)
    lot_number = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    plan_number = models.CharField(max_length=40)
    plan_lot = models.PositiveSmallIntegerField()
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    lead_id = models.BigIntegerField()
    lead_path = models.CharField(max_length=200)
    lead_name = models.CharField(max_length=120)
    agency_id = models.BigIntegerField()
    finance_id = models.BigIntegerField()
    amount = MoneyField()
    ceiling = MoneyField()
    needs = models.CharField(max_length=1000)
    refused_reason = models.CharField(max_length=400, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=60, default="")

    class Meta:
        db_table = "joint_unit"
        constraints = [
            models.UniqueConstraint(
                fields=["project_number", "plan_number"],
                condition=~Q(state="withdrawn"),
                name="joint_unit_once",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(ceiling__lte=models.F("amount")),
                name="joint_unit_ceiling_within_budget",
            ),
        ]
        indexes = [
            models.Index(fields=["project_number", "lot_number"], name="joint_unit_project"),
            models.Index(fields=["buyer_path"], name="joint_unit_buyer"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`units_seen_by` says."""
        return units_seen_by(viewer)

    @property
    def key(self) -> str:
        """Project and place."""
        return f"{self.project_number}-{self.place}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.project_title

    def parties(self) -> dict[Side, int]:
        """The unit; once it has refused, the lead, whose turn it is."""
        return {
            Side.BUYER: self.lead_id if self.state == "refused" else self.buyer_id,
            Side.AGENCY: self.agency_id,
            Side.SUPERVISOR: self.finance_id,
        }


def joined_projects(viewer: Viewer) -> Any:
    """Return a subquery of the projects in which a buyer is asked to take part, or takes part."""
    if viewer.side is not Side.BUYER:
        return None
    return (
        JointUnit.objects.seen_by(viewer)
        .filter(buyer_path__startswith=viewer.unit_path)
        .exclude(state__in=APART)
        .values("project_number")
    )
