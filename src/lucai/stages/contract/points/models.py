"""The table of points."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord
from lucai.stages.contract.points.scope import points_seen_by


class ContractPoint(LivingRecord):
    """One open point of a contract's text.

    ``subject`` is a line of the comparison (``clause:breach``), ``text`` the wording proposed
    last. ``trail`` lists what was said, oldest first: side, who, at (ISO), act, text, reason.
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

    subject = models.CharField(max_length=200)
    label = models.CharField(max_length=200)
    stands = models.TextField(default="")
    text = models.TextField()
    trail = models.JSONField(default=list)

    class Meta:
        db_table = "contract_point"
        constraints = [
            models.UniqueConstraint(
                fields=["contract_number", "number"], name="contract_point_once"
            )
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`points_seen_by` says."""
        return points_seen_by(viewer)

    @property
    def key(self) -> str:
        """Contract and number of the point."""
        return f"{self.contract_number}-N{self.number}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.contract_title} · {self.label}"[:200]

    def parties(self) -> dict[Side, int]:
        """Who proposes and who answers."""
        return {Side.BUYER: self.buyer_id, Side.SUPPLIER: self.supplier_id}
