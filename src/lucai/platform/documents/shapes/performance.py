"""Papers after the award: contract, acceptance, payment, archive."""

from __future__ import annotations

from dataclasses import dataclass

from lucai.platform.documents.shapes.parts import Fact, Paper, Part, Section, Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractParty(Part):
    """甲方 or 乙方 as the signature page names it."""

    name: str
    uscc: str
    address: str
    representative: str
    phone: str
    bank: str = ""
    account: str = ""
    signed_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractItem(Part):
    """One line of what is bought."""

    name: str
    specification: str
    quantity: str
    unit: str
    unit_price: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract(Paper):
    """政府采购合同."""

    contract_number: str
    buyer: ContractParty
    supplier: ContractParty
    items: tuple[ContractItem, ...]
    total: str
    total_in_words: str
    clauses: tuple[Section, ...]
    preamble: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkAgreement(Paper):
    """框架协议."""

    agreement_number: str
    organiser: ContractParty
    supplier: ContractParty
    term: str
    clauses: tuple[Section, ...]
    preamble: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceItem(Part):
    """What was agreed, what was found, and the verdict."""

    name: str
    agreed: str
    found: str
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceReport(Paper):
    """履约验收书."""

    facts: tuple[Fact, ...]
    items: tuple[AcceptanceItem, ...]
    conclusion: str
    signatures: tuple[Signature, ...]
    opinions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine(Part):
    """The indicator that pays, with its classifications."""

    indicator: str
    function: str
    economic: str
    fund: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice(Part):
    """An invoice the payment answers."""

    number: str
    date: str
    seller: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval(Part):
    """One person's part in the checking of a payment."""

    step: str
    person: str
    opinion: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRequest(Paper):
    """政府采购资金支付申请书."""

    facts: tuple[Fact, ...]
    amount: str
    amount_in_words: str
    payee: str
    bank: str
    account: str
    purpose: str
    budget_lines: tuple[BudgetLine, ...]
    invoices: tuple[Invoice, ...] = ()
    approvals: tuple[Approval, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveEntry(Part):
    """One document of the archive."""

    number: str
    title: str
    date: str
    pages: str
    sm3: str
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveGroup(Part):
    """The documents of one phase."""

    name: str
    entries: tuple[ArchiveEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveCatalogue(Paper):
    """采购档案目录."""

    facts: tuple[Fact, ...]
    groups: tuple[ArchiveGroup, ...]
    signatures: tuple[Signature, ...] = ()
