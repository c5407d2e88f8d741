"""The table of what experts are owed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, MoneyField
from lucai.stages.trade.expert_pay.scope import pays_seen_by


class ExpertPay(LivingRecord):
    """What one expert is owed for one review; money in 分.

    ``review`` is the number of the project, or of the review group; ``travel`` what was spent on
    travelling, by receipts; ``reference`` names the payment in the payer's books.
    """

    review = models.CharField(max_length=60)
    project_number = models.CharField(max_length=40, default="", db_index=True)
    title = models.CharField(max_length=160)
    place = models.PositiveSmallIntegerField()
    person_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField()
    name = models.CharField(max_length=60)
    payer_side = models.CharField(max_length=12)
    payer_id = models.BigIntegerField()
    payer_name = models.CharField(max_length=120)
    finance_id = models.BigIntegerField()
    hours = models.PositiveSmallIntegerField()
    amount = MoneyField()
    travel = MoneyField(default=0)
    calculation = models.JSONField(default=list)
    paid_on = models.DateField(null=True)
    reference = models.CharField(max_length=120, default="")
    reason = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "expert_pay"
        constraints = [
            models.UniqueConstraint(fields=["review", "person_id"], name="expert_pay_once")
        ]
        indexes = [
            models.Index(fields=["person_id", "-id"], name="expert_pay_person"),
            models.Index(fields=["payer_id", "-id"], name="expert_pay_payer"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`pays_seen_by` says."""
        return pays_seen_by(viewer)

    @property
    def key(self) -> str:
        """Review and place, never a name."""
        return f"{self.review}-BC{self.place}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.title}　{self.place} 号专家"

    def parties(self) -> dict[Side, int]:
        """Who pays, who is paid, who watches."""
        return {
            Side(self.payer_side): self.payer_id,
            Side.EXPERT: self.organisation_id,
            Side.SUPERVISOR: self.finance_id,
        }

    def person_of(self, step: str) -> int | None:
        """Nobody else confirms."""
        return self.person_id if step in {"receive", "miss"} else None
