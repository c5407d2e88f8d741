"""Reading deliveries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.files.selectors import FileCard, files_attached
from lucai.platform.records import read_once
from lucai.stages.contract.contracts.clauses import ItemLine
from lucai.stages.contract.contracts.days import last_day
from lucai.stages.contract.contracts.parties import party_offers
from lucai.stages.contract.contracts.selectors import contract_items, items_named
from lucai.stages.performance.deliveries.lifecycle import DELIVERY, LATE_CAUSES
from lucai.stages.performance.deliveries.models import Delivery, DeliveryItem
from lucai.stages.performance.deliveries.rules import left_to_deliver

VOID = "rejected"


@dataclass(frozen=True, slots=True)
class DeliveredLine:
    """How much of one item came; quantities are decimals."""

    place: int
    name: str
    unit: str
    quantity: Decimal
    refused: Decimal
    serials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """A photo with its digests; ``by`` is the side that took it."""

    file_id: int
    name: str
    size: int
    sha256: str
    sm3: str
    by: str


@dataclass(frozen=True, slots=True)
class DeliverySheet:
    """A delivery with what the viewer can do about it."""

    number: int
    contract_number: str
    contract_title: str
    buyer_name: str
    supplier_name: str
    expected_on: date
    delivered_on: date | None
    delivery_due_at: datetime | None
    received_at: datetime | None
    accept_due_at: datetime | None
    note: str
    receipt_note: str
    rejected_reason: str
    late_cause: str
    late_reason: str
    rework_reason: str
    rework_by: date | None
    reworked: int
    silent_since: datetime | None
    state: str
    state_label: str
    items: tuple[DeliveredLine, ...]
    photos: tuple[PhotoLine, ...]
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its address."""
        return f"/contracts/{self.contract_number}/deliveries/{self.number}/"

    @property
    def delivery_due_on(self) -> date | None:
        """The last day that the contract agrees."""
        return last_day(self.delivery_due_at)

    @property
    def accept_due_on(self) -> date | None:
        """The last day to accept it."""
        return last_day(self.accept_due_at)

    @property
    def late_label(self) -> str:
        """Why it is late, in words."""
        return LATE_CAUSES.get(self.late_cause, "")

    @property
    def late_days(self) -> int:
        """Days after the agreed last day; 0: in time, or not delivered yet."""
        due = self.delivery_due_on
        return max((self.delivered_on - due).days, 0) if self.delivered_on and due else 0


@dataclass(frozen=True, slots=True)
class LeftLine:
    """What of one item is still to be delivered."""

    place: int
    name: str
    specification: str
    unit: str
    agreed: Decimal
    left: Decimal


@read_once
def deliveries_of(viewer: Viewer, contract_number: str) -> list[DeliverySheet]:
    """List the deliveries of a contract, newest first."""
    rows = list(
        Delivery.objects.seen_by(viewer).filter(contract_number=contract_number).order_by("-number")
    )
    items = _items_of(viewer, [row.pk for row in rows])
    return [_sheet(viewer, row, items.get(row.pk, [])) for row in rows]


def delivery_seen(viewer: Viewer, contract_number: str, number: int) -> DeliverySheet:
    """Return one delivery.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = delivery_row(viewer, contract_number, number)
    return _sheet(viewer, row, _items_of(viewer, [row.pk]).get(row.pk, []))


def undelivered(viewer: Viewer, contract_number: str) -> list[LeftLine]:
    """List the items of a contract with what is still to be delivered of each."""
    items = contract_items(viewer, contract_number)
    agreed = {item.place: Decimal(item.quantity) for item in items}
    left = left_to_deliver(agreed, _delivered(viewer, contract_number))
    return [
        LeftLine(item.place, item.name, item.specification, item.unit,
                 agreed[item.place], left[item.place])
        for item in items
    ]  # fmt: skip


def serials_of(viewer: Viewer, contract_number: str) -> frozenset[str]:
    """Return all serial numbers that came under a contract, but for what was rejected."""
    rows = DeliveryItem.objects.seen_by(viewer).filter(contract_number=contract_number)
    kept = rows.exclude(delivery__state=VOID).values_list("serials", flat=True)
    return frozenset(serial for serials in kept for serial in serials)


def payment_clock_from(viewer: Viewer, contract_number: str, number: int) -> date | None:
    """Return the day from which payment is due although nobody accepted; None: not so.

    It is the last day of the agreed time of acceptance (保障中小企业款项支付条例 第十条).
    """
    found = delivery_seen(viewer, contract_number, number)
    return found.accept_due_on if found.silent_since else None


@dataclass(frozen=True, slots=True)
class SilentLine:
    """A delivery that nobody accepted in the agreed time; what came is worth ``amount`` 分."""

    number: int
    amount: int
    accept_due_on: date


@read_once
def silent_named(viewer: Viewer, contract_numbers: list[str]) -> dict[str, tuple[SilentLine, ...]]:
    """Return contract → deliveries whose acceptance stays out, for several contracts at once.

    By 保障中小企业款项支付条例 第十条 their payment is due as if accepted on the last agreed day.
    """
    came_here = _unaccepted(viewer, contract_numbers)
    waiting = [row for row in came_here if row.state == "received" and row.silent_since]
    if not waiting:
        return {}
    came = _items_of(viewer, [row.pk for row in waiting])
    priced = items_named(viewer, contract_numbers)
    found: dict[str, tuple[SilentLine, ...]] = {}
    for row in waiting:
        prices = {item.place: item for item in priced[row.contract_number]}
        amount = sum(
            _worth(prices[one.place], Decimal(one.quantity)) for one in came.get(row.pk, [])
        )
        due = last_day(row.accept_due_at)
        assert due is not None, "a silent delivery had a time of acceptance"
        line = SilentLine(row.number, amount, due)
        found[row.contract_number] = (*found.get(row.contract_number, ()), line)
    return found


@dataclass(frozen=True, slots=True)
class AwaitingLine:
    """A delivery that came and is not accepted yet, or being accepted, with the last agreed day."""

    contract_number: str
    number: int
    state_label: str
    accept_due_on: date | None

    @property
    def href(self) -> str:
        """Its address."""
        return f"/contracts/{self.contract_number}/deliveries/{self.number}/"


def awaiting_named(
    viewer: Viewer, contract_numbers: list[str]
) -> dict[str, tuple[AwaitingLine, ...]]:
    """Return contract → what came and waits for receipt or for the end of its acceptance.

    Those for which payment is due on silence are not here.
    """
    found: dict[str, tuple[AwaitingLine, ...]] = {}
    for row in _unaccepted(viewer, contract_numbers):
        if row.silent_since and row.state == "received":
            continue
        line = AwaitingLine(
            row.contract_number, row.number, DELIVERY.states[row.state], last_day(row.accept_due_at)
        )
        found[row.contract_number] = (*found.get(row.contract_number, ()), line)
    return found


@read_once
def _unaccepted(viewer: Viewer, contract_numbers: list[str]) -> list[Delivery]:
    """Return what came under several contracts and was not turned down, in their order."""
    rows = Delivery.objects.seen_by(viewer).filter(
        contract_number__in=contract_numbers, state__in=("delivered", "received", "accepted")
    )
    return list(rows.order_by("contract_number", "number"))


def _worth(item: ItemLine, quantity: Decimal) -> int:
    """Return what came of an item in 分; all of it is the item's own amount."""
    if quantity == Decimal(item.quantity):
        return item.amount
    return int((quantity * item.unit_price).quantize(Decimal(1), ROUND_HALF_UP))


def undelivered_named(viewer: Viewer, contract_numbers: list[str]) -> dict[str, list[LeftLine]]:
    """Return contract → its items with what is still to be delivered; three queries for all."""
    came: dict[tuple[str, int], Decimal] = {}
    rows = DeliveryItem.objects.seen_by(viewer).filter(contract_number__in=contract_numbers)
    for item in rows.exclude(delivery__state=VOID):
        key = (item.contract_number, item.place)
        kept = Decimal(item.quantity) - Decimal(item.refused)
        came[key] = came.get(key, Decimal()) + kept
    return {
        number: [_left(item, came.get((number, item.place), Decimal())) for item in items]
        for number, items in items_named(viewer, contract_numbers).items()
    }


def _left(item: ItemLine, came: Decimal) -> LeftLine:
    agreed = Decimal(item.quantity)
    return LeftLine(
        item.place, item.name, item.specification, item.unit, agreed, max(agreed - came, Decimal())
    )


def photo_seen(viewer: Viewer, contract_number: str, number: int, file_id: int) -> FileCard:
    """Return a photo of a delivery.

    Raises:
        NotFound: the delivery is not seen, or the file is none of its photos.
    """
    row = delivery_row(viewer, contract_number, number)
    if file_id not in {photo["file_id"] for photo in row.photos}:
        raise NotFound("没有找到这张照片。")
    return files_attached(viewer, [file_id])[file_id]


def delivery_row(viewer: Viewer, contract_number: str, number: int) -> Delivery:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    rows = Delivery.objects.seen_by(viewer).filter(contract_number=contract_number, number=number)
    row = rows.first()
    if not row:
        raise NotFound("没有找到这次交付。")
    return row


def _delivered(viewer: Viewer, contract_number: str) -> dict[int, Decimal]:
    """Return place → what came and was not turned down."""
    rows = DeliveryItem.objects.seen_by(viewer).filter(contract_number=contract_number)
    found: dict[int, Decimal] = {}
    for item in rows.exclude(delivery__state=VOID):
        kept = Decimal(item.quantity) - Decimal(item.refused)
        found[item.place] = found.get(item.place, Decimal()) + kept
    return found


def _items_of(viewer: Viewer, deliveries: list[int]) -> dict[int, list[DeliveryItem]]:
    rows = DeliveryItem.objects.seen_by(viewer).filter(delivery_id__in=deliveries)
    found: dict[int, list[DeliveryItem]] = {}
    for row in rows.order_by("place"):
        found.setdefault(row.delivery_id, []).append(row)
    return found


def _sheet(viewer: Viewer, row: Delivery, items: Iterable[DeliveryItem]) -> DeliverySheet:
    shared: dict[str, Any] = {name: getattr(row, name) for name in _SHARED}
    return DeliverySheet(
        **shared,
        state_label=DELIVERY.states[row.state],
        items=tuple(map(_line, items)),
        photos=tuple(PhotoLine(**photo) for photo in row.photos),
        offers=tuple(
            one for one in party_offers(DELIVERY, row, viewer, None) if row.awaits(one.step.name)
        ),
    )


def _line(item: DeliveryItem) -> DeliveredLine:
    return DeliveredLine(
        item.place, item.name, item.unit, Decimal(item.quantity), Decimal(item.refused),
        tuple(item.serials),
    )  # fmt: skip


_SHARED = (
    "number", "contract_number", "contract_title", "buyer_name", "supplier_name", "expected_on",
    "delivered_on", "delivery_due_at", "received_at", "accept_due_at", "note", "receipt_note",
    "rejected_reason", "late_cause", "late_reason", "rework_reason", "rework_by", "reworked",
    "silent_since", "state",
)  # fmt: skip
