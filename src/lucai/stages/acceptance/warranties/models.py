"""The table of faults."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord
from lucai.stages.acceptance.warranties.scope import faults_seen_by


class WarrantyFault(LivingRecord):
    """One fault of what was accepted; ``covered``: it was reported within the warranty.

    ``trail`` lists what was said, oldest first: side, who, at (ISO), act, text.
    """

    contract_number = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    project_number = models.CharField(max_length=40, db_index=True)
    contract_title = models.CharField(max_length=160)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    supplier_id = models.BigIntegerField()
    agency_id = models.BigIntegerField()
    finance_id = models.BigIntegerField()

    thing = models.CharField(max_length=160)
    serial = models.CharField(max_length=80, default="")
    problem = models.CharField(max_length=1000)
    covered = models.BooleanField()
    reported_at = models.DateTimeField()
    responded_at = models.DateTimeField(null=True)
    mended_at = models.DateTimeField(null=True)
    trail = models.JSONField(default=list)

    class Meta:
        db_table = "warranty_fault"
        constraints = [
            models.UniqueConstraint(fields=["contract_number", "number"], name="fault_number_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`faults_seen_by` says."""
        return faults_seen_by(viewer)

    @property
    def key(self) -> str:
        """Contract and number of the fault."""
        return f"{self.contract_number}-Z{self.number}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.contract_title} · {self.thing}"[:200]

    def parties(self) -> dict[Side, int]:
        """Who reports and who mends."""
        return {Side.BUYER: self.buyer_id, Side.SUPPLIER: self.supplier_id}
