"""The tables of bonds of bids that nobody opened."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.law.calendar import CalendarMissing
from lucai.law.deadlines import deadline
from lucai.platform.records import LivingRecord, MoneyField
from lucai.stages.trade.bids.wording import SecurityKind
from lucai.stages.trade.bond_returns.lifecycle import GROUNDS
from lucai.stages.trade.bond_returns.rules import TERMINATED
from lucai.stages.trade.bond_returns.scope import returns_seen_by, unopened_seen_by


class BondReturn(LivingRecord):
    """A supplier's notice that its bond has to go back; money in 分.

    ``room`` is the project: the row, and with it journal and to-dos, name it only once the deadline
    has passed, for that somebody has bid is nobody's business before; ``area`` is the project's
    region, and ``region`` stays empty until then too. ``since`` is the day from which the law counts.
    """

    room = models.CharField(max_length=40)
    project_title = models.CharField(max_length=160)
    lot_number = models.PositiveSmallIntegerField()
    bid_deadline = models.DateTimeField()
    envelope_hash = models.CharField(max_length=64, unique=True)
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    buyer_path = models.CharField(max_length=200)
    agency_id = models.BigIntegerField()
    area = models.CharField(max_length=6)
    ground = models.CharField(max_length=12, choices=list(GROUNDS.items()))
    kind = models.CharField(max_length=24)
    amount = MoneyField()
    payer_account_name = models.CharField(max_length=120)
    reference = models.CharField(max_length=80)
    since = models.DateField()
    interest = MoneyField(default=0)
    late_fee = MoneyField(default=0)
    refunded_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "bond_return"
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="bond_return_amount")]
        indexes = [
            models.Index(fields=["agency_id", "-id"], name="bond_return_agency"),
            models.Index(fields=["supplier_id", "-id"], name="bond_return_supplier"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`returns_seen_by` says."""
        return returns_seen_by(viewer)

    @property
    def key(self) -> str:
        """A number that tells nothing."""
        return str(self.pk)

    @property
    def project_number(self) -> str:
        """The project, once everybody may know that somebody has bid."""
        return self.room if clock.now() >= self.bid_deadline else ""

    @property
    def heading(self) -> str:
        """What to-dos call it: no name of a bidder."""
        return f"{self.project_title}（包 {self.lot_number}）"[:200]

    @property
    def ended(self) -> bool:
        """Whether the procurement ended: then what the bank paid goes back as well."""
        return self.ground == TERMINATED

    @property
    def guaranteed(self) -> bool:
        """Whether it is a guarantee: a paper, on which nothing accrues."""
        return self.kind == SecurityKind.GUARANTEE.value

    @property
    def due_on(self) -> date | None:
        """The last day to give it back; None where the calendar does not reach."""
        return last_day(self.ground, self.since)

    def parties(self) -> dict[Side, int]:
        """Who gives back, and to whom."""
        return {Side.AGENCY: self.agency_id, Side.SUPPLIER: self.supplier_id}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """It has its days from the notice, or from the end."""
        return None, _end_of(self.due_on) if step == "refund" else None


class UnopenedBonds(LivingRecord):
    """The bonds of a lot whose envelopes stay shut, as its agency finds them in its account.

    ``count`` and ``total`` (in 分) are what was given back.
    """

    project_number = models.CharField(max_length=40)
    project_title = models.CharField(max_length=160)
    lot_number = models.PositiveSmallIntegerField()
    buyer_path = models.CharField(max_length=200)
    agency_id = models.BigIntegerField()
    since = models.DateField()
    count = models.PositiveSmallIntegerField(default=0)
    total = MoneyField(default=0)
    interest = MoneyField(default=0)
    note = models.CharField(max_length=400, default="")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "unopened_bonds"
        constraints = [
            models.UniqueConstraint(
                fields=["project_number", "lot_number"], name="unopened_bonds_once"
            )
        ]
        indexes = [models.Index(fields=["agency_id", "-id"], name="unopened_bonds_agency")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`unopened_seen_by` says."""
        return unopened_seen_by(viewer)

    @property
    def key(self) -> str:
        """Project and lot."""
        return f"{self.project_number}-{self.lot_number}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.project_title}（包 {self.lot_number}）"[:200]

    @property
    def due_on(self) -> date | None:
        """The last day to give them back; None where the calendar does not reach."""
        return last_day(TERMINATED, self.since)

    def parties(self) -> dict[Side, int]:
        """Who gives back."""
        return {Side.AGENCY: self.agency_id}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """They have their days from the end of the procurement."""
        return None, _end_of(self.due_on) if step == "settle" else None


def last_day(ground: str, since: date) -> date | None:
    """Return the last day of a period of GP-BON-04, or None where the calendar ends before it."""
    try:
        return deadline("GP-BON-04", since, ground).date
    except CalendarMissing:
        return None


def _end_of(day: date | None) -> datetime | None:
    return clock.moment(day) + timedelta(days=1) if day else None
