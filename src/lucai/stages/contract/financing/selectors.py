"""Reading financings: what banks offer, how an application stands, what went out, what is locked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.records import read_once
from lucai.platform.records.paging import Page, keyset
from lucai.stages.contract.contracts.parties import party_offers
from lucai.stages.contract.contracts.selectors import ContractCard, contract_card
from lucai.stages.contract.financing import ports
from lucai.stages.contract.financing.lifecycle import INTENT, KINDS
from lucai.stages.contract.financing.models import FinanceIntent, FinanceTransmission
from lucai.stages.contract.financing.rules import FinanceFacts

FINANCEABLE = frozenset({"signed", "published", "filed", "performing", "owing"})
"""The states of a contract that a bank can lend against: signed, under way, not paid up."""
RUNNING = ("consented", "offered", "granted")


@dataclass(frozen=True, slots=True)
class Lock:
    """Where a contract has to be paid to."""

    name: str
    account: str
    bank: str
    since: datetime

    @property
    def sentence(self) -> str:
        """The account in words."""
        return f"{self.name}，{self.bank}，账号 {self.account}"


@dataclass(frozen=True, slots=True)
class FinanceCard:
    """An application as lists and its page show it; amounts in 分."""

    number: str
    contract_number: str
    contract_title: str
    supplier_name: str
    buyer_name: str
    product_name: str
    bank_name: str
    amount: int
    months: int
    kinds: tuple[str, ...]
    share_until: date
    consented_at: datetime
    signer_name: str
    consent_sm3: str
    stopped_at: datetime | None
    reference: str
    offered_amount: int
    rate: int
    valid_until: date | None
    refusal: str
    loan_reference: str
    loan_start: date | None
    loan_end: date | None
    lock_name: str
    lock_account: str
    lock_bank: str
    locked_at: datetime | None
    unlocked_at: datetime | None
    sharing: bool
    state: str
    state_label: str
    offers: tuple[Offer, ...] = ()

    @property
    def href(self) -> str:
        """Its page."""
        return f"/financing/{self.number}/"

    @property
    def rate_text(self) -> str:
        """The rate a year."""
        return f"{self.rate // 100}.{self.rate % 100:02d}%"

    @property
    def shared(self) -> tuple[str, ...]:
        """What is shared, in words."""
        return tuple(KINDS[kind] for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class TransmissionLine:
    """One message to or from the bank."""

    serial: int
    inward: bool
    kind_label: str
    at: datetime
    content: tuple[tuple[str, str], ...]
    sm3: str
    receipt: str
    accepted: bool
    message: str


@dataclass(frozen=True, slots=True)
class FinanceDesk:
    """What a supplier can do about one contract."""

    contract: ContractCard
    products: tuple[ports.Product, ...]
    intents: tuple[FinanceCard, ...]
    platform: str
    closed: str

    @property
    def running(self) -> FinanceCard | None:
        """The application under way, if there is one."""
        return next((one for one in self.intents if one.state in RUNNING), None)


def finance_desk(viewer: Viewer, contract_number: str) -> FinanceDesk:
    """Return the banks' offers for a contract and the own applications.

    Raises:
        NotFound: there is no such contract, or the viewer is not its supplier.
    """
    card = contract_card(viewer, contract_number)
    if viewer.side is not Side.SUPPLIER or card.supplier_id != viewer.organisation:
        raise NotFound("没有找到这个页面。")
    rows = FinanceIntent.objects.seen_by(viewer).filter(contract_number=contract_number)
    intents = tuple(_card(viewer, row) for row in rows.order_by("-pk"))
    platform = ports.platform()
    return FinanceDesk(
        card,
        tuple(platform.products(card.amount)),
        intents,
        platform.name,
        why_closed(viewer, card),
    )


def why_closed(viewer: Viewer, card: ContractCard) -> str:
    """Say why no bank can be asked about a contract now; empty: it can."""
    if card.state not in FINANCEABLE:
        return "合同双方签订以后、付清以前可以申请融资；中止、终止、解除的合同不能申请。"
    rows = FinanceIntent.objects.seen_by(viewer).filter(contract_number=card.number)
    if rows.filter(state__in=RUNNING).exists():
        return "这份合同已有一笔融资在办理或者没有结清，一份合同同时只能向一家银行融资。"
    return "" if card.left > 0 else "这份合同已经付清。"


def intent_page(
    viewer: Viewer, *, words: str = "", state: str = "", after: str = ""
) -> Page[FinanceCard]:
    """List applications, newest first, a page at a time."""
    rows = FinanceIntent.objects.seen_by(viewer)
    if words:
        rows = rows.filter(
            Q(contract_title__icontains=words)
            | Q(supplier_name__icontains=words)
            | Q(bank_name__icontains=words)
        )
    if state in INTENT.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, lambda row: _shown(row, ()))


def intent_seen(viewer: Viewer, number: str) -> FinanceCard:
    """Return one application with what the viewer can do about it.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _card(viewer, intent_row(viewer, number))


def transmissions_of(viewer: Viewer, number: str) -> list[TransmissionLine]:
    """List everything that went to the bank or came from it, newest first."""
    rows = FinanceTransmission.objects.seen_by(viewer).filter(intent__number=number)
    return [_line(row) for row in rows.order_by("-serial")]


@read_once
def lock_of(viewer: Viewer, contract_number: str) -> Lock | None:
    """Return where a contract has to be paid to, for whoever sees the contract; None: not locked."""
    contract_card(viewer, contract_number)
    rows = FinanceIntent.objects.seen_by(SYSTEM).filter(
        contract_number=contract_number, locked_at__isnull=False, unlocked_at=None
    )
    row = rows.first()
    return Lock(row.lock_name, row.lock_account, row.lock_bank, row.locked_at) if row else None


def intent_row(viewer: Viewer, number: str) -> FinanceIntent:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = FinanceIntent.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这笔融资。")
    return row


def facts_of(viewer: Viewer, row: FinanceIntent) -> FinanceFacts:
    """Return an application as rules read it."""
    del viewer
    return FinanceFacts(row.share_until, row.valid_until, row.sharing)


def _card(viewer: Viewer, row: FinanceIntent) -> FinanceCard:
    return _shown(row, party_offers(INTENT, row, viewer, facts_of(viewer, row)))


def _shown(row: FinanceIntent, offers: tuple[Offer, ...]) -> FinanceCard:
    shared: dict[str, Any] = {name: getattr(row, name) for name in _SHARED}
    return FinanceCard(
        **shared, kinds=tuple(row.kinds), sharing=row.sharing,
        state_label=INTENT.states[row.state], offers=offers,
    )  # fmt: skip


def _line(row: FinanceTransmission) -> TransmissionLine:
    told = tuple((name, str(value)) for name, value in row.content.items())
    return TransmissionLine(
        row.serial, row.inward, KIND_LABELS[row.kind], row.at, told, row.sm3, row.receipt,
        row.accepted, row.message,
    )  # fmt: skip


KIND_LABELS = {
    "award": "中标（成交）结果",
    "contract": "合同",
    "payments": "合同付款",
    "decision": "银行答复",
    "grant": "放款和账户锁定",
    "stop": "撤回授权通知",
    "repaid": "结清通知",
}

_SHARED = (
    "number", "contract_number", "contract_title", "supplier_name", "buyer_name", "product_name",
    "bank_name", "amount", "months", "share_until", "consented_at", "signer_name", "consent_sm3",
    "stopped_at", "reference", "offered_amount", "rate", "valid_until", "refusal",
    "loan_reference", "loan_start", "loan_end", "lock_name", "lock_account", "lock_bank",
    "locked_at", "unlocked_at", "state",
)  # fmt: skip
