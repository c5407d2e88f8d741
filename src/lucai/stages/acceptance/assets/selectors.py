"""Reading asset cards and hand-overs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.records.paging import Page, keyset
from lucai.stages.acceptance.assets import ports
from lucai.stages.acceptance.assets.lifecycle import CARD_STATES, TRANSFER
from lucai.stages.acceptance.assets.models import AssetCard, AssetTransfer
from lucai.stages.contract.contracts.parties import party_offers

MOST = 1000
TONES = {"registered": "green", "refused": "red", "sent": "blue", "ready": "amber"}


@dataclass(frozen=True, slots=True)
class CardLine:
    """One card; money in 分."""

    number: str
    href: str
    name: str
    specification: str
    category: str
    category_name: str
    quantity: str
    unit: str
    unit_price: int
    value: int
    serial: str
    acquired_on: date
    department: str
    keeper: str
    location: str
    state: str
    receipt: str
    refusal_code: str
    refusal: str
    refusal_field: str
    answered_at: datetime | None

    @property
    def state_label(self) -> str:
        """How it stands."""
        return CARD_STATES[self.state]

    @property
    def tone(self) -> str:
        """The colour of its tag."""
        return TONES.get(self.state, "")


@dataclass(frozen=True, slots=True)
class TransferSheet:
    """A hand-over with its cards and what the viewer can do about it."""

    contract_number: str
    acceptance_number: int
    contract_title: str
    supplier_name: str
    attempts: int
    handed_at: datetime | None
    state: str
    state_label: str
    system: str
    cards: tuple[CardLine, ...]
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its page."""
        return f"/contracts/{self.contract_number}/assets/{self.acceptance_number}/"

    @property
    def value(self) -> int:
        """All cards together, in 分."""
        return sum(card.value for card in self.cards if card.state != "excluded")

    @property
    def refused(self) -> tuple[CardLine, ...]:
        """The cards the asset system refused."""
        return tuple(card for card in self.cards if card.state == "refused")


@dataclass(frozen=True, slots=True)
class TransferLine:
    """A hand-over in the list of its contract."""

    href: str
    acceptance_number: int
    cards: int
    state: str
    state_label: str


def card_page(
    viewer: Viewer, *, words: str = "", state: str = "", after: str = ""
) -> Page[CardLine]:
    """List cards, newest first, a page at a time."""
    rows = AssetCard.objects.seen_by(viewer).select_related("transfer")
    if words:
        rows = rows.filter(
            Q(name__icontains=words)
            | Q(serial__startswith=words)
            | Q(number__startswith=words)
            | Q(category__startswith=words.upper())
            | Q(receipt=words)
        )
    if state in CARD_STATES:
        rows = rows.filter(state=state)
    return keyset(rows, after, lambda row: _line(row, row.transfer))


def transfers_of(viewer: Viewer, contract_number: str) -> list[TransferLine]:
    """List the hand-overs of a contract."""
    rows = AssetTransfer.objects.seen_by(viewer).filter(contract_number=contract_number)
    found = list(rows.order_by("acceptance_number"))
    counted = AssetCard.objects.seen_by(viewer).filter(transfer__in=[row.pk for row in found])
    counts = dict(
        counted.values_list("transfer_id").annotate(count=Count("pk")).values_list(
            "transfer_id", "count"
        )
    )  # fmt: skip
    return [
        TransferLine(
            TRANSFER.page.format(row=row), row.acceptance_number, counts.get(row.pk, 0), row.state,
            TRANSFER.states[row.state],
        )
        for row in found
    ]  # fmt: skip


def transfer_seen(viewer: Viewer, contract_number: str, number: int) -> TransferSheet:
    """Return one hand-over.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = transfer_row(viewer, contract_number, number)
    cards = AssetCard.objects.seen_by(viewer).filter(transfer_id=row.pk).order_by("pk")[:MOST]
    return TransferSheet(
        row.contract_number, row.acceptance_number, row.contract_title, row.supplier_name,
        row.attempts, row.handed_at, row.state, TRANSFER.states[row.state],
        ports.asset_system().name, tuple(_line(card, row) for card in cards),
        party_offers(TRANSFER, row, viewer, None),
    )  # fmt: skip


def transfer_row(viewer: Viewer, contract_number: str, number: int) -> AssetTransfer:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    rows = AssetTransfer.objects.seen_by(viewer).filter(contract_number=contract_number)
    row = rows.filter(acceptance_number=number).first()
    if not row:
        raise NotFound("这次验收没有资产卡片。")
    return row


def _line(row: AssetCard, transfer: AssetTransfer) -> CardLine:
    shared: dict[str, Any] = {name: getattr(row, name) for name in _SHARED}
    return CardLine(**shared, href=TRANSFER.page.format(row=transfer))


_SHARED = (
    "number", "name", "specification", "category", "category_name", "quantity", "unit",
    "unit_price", "value", "serial", "acquired_on", "department", "keeper", "location", "state",
    "receipt", "refusal_code", "refusal", "refusal_field", "answered_at",
)  # fmt: skip
