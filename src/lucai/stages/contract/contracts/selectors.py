"""Reading contracts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q, Sum

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.calendar import beijing_day
from lucai.platform.duties.services import due
from lucai.platform.records import read_once
from lucai.platform.records.paging import Page, keyset
from lucai.stages.contract.contracts import clauses
from lucai.stages.contract.contracts.clauses import AnsweredRequirement, Clause, ItemLine, Terms
from lucai.stages.contract.contracts.days import last_day
from lucai.stages.contract.contracts.lifecycle import CONTRACT, OPEN_FOR_DELIVERY
from lucai.stages.contract.contracts.models import Contract, ContractItem
from lucai.stages.contract.contracts.parties import party_offers
from lucai.stages.contract.contracts.rules import TermFacts


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
    letter_on: date
    signed_at: datetime | None
    published_at: datetime | None
    filed_at: datetime | None
    completed_at: datetime | None
    buyer_signer: int | None
    state: str
    state_label: str
    state_since: datetime
    delivery_due_at: datetime | None

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
        return self.amount - self.paid


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
    def publish_due_on(self) -> date | None:
        """The last day to publish it, once signed."""
        return last_day(self.publish_due_at)

    @property
    def file_due_on(self) -> date | None:
        """The last day to file it, once signed."""
        return last_day(self.file_due_at)

    @property
    def may_be_acknowledged(self) -> bool:
        """Whether it is filed and has no receipt yet."""
        return self.card.filed_at is not None and self.acknowledged_at is None


def contract_page(
    viewer: Viewer, *, words: str = "", state: str = "", after: str = ""
) -> Page[ContractCard]:
    """List contracts, newest first, a page at a time."""
    rows = Contract.objects.seen_by(viewer)
    if words:
        rows = rows.filter(
            Q(title__icontains=words)
            | Q(number__startswith=words)
            | Q(buyer_name__icontains=words)
            | Q(supplier_name__icontains=words)
        )
    if state in CONTRACT.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, _card)


def contract_seen(viewer: Viewer, number: str) -> ContractSheet:
    """Return one contract in full.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _sheet(viewer, contract_row(viewer, number))


def contract_readable(viewer: Viewer, number: str) -> ContractSheet:
    """Return a contract for reading: to everybody once published, then without signers' names.

    Raises:
        NotFound: there is none, or it is not public and the viewer is no party.
    """
    own = Contract.objects.seen_by(viewer).filter(number=number).exists()
    if own and viewer.side is not Side.PUBLIC:
        return contract_seen(viewer, number)
    sheet = contract_seen(PUBLIC, number)
    signatures = tuple(replace(one, signer="") for one in sheet.signatures)
    return replace(sheet, signatures=signatures)


def _sheet(viewer: Viewer, row: Contract) -> ContractSheet:
    terms = terms_of(viewer, row)
    offers = party_offers(CONTRACT, row, viewer, _facts(row, terms))
    return ContractSheet(
        card=_card(row),
        terms=terms,
        clauses=clauses.clauses(terms),
        preamble=clauses.preamble(terms),
        signatures=_signatures(row),
        sha256=row.sha256,
        sm3=row.sm3,
        budget=row.budget,
        method=row.method,
        sme_reserved=row.sme_reserved,
        sent_back_reason=row.sent_back_reason,
        proposed_at=row.proposed_at,
        acknowledged_at=row.acknowledged_at,
        sign_due_at=due("GP-CTR-01", clock.moment(row.letter_on)),
        publish_due_at=row.times_of("publish")[1],
        file_due_at=row.times_of("file")[1],
        offers=offers,
    )


@read_once
def contract_card(viewer: Viewer, number: str) -> ContractCard:
    """Return one contract without its text.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _card(contract_row(viewer, number))


def contract_items(viewer: Viewer, number: str) -> tuple[ItemLine, ...]:
    """Return what a contract buys."""
    return _items(viewer, contract_row(viewer, number))


def contract_requirements(viewer: Viewer, number: str) -> tuple[AnsweredRequirement, ...]:
    """Return what the supplier promised, requirement by requirement."""
    return _requirements(contract_row(viewer, number))


@read_once
def contracts_of_project(viewer: Viewer, project_number: str) -> list[ContractCard]:
    """List the contracts of a project by lot."""
    rows = Contract.objects.seen_by(viewer).filter(project_number=project_number)
    return [_card(row) for row in rows.order_by("lot_number")]


def contract_of_lot(viewer: Viewer, project_number: str, lot_number: int) -> ContractCard | None:
    """Return the contract on a lot, if there is one that was not rescinded."""
    rows = Contract.objects.seen_by(viewer).filter(
        project_number=project_number, lot_number=lot_number
    )
    row = rows.exclude(state="rescinded").first()
    return _card(row) if row else None


def contracted_sum(viewer: Viewer, project_number: str) -> int | None:
    """Return what the signed contracts of a project come to, in 分; None before there are any."""
    rows = Contract.objects.seen_by(viewer).filter(
        project_number=project_number, signed_at__isnull=False
    )
    total: int | None = rows.aggregate(total=Sum("amount"))["total"]
    return total


@read_once
def contract_row(viewer: Viewer, number: str) -> Contract:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = Contract.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这份合同。")
    return row


def terms_of(viewer: Viewer, row: Contract) -> Terms:
    """Return everything that makes the text of a contract in hand."""
    content: dict[str, Any] = row.content
    shared = {name: getattr(row, name) for name in _TERMS}
    return Terms(
        **shared,
        own=dict(content["clauses"]),
        general=tuple((heading, text) for heading, text in content["general"]),
        requirements=_requirements(row),
        items=_items(viewer, row),
    )


def facts_of(viewer: Viewer, row: Contract) -> TermFacts:
    """Return a contract in hand as rules read it."""
    return _facts(row, terms_of(viewer, row))


def _facts(row: Contract, terms: Terms) -> TermFacts:
    return TermFacts(
        award_letter_on=row.letter_on,
        award_amount=row.award_amount,
        contract_amount=row.amount,
        budget_held=row.budget,
        performance_bond=row.performance_security,
        signed_on=row.signed_at and beijing_day(row.signed_at),
        published_on=row.published_at and beijing_day(row.published_at),
        filed_on=row.filed_at and beijing_day(row.filed_at),
        items_total=sum(item.amount for item in terms.items),
        payment_days=row.payment_days,
        missing_terms=clauses.missing_terms(terms),
        altered=bool(row.sha256) and clauses.digests(terms).sha256 != row.sha256,
    )


def _card(row: Contract) -> ContractCard:
    shared = {name: getattr(row, name) for name in _SHARED}
    return ContractCard(
        **shared, state_label=CONTRACT.states[row.state], delivery_due_at=row.delivery_due_at
    )


def _signatures(row: Contract) -> tuple[Signature, ...]:
    return (
        Signature("甲方（采购人）", row.buyer_name, row.buyer_id, row.buyer_signer_name,
                  row.signed_by_buyer_at),
        Signature("乙方（供应商）", row.supplier_name, row.supplier_id, row.supplier_signer_name,
                  row.signed_by_supplier_at),
    )  # fmt: skip


def _items(viewer: Viewer, row: Contract) -> tuple[ItemLine, ...]:
    items = ContractItem.objects.seen_by(viewer).filter(contract_id=row.pk).order_by("place")
    return tuple(
        ItemLine(
            item.place, item.catalogue_code, item.name, item.specification, item.quantity,
            item.unit, item.unit_price, item.amount,
        )
        for item in items
    )  # fmt: skip


def _requirements(row: Contract) -> tuple[AnsweredRequirement, ...]:
    return tuple(AnsweredRequirement(**one) for one in row.content["requirements"])


_TERMS = (
    "number", "title", "project_number", "project_title", "lot_number", "buyer_id", "buyer_name",
    "supplier_id", "supplier_name", "amount", "letter_on", "bid_sm3", "payee_is_sme",
    "delivery_days", "delivery_place", "acceptance_days", "payment_days", "performance_security",
)  # fmt: skip

_SHARED = (
    "number", "title", "project_number", "project_title", "lot_number", "lot_name", "plan_number",
    "object_kind", "region", "buyer_id", "buyer_path", "buyer_name", "supplier_id",
    "supplier_name", "agency_id", "agency_name", "finance_id", "amount", "paid", "payee_is_sme",
    "delivery_days", "delivery_place", "acceptance_days", "payment_days", "letter_on", "signed_at",
    "published_at", "filed_at", "completed_at", "buyer_signer", "state", "state_since",
)  # fmt: skip
