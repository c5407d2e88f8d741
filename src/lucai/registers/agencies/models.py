"""The tables of the agencies' directory and of their inspections."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, Record
from lucai.registers.agencies.drawing import Lot
from lucai.registers.agencies.lifecycle import RESULTS
from lucai.registers.agencies.scope import (
    agencies_seen_by,
    changes_seen_by,
    draws_seen_by,
    inspections_seen_by,
)
from lucai_trust.draw import Call, Outcome


class ProcurementAgency(LivingRecord):
    """One agency's entry; ``staff`` and ``rooms`` are lists as the form has them.

    ``served`` holds the codes of the regions served between commas; ``staff_count`` is the
    number of full-time staff, kept beside for lists of a million rows. ``region`` is where the
    agency is registered, ``finance_id`` the province's finance department.
    """

    number = models.CharField(max_length=40, unique=True)
    organisation_id = models.BigIntegerField(unique=True)
    finance_id = models.BigIntegerField()
    name = models.CharField(max_length=120)
    uscc = models.CharField(max_length=18, unique=True)
    address = models.CharField(max_length=200)
    legal_representative = models.CharField(max_length=60)
    contact = models.CharField(max_length=60)
    phone = models.CharField(max_length=40)
    founded_on = models.DateField(null=True)
    internal_control = models.CharField(max_length=400, default="")
    centralised = models.BooleanField(default=False)
    evaluates_at_home = models.BooleanField(default=False)
    staff = models.JSONField(default=list)
    staff_count = models.PositiveIntegerField(default=0)
    rooms = models.JSONField(default=list)
    served = models.CharField(max_length=400, default="")
    committed = models.BooleanField(default=False)
    listed_on = models.DateField(null=True)
    removed_on = models.DateField(null=True)
    updated_on = models.DateField(null=True)
    said = models.CharField(max_length=400, default="")
    sent_back_by = models.BigIntegerField(null=True)
    objection = models.CharField(max_length=1000, default="")
    ruling = models.CharField(max_length=400, default="")
    left_reason = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "procurement_agency"
        indexes = [
            models.Index(fields=["state", "-id"], name="procurement_agency_state"),
            models.Index(fields=["state", "region", "-id"], name="procurement_agency_region"),
            models.Index(fields=["state", "staff_count"], name="procurement_agency_staff"),
            models.Index(fields=["name"], name="procurement_agency_name"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`agencies_seen_by` says."""
        return agencies_seen_by(viewer)

    @property
    def key(self) -> str:
        """The number in the directory."""
        return self.number

    @property
    def heading(self) -> str:
        """The agency's name."""
        return self.name

    def parties(self) -> dict[Side, int]:
        """The agency, and the province's finance department."""
        return {Side.AGENCY: self.organisation_id, Side.SUPERVISOR: self.finance_id}


class AgencyChange(Record):
    """One change of an entry in the directory: what was there before, and whether it came late.

    ``before`` and ``after`` hold the changed fields by their names.
    """

    organisation_id = models.BigIntegerField()
    at = models.DateTimeField()
    changed_on = models.DateField()
    late = models.BooleanField()
    person_name = models.CharField(max_length=60)
    labels = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        db_table = "agency_change"
        indexes = [models.Index(fields=["organisation_id", "-id"], name="agency_change_of")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`changes_seen_by` says."""
        return changes_seen_by(viewer)


class InspectionDraw(LivingRecord):
    """One draw of agencies to inspect and of who inspects them (lucai-draw, version 1).

    ``pool`` are salted leaves, ``inspectors`` people {person, name} in the order of their ids,
    ``order`` their places as the seed puts them.
    """

    number = models.CharField(max_length=40, unique=True)
    finance_id = models.BigIntegerField()
    title = models.CharField(max_length=120)
    places = models.PositiveIntegerField()
    due_on = models.DateField()
    served_region = models.CharField(max_length=6, default="")
    draw_id = models.CharField(max_length=60, default="")
    rule = models.TextField(default="")
    pool = models.JSONField(default=list)
    root = models.CharField(max_length=64, default="")
    nonces = models.JSONField(default=list)
    inspectors = models.JSONField(default=list)
    checkpoint = models.TextField(default="")
    seed = models.CharField(max_length=64, default="")
    calls = models.JSONField(default=list)
    order = models.JSONField(default=list)
    drawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "inspection_draw"
        indexes = [models.Index(fields=["region", "-id"], name="inspection_draw_region")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`draws_seen_by` says."""
        return draws_seen_by(viewer)

    @property
    def key(self) -> str:
        """Its number."""
        return self.number

    @property
    def heading(self) -> str:
        """Its title."""
        return self.title

    @property
    def members(self) -> list[Lot]:
        """The leaves of the pool."""
        return [Lot(**one) for one in self.pool]

    @property
    def walk(self) -> list[Call]:
        """The stops of the walk."""
        return [Call(position, Outcome(outcome)) for position, outcome in self.calls]

    def parties(self) -> dict[Side, int]:
        """The department that inspects."""
        return {Side.SUPERVISOR: self.finance_id}


class AgencyInspection(LivingRecord):
    """One agency to inspect: drawn (``draw_number``) or named for a reason."""

    number = models.CharField(max_length=40, unique=True)
    finance_id = models.BigIntegerField()
    finance_name = models.CharField(max_length=120)
    draw_number = models.CharField(max_length=40, default="")
    reason = models.CharField(max_length=400, default="")
    agency_id = models.BigIntegerField()
    agency_name = models.CharField(max_length=120)
    agency_uscc = models.CharField(max_length=18)
    inspector = models.BigIntegerField(null=True)
    inspector_name = models.CharField(max_length=60, default="")
    due_on = models.DateField()
    inspected_on = models.DateField(null=True)
    result = models.CharField(max_length=12, choices=list(RESULTS.items()), default="")
    findings = models.TextField(default="")
    answer_until = models.DateField(null=True)
    answer = models.TextField(default="")
    published_on = models.DateField(null=True)

    class Meta:
        db_table = "agency_inspection"
        indexes = [
            models.Index(fields=["region", "-id"], name="agency_inspection_region"),
            models.Index(fields=["agency_id", "-id"], name="agency_inspection_agency"),
            models.Index(fields=["state", "-id"], name="agency_inspection_state"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`inspections_seen_by` says."""
        return inspections_seen_by(viewer)

    @property
    def key(self) -> str:
        """Its number."""
        return self.number

    @property
    def heading(self) -> str:
        """The agency inspected."""
        return f"检查 {self.agency_name}"

    def parties(self) -> dict[Side, int]:
        """Who inspects and who is inspected."""
        return {Side.SUPERVISOR: self.finance_id, Side.AGENCY: self.agency_id}

    def person_of(self, step: str) -> int | None:
        """The inspector reports in person."""
        return self.inspector if step == "report" else None

    def told(self) -> dict[str, Any]:
        """Return what the public log says of the result."""
        return {
            "agency": {"code": self.agency_uscc, "name": self.agency_name},
            "draw": self.draw_number,
            "result": self.result,
            "findings": self.findings,
        }
