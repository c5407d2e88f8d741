"""The tables of the mall: orders, enquiries with their quotes, and reports of lower prices."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, MoneyField
from lucai.stages.contract.mall.scope import (
    mall_enquirys_seen_by,
    mall_inquiries_seen_by,
    mall_orders_seen_by,
    mall_quotes_seen_by,
    price_reports_seen_by,
)
from lucai.stages.trade.rounds.answers import RoundQuote


class MallOrder(LivingRecord):
    """One order of a buyer from one supplier; money in 分, ``held`` on the buyer's indicator.

    ``accessories`` lists what is bought besides: {number, item, catalogue_code, specification,
    unit, quantity, unit_price, amount, median}. ``evidence`` is every offer of the product at the
    moment of the order with its prices of late; its digest stands in the journal.
    """

    number = models.CharField(max_length=40, unique=True)
    way = models.CharField(max_length=12)
    inquiry_number = models.CharField(max_length=40, default="", db_index=True)
    product_number = models.CharField(max_length=40)
    item = models.CharField(max_length=160)
    catalogue_code = models.CharField(max_length=20)
    specification = models.CharField(max_length=400, default="")
    unit = models.CharField(max_length=20)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    finance_id = models.BigIntegerField()
    quantity = models.PositiveIntegerField()
    unit_price = MoneyField()
    amount = MoneyField()
    accessories = models.JSONField(default=list)
    place = models.CharField(max_length=200)
    needed_by = models.DateField()
    warranty_months = models.PositiveSmallIntegerField(default=0)
    demand = models.TextField(default="")
    reason = models.CharField(max_length=400, default="")
    split_reason = models.CharField(max_length=400, default="")
    indicator_code = models.CharField(max_length=40)
    fiscal_year = models.PositiveSmallIntegerField()
    held = MoneyField(default=0)
    evidence = models.JSONField(default=dict)
    evidence_sha256 = models.CharField(max_length=64)
    placed_at = models.DateTimeField()
    placed_by_name = models.CharField(max_length=60, default="")
    released_at = models.DateTimeField(null=True)
    buyer_signer = models.BigIntegerField(null=True)
    buyer_signer_name = models.CharField(max_length=60, default="")
    answer_by = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "mall_order"
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="mall_order_quantity"),
            models.CheckConstraint(
                condition=Q(amount__gte=models.F("unit_price") * models.F("quantity")),
                name="mall_order_adds_up",
            ),
        ]
        indexes = [
            models.Index(fields=["buyer_path", "-id"], name="mall_order_buyer"),
            models.Index(fields=["supplier_id", "-id"], name="mall_order_supplier"),
            models.Index(fields=["region", "-id"], name="mall_order_region"),
            models.Index(fields=["state", "answer_by"], name="mall_order_answer"),
            models.Index(
                fields=["buyer_id", "fiscal_year", "catalogue_code"], name="mall_order_kind"
            ),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`mall_orders_seen_by` says."""
        return mall_orders_seen_by(viewer)

    @property
    def key(self) -> str:
        """Its number."""
        return self.number

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.item} {self.quantity}{self.unit}"

    @property
    def held_under(self) -> tuple[str, ...]:
        """Its own number: a dispute about it is kept under that."""
        return (self.number,)

    def parties(self) -> dict[Side, int]:
        """Buyer, finance department, and the supplier once the order is released to it."""
        found = {Side.BUYER: self.buyer_id, Side.SUPERVISOR: self.finance_id}
        return {**found, Side.SUPPLIER: self.supplier_id} if self.released_at else found

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """An order is to be answered in the hours of the province (MAL-07)."""
        return (None, self.answer_by) if step == "confirm" else (None, None)


class MallEnquiry(LivingRecord):
    """A supplier's question about an order or an enquiry; who asked is nobody's business.

    ``of_number`` is the order's or the enquiry's.
    """

    of_number = models.CharField(max_length=40, db_index=True)
    title = models.CharField(max_length=200)
    href = models.CharField(max_length=120)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    supplier_id = models.BigIntegerField()
    question = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.TextField(default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "mall_enquiry"
        indexes = [models.Index(fields=["supplier_id", "-id"], name="mall_enquiry_own")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`mall_enquirys_seen_by` says."""
        return mall_enquirys_seen_by(viewer)

    @property
    def key(self) -> str:
        """The number and a running one: nothing that points to the asker."""
        return f"{self.of_number}-Q{self.pk}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.title

    def parties(self) -> dict[Side, int]:
        """Who answers; the asker is nobody's business."""
        return {Side.BUYER: self.buyer_id}


class PriceReport(LivingRecord):
    """Somebody saw a product cheaper elsewhere; ``price`` in 分 for one unit."""

    number = models.CharField(max_length=40, unique=True)
    product_number = models.CharField(max_length=40)
    item = models.CharField(max_length=160)
    order_number = models.CharField(max_length=40, default="", db_index=True)
    reporter_id = models.BigIntegerField()
    reporter_side = models.CharField(max_length=12)
    reporter_name = models.CharField(max_length=120)
    finance_id = models.BigIntegerField()
    mall_price = MoneyField()
    price = MoneyField()
    place = models.CharField(max_length=300)
    seen_on = models.DateField()
    said = models.CharField(max_length=400, default="")
    due_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=12, default="")
    answer = models.CharField(max_length=400, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "price_report"
        indexes = [
            models.Index(fields=["finance_id", "state", "-id"], name="price_report_finance"),
            models.Index(fields=["reporter_id", "-id"], name="price_report_reporter"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`price_reports_seen_by` says."""
        return price_reports_seen_by(viewer)

    @property
    def key(self) -> str:
        """Its number."""
        return self.number

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.item}：看到更低价"

    def parties(self) -> dict[Side, int]:
        """Who reported, and who looks into it."""
        return {Side(self.reporter_side): self.reporter_id, Side.SUPERVISOR: self.finance_id}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """The answer is due in the workdays of the province (MAL-10)."""
        return (None, self.due_at) if step == "answer" else (None, None)


class MallInquiry(LivingRecord):
    """What a buyer asks quotes for; ``ceiling`` of one unit in 分, ``demands`` are {name, value}.

    ``turn`` counts its sealed rounds: more time is a round of its own.
    """

    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=160)
    catalogue_code = models.CharField(max_length=20)
    demands = models.JSONField(default=list)
    unit = models.CharField(max_length=20)
    quantity = models.PositiveIntegerField()
    ceiling = MoneyField()
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    finance_id = models.BigIntegerField()
    place = models.CharField(max_length=200)
    needed_by = models.DateField()
    demand = models.TextField(default="")
    split_reason = models.CharField(max_length=400, default="")
    indicator_code = models.CharField(max_length=40)
    fiscal_year = models.PositiveSmallIntegerField()
    held = MoneyField(default=0)
    asked = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    turn = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField(null=True)
    order_number = models.CharField(max_length=40, default="", db_index=True)
    ended_reason = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "mall_inquiry"
        indexes = [
            models.Index(fields=["buyer_path", "-id"], name="mall_inquiry_buyer"),
            models.Index(fields=["region", "-id"], name="mall_inquiry_region"),
            models.Index(fields=["state", "catalogue_code", "-id"], name="mall_inquiry_kind"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`mall_inquiries_seen_by` says."""
        return mall_inquiries_seen_by(viewer)

    @property
    def key(self) -> str:
        """Its number."""
        return self.number

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.title

    @property
    def held_under(self) -> tuple[str, ...]:
        """Its own number: a dispute about it is kept under that."""
        return (self.number,)

    @property
    def amount(self) -> int:
        """What it may cost at most."""
        return self.ceiling * self.quantity

    def parties(self) -> dict[Side, int]:
        """The buyer and its finance department."""
        return {Side.BUYER: self.buyer_id, Side.SUPERVISOR: self.finance_id}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """Quotes are opened when their time is over."""
        return (self.closes_at, None) if step == "open" else (None, None)


class MallQuote(RoundQuote):
    """A seller's quote for one unit; what it says is empty until all are opened.

    ``answers`` are {name, demanded, value, meets}; ``rejected`` says why the buyer left it out.
    """

    inquiry = models.ForeignKey(MallInquiry, on_delete=models.PROTECT, related_name="+")
    inquiry_number = models.CharField(max_length=40, db_index=True)
    product_number = models.CharField(max_length=40, default="")
    item = models.CharField(max_length=160, default="")
    answers = models.JSONField(default=list)
    rejected = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "mall_quote"
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "supplier_id"], name="mall_quote_once")
        ]
        indexes = [models.Index(fields=["supplier_id", "-id"], name="mall_quote_own")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`mall_quotes_seen_by` says."""
        return mall_quotes_seen_by(viewer)

    @property
    def key(self) -> str:
        """The inquiry's number and the supplier's."""
        return f"{self.inquiry_number}-Q{self.supplier_id}"
