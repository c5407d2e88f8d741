"""Who was admitted, and the agreements that are filed."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Viewer
from lucai.platform.records import MoneyField
from lucai.stages.trade.frameworks.models.agreements import (
    FrameworkPart,
    end_of,
)
from lucai.stages.trade.frameworks.scope import (
    frameworks_seen_by,
)


class FrameworkMember(FrameworkPart):
    """An admitted supplier of one package, with the price of its agreement in 分.

    ``place`` counts through the framework; ``order`` is the place in the published order.
    """

    place = models.PositiveIntegerField()
    package_number = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField(default=1)
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    price = MoneyField()
    content = models.JSONField(default=dict)
    admitted_at = models.DateTimeField()
    signed_by_supplier_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)
    gone_ground = models.CharField(max_length=20, default="")
    gone_reason = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "framework_member"
        constraints = [
            models.UniqueConstraint(fields=["framework", "place"], name="framework_member_place"),
            models.UniqueConstraint(
                fields=["framework", "package_number", "supplier_id"],
                condition=Q(gone_at=None),
                name="framework_member_once",
            ),
        ]
        indexes = [models.Index(fields=["supplier_id", "-id"], name="framework_member_own")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the framework's: who is admitted is public for the whole term."""
        return frameworks_seen_by(viewer, through="framework__")

    @property
    def key(self) -> str:
        """The number of the agreement."""
        return f"{self.framework_number}-R{self.place:03d}"

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """Both sides sign within the days after the letter."""
        if step in {"sign_supplier", "sign"}:
            return None, end_of("GP-FRA-07", "agreement", self.admitted_at)
        return None, None


class FrameworkFiling(FrameworkPart):
    """Agreements signed and due to be filed with the finance department; ``members`` are their places."""

    place = models.PositiveSmallIntegerField()
    members = models.JSONField(default=list)
    agreed_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "framework_filing"
        constraints = [
            models.UniqueConstraint(fields=["framework", "place"], name="framework_filing_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the framework's."""
        return frameworks_seen_by(viewer, through="framework__")

    @property
    def key(self) -> str:
        """The framework's number and the place."""
        return f"{self.framework_number}-B{self.place}"

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """Filing is due from the signature."""
        return None, end_of("GP-FRA-07", "filing", self.agreed_at) if step == "file" else None
