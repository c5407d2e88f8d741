"""The table of loans."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord
from lucai.stages.archive.loans.lifecycle import PURPOSES
from lucai.stages.archive.loans.scope import loans_seen_by


class ArchiveLoan(LivingRecord):
    """One loan of one sealed file; ``groups`` are the folders asked for, ``lent`` those given."""

    number = models.CharField(max_length=40, unique=True)
    project_number = models.CharField(max_length=40, db_index=True)
    project_title = models.CharField(max_length=160)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    agency_id = models.BigIntegerField()
    finance_id = models.BigIntegerField()

    borrower_id = models.BigIntegerField()
    borrower_side = models.CharField(max_length=20)
    borrower_name = models.CharField(max_length=120)
    person = models.BigIntegerField(null=True)
    person_name = models.CharField(max_length=60)
    purpose = models.CharField(max_length=20, choices=list(PURPOSES.items()))
    reason = models.CharField(max_length=400)
    groups = models.JSONField(default=list)
    days = models.PositiveIntegerField()

    lent = models.JSONField(default=list)
    until = models.DateTimeField(null=True)
    said = models.CharField(max_length=400, default="")
    decided_name = models.CharField(max_length=120, default="")

    class Meta:
        db_table = "archive_loan"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="lent") | Q(until__isnull=False), name="archive_loan_has_term"
            )
        ]
        indexes = [
            models.Index(fields=["agency_id", "-id"], name="archive_loan_agency"),
            models.Index(fields=["buyer_path", "-id"], name="archive_loan_buyer"),
            models.Index(fields=["borrower_id", "-id"], name="archive_loan_borrower"),
            models.Index(fields=["region", "-id"], name="archive_loan_region"),
            models.Index(fields=["state", "until"], name="archive_loan_until"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`loans_seen_by` says."""
        return loans_seen_by(viewer)

    @property
    def key(self) -> str:
        """The loan's number."""
        return self.number

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.project_title}（{self.borrower_name}）"

    def parties(self) -> dict[Side, int]:
        """Who keeps the file and decides."""
        return {Side.AGENCY: self.agency_id, Side.BUYER: self.buyer_id}
