"""Pages of the supplier library."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.registers.suppliers import selectors, services
from lucai.registers.suppliers.schemas import SIZE_LABELS, CompanyIn, industry_choices


@require_GET
@signed_in(Side.BUYER, Side.AGENCY, Side.SUPERVISOR)
def suppliers(request: HttpRequest) -> HttpResponse:
    """List suppliers."""
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "size_class", "after")}
    found = selectors.supplier_page(viewer_of(request), **asked)
    context = {"found": found, "sizes": list(SIZE_LABELS.items()), **asked}
    return page(request, "suppliers/suppliers.html", context)


@require_GET
@signed_in(Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.SUPPLIER)
def supplier(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Show one supplier."""
    card = selectors.supplier_seen(viewer_of(request), organisation_id)
    return page(request, "suppliers/supplier.html", {"card": card})


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def company(request: HttpRequest) -> HttpResponse:
    """Show and correct what the supplier says of itself."""
    form = filled(CompanyIn, selectors.own_company(viewer_of(request)))
    if request.method == "POST":
        form = read_form(CompanyIn, request)
        if form.data and "add" not in request.POST:
            services.keep_company(actor_of(request), company=form.data)
            flash(request, "企业资料已保存，今后投标时自动带入。")
            return redirect("company")
    form.choices["industry"] = industry_choices()
    return page(request, "suppliers/company.html", {"form": form}, status=422 if form.errors else 200)
