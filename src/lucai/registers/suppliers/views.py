"""Pages of the supplier library."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.registers.suppliers import selectors, services
from lucai.registers.suppliers.schemas import (
    SIZE_LABELS,
    CompanyIn,
    QualificationIn,
    industry_choices,
)

CERTIFICATES = "qualifications"


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
        if form.data and not _rows_changed(request, form):
            services.keep_company(actor_of(request), company=form.data)
            flash(request, "企业资料已保存，今后投标时自动带入。")
            return redirect("company")
    form.choices["industry"] = industry_choices()
    context = {"form": form, "rows": _rows(form), "empty": _row(form, "__i__")}
    return page(request, "suppliers/company.html", context, status=422 if form.errors else 200)


def _rows_changed(request: HttpRequest, form: Form[CompanyIn]) -> bool:
    """Add or take away a certificate where the browser runs no scripts."""
    prefix, _, place = request.POST.get("remove", "").partition(".")
    if prefix == CERTIFICATES:
        form.values = {
            n: v for n, v in form.values.items() if not n.startswith(f"{prefix}.{place}.")
        }
        return True
    if request.POST.get("add") == CERTIFICATES:
        form.values[f"{CERTIFICATES}.{len(_rows(form))}.name"] = ""
        return True
    return False


def _rows(form: Form[CompanyIn]) -> list[list[FormField]]:
    places = {name.split(".")[1] for name in form.values if name.startswith(f"{CERTIFICATES}.")}
    return [_row(form, place) for place in sorted(places, key=int)]


def _row(form: Form[CompanyIn], place: str) -> list[FormField]:
    return [form.field(f"{CERTIFICATES}.{place}.{name}") for name in QualificationIn.model_fields]
