"""The storefront and a product in the mall."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from lucai.kernel.actors import PUBLIC, Side
from lucai.platform.web.pages import page
from lucai.platform.web.requests import viewer_of
from lucai.registers.products.selectors import product_seen
from lucai.stages.contract.mall import selectors
from lucai.stages.contract.mall.lifecycle import PLACE, REPORT

FILTERS = ("words", "category", "least", "most")


@require_GET
def storefront(request: HttpRequest) -> HttpResponse:
    """Show what is on sale, green goods first."""
    viewer = viewer_of(request)
    asked = {name: request.GET.get(name, "").strip() for name in FILTERS}
    context = {
        "found": selectors.shelf(PUBLIC, after=request.GET.get("after", ""), **asked),
        "limits": selectors.limits_of(viewer),
        **asked,
    }
    return page(request, "mall/storefront.html", context)


@require_GET
def product(request: HttpRequest, number: str) -> HttpResponse:
    """Show a product with every offer and what it cost of late."""
    viewer = viewer_of(request)
    context = {
        "sheet": product_seen(viewer, number),
        "may_order": viewer.side is Side.BUYER and viewer.may(PLACE.permission),
        "may_report": viewer.may(REPORT.permission),
        "limits": selectors.limits_of(viewer),
    }
    return page(request, "mall/product.html", context)
