"""The tables of awards and of the letters that go out with them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.law.calendar import CalendarMissing
from lucai.law.method_rules import award_rule, latest
from lucai.platform.records import LivingRecord, MoneyField, Record
from lucai.stages.trade.awards.scope import awards_seen_by, letters_seen_by


class Award(LivingRecord):
    """The award of one lot; ``candidates`` as the report recommends them, best first.

    A candidate is ``{rank, bidCode, supplierId, supplierName, price, total}``, price in 分,
    total in hundredths of a point or null. ``void_ranks`` are candidates whose award a 质疑 or a
    投诉 undid; every undoing begins another ``turn`` of deciding and announcing.
    """

    project_number = models.CharField(max_length=40)
    lot_number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    lot_name = models.CharField(max_length=160)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    agency_id = models.BigIntegerField()
    agency_name = models.CharField(max_length=120)
    finance_id = models.BigIntegerField()
    plan_number = models.CharField(max_length=40)
    method = models.CharField(max_length=40, default="open")
    candidates = models.JSONField(default=list)
    evaluated_at = models.DateTimeField()
    received_at = models.DateTimeField()
    bid_code = models.CharField(max_length=24, default="")
    supplier_id = models.BigIntegerField(null=True)
    supplier_name = models.CharField(max_length=120, default="")
    amount = MoneyField(null=True)
    rank = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=800, default="")
    silent = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True)
    announced_at = models.DateTimeField(null=True)
    notice_until = models.DateField(null=True)
    turn = models.PositiveSmallIntegerField(default=1)
    void_ranks = models.JSONField(default=list)
    void_reason = models.CharField(max_length=800, default="")

    class Meta:
        db_table = "award"
        constraints = [
            models.UniqueConstraint(
                fields=["project_number", "lot_number"], name="award_once_a_lot"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None) | Q(supplier_id__isnull=False, amount__gt=0),
                name="award_decided_names_winner",
            ),
        ]
        indexes = [models.Index(fields=["supplier_id", "-id"], name="award_supplier")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`awards_seen_by` says."""
        return awards_seen_by(viewer)

    @property
    def key(self) -> str:
        """Project and lot."""
        return f"{self.project_number}-{self.lot_number}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.title}（包 {self.lot_number}）"

    def parties(self) -> dict[Side, int]:
        """Who decides, who announces, who supervises; the winner once there is one."""
        parties = {
            Side.BUYER: self.buyer_id,
            Side.AGENCY: self.agency_id,
            Side.SUPERVISOR: self.finance_id,
        }
        return {**parties, Side.SUPPLIER: self.supplier_id} if self.supplier_id else parties

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """The decision is due some workdays after the report came in (GP-TEN-19)."""
        return (
            (None, decision_due(self.received_at, self.method))
            if step == "decide"
            else (None, None)
        )

    def rule_of(self, step: str, declared: str) -> str:
        """The decision's and the notice's limits are the method's own."""
        return award_rule(self.method, step, declared)


class Letter(Record):
    """What the letters to a winner and to a loser have in common."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="+")
    project_number = models.CharField(max_length=40, db_index=True)
    lot_number = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=60, unique=True)
    region = models.CharField(max_length=6)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    agency_id = models.BigIntegerField()
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`letters_seen_by` says."""
        return letters_seen_by(viewer)


class AwardLetter(Letter):
    """中标通知书: law binds buyer and winner from its issue."""

    amount = MoneyField()
    contract_until = models.DateField(null=True)

    class Meta:
        db_table = "award_letter"
        constraints = [
            models.UniqueConstraint(
                fields=["award"], condition=Q(revoked_at=None), name="award_letter_once"
            )
        ]


class LosingNotice(Letter):
    """未中标通知: a loser's own score and rank, and why (87 art 69)."""

    rank = models.PositiveSmallIntegerField(null=True)
    total = models.PositiveIntegerField(null=True)
    reason = models.CharField(max_length=800)

    class Meta:
        db_table = "losing_notice"
        constraints = [
            models.UniqueConstraint(
                fields=["award", "supplier_id"],
                condition=Q(revoked_at=None),
                name="losing_notice_once",
            )
        ]


def decision_due(received_at: datetime, method: str = "open") -> datetime | None:
    """Return the end of the last day for the decision.

    None where no calendar reaches it, or the method sets no limit (单一来源).
    """
    try:
        last = latest(method, "decide", received_at.astimezone(clock.BEIJING).date())
    except CalendarMissing:
        return None
    return clock.moment(last.date) + timedelta(days=1) if last else None
