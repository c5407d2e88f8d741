"""The tables of payment: invoice, request, voucher."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import LivingRecord, MoneyField, Record, everybody, nobody
from lucai.stages.payment.requests.chains import APPROVING, Level
from lucai.stages.payment.requests.rules import ACCEPTANCE
from lucai.stages.payment.requests.scope import invoices_seen_by, payments_seen_by


class OfContract(LivingRecord):
    """What invoice and request repeat of their contract, with the day money is due.

    ``due_lines`` is the calculation of ``due_on`` as it is shown.
    """

    contract_number = models.CharField(max_length=60)
    contract_title = models.CharField(max_length=160)
    project_number = models.CharField(max_length=40, db_index=True)
    buyer_id = models.BigIntegerField()
    buyer_path = models.CharField(max_length=200)
    buyer_name = models.CharField(max_length=120)
    supplier_id = models.BigIntegerField()
    supplier_name = models.CharField(max_length=120)
    agency_id = models.BigIntegerField()
    finance_id = models.BigIntegerField()
    treasury_id = models.BigIntegerField()
    payee_is_sme = models.BooleanField(default=False)
    amount = MoneyField()
    due_on = models.DateField()
    due_rule = models.CharField(max_length=20)
    due_lines = models.JSONField(default=list)
    paid = MoneyField(default=0)
    paid_on = models.DateField(null=True)

    class Meta:
        abstract = True

    @property
    def left(self) -> int:
        """What of it is not paid yet."""
        return self.amount - self.paid

    @property
    def due_at(self) -> datetime:
        """The end of the last day to pay."""
        return clock.moment(self.due_on) + timedelta(days=1)

    def times_of(self, step: str) -> tuple[datetime | None, datetime | None]:
        """Every step of the buyer and the treasury has to leave the payment in time."""
        return None, None if step == "replace" else self.due_at


class Invoice(OfContract):
    """An invoice as the supplier handed it in; ``number`` counts within the contract.

    ``paid_on`` is the day on which the last part was paid, ``interest`` what lateness has cost.
    ``kind``: what was accepted, an advance payment (then without an acceptance), or a part kept back.
    ``read_as`` says from which kind of electronic invoice it was read, empty: by a person;
    ``reminded_at`` and ``alerted_at``: when the buyer was told that the day comes, or is past.
    """

    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, default=ACCEPTANCE)
    acceptance_number = models.PositiveIntegerField()
    invoice_number = models.CharField(max_length=30)
    issued_on = models.DateField()
    received_at = models.DateTimeField()
    payee_name = models.CharField(max_length=120)
    payee_bank = models.CharField(max_length=120)
    payee_account = models.CharField(max_length=40)
    file_id = models.BigIntegerField()
    file_name = models.CharField(max_length=200)
    file_size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    read_as = models.CharField(max_length=8, default="")
    net = MoneyField(null=True)
    tax = MoneyField(null=True)
    returned_reason = models.CharField(max_length=400, default="")
    interest = MoneyField(default=0)
    claimed_at = models.DateTimeField(null=True)
    refused_ground = models.CharField(max_length=20, default="")
    refused_reason = models.CharField(max_length=400, default="")
    refused_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    alerted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "invoice"
        constraints = [
            models.UniqueConstraint(
                fields=["contract_number", "number"], name="invoice_number_once"
            ),
            models.UniqueConstraint(fields=["supplier_id", "invoice_number"], name="invoice_once"),
            models.UniqueConstraint(
                fields=["contract_number", "kind", "acceptance_number"], name="invoice_once_a_part"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="invoice_has_amount"),
            models.CheckConstraint(
                condition=Q(paid__gte=0, paid__lte=models.F("amount")), name="invoice_not_overpaid"
            ),
        ]
        indexes = [
            models.Index(fields=["buyer_path", "due_on"], name="invoice_buyer_due"),
            models.Index(fields=["supplier_id", "due_on"], name="invoice_supplier_due"),
            models.Index(fields=["region", "due_on"], name="invoice_region_due"),
            models.Index(fields=["invoice_number"], name="invoice_number_anybody"),
            models.Index(
                fields=["due_on"], name="invoice_unpaid_due", condition=Q(paid_on__isnull=True)
            ),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`invoices_seen_by` says."""
        return invoices_seen_by(viewer)

    @property
    def key(self) -> str:
        """Contract and number of the invoice."""
        return f"{self.contract_number}-F{self.number}"

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return f"{self.contract_title} · 发票 {self.invoice_number}"

    def parties(self) -> dict[Side, int]:
        """Who pays, who is paid, who watches over it."""
        return {
            Side.BUYER: self.buyer_id,
            Side.SUPPLIER: self.supplier_id,
            Side.SUPERVISOR: self.finance_id,
        }


class PaymentRequest(OfContract):
    """A request to pay one invoice. Who requested and who approved are two people.

    ``chain`` is the buyer's chain of approvals as it was at the ``round``-th submission, as
    :class:`ApprovalChain` keeps it, ``passed`` how many of its levels have approved.
    """

    number = models.CharField(max_length=40, unique=True)
    invoice_number = models.PositiveIntegerField()
    plan_number = models.CharField(max_length=40)
    lot_number = models.PositiveSmallIntegerField()
    payee_name = models.CharField(max_length=120)
    payee_bank = models.CharField(max_length=120)
    payee_account = models.CharField(max_length=40)
    purpose = models.CharField(max_length=200)
    requester = models.BigIntegerField(null=True)
    editor = models.BigIntegerField(null=True)
    requester_name = models.CharField(max_length=60, default="")
    submitted_at = models.DateTimeField(null=True)
    approver = models.BigIntegerField(null=True)
    approver_name = models.CharField(max_length=60, default="")
    sent_at = models.DateTimeField(null=True)
    returned_reason = models.CharField(max_length=400, default="")
    returned_by = models.CharField(max_length=20, default="")
    chain = models.JSONField(default=list)
    round = models.PositiveSmallIntegerField(default=0)
    passed = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "payment_request"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_request_has_amount"),
            models.CheckConstraint(
                condition=Q(paid__gte=0, paid__lte=models.F("amount")),
                name="payment_request_not_overpaid",
            ),
            models.CheckConstraint(
                condition=Q(approver=None) | ~Q(approver=models.F("requester")),
                name="payment_request_approved_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["contract_number"], name="payment_request_contract"),
            models.Index(fields=["buyer_path", "-id"], name="payment_request_buyer"),
            models.Index(fields=["supplier_id", "-id"], name="payment_request_supplier"),
            models.Index(fields=["region", "-id"], name="payment_request_region"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As :func:`payments_seen_by` says."""
        return payments_seen_by(viewer)

    @property
    def key(self) -> str:
        """The request's number."""
        return self.number

    @property
    def heading(self) -> str:
        """What to-dos call it."""
        return self.contract_title

    @property
    def level(self) -> Level | None:
        """The level of the chain that is to approve now; None: one approval by anybody else."""
        return Level(**self.chain[self.passed]) if self.passed < len(self.chain) else None

    def person_of(self, step: str) -> int | None:
        """Where the level names a person, it waits for that person."""
        return self.level.person if step in APPROVING and self.level else None

    def parties(self) -> dict[Side, int]:
        """Who pays, who is paid, who executes, who keeps the file."""
        return {
            Side.BUYER: self.buyer_id,
            Side.SUPPLIER: self.supplier_id,
            Side.TREASURY: self.treasury_id,
            Side.AGENCY: self.agency_id,
        }


class ApprovalChain(Record):
    """Who approves a buyer's payments, one after another; kept by the buyer itself.

    ``levels`` lists ``{"title", "person", "name"}``; ``person`` None: any colleague with the right.
    """

    buyer_id = models.BigIntegerField(unique=True)
    levels = models.JSONField(default=list)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=60)

    class Meta:
        db_table = "payment_approval_chain"

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """The buyer's own."""
        if viewer.side is Side.SYSTEM:
            return everybody()
        return Q(buyer_id=viewer.organisation) if viewer.side is Side.BUYER else nobody()


class PaymentApproval(Record):
    """One level's approval of one submission of a request; nobody approves twice."""

    request = models.ForeignKey(PaymentRequest, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=20)
    person = models.BigIntegerField()
    name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        db_table = "payment_approval"
        constraints = [
            models.UniqueConstraint(
                fields=["request", "round", "level"], name="payment_approval_level_once"
            ),
            models.UniqueConstraint(
                fields=["request", "round", "person"], name="payment_approval_person_once"
            ),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the request's."""
        return payments_seen_by(viewer, through="request__")


class PaymentVoucher(Record):
    """A payment of the treasury on a request: its number, its day, and what lateness costs.

    A request may be paid in parts. Money that comes back (退票) is a voucher below zero, which
    names the one it undoes.
    """

    request = models.ForeignKey(PaymentRequest, on_delete=models.PROTECT, related_name="+")
    contract_number = models.CharField(max_length=60)
    number = models.CharField(max_length=40, unique=True)
    amount = MoneyField()
    paid_on = models.DateField()
    recorded_at = models.DateTimeField()
    late_days = models.PositiveIntegerField(default=0)
    interest = MoneyField(default=0)
    undoes = models.CharField(max_length=40, default="")
    reason = models.CharField(max_length=400, default="")

    class Meta:
        db_table = "payment_voucher"
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="payment_voucher_has_amount"),
            models.CheckConstraint(
                condition=Q(undoes="", amount__gt=0) | (~Q(undoes="") & Q(amount__lt=0)),
                name="payment_voucher_undoes_below_zero",
            ),
            models.UniqueConstraint(
                fields=["undoes"], name="payment_voucher_undone_once", condition=~Q(undoes="")
            ),
        ]
        indexes = [
            models.Index(fields=["contract_number"], name="payment_voucher_contract"),
            models.Index(fields=["paid_on"], name="payment_voucher_day"),
        ]

    @staticmethod
    def scope(viewer: Viewer) -> Q:
        """As the request's."""
        return payments_seen_by(viewer, through="request__")
