"""Reading the library as whoever buys: what is supplied now, middle prices, prices of late."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db.models import Q

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.platform.records.paging import Page, keyset
from lucai.registers.products.bounds import named, priced
from lucai.registers.products.models import Product, ProductOffer
from lucai.registers.products.selectors import (
    PriceLine,
    ProductCard,
    history_of,
    product_card,
)

_GREEN = Q(certified__contains=",energy,") | Q(certified__contains=",environment,")


def on_sale(
    viewer: Viewer, *, words: str = "", category: str = "", least: str = "", most: str = "",
    green: bool, after: str = "",
) -> Page[ProductCard]:  # fmt: skip
    """List what somebody supplies now, newest first: energy-saving and low-emission goods, or the rest.

    Whoever shows both shows the green ones first (财库〔2019〕9号: they are bought first).
    """
    rows = Product.objects.seen_by(viewer).filter(state="listed", offers__gt=0)
    rows = rows.filter(named(words), priced(least, most))
    if category:
        rows = rows.filter(catalogue_code__startswith=category.upper())
    valid = _GREEN & Q(next_expiry__gte=clock.today())
    rows = rows.filter(valid) if green else rows.filter(~_GREEN | Q(next_expiry__lt=clock.today()))
    return keyset(rows, after, partial(product_card, viewer))


def middle_price(viewer: Viewer, category: str) -> int | None:
    """Return the median of the lowest offers of a category's products, in 分; None: nobody offers any.

    Of an even number it is the upper one of the two in the middle.
    """
    rows = Product.objects.seen_by(viewer).filter(
        state="listed", catalogue_code=category, lowest__gt=0
    )
    found = rows.count()
    if not found:
        return None
    price: int = rows.order_by("lowest", "pk").values_list("lowest", flat=True)[found // 2]
    return price


def prices_since(viewer: Viewer, number: str, since: datetime) -> list[PriceLine]:
    """List the prices of a product from a moment on, the oldest first, at most the latest 200."""
    return [line for line in history_of(viewer, number) if line.at >= since]


def sellers_of(viewer: Viewer, category: str, *, most: int) -> dict[int, str]:
    """Return who supplies products of a category now: organisation → name, the latest offers first."""
    numbers = Product.objects.seen_by(viewer).filter(state="listed", catalogue_code=category)
    offers = ProductOffer.objects.seen_by(viewer).filter(
        active=True, product_number__in=numbers.values("number")
    )
    found = offers.order_by("-pk").values_list("supplier_id", "supplier_name")
    return dict(list(dict(found[: most * 10]).items())[:most])
