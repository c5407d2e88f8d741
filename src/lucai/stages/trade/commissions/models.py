"""The table of commissions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord
from lucai.stages.trade.commissions.lifecycle import FEE_PAYERS
from lucai.stages.trade.commissions.rules import CommissionFacts
from lucai.stages.trade.commissions.scope import commissions_seen_by


class Commission(LivingRecord):
    """The agreement by which a buyer entrusts an agency with one project.

    ``listing`` is what the agencies' directory answered when the agency was chosen, frozen with
    the time.
    """

    project_number = models.CharField(max_length=40, unique=True)
    project_title = models.CharField(max_length=200)
    plan_number = models.CharField(max_length=40)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    agency_id = models.BigIntegerField()
    agency_name = models.CharField(max_length=120)
    finance_id = models.BigIntegerField()
    scope_text = models.TextField()
    term_until = models.DateField()
    fee_payer = models.CharField(max_length=12, choices=list(FEE_PAYERS.items()))
    fee_standard = models.CharField(max_length=400)
    reason = models.CharField(max_length=400, default="")
    declined_reason = models.CharField(max_length=400, default="")
    listing = models.JSONField(default=dict)

    class Meta:
        db_table = "commission"
        indexes = [
            models.Index(fields=["buyer_path", "-id"], name="commission_buyer"),
            models.Index(fields=["agency_id", "-id"], name="commission_agency"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`commissions_seen_by` says."""
        return commissions_seen_by(viewer)

    @property
    def key(self) -> str:
        """The project's number: a project has one commission."""
        return self.project_number

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.project_title

    def parties(self) -> dict[Side, int]:
        """Who entrusts and who is entrusted."""
        return {
            Side.BUYER: self.buyer_id,
            Side.AGENCY: self.agency_id,
            Side.SUPERVISOR: self.finance_id,
        }

    def facts(self) -> CommissionFacts:
        """The commission as rules read it."""
        return CommissionFacts(
            scope=self.scope_text,
            term_until=self.term_until,
            fee_payer=self.fee_payer,
            fee_standard=self.fee_standard,
            reason=self.reason,
        )
