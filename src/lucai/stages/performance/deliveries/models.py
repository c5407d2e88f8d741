"""The tables of deliveries."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, Record
from lucai.stages.contract.contracts.days import end_of_day_after
from lucai.stages.performance.deliveries.lifecycle import LATE_CAUSES
from lucai.stages.performance.deliveries.scope import deliveries_seen_by


class Delivery(LivingRecord):
    """One delivery of a contract. ``photos`` lists stored files with both digests.

    ``silent_since``: the agreed time of acceptance ran out then without one, and the time of
    payment began (保障中小企业款项支付条例 第十条).
    """

    contract_number = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    project_number = models.CharField(max_length=40, db_index=True)
    contract_title = models.CharField(max_length=160)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    agency_id = models.BigIntegerField()
    finance_id = models.BigIntegerField()

    expected_on = models.DateField()
    note = models.CharField(max_length=400, default="")
    photos = models.JSONField(default=list)
    delivery_due_at = models.DateTimeField(null=True)
    acceptance_days = models.PositiveIntegerField()
    late_cause = models.CharField(max_length=16, default="", choices=list(LATE_CAUSES.items()))
    late_reason = models.CharField(max_length=400, default="")
    rework_reason = models.CharField(max_length=400, default="")
    rework_by = models.DateField(null=True)
    reworked = models.PositiveSmallIntegerField(default=0)
    delivered_on = models.DateField(null=True)
    received_at = models.DateTimeField(null=True)
    receipt_note = models.CharField(max_length=400, default="")
    rejected_reason = models.CharField(max_length=400, default="")
    accept_due_at = models.DateTimeField(null=True)
    silent_since = models.DateTimeField(null=True)
    invoiced = models.BooleanField(default=False)

    class Meta:
        db_table = "delivery"
        constraints = [
            models.UniqueConstraint(
                fields=["contract_number", "number"], name="delivery_number_once"
            )
        ]
        indexes = [
            models.Index(fields=["supplier_id", "-id"], name="delivery_supplier"),
            models.Index(
                fields=["accept_due_at"],
                name="delivery_waiting",
                condition=Q(silent_since=None, accept_due_at__isnull=False),
            ),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`deliveries_seen_by` says."""
        return deliveries_seen_by(viewer)

    @property
    def key(self) -> str:
        """Contract and number of the delivery."""
        return f"{self.contract_number}-D{self.number}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.contract_title} · 第 {self.number} 次交付"

    def parties(self) -> dict[Side, int]:
        """Who delivers and who receives."""
        return {Side.BUYER: self.buyer_id, Side.SUPPLIER: self.supplier_id}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """Delivery is due as the contract says, acceptance so many days after the delivery."""
        if step == "deliver":
            return None, self.delivery_due_at
        if step == "redo":
            by = self.rework_by
            return None, end_of_day_after(clock.moment(by), 0) if by else None
        return None, self.accept_due_at if step == "accept" else None

    def awaits(self, step: str) -> bool:
        """The supplier may invoice what nobody accepted in the agreed time, once."""
        return step != "invoice" or (self.silent_since is not None and not self.invoiced)


class DeliveryItem(Record):
    """How much of one item of the contract came; ``refused`` is what acceptance turned down.

    Quantities are decimals as text, as the contract has them.
    """

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="+")
    contract_number = models.CharField(max_length=60)
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    unit = models.CharField(max_length=20)
    quantity = models.CharField(max_length=24)
    refused = models.CharField(max_length=24, default="0")
    serials = models.JSONField(default=list)

    class Meta:
        db_table = "delivery_item"
        constraints = [
            models.UniqueConstraint(fields=["delivery", "place"], name="delivery_item_place_once")
        ]
        indexes = [models.Index(fields=["contract_number"], name="delivery_item_contract")]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the delivery's."""
        return deliveries_seen_by(viewer, through="delivery__")
