"""The table of the supplier library."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, Record
from lucai.registers.suppliers.scope import suppliers_seen_by


class Supplier(LivingRecord):
    """What a supplier says of itself.

    ``qualifications`` is a list of ``{"name", "number", "until"}``; ``industry`` the number
    in the table of size classes. ``register`` is what the register of enterprises answered last
    {source, reference, status, at}; ``ties`` who stands behind it {kind, name, uscc, born_on, share,
    since, until, source}; ``committed_at`` when it gave its commitment on registering.
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
    staff = models.JSONField(default=list)
    ties = models.JSONField(default=list)
    register = models.JSONField(default=dict)
    committed_at = models.DateTimeField(null=True)

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


REMIND = timedelta(days=30)
"""So long before a certificate ends its owner is reminded."""


class QualificationCert(LivingRecord):
    """One certificate of a supplier that ends on a day: it is renewed, dropped, or expires.

    ``file_id`` is its scan, kept once and put into bids from here.
    """

    organisation_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    name = models.CharField(max_length=120)
    number = models.CharField(max_length=60)
    until = models.DateField()
    file_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "qualification_cert"
        indexes = [
            models.Index(fields=["organisation_id", "-id"], name="qualification_cert_of"),
            models.Index(fields=["state", "until"], name="qualification_cert_until"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`suppliers_seen_by` says."""
        return suppliers_seen_by(viewer)

    @property
    def key(self) -> str:
        """Its id."""
        return str(self.pk)

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.name}（{self.number}）"

    def parties(self) -> dict[Side, int]:
        """Whose it is."""
        return {Side.SUPPLIER: self.organisation_id}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """It is to be renewed before its last day is over."""
        if step != "renew":
            return None, None
        return None, clock.moment(self.until) + timedelta(days=1)


class SupplierChange(Record):
    """One change of what a supplier says of itself: what was there before."""

    organisation_id = models.BigIntegerField()
    at = models.DateTimeField()
    person_name = models.CharField(max_length=60)
    values = models.JSONField(default=list)

    class Meta:
        db_table = "supplier_change"
        indexes = [models.Index(fields=["organisation_id", "-id"], name="supplier_change_of")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`suppliers_seen_by` says."""
        return suppliers_seen_by(viewer)
