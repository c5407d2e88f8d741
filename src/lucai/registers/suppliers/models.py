"""The table of the supplier library."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord
from lucai.registers.suppliers.scope import suppliers_seen_by


class Supplier(LivingRecord):
    """What a supplier says of itself.

    ``qualifications`` is a list of ``{"name", "number", "until"}``; ``industry`` the number
    in the table of size classes.
    """

    organisation_id = models.BigIntegerField(unique=True)
    name = models.CharField(max_length=120)
    uscc = models.CharField(max_length=18, unique=True)
    size_class = models.CharField(max_length=12)
    industry = models.PositiveSmallIntegerField()
    legal_representative = models.CharField(max_length=60)
    contact = models.CharField(max_length=60)
    phone = models.CharField(max_length=40)
    address = models.CharField(max_length=200)
    account_name = models.CharField(max_length=120, default="")
    account_number = models.CharField(max_length=40, default="")
    bank_name = models.CharField(max_length=120, default="")
    qualifications = models.JSONField(default=list)

    class Meta:
        db_table = "supplier"
        indexes = [models.Index(fields=["region", "-id"], name="supplier_region")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`suppliers_seen_by` says."""
        return suppliers_seen_by(viewer)

    @property
    def key(self) -> str:
        """The 统一社会信用代码."""
        return self.uscc

    @property
    def heading(self) -> str:
        """The firm's name."""
        return self.name

    def parties(self) -> dict[Side, int]:
        """The supplier itself."""
        return {Side.SUPPLIER: self.organisation_id}
