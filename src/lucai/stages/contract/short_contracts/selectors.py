"""Reading short contracts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.lives.offers import held_of
from lucai.platform.records.paging import Page, keyset
from lucai.stages.contract.short_contracts.lifecycle import SHORT_CONTRACT
from lucai.stages.contract.short_contracts.models import ShortContract
from lucai.stages.trade.calloffs.selectors import order_seen

TONES = {"signed": "green", "withdrawn": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortContractCard:
    """A short contract as pages show it; money in 分."""

    number: str
    order_number: str
    framework_number: str
    framework_title: str
    buyer_id: int
    buyer_name: str
    supplier_id: int
    supplier_name: str
    way: str
    item: str
    specification: str
    quantity: int
    unit: str
    unit_price: int
    amount: int
    place: str
    deliver_by: date
    demand: str
    terms: dict[str, str]
    buyer_signed_at: datetime
    signed_at: datetime | None
    state: str
    offers: tuple[Offer, ...] = ()

    @property
    def href(self) -> str:
        """Its page."""
        return f"/short-contracts/{self.number}/"

    @property
    def tag(self) -> dict[str, str]:
        """Its state as a tag."""
        return {
            "text": SHORT_CONTRACT.states[self.state], "tone": TONES.get(self.state, "amber"),
        }  # fmt: skip


def short_contract_page(
    viewer: Viewer, *, words: str = "", state: str = "", after: str = ""
) -> Page[ShortContractCard]:
    """List the short contracts that concern the viewer, newest first."""
    rows = ShortContract.objects.seen_by(viewer).filter(_concerns(viewer))
    if words:
        rows = rows.filter(
            Q(number__startswith=words)
            | Q(item__icontains=words)
            | Q(supplier_name__icontains=words)
            | Q(buyer_name__icontains=words)
        )
    if state in SHORT_CONTRACT.states:
        rows = rows.filter(state=state)
    return keyset(rows, after, _card)


def short_contract_href(viewer: Viewer, order_number: str) -> str:
    """Return where the viewer reads the contract on an order, or nothing."""
    number = short_contract_of(viewer, order_number)
    return f"/short-contracts/{number}/" if number else ""


def short_contract_row(viewer: Viewer, number: str) -> ShortContract:
    """Return a short contract.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = ShortContract.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("没有找到这份简式合同。")
    found: ShortContract = row
    return found


def short_contract_seen(viewer: Viewer, number: str) -> ShortContractCard:
    """Return a short contract with what the viewer can do about it.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = short_contract_row(viewer, number)
    offers: tuple[Offer, ...] = ()
    if row.parties().get(viewer.side) == viewer.organisation:
        facts = row.facts(awarded_for(viewer, row))
        offers = held_of(viewer, row, SHORT_CONTRACT.offers(row.state, viewer, facts, clock.now()))
    return replace(_card(row), offers=offers)


def short_contract_card(viewer: Viewer, row: ShortContract) -> ShortContractCard:
    """Show a short contract that is in hand."""
    del viewer
    return _card(row)


def short_contract_of(viewer: Viewer, order_number: str) -> str:
    """Return the number of the contract on an order, or nothing."""
    rows = ShortContract.objects.seen_by(viewer).filter(order_number=order_number)
    last = rows.exclude(state="withdrawn").values_list("number", flat=True).first()
    return last or ""


def awarded_for(viewer: Viewer, row: ShortContract) -> int:
    """Return what the contract's order was awarded for, in 分."""
    del viewer
    return order_seen(SYSTEM, row.order_number).amount or 0


def _concerns(viewer: Viewer) -> Q:
    match viewer.side:
        case Side.BUYER:
            return Q(buyer_path__startswith=viewer.unit_path)
        case Side.SUPPLIER:
            return Q(supplier_id=viewer.organisation)
        case Side.AGENCY:
            return Q(organiser_id=viewer.organisation)
    return Q(region__startswith=viewer.region)


def _card(row: ShortContract) -> ShortContractCard:
    return ShortContractCard(**{name: getattr(row, name) for name in _SHARED})


_SHARED: tuple[Any, ...] = tuple(
    name for name in ShortContractCard.__dataclass_fields__ if name != "offers"
)
