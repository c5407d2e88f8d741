"""The tables of orders under framework agreements, and of quotes for them."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.duties.services import due
from lucai.platform.records import LivingRecord, MoneyField
from lucai.stages.trade.calloffs.scope import orders_seen_by, quotes_seen_by
from lucai.stages.trade.rounds.answers import RoundQuote


class CallOff(LivingRecord):
    """One order of a buyer; money in 分. What it may cost is held on the buyer's indicator.

    ``turn`` keeps what a rotation was computed from: the order and the history at that moment.
    """

    number = models.CharField(max_length=60, unique=True)
    framework_number = models.CharField(max_length=40)
    framework_title = models.CharField(max_length=160)
    framework_ocid = models.CharField(max_length=80)
    organiser_id = models.BigIntegerField()
    organiser_side = models.CharField(max_length=12)
    organiser_name = models.CharField(max_length=120)
    package_number = models.PositiveSmallIntegerField()
    package_name = models.CharField(max_length=160)
    catalogue_code = models.CharField(max_length=20)
    object_kind = models.CharField(max_length=12)
    unit = models.CharField(max_length=20)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    finance_id = models.BigIntegerField()
    way = models.CharField(max_length=12)
    quantity = models.PositiveIntegerField()
    demand = models.TextField(default="")
    place = models.CharField(max_length=200)
    needed_by = models.DateField()
    indicator_code = models.CharField(max_length=40)
    held = MoneyField(default=0)
    closes_at = models.DateTimeField(null=True)
    supplier_id = models.BigIntegerField(null=True)
    supplier_name = models.CharField(max_length=120, default="")
    specification = models.CharField(max_length=400, default="")
    agreement_price = MoneyField(null=True)
    unit_price = MoneyField(null=True)
    amount = MoneyField(null=True)
    reason = models.CharField(max_length=400, default="")
    turn = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "call_off"
        indexes = [
            models.Index(fields=["framework_number", "-id"], name="call_off_framework"),
            models.Index(fields=["buyer_path", "-id"], name="call_off_buyer"),
            models.Index(fields=["supplier_id", "-id"], name="call_off_supplier"),
            models.Index(fields=["organiser_id", "-id"], name="call_off_organiser"),
            models.Index(fields=["region", "-id"], name="call_off_region"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="call_off_quantity"),
            models.CheckConstraint(
                condition=Q(unit_price=None) | Q(unit_price__lte=models.F("agreement_price")),
                name="call_off_keeps_the_agreement_price",
            ),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`orders_seen_by` says."""
        return orders_seen_by(viewer)

    @property
    def key(self) -> str:
        """Its number."""
        return self.number

    @property
    def held_under(self) -> tuple[str, ...]:
        """Its own number, and the framework's."""
        return (self.number, self.framework_number)

    @property
    def held_lot(self) -> int | None:
        """The framework's package."""
        return self.package_number

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.package_name}（{self.framework_title}）"[:200]

    def parties(self) -> dict[Side, int]:
        """Buyer, supplier once there is one, the organiser where it is an agency, finance."""
        found = {Side.BUYER: self.buyer_id, Side.SUPERVISOR: self.finance_id}
        if self.supplier_id:
            found[Side.SUPPLIER] = self.supplier_id
        if self.organiser_side == Side.AGENCY:
            found[Side.AGENCY] = self.organiser_id
        return found

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """Quotes are revealed when their time is over; the contract is due from the announced deal."""
        if step == "contract" and self.decided_at:
            return None, due("GP-CTR-01", self.decided_at)
        return (self.closes_at, None) if step == "reveal" else (None, None)


class SecondQuote(RoundQuote):
    """A member's quote in a second bidding, of which the agreement's price in 分 is the ceiling."""

    order = models.ForeignKey(CallOff, on_delete=models.PROTECT, related_name="+")
    order_number = models.CharField(max_length=60, db_index=True)
    agreement_price = MoneyField()
    specification = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "second_quote"
        constraints = [
            models.UniqueConstraint(fields=["order", "supplier_id"], name="second_quote_once")
        ]
        indexes = [models.Index(fields=["supplier_id", "-id"], name="second_quote_own")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`quotes_seen_by` says."""
        return quotes_seen_by(viewer)

    @property
    def key(self) -> str:
        """The order's number and the supplier's."""
        return f"{self.order_number}-Q{self.supplier_id}"
