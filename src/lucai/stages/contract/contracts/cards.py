"""Contracts as pages and later stages read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.kernel import clock
from lucai.kernel.lifecycle import Offer
from lucai.law.methods import methods
from lucai.stages.contract.contracts.clauses import Clause, ItemLine, Terms
from lucai.stages.contract.contracts.days import last_day
from lucai.stages.contract.contracts.lifecycle import (
    BINDING,
    FRAMEWORK,
    MALL,
    MARKING,
    OPEN_FOR_DELIVERY,
)
from lucai.stages.contract.contracts.withholding import Secret

ORIGINS = {FRAMEWORK: "call-offs", MALL: "mall/orders"}
"""Where the orders of each kind have their pages."""


@dataclass(frozen=True, slots=True)
class ContractCard:
    """A contract as lists and later stages see it; amounts in 分."""

    number: str
    title: str
    project_number: str
    project_title: str
    lot_number: int
    lot_name: str
    plan_number: str
    method: str
    object_kind: str
    region: str
    buyer_id: int
    buyer_path: str
    buyer_name: str
    supplier_id: int
    supplier_name: str
    agency_id: int
    agency_name: str
    finance_id: int
    amount: int
    paid: int
    payee_is_sme: bool
    delivery_days: int
    delivery_place: str
    acceptance_days: int
    payment_days: int
    payment_plan: str
    warranty_months: int
    letter_on: date
    signed_at: datetime | None
    published_at: datetime | None
    filed_at: datetime | None
    completed_at: datetime | None
    terminated_at: datetime | None
    supplemented: int
    settled_amount: int | None
    extended_days: int
    open_points: int
    buyer_signer: int | None
    state: str
    state_label: str
    state_since: datetime
    delivery_due_at: datetime | None

    @property
    def origin(self) -> str:
        """The page of what it carries out: the project's room, or the order it concludes."""
        kind = ORIGINS.get(self.method, "rooms")
        return f"/{kind}/{self.project_number}/"

    @property
    def wording(self) -> str:
        """The method in whose words its pages speak; empty for the open tender's."""
        return self.method if self.method != "open" and self.method in methods() else ""

    @property
    def href(self) -> str:
        """The contract's address."""
        return f"/contracts/{self.number}/"

    @property
    def open_for_delivery(self) -> bool:
        """Whether it binds and is not completed."""
        return self.state in OPEN_FOR_DELIVERY

    @property
    def delivery_due_on(self) -> date | None:
        """The last day for delivery, once the contract binds."""
        return last_day(self.delivery_due_at)

    @property
    def left(self) -> int:
        """What is not paid yet."""
        return self.payable - self.paid

    @property
    def payable(self) -> int:
        """What is paid in the end: the amount, or what both agreed on when it ended early."""
        return self.amount if self.settled_amount is None else self.settled_amount

    @property
    def signed_amount(self) -> int:
        """What both sides signed for, before supplements."""
        return self.amount - self.supplemented

    @property
    def binding(self) -> bool:
        """Whether it is signed and under way."""
        return self.state in BINDING


@dataclass(frozen=True, slots=True)
class Signature:
    """One side's signature, or its place."""

    party: str
    name: str
    organisation_id: int
    signer: str
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ContractSheet:
    """A contract in full, with what the viewer can do about it."""

    card: ContractCard
    terms: Terms
    clauses: tuple[Clause, ...]
    preamble: tuple[str, ...]
    signatures: tuple[Signature, ...]
    sha256: str
    sm3: str
    budget: int
    method: str
    sme_reserved: bool
    sent_back_reason: str
    late_reason: str
    secrets: tuple[Secret, ...]
    proposed_at: datetime | None
    acknowledged_at: datetime | None
    sign_due_at: datetime | None
    publish_due_at: datetime | None
    file_due_at: datetime | None
    offers: tuple[Offer, ...]

    @property
    def items(self) -> tuple[ItemLine, ...]:
        """What is bought."""
        return self.terms.items

    @property
    def late_to_sign(self) -> bool:
        """Whether the thirty days have passed and it is not signed by both."""
        due = self.sign_due_at
        return self.card.signed_at is None and due is not None and clock.now() >= due

    @property
    def publish_due_on(self) -> date | None:
        """The last day to publish it, once signed."""
        return last_day(self.publish_due_at)

    @property
    def file_due_on(self) -> date | None:
        """The last day to file it, once signed."""
        return last_day(self.file_due_at)

    @property
    def may_mark_secrets(self) -> bool:
        """Whether what stays secret can still be marked: the text is fixed and not public."""
        return self.card.state in MARKING

    @property
    def may_be_acknowledged(self) -> bool:
        """Whether it is filed and has no receipt yet."""
        return self.card.filed_at is not None and self.acknowledged_at is None
