"""Reading contracts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, Sum

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.law.calendar import beijing_day
from lucai.platform.duties.services import due
from lucai.platform.records import read_once
from lucai.platform.records.paging import Page, keyset
from lucai.stages.contract.contracts import clauses
from lucai.stages.contract.contracts.awarded import originals_of
from lucai.stages.contract.contracts.cards import ContractCard, ContractSheet, Signature
from lucai.stages.contract.contracts.clauses import AnsweredRequirement, ItemLine, Terms
from lucai.stages.contract.contracts.comparing import Comparison, TextLine, changed_lines, compare
from lucai.stages.contract.contracts.innovating import is_first_purchase
from lucai.stages.contract.contracts.instalments import read_plan
from lucai.stages.contract.contracts.lifecycle import CONTRACT, NOT_BINDING
from lucai.stages.contract.contracts.models import Contract, ContractItem, ContractVersion
from lucai.stages.contract.contracts.parties import party_offers
from lucai.stages.contract.contracts.rules import TermFacts
from lucai.stages.contract.contracts.withholding import Secret, withheld
from lucai.stages.trade.evaluations.selectors.rows import was_asked_about_price
from lucai.stages.trade.projects.standing import bars

__all__ = [
    "ContractCard",
    "ContractSheet",
    "Signature",
    "VersionLine",
    "comparison_of",
    "contract_binds",
    "contract_card",
    "contract_items",
    "contract_of_lot",
    "contract_page",
    "contract_readable",
    "contract_requirements",
    "contract_row",
    "contract_seen",
    "contracted_sum",
    "contracts_of_project",
    "departs",
    "facts_of",
    "items_named",
    "secret_requirements",
    "terms_of",
    "text_changes",
    "versions_of",
]


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
    secrets = _secrets(row)
    if viewer.side is Side.PUBLIC:
        terms = withheld(terms, secrets)
    offers = party_offers(CONTRACT, row, viewer, _facts(viewer, row, terms))
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
        late_reason=row.late_reason,
        secrets=secrets,
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
    """Return what a contract buys, supplements included."""
    return _items(viewer, contract_row(viewer, number))


def items_named(viewer: Viewer, numbers: list[str]) -> dict[str, list[ItemLine]]:
    """Return contract → what it buys, for several contracts in one query."""
    rows = ContractItem.objects.seen_by(viewer).filter(contract__number__in=numbers)
    found: dict[str, list[ItemLine]] = {}
    for item in rows.select_related("contract").order_by("contract_id", "place"):
        found.setdefault(item.contract.number, []).append(_item(item))
    return found


def contract_requirements(viewer: Viewer, number: str) -> tuple[AnsweredRequirement, ...]:
    """Return what the supplier promised, requirement by requirement."""
    return _requirements(contract_row(viewer, number))


def secret_requirements(viewer: Viewer, number: str) -> frozenset[str]:
    """Return the numbers of the requirements that are left out of what is public."""
    keys = (one.key for one in _secrets(contract_row(viewer, number)))
    return frozenset(
        key.removeprefix("requirement:") for key in keys if key.startswith("requirement:")
    )


@read_once
def contracts_of_project(viewer: Viewer, project_number: str) -> list[ContractCard]:
    """List the contracts of a project by lot."""
    rows = Contract.objects.seen_by(viewer).filter(project_number=project_number)
    return [_card(row) for row in rows.order_by("lot_number", "number")]


def contract_binds(viewer: Viewer, number: str, lots: Sequence[int]) -> bool:
    """Whether a contract of some lots of a project, or of an order, is signed by both sides."""
    found = contracts_of_project(viewer, number)
    return any(
        one.state not in NOT_BINDING and (not lots or one.lot_number in lots) for one in found
    )


def contract_of_lot(
    viewer: Viewer, project_number: str, lot_number: int, supplier_id: int | None = None
) -> ContractCard | None:
    """Return the contract on a lot, if there is one that was not rescinded.

    ``supplier_id`` tells the research contracts of one lot apart.
    """
    rows = Contract.objects.seen_by(viewer).filter(
        project_number=project_number, lot_number=lot_number
    )
    if supplier_id is not None:
        rows = rows.filter(supplier_id=supplier_id)
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
    terms = Terms(
        **shared,
        amount=row.signed_amount,
        own=dict(content["clauses"]),
        general=tuple((heading, text) for heading, text in content["general"]),
        partners=tuple((name, code, share) for name, code, share in content.get("partners", [])),
        requirements=_requirements(row),
        items=_items(viewer, row, signed=True),
    )
    return clauses.as_put(terms, row.sha256)


def facts_of(viewer: Viewer, row: Contract) -> TermFacts:
    """Return a contract in hand as rules read it."""
    return _facts(viewer, row, terms_of(viewer, row))


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A text as it was put before both sides."""

    number: int
    proposed_at: datetime
    sm3: str


def versions_of(viewer: Viewer, number: str) -> list[VersionLine]:
    """List the texts that were put before both sides, newest first."""
    rows = ContractVersion.objects.seen_by(viewer).filter(contract__number=number)
    return [VersionLine(row.number, row.proposed_at, row.sm3) for row in rows.order_by("-number")]


def text_changes(viewer: Viewer, number: str, old: int, new: int) -> tuple[TextLine, ...]:
    """Return what changed in the text between two versions; ``new`` 0: the text as it is now.

    Raises:
        NotFound: there is no such version, or the viewer may not see it.
    """
    row = contract_row(viewer, number)
    now = clauses.paragraphs(terms_of(viewer, row)) if not new else _version(viewer, row, new)
    return changed_lines(_version(viewer, row, old), now)


def _version(viewer: Viewer, row: Contract, number: int) -> tuple[str, ...]:
    rows = ContractVersion.objects.seen_by(viewer).filter(contract_id=row.pk, number=number)
    found = rows.first()
    if not found:
        raise NotFound("没有找到这一版合同文本。")
    return tuple(found.text)


def comparison_of(viewer: Viewer, row: Contract, terms: Terms | None = None) -> Comparison:
    """Return a contract in hand against tender and bid.

    Raises:
        NotFound: the viewer sees no winning bid.
    """
    originals = originals_of(
        viewer, row.project_number, row.lot_number, row.supplier_id, row.buyer_id
    )
    reasons = row.content.get("reasons", {})
    return compare(terms or terms_of(viewer, row), originals, reasons)


def departs(viewer: Viewer, number: str) -> bool:
    """Whether a contract says anything else than tender and bid.

    Raises:
        NotFound: there is none, or the viewer sees no winning bid.
    """
    return bool(comparison_of(viewer, contract_row(viewer, number)).changed)


def _facts(viewer: Viewer, row: Contract, terms: Terms) -> TermFacts:
    """Only a draft is compared: what lies before both sides went through its rules."""
    compared = comparison_of(viewer, row, terms) if row.state == "draft" else Comparison(())
    return TermFacts(
        deviations=compared.blocked,
        unexplained=compared.unexplained,
        open_points=row.open_points,
        excluded_until=bars(row.supplier_id) if row.state in TO_SIGN else (),
        award_letter_on=row.letter_on,
        award_amount=row.award_amount,
        contract_amount=row.signed_amount,
        budget_held=row.budget,
        performance_bond=row.performance_security,
        signed_on=row.signed_at and beijing_day(row.signed_at),
        published_on=row.published_at and beijing_day(row.published_at),
        filed_on=row.filed_at and beijing_day(row.filed_at),
        items_total=sum(item.amount for item in terms.items),
        payment_days=row.payment_days,
        missing_terms=clauses.missing_terms(terms),
        first_purchase=is_first_purchase(row.method, row.lot_number),
        advance=read_plan(row.payment_plan).prepaid(row.signed_amount),
        low_price_asked=row.state == "draft" and _low_price_asked(row),
        acceptance_plan=terms.own.get("acceptance_plan", ""),
        altered=bool(row.sha256) and clauses.digests(terms).sha256 != row.sha256,
    )


def _low_price_asked(row: Contract) -> bool:
    return was_asked_about_price(SYSTEM, row.project_number, row.lot_number, row.supplier_id)


def _card(row: Contract) -> ContractCard:
    shared = {name: getattr(row, name) for name in _SHARED}
    return ContractCard(
        **shared, state_label=CONTRACT.states[row.state], delivery_due_at=row.delivery_due_at
    )


def _secrets(row: Contract) -> tuple[Secret, ...]:
    return tuple(Secret(**one) for one in row.secrets)


def _signatures(row: Contract) -> tuple[Signature, ...]:
    return (
        Signature("甲方（采购人）", row.buyer_name, row.buyer_id, row.buyer_signer_name,
                  row.signed_by_buyer_at),
        Signature("乙方（供应商）", row.supplier_name, row.supplier_id, row.supplier_signer_name,
                  row.signed_by_supplier_at),
    )  # fmt: skip


def _items(viewer: Viewer, row: Contract, *, signed: bool = False) -> tuple[ItemLine, ...]:
    items = ContractItem.objects.seen_by(viewer).filter(contract_id=row.pk).order_by("place")
    if signed:
        items = items.filter(supplement=0)
    return tuple(map(_item, items))


def _item(item: ContractItem) -> ItemLine:
    return ItemLine(
        item.place, item.catalogue_code, item.name, item.specification, item.quantity,
        item.unit, item.unit_price, item.amount,
    )  # fmt: skip


def _requirements(row: Contract) -> tuple[AnsweredRequirement, ...]:
    return tuple(AnsweredRequirement(**one) for one in row.content["requirements"])


TO_SIGN = frozenset({"signing", "buyer_signed", "supplier_signed"})
"""The states in which somebody may sign: whoever is barred meanwhile may not."""

_TERMS = (
    "number", "method", "title", "project_number", "project_title", "lot_number", "buyer_id", "buyer_name",
    "supplier_id", "supplier_name", "letter_on", "bid_sm3", "payee_is_sme",
    "delivery_days", "delivery_place", "acceptance_days", "payment_days", "performance_security",
    "security_return_days", "warranty_months",
)  # fmt: skip

_SHARED = (
    "number", "title", "project_number", "project_title", "lot_number", "lot_name", "plan_number",
    "method", "object_kind", "region", "buyer_id", "buyer_path", "buyer_name", "supplier_id",
    "supplier_name", "agency_id", "agency_name", "finance_id", "amount", "paid", "payee_is_sme",
    "delivery_days", "delivery_place", "acceptance_days", "payment_days", "payment_plan",
    "warranty_months", "letter_on", "signed_at", "published_at", "filed_at", "completed_at",
    "terminated_at", "supplemented", "settled_amount", "extended_days", "open_points",
    "buyer_signer", "state", "state_since",
)  # fmt: skip
