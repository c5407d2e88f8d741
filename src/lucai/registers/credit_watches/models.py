"""The table of credit watches."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord
from lucai.registers.credit_watches.lifecycle import SIDES, WATCH
from lucai.registers.credit_watches.scope import watches_seen_by


class CreditWatch(LivingRecord):
    """One party of a library: when it is asked about next, and what the source said last.

    ``party_code`` is the 统一社会信用代码, or the expert's number. ``outside`` are the last answers of
    the source (``exclusions.ports.CheckResult``), ``before`` the lists on which the party stood before
    a difference, ``banned`` what bars it by the platform's own list. ``said`` is what finance found.
    """

    side = models.CharField(max_length=12, choices=list(SIDES.items()))
    party_code = models.CharField(max_length=40)
    party_name = models.CharField(max_length=120)
    organisation_id = models.BigIntegerField(null=True)
    finance_id = models.BigIntegerField(default=0)
    due_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    outside = models.JSONField(default=list)
    before = models.JSONField(default=list)
    banned = models.JSONField(default=list)
    listed = models.BooleanField(default=False)
    unknown = models.BooleanField(default=False)
    said = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "credit_watch"
        constraints = [
            models.UniqueConstraint(fields=["party_code", "side"], name="credit_watch_party")
        ]
        indexes = [
            models.Index(fields=["due_at"], name="credit_watch_due"),
            models.Index(fields=["region", "-id"], name="credit_watch_region"),
            models.Index(fields=["state", "-id"], name="credit_watch_state"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`watches_seen_by` says."""
        return watches_seen_by(viewer)

    @property
    def key(self) -> str:
        """Side and code of the party."""
        return f"{self.side}-{self.party_code}"

    @property
    def heading(self) -> str:
        """The organisation; an expert is not named."""
        return f"评审专家 {self.party_code}" if self.side == Side.EXPERT else self.party_name

    @property
    def state_label(self) -> str:
        """The state in words."""
        return WATCH.states[self.state]

    def parties(self) -> dict[Side, int]:
        """The finance department that looks into it."""
        return {Side.SUPERVISOR: self.finance_id} if self.finance_id else {}
