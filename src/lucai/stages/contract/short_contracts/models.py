"""The table of short contracts."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.law.contract_rules import ContractFacts
from lucai.platform.duties.services import due
from lucai.platform.records import LivingRecord, MoneyField
from lucai.stages.contract.short_contracts.scope import short_contracts_seen_by


class ShortContract(LivingRecord):
    """The contract on one order; money in 分, the price fixed.

    ``terms`` is the framework's uniform text as it was when the buyer signed.
    """

    number = models.CharField(max_length=70, unique=True)
    order_number = models.CharField(max_length=60, db_index=True)
    framework_number = models.CharField(max_length=40, db_index=True)
    framework_title = models.CharField(max_length=160)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    organiser_id = models.BigIntegerField()
    finance_id = models.BigIntegerField()
    way = models.CharField(max_length=12)
    item = models.CharField(max_length=160)
    catalogue_code = models.CharField(max_length=20)
    specification = models.CharField(max_length=400)
    quantity = models.PositiveIntegerField()
    unit = models.CharField(max_length=20)
    unit_price = MoneyField()
    amount = MoneyField()
    place = models.CharField(max_length=200)
    deliver_by = models.DateField()
    demand = models.TextField(default="")
    terms = models.JSONField(default=dict)
    indicator_code = models.CharField(max_length=40)
    awarded_on = models.DateField()
    object_kind = models.CharField(max_length=12, default="goods")
    organiser_side = models.CharField(max_length=12, default="agency")
    organiser_name = models.CharField(max_length=120, default="")
    buyer_signed_at = models.DateTimeField()
    buyer_signer = models.BigIntegerField(null=True)
    buyer_signer_name = models.CharField(max_length=60, default="")
    signed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "short_contract"
        constraints = [
            models.UniqueConstraint(
                fields=["order_number"], condition=~Q(state="withdrawn"),
                name="short_contract_once_an_order",
            ),
            models.CheckConstraint(
                condition=Q(amount=models.F("unit_price") * models.F("quantity")),
                name="short_contract_adds_up",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["buyer_path", "-id"], name="short_contract_buyer"),
            models.Index(fields=["supplier_id", "-id"], name="short_contract_supplier"),
            models.Index(fields=["region", "-id"], name="short_contract_region"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`short_contracts_seen_by` says."""
        return short_contracts_seen_by(viewer)

    @property
    def key(self) -> str:
        """Its number."""
        return self.number

    @property
    def held_under(self) -> tuple[str, ...]:
        """The order's number, and the framework's."""
        return (self.order_number, self.framework_number)

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.item}（{self.framework_title}）"[:200]

    def parties(self) -> dict[Side, int]:
        """Who signs, and the finance department."""
        return {
            Side.BUYER: self.buyer_id,
            Side.SUPPLIER: self.supplier_id,
            Side.SUPERVISOR: self.finance_id,
        }

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """Signing is due from the award."""
        if step == "sign":
            return None, due("GP-CTR-01", clock.moment(self.awarded_on))
        return None, None

    def facts(self, awarded: int) -> ContractFacts:
        """The contract as its rules read it; ``awarded`` is what the order was awarded for."""
        return ContractFacts(
            award_letter_on=self.awarded_on,
            award_amount=awarded,
            contract_amount=self.amount,
            budget_held=awarded,
        )
