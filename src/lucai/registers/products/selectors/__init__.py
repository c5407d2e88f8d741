"""Reading the product library: search, one product with its prices, comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count

from lucai.kernel import clock, money
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.catalogue import catalogue
from lucai.law.support_rules import ComponentFacts
from lucai.platform.records import read_once
from lucai.platform.records.paging import Page, keyset
from lucai.registers.products.bounds import named, priced
from lucai.registers.products.charts import Chart, chart_of
from lucai.registers.products.lifecycle import DEAL, KINDS, PRODUCT, SOURCES
from lucai.registers.products.models import Product, ProductOffer, ProductPrice
from lucai.registers.products.rules import ProductFacts
from lucai.registers.products.schemas import ProductIn

COMPARED = 4
"""So many products stand side by side on a page."""
HISTORY = 200


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product as lists show it; the price in 分, 0: nobody offers it."""

    number: str
    name: str
    brand: str
    model: str
    category: str
    catalogue_code: str
    unit: str
    lowest: int
    offers: int
    green: tuple[str, ...]
    says_domestic: bool
    expired: bool
    supplier_name: str
    state: str
    state_label: str

    @property
    def href(self) -> str:
        """Its page."""
        return f"/products/{self.number}/"


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """One certificate today."""

    kind: str
    kind_label: str
    number: str
    issuer: str
    until: date
    expired: bool


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One supplier's offer; prices in 分. ``dear``: above what the supplier asks of everybody else."""

    supplier_id: int
    supplier_name: str
    price: int
    public_price: int | None
    delivery_days: int
    warranty_months: int
    since: datetime

    @property
    def dear(self) -> bool:
        """Whether everybody else pays less."""
        return self.public_price is not None and self.price > self.public_price


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One price of the history, with its source; in 分."""

    at: datetime
    supplier_name: str
    price: int
    source_label: str
    reason: str
    deal: bool = False


@dataclass(frozen=True, slots=True)
class ProductSheet:
    """A product as its page shows it."""

    card: ProductCard
    own: bool
    manufacturer: str
    description: str
    standards: str
    attributes: tuple[dict[str, Any], ...]
    certificates: tuple[CertificateLine, ...]
    made_here: bool
    component_share: int | None
    listed_on: date | None
    said: str
    objection: str
    ruling: str
    offers: tuple[OfferLine, ...]
    prices: tuple[PriceLine, ...]
    chart: Chart | None
    mine: OfferLine | None
    steps: tuple[Offer, ...]

    def offer(self, step: str) -> Offer | None:
        """The step as this viewer sees it, or None."""
        return next((one for one in self.steps if one.step.name == step), None)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Products side by side: ``rows`` of label, values in their order, and whether they differ."""

    sheets: tuple[ProductSheet, ...]
    rows: tuple[tuple[str, tuple[str, ...], bool], ...]


def product_page(
    viewer: Viewer, *, words: str = "", category: str = "", least: str = "", most: str = "",
    green: str = "", state: str = "", after: str = "",
) -> Page[ProductCard]:  # fmt: skip
    """List products, newest first, a page at a time; without a state those in the library.

    ``least`` and ``most`` bound the lowest price, in 元; ``green`` keeps those with such
    a certificate and none that has expired.
    """
    rows = Product.objects.seen_by(viewer)
    rows = rows.filter(state=state if state in PRODUCT.states else "listed")
    rows = rows.filter(named(words))
    if category:
        rows = rows.filter(catalogue_code__startswith=category.upper())
    rows = rows.filter(priced(least, most))
    if green in KINDS:
        rows = rows.filter(certified__contains=f",{green},", next_expiry__gte=clock.today())
    return keyset(rows, after, _card)


def own_products(viewer: Viewer, *, after: str = "") -> Page[ProductCard]:
    """List a supplier's own entries in every state, newest first."""
    rows = Product.objects.seen_by(viewer).filter(supplier_id=viewer.organisation)
    return keyset(rows, after, _card)


def own_offers(viewer: Viewer) -> list[tuple[OfferLine, ProductCard]]:
    """List what a supplier offers with its product, the latest offer first, at most 200."""
    rows = ProductOffer.objects.seen_by(viewer).filter(supplier_id=viewer.organisation, active=True)
    offers = list(rows.order_by("-pk")[:HISTORY])
    numbers = [one.product_number for one in offers]
    found = Product.objects.seen_by(viewer).filter(number__in=numbers)
    cards = {row.number: _card(row) for row in found}
    return [
        (_offer(one), cards[one.product_number]) for one in offers if one.product_number in cards
    ]


def pickable(viewer: Viewer, category: str) -> list[ProductCard]:
    """List products of a category that a supplier offers now: what it may pick for a response."""
    offers = ProductOffer.objects.seen_by(viewer).filter(
        supplier_id=viewer.organisation, active=True
    )
    rows = Product.objects.seen_by(viewer).filter(
        state="listed", catalogue_code__startswith=category,
        number__in=list(offers.values_list("product_number", flat=True)[:HISTORY]),
    )  # fmt: skip
    return [_card(row) for row in rows.order_by("brand", "model", "pk")[:HISTORY]]


def as_response(viewer: Viewer, number: str) -> dict[str, Any]:
    """Return a picked product in the words of a response: product, specification, the own price."""
    sheet = product_seen(viewer, number)
    lines = [f"{one['name']}：{one['value']}" for one in sheet.attributes]
    if sheet.standards:
        lines.append(f"执行标准：{sheet.standards}")
    price = {"price": money.plain_yuan(sheet.mine.price)} if sheet.mine else {}
    product = f"{sheet.card.brand} {sheet.card.model} {sheet.card.name}"
    return {"product": product, "specification": "；".join(lines), **price}


def product_seen(viewer: Viewer, number: str) -> ProductSheet:
    """Return one product with offers and prices.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _sheet(viewer, product_row(viewer, number))


def entry_of(viewer: Viewer, number: str) -> dict[str, Any]:
    """Return a product as its form shows it.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = product_row(viewer, number)
    return {name: getattr(row, name) for name in ProductIn.model_fields}


def comparison(viewer: Viewer, numbers: Sequence[str]) -> Comparison:
    """Put up to four products side by side; unseen ones are left out.

    Raises:
        NotFound: none of them is there.
    """
    wanted = list(dict.fromkeys(numbers))[:COMPARED]
    found = {row.number: row for row in Product.objects.seen_by(viewer).filter(number__in=wanted)}
    sheets = tuple(_sheet(viewer, found[number]) for number in wanted if number in found)
    if not sheets:
        raise NotFound("没有找到要比较的商品。")
    return Comparison(sheets, tuple(_rows(sheets)))


def expiring(viewer: Viewer, until: date, *, limit: int = 20) -> list[ProductCard]:
    """List products in the library whose first certificate ends by a day, the first one first."""
    rows = Product.objects.seen_by(viewer).filter(state="listed", next_expiry__lte=until)
    return [_card(row) for row in rows.order_by("next_expiry", "pk")[:limit]]


def counts(viewer: Viewer) -> dict[tuple[str, str], int]:
    """Return (state, region) → how many products of the viewer's region there are."""
    rows = Product.objects.seen_by(viewer).filter(region__startswith=viewer.region)
    found = rows.values_list("state", "region").annotate(n=Count("pk")).order_by("state", "region")
    return {(state, code): n for state, code, n in found}


@read_once
def product_row(viewer: Viewer, number: str) -> Product:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = Product.objects.seen_by(viewer).filter(number=number).first()
    if not row:
        raise NotFound("商品库中没有这个商品。")
    return row


def facts_of(viewer: Viewer, row: Product) -> ProductFacts:
    """Return a product as rules read it."""
    ended = [one for one in _certificates(row) if one.expired]
    return ProductFacts(
        expired=tuple(f"{one.kind_label}{one.number}" for one in ended),
        says_domestic=row.says_domestic,
        made_here=row.made_here,
        components=ComponentFacts(
            says_domestic=row.says_domestic,
            code=row.catalogue_code,
            share=None if row.component_share is None else Decimal(row.component_share) / 100,
        ),
        acting=viewer.person,
        sent_back_by=row.sent_back_by,
    )


def _category(code: str) -> str:
    found = catalogue().get(code)
    return found.name if found else code


def product_card(viewer: Viewer, row: Product) -> ProductCard:
    """Show a product that is in hand."""
    del viewer
    return _card(row)


def _card(row: Product) -> ProductCard:
    today = clock.today()
    valid = [one for one in _certificates(row) if not one.expired]
    green = tuple(one.kind_label for one in valid if one.kind in {"energy", "environment"})
    return ProductCard(
        row.number, row.name, row.brand, row.model, _category(row.catalogue_code),
        row.catalogue_code, row.unit, row.lowest, row.offers, green, row.says_domestic,
        bool(row.next_expiry and row.next_expiry < today), row.supplier_name, row.state,
        PRODUCT.states[row.state],
    )  # fmt: skip


def _certificates(row: Product) -> list[CertificateLine]:
    today = clock.today()
    return [
        CertificateLine(
            one["kind"], KINDS[one["kind"]], one["number"], one["issuer"],
            date.fromisoformat(one["until"]), date.fromisoformat(one["until"]) < today,
        )
        for one in row.certificates
    ]  # fmt: skip


def _sheet(viewer: Viewer, row: Product) -> ProductSheet:
    own = viewer.side is Side.SUPPLIER and viewer.organisation == row.supplier_id
    handles = viewer.side is Side.SUPERVISOR and viewer.organisation == row.finance_id
    steps: tuple[Offer, ...] = ()
    if own or handles:
        steps = tuple(PRODUCT.offers(row.state, viewer, facts_of(viewer, row), clock.now()))
    offers = _offers(viewer, row.number)
    history = history_of(viewer, row.number)
    points = _lowest(history)
    mine = [one for one in offers if one.supplier_id == viewer.organisation]
    return ProductSheet(
        card=_card(row), own=own, manufacturer=row.manufacturer, description=row.description,
        standards=row.standards, attributes=tuple(row.attributes),
        certificates=tuple(_certificates(row)), made_here=row.made_here,
        component_share=row.component_share, listed_on=row.listed_on, said=row.said,
        objection=row.objection if own or handles else "",
        ruling=row.ruling if own or handles else "",
        offers=tuple(offers), prices=tuple(reversed(history)), chart=chart_of(points),
        mine=mine[0] if viewer.side is Side.SUPPLIER and mine else None, steps=steps,
    )  # fmt: skip


def _offers(viewer: Viewer, number: str) -> list[OfferLine]:
    rows = ProductOffer.objects.seen_by(viewer).filter(product_number=number, active=True)
    return [_offer(row) for row in rows.order_by("price", "pk")[:HISTORY]]


def _offer(row: ProductOffer) -> OfferLine:
    return OfferLine(
        row.supplier_id, row.supplier_name, row.price, row.public_price, row.delivery_days,
        row.warranty_months, row.since,
    )  # fmt: skip


def history_of(viewer: Viewer, number: str) -> list[PriceLine]:
    """Return the latest prices, the oldest of them first."""
    rows = ProductPrice.objects.seen_by(viewer).filter(product_number=number)
    latest = list(rows.order_by("-at", "-pk")[:HISTORY])
    return [
        PriceLine(
            row.at,
            row.supplier_name,
            row.price,
            SOURCES[row.source],
            row.reason,
            row.source == DEAL,
        )
        for row in reversed(latest)
    ]


def _lowest(history: list[PriceLine]) -> list[tuple[datetime, int]]:
    """Return the lowest price after each change: what a buyer would have found then."""
    now: dict[str, int] = {}
    points = []
    for line in history:
        if line.deal:
            continue
        now[line.supplier_name] = line.price
        points.append((line.at, min(now.values())))
    return points


def _rows(sheets: tuple[ProductSheet, ...]) -> list[tuple[str, tuple[str, ...], bool]]:
    names = dict.fromkeys(one["name"] for sheet in sheets for one in sheet.attributes)
    lines = [(label, tuple(say(sheet) for sheet in sheets)) for label, say in _COMPARED]
    for name in names:
        values = [{one["name"]: one["value"] for one in sheet.attributes} for sheet in sheets]
        lines.append((name, tuple(value.get(name, "—") for value in values)))
    return [(label, values, len(set(values)) > 1) for label, values in lines]


_COMPARED: tuple[tuple[str, Any], ...] = (
    (
        "最低报价",
        lambda s: f"{money.yuan(s.card.lowest)} 元/{s.card.unit}" if s.card.lowest else "—",
    ),
    ("报价供应商", lambda s: f"{s.card.offers} 家"),
    ("品目", lambda s: f"{s.card.catalogue_code} {s.card.category}"),
    ("生产厂商", lambda s: s.manufacturer),
    ("执行标准", lambda s: s.standards or "—"),
    ("节能、环保认证", lambda s: "、".join(s.card.green) or "没有有效证书"),
    ("本国产品声明", lambda s: "供应商声明为本国产品" if s.card.says_domestic else "没有声明"),
    ("最短供货时间", lambda s: f"{min(o.delivery_days for o in s.offers)} 日" if s.offers else "—"),
    (
        "最长质保期",
        lambda s: f"{max(o.warranty_months for o in s.offers)} 个月" if s.offers else "—",
    ),
)
