"""The tables of contracts."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.law.cooperation_rules import COOPERATIVE
from lucai.platform.duties.services import due
from lucai.platform.records import LivingRecord, MoneyField, Record, nobody
from lucai.stages.contract.contracts.days import end_of_day_after
from lucai.stages.contract.contracts.scope import contracts_seen_by

SIGN_STEPS = frozenset({"propose", "sign", "sign_supplier", "sign_last", "sign_supplier_last"})


class Contract(LivingRecord):
    """The contract on one lot.

    ``content`` holds the clauses that people write, the requirements the supplier answered and
    the reasons for what departs from tender or bid (``{"clauses": {id: text}, "requirements":
    [...], "reasons": {line: text}}``). ``sha256`` and ``sm3`` are those of the whole text as it
    was proposed for signing. ``secrets`` lists what is left out of the public text, with reasons.
    ``plan_lot`` is the lot of the plan that pays; None: that of the project. ``indicator_code``
    pays for the order of a framework (no plan holds its money).
    ``amount`` is what is to be paid, of which ``supplemented`` was added after the signature.
    """

    number = models.CharField(max_length=60, unique=True)
    project_number = models.CharField(max_length=40, db_index=True)
    project_title = models.CharField(max_length=160)
    lot_number = models.PositiveSmallIntegerField()
    lot_name = models.CharField(max_length=160)
    plan_number = models.CharField(max_length=40)
    plan_lot = models.PositiveSmallIntegerField(null=True)
    object_kind = models.CharField(max_length=12)
    method = models.CharField(max_length=40)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    agency_id = models.BigIntegerField()
    agency_name = models.CharField(max_length=120)
    finance_id = models.BigIntegerField()

    title = models.CharField(max_length=160)
    award_amount = MoneyField()
    amount = MoneyField()
    budget = MoneyField()
    letter_on = models.DateField()
    bid_sm3 = models.CharField(max_length=64, default="")
    sme_reserved = models.BooleanField(default=False)
    payee_is_sme = models.BooleanField(default=False)
    payee_is_small = models.BooleanField(default=False)
    delivery_days = models.PositiveIntegerField()
    delivery_place = models.CharField(max_length=200, default="")
    acceptance_days = models.PositiveIntegerField()
    payment_days = models.PositiveIntegerField()
    performance_security = MoneyField(default=0)
    security_return_days = models.PositiveIntegerField(default=0)
    warranty_months = models.PositiveIntegerField(default=0)
    content = models.JSONField(default=dict)
    indicator_code = models.CharField(max_length=40, default="")

    sha256 = models.CharField(max_length=64, default="")
    sm3 = models.CharField(max_length=64, default="")
    proposed_at = models.DateTimeField(null=True)
    sent_back_reason = models.CharField(max_length=400, default="")
    open_points = models.PositiveSmallIntegerField(default=0)
    late_reason = models.CharField(max_length=400, default="")
    secrets = models.JSONField(default=list)
    signed_by_buyer_at = models.DateTimeField(null=True)
    buyer_signer = models.BigIntegerField(null=True)
    buyer_signer_name = models.CharField(max_length=60, default="")
    signed_by_supplier_at = models.DateTimeField(null=True)
    supplier_signer = models.BigIntegerField(null=True)
    supplier_signer_name = models.CharField(max_length=60, default="")
    signed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    filed_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    performing_since = models.DateTimeField(null=True)
    delivery_owed = models.BooleanField(default=False)
    supplemented = MoneyField(default=0)
    settled_amount = MoneyField(null=True)
    extended_days = models.PositiveIntegerField(default=0)
    suspended_from = models.CharField(max_length=40, default="")
    paid = MoneyField(default=0)
    completed_at = models.DateTimeField(null=True)
    terminated_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "contract"
        constraints = [
            models.UniqueConstraint(
                fields=["project_number", "lot_number", "buyer_id"],
                condition=~Q(state="rescinded") & ~Q(method=COOPERATIVE),
                name="contract_once_a_lot",
            ),
            models.UniqueConstraint(
                fields=["project_number", "lot_number", "buyer_id", "supplier_id"],
                condition=~Q(state="rescinded"),
                name="contract_once_a_supplier",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="contract_has_amount"),
            models.CheckConstraint(
                condition=Q(paid__gte=0, paid__lte=models.F("amount")), name="contract_not_overpaid"
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None)
                | Q(signed_by_buyer_at__isnull=False, signed_by_supplier_at__isnull=False),
                name="contract_signed_by_both",
            ),
        ]
        indexes = [
            models.Index(fields=["buyer_path", "-id"], name="contract_buyer"),
            models.Index(fields=["supplier_id", "-id"], name="contract_supplier"),
            models.Index(fields=["agency_id", "-id"], name="contract_agency"),
            models.Index(fields=["region", "-id"], name="contract_region"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`contracts_seen_by` says."""
        return contracts_seen_by(viewer)

    @property
    def key(self) -> str:
        """The contract's number."""
        return self.number

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.title

    @property
    def paying_lot(self) -> int:
        """The lot of the plan whose money is bound."""
        return self.plan_lot or self.lot_number

    @property
    def payment_plan(self) -> str:
        """How it is paid, as the clause keeps it; see ``instalments``."""
        return str(self.content.get("clauses", {}).get("payment_plan", ""))

    @property
    def delivery_due_at(self) -> datetime | None:
        """The end of the last day for delivery, once the contract binds."""
        days = self.delivery_days + self.extended_days
        return end_of_day_after(self.signed_at, days) if self.signed_at else None

    @property
    def payable(self) -> int:
        """What is paid in the end: the amount, or what both agreed on when it ended early."""
        return self.amount if self.settled_amount is None else self.settled_amount

    @property
    def signed_amount(self) -> int:
        """What both sides signed for, before supplements."""
        return self.amount - self.supplemented

    def parties(self) -> dict[Side, int]:
        """Who signs, who manages, who is told."""
        return {
            Side.BUYER: self.buyer_id,
            Side.SUPPLIER: self.supplier_id,
            Side.AGENCY: self.agency_id,
            Side.SUPERVISOR: self.finance_id,
        }

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """Signing is due from the award letter, publication and filing from the signature."""
        if step in SIGN_STEPS:
            return None, due("GP-CTR-01", clock.moment(self.letter_on))
        if step == "publish" and self.signed_at:
            return None, due("GP-CTR-03", self.signed_at)
        if step == "file" and self.signed_at:
            return None, due("GP-CTR-04", self.signed_at)
        if step in {"perform", "perform_rest"}:
            return None, self.delivery_due_at
        return None, None


class ContractVersion(Record):
    """A text as it was put before both sides; ``text`` lists its paragraphs."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    proposed_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    text = models.JSONField(default=list)

    class Meta:
        db_table = "contract_version"
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="contract_version_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the contract's, but for the public: it reads what was signed."""
        return (
            nobody()
            if viewer.side is Side.PUBLIC
            else contracts_seen_by(viewer, through="contract__")
        )


class ContractItem(Record):
    """One thing or service of a contract, as the bid offered it; amounts in 分.

    ``supplement`` numbers the agreement that added it; 0: it stands in the signed text.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    catalogue_code = models.CharField(max_length=20)
    name = models.CharField(max_length=160)
    specification = models.CharField(max_length=400, default="")
    quantity = models.CharField(max_length=24)
    unit = models.CharField(max_length=20)
    unit_price = MoneyField()
    amount = MoneyField()
    supplement = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "contract_item"
        constraints = [
            models.UniqueConstraint(fields=["contract", "place"], name="contract_item_place_once")
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the contract's."""
        return contracts_seen_by(viewer, through="contract__")
