"""Pages of the product library: search and comparison for everybody, the supplier's shelf, finance's desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import PUBLIC, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.law.catalogue import CatalogueItem, search
from lucai.platform.access.permissions import demand
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form, typed
from lucai.platform.web.pages import flash, page
from lucai.platform.web.performing import ActPage, perform
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.rows import reshaped, rows_of
from lucai.platform.web.timelines import timeline_of
from lucai.registers.products import selectors, services, signed
from lucai.registers.products.lifecycle import KEEP, KINDS, PRODUCT
from lucai.registers.products.schemas import (
    AttributeIn,
    CertificateIn,
    CertificatesIn,
    ObjectionIn,
    OfferIn,
    ProductIn,
    RulingIn,
    SaidIn,
)

FILTERS = ("words", "category", "least", "most", "green", "after")
GREEN = [(key, label) for key, label in KINDS.items() if key in {"energy", "environment"}]
CONFIRMING = {
    "submit": "已提交，等待审核。",
    "enlist": "已列入商品库并公开。",
}
FOUND = 12


@require_GET
def products(request: HttpRequest) -> HttpResponse:
    """Search the library."""
    asked = {name: request.GET.get(name, "").strip() for name in FILTERS}
    context = {"found": selectors.product_page(PUBLIC, **asked), "greens": GREEN, **asked}
    return page(request, "products/public.html", context)


@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Put up to four products side by side."""
    numbers = request.GET.getlist("p")
    if not numbers:
        return redirect("products")
    found = selectors.comparison(PUBLIC, numbers)
    context = {"found": found, "left": len(set(numbers)) > selectors.COMPARED}
    return page(request, "products/compare.html", context)


@require_GET
def product(request: HttpRequest, number: str) -> HttpResponse:
    """Show one product with its offers and prices."""
    viewer = viewer_of(request)
    context = {
        "sheet": selectors.product_seen(viewer, number),
        "entries": timeline_of(viewer, PRODUCT.of, number),
    }
    return page(request, "products/product.html", context)


@require_GET
@signed_in(Side.SUPPLIER)
def shelf(request: HttpRequest) -> HttpResponse:
    """List what the supplier entered and what it offers."""
    viewer = viewer_of(request)
    found = selectors.own_products(viewer, after=request.GET.get("after", ""))
    context = {
        "found": found,
        "offers": selectors.own_offers(viewer),
        "may_keep": viewer.may(KEEP.permission),
    }
    return page(request, "products/shelf.html", context)


@require_GET
@signed_in(Side.SUPERVISOR)
def desk(request: HttpRequest) -> HttpResponse:
    """List what waits for finance, and everything else by state."""
    viewer = viewer_of(request)
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "state", "after")}
    asked["state"] = asked["state"] or "submitted"
    context = {
        "found": selectors.product_page(viewer, **asked),
        "counts": _by_state(selectors.counts(viewer)),
        "states": [one for one in PRODUCT.states.items() if one[0] != PRODUCT.initial],
        **asked,
    }
    return page(request, "products/desk.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a product with the own offer."""
    demand(viewer_of(request), KEEP.permission)
    form, hits = _product_form(request, {})
    offer = read_form(OfferIn, request) if request.method == "POST" else filled(OfferIn)
    made: list[str] = []

    def act(data: ProductIn) -> None:
        if offer.data:
            number = services.begin_product(actor_of(request), product=data, offer=offer.data)
            made.append(number)

    if form.attempt(act, form.data) and made:
        flash(request, "已保存。核对无误后提交入库审核。")
        return redirect("product", made[0])
    return _product_page(request, form, hits, offer)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Change a product that is not in the library."""

    def act(data: ProductIn) -> None:
        services.edit_product(actor_of(request), number=number, product=data)

    form, hits = _product_form(request, selectors.entry_of(viewer_of(request), number))
    if form.attempt(act, form.data):
        flash(request, "已保存。")
        return redirect("product", number)
    return _product_page(request, form, hits, None, number)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def certificates(request: HttpRequest, number: str) -> HttpResponse:
    """Renew the certificates."""

    def act(data: CertificatesIn) -> None:
        services.renew_certificates(actor_of(request), number=number, certificates=data)

    sheet = selectors.product_seen(viewer_of(request), number)
    form: Form[CertificatesIn] | None = reshaped(CertificatesIn, request)
    if form is None and request.method == "POST":
        form = read_form(CertificatesIn, request)
        if form.attempt(act, form.data):
            flash(request, "证书已更新。")
            return redirect("product", number)
    form = form or filled(CertificatesIn, selectors.entry_of(viewer_of(request), number))
    context = {"form": form, "sheet": sheet, **rows_of(form, "certificates", CertificateIn)}
    return page(request, "products/certificates.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def offer(request: HttpRequest, number: str) -> HttpResponse:
    """Offer a product, or change the own price."""
    sheet = selectors.product_seen(viewer_of(request), number)
    form = filled(OfferIn, _terms(sheet))
    if request.method == "POST":
        form = read_form(OfferIn, request)
        if form.attempt(services.offer_product, actor_of(request), number=number, offer=form.data):
            flash(request, "报价已保存，价格变化记入历史并公开。")
            return redirect("product", number)
    return page(request, "products/offer.html", {"form": form, "sheet": sheet}, status=form.status)


@require_POST
@signed_in(Side.SUPPLIER)
def stop(request: HttpRequest, number: str) -> HttpResponse:
    """Offer it no longer."""
    services.stop_offer(actor_of(request), number=number)
    flash(request, "已停止供应；可以随时重新报价。")
    return redirect("product", number)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER, Side.SUPERVISOR)
@signed_act({"submit": "提交商品入库审核", "enlist": "列入商品库"}, about=signed.product)
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Ask before, and take, a step that needs nothing typed."""
    if step not in CONFIRMING:
        raise NotFound("没有找到这个页面。")
    if request.method == "POST":
        services.take(actor_of(request), number=number, step=step)
        flash(request, CONFIRMING[step])
        return redirect("product", number)
    sheet = selectors.product_seen(viewer_of(request), number)
    return page(request, "products/step.html", {"sheet": sheet, "offer": sheet.offer(step)})


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    """Send a product back."""
    return _act(
        request,
        number,
        "send_back",
        services.send_back,
        "已退回，供应商可以修改后重新提交，或者提出异议。",
    )


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def objection(request: HttpRequest, number: str) -> HttpResponse:
    """Object to having been sent back."""

    def taken(data: Any) -> None:
        services.object_to(actor_of(request), number=number, form=data)

    done = "异议已提交，由另一位工作人员处理。"
    about = partial(_about, viewer_of(request), number, "object")
    return perform(request, ObjectionIn, taken, done, about)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
@signed_act("处理商品入库异议", about=signed.product)
def decision(request: HttpRequest, number: str) -> HttpResponse:
    """Decide an objection."""

    def taken(data: Any) -> None:
        services.decide(actor_of(request), number=number, ruling=data)

    done = "异议已处理，结果已告知供应商。"
    about = partial(_about, viewer_of(request), number, "accept_objection")
    return perform(request, RulingIn, taken, done, about)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take the own product out."""
    return _act(request, number, "withdraw", services.withdraw, "已下架，价格历史仍然保留。")


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
@signed_act("责令商品下架", about=signed.product)
def take_down(request: HttpRequest, number: str) -> HttpResponse:
    """Take a product out, as finance."""
    return _act(request, number, "take_down", services.take_down, "已责令下架并公开理由。")


def _by_state(counts: dict[tuple[str, str], int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for (state, _), n in counts.items():
        found[state] = found.get(state, 0) + n
    return found


def _act(
    request: HttpRequest, number: str, step: str, act: Callable[..., None], done: str
) -> HttpResponse:
    def taken(data: SaidIn) -> None:
        act(actor_of(request), number=number, said=data)

    return perform(request, SaidIn, taken, done, lambda: _about(viewer_of(request), number, step))


NOTES = {"object": 1, "accept_objection": 2}
LABELS = {"object": "对退回提出异议", "accept_objection": "处理商品入库异议"}


def _about(viewer: Viewer, number: str, step: str) -> ActPage:
    sheet = selectors.product_seen(viewer, number)
    card = sheet.card
    told = (f"退回理由：{sheet.said}", f"供应商的异议：{sheet.objection}")
    return ActPage(
        label=LABELS.get(step, ""),
        notes=tuple((text, "info") for text in told[: NOTES.get(step, 0)]),
        offer=sheet.offer(step), back=card.href, name=f"{card.brand} {card.model} {card.name}",
        code=card.number, closed=f"这个商品{card.state_label}，现在不能办理这一步。",
        danger=step == "take_down", draft=f"product-{step}-{number}",
    )  # fmt: skip


def _product_form(
    request: HttpRequest, before: dict[str, Any]
) -> tuple[Form[ProductIn], tuple[CatalogueItem, ...] | None]:
    """Return the form, and the items of the catalogue found when its search was pressed."""
    values = typed(request)
    if request.method == "GET":
        return filled(ProductIn, before), None
    if "find" in values:
        words = values.get("catalogue_code", "") or values.get("name", "")
        return Form(ProductIn, values, bound=True), search(words, limit=FOUND)
    if picked := values.get("pick"):
        return Form(ProductIn, {**values, "catalogue_code": picked}, bound=True), None
    return reshaped(ProductIn, request) or read_form(ProductIn, request), None


def _product_page(
    request: HttpRequest, form: Form[ProductIn], hits: tuple[CatalogueItem, ...] | None,
    offer: Form[OfferIn] | None, number: str = "",
) -> HttpResponse:  # fmt: skip
    reshaping = bool({"find", "pick", "add", "remove"} & set(request.POST))
    if offer and reshaping:
        offer.problems.clear()
    problems = 422 if form.errors or (offer and offer.errors) else 200
    context = {
        "form": form, "offer": offer, "hits": hits, "number": number,
        **rows_of(form, "attributes", AttributeIn),
        **rows_of(form, "certificates", CertificateIn),
    }  # fmt: skip
    return page(request, "products/form.html", context, status=problems)


def _terms(sheet: selectors.ProductSheet) -> dict[str, Any]:
    mine = sheet.mine
    if mine is None:
        return {}
    return OfferIn.model_construct(
        price=mine.price, public_price=mine.public_price, delivery_days=mine.delivery_days,
        warranty_months=mine.warranty_months, reason="",
    ).model_dump()  # fmt: skip
