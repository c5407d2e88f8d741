"""The tables of financings and of everything that went to a bank or came from it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, MoneyField, Record
from lucai.stages.contract.financing.scope import financing_seen_by


class FinanceIntent(LivingRecord):
    """One application with its consent; amounts in 分, rates in hundredths of a percent a year.

    ``kinds`` may be shared with the bank until ``share_until``, that day included; ``consent_sm3``
    is the digest of the consent as it was signed. The lock stands from ``locked_at`` until
    ``unlocked_at``.
    """

    number = models.CharField(max_length=40, unique=True)
    contract_number = models.CharField(max_length=60)
    contract_title = models.CharField(max_length=160)
    about_project = models.CharField(max_length=40)
    lot_number = models.PositiveIntegerField()
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    supplier_code = models.CharField(max_length=18)
    buyer_id = models.BigIntegerField()
    buyer_name = models.CharField(max_length=120)

    product = models.CharField(max_length=40)
    product_name = models.CharField(max_length=120)
    bank_code = models.CharField(max_length=20)
    bank_name = models.CharField(max_length=120)
    amount = MoneyField()
    months = models.PositiveSmallIntegerField()
    kinds = models.JSONField(default=list)
    share_until = models.DateField()
    consented_at = models.DateTimeField()
    signer = models.BigIntegerField(null=True)
    signer_name = models.CharField(max_length=60)
    consent_sm3 = models.CharField(max_length=64)
    stopped_at = models.DateTimeField(null=True)

    reference = models.CharField(max_length=60, default="")
    offered_amount = MoneyField(default=0)
    rate = models.PositiveIntegerField(default=0)
    valid_until = models.DateField(null=True)
    refusal = models.CharField(max_length=400, default="")
    loan_reference = models.CharField(max_length=60, default="")
    loan_start = models.DateField(null=True)
    loan_end = models.DateField(null=True)
    lock_name = models.CharField(max_length=120, default="")
    lock_account = models.CharField(max_length=40, default="")
    lock_bank = models.CharField(max_length=120, default="")
    locked_at = models.DateTimeField(null=True)
    unlocked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "finance_intent"
        constraints = [
            models.UniqueConstraint(
                fields=["contract_number"], name="finance_intent_one_running",
                condition=Q(state__in=("consented", "offered", "granted")),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, offered_amount__gte=0), name="finance_intent_amounts"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["contract_number"], name="finance_intent_contract"),
            models.Index(fields=["supplier_id", "-id"], name="finance_intent_supplier"),
            models.Index(fields=["about_project"], name="finance_intent_project"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`financing_seen_by` says."""
        return financing_seen_by(viewer)

    @property
    def key(self) -> str:
        """Its number."""
        return self.number

    @property
    def project_number(self) -> str:
        """No project: what a supplier borrows stands in no one else's timeline."""
        return ""

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.contract_title

    @property
    def sharing(self) -> bool:
        """Whether data may still go to the bank today."""
        running = self.state in {"consented", "offered", "granted"}
        return running and not self.stopped_at and clock.today() <= self.share_until

    def parties(self) -> dict[Side, int]:
        """Who borrows."""
        return {Side.SUPPLIER: self.supplier_id}

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """An offer is answered while it stands."""
        if step != "accept" or not self.valid_until:
            return None, None
        return None, clock.moment(self.valid_until) + timedelta(days=1)


class FinanceTransmission(Record):
    """One message to or from the bank: what, when, with which digest and which answer."""

    intent = models.ForeignKey(FinanceIntent, on_delete=models.PROTECT, related_name="+")
    serial = models.PositiveSmallIntegerField()
    inward = models.BooleanField()
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    content = models.JSONField(default=dict)
    sm3 = models.CharField(max_length=64)
    receipt = models.CharField(max_length=60, default="")
    accepted = models.BooleanField()
    message = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "finance_transmission"
        constraints = [
            models.UniqueConstraint(fields=["intent", "serial"], name="finance_transmission_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the financing's."""
        return financing_seen_by(viewer, through="intent__")
