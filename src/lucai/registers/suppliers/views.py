"""Pages of the supplier library."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.files.views import answer as file_answer
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.rows import reshaped, rows_of
from lucai.registers.suppliers import ports, selectors, services
from lucai.registers.suppliers.lifecycle import STAFF_RIGHTS
from lucai.registers.suppliers.schemas import (
    SIZE_LABELS,
    AccountIn,
    CompanyIn,
    Kind,
    LookIn,
    QualificationIn,
    RegistrationIn,
    RenewalIn,
    StaffIn,
    TieIn,
    industry_choices,
)

REGISTERING, HOUR = "supplier registration", 3600


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
    viewer = viewer_of(request)
    context = {
        "card": selectors.supplier_seen(viewer, organisation_id),
        "changes": selectors.changes_of(viewer, organisation_id),
    }
    return page(request, "suppliers/supplier.html", context)


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Ask the register who wants to register; who is found goes on to the first account."""
    form: Form[LookIn] = filled(LookIn)
    if request.method == "POST":
        form = read_form(LookIn, request)
        if form.attempt(services.ask_register, actor_of(request), look=form.data) and form.data:
            told = form.data.model_dump(mode="json")
            return redirect(f"/register/account/?to={signing.dumps(told, salt=REGISTERING)}")
    context = {"form": form, "samples": ports.samples()}
    return page(request, "suppliers/register.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def register_account(request: HttpRequest) -> HttpResponse:
    """Show what the register says, and ask for what it does not: the first account, a supplier's size."""
    look = _look(request)
    told = services.ask_register(actor_of(request), look=look)
    schema = RegistrationIn if look.kind is Kind.SUPPLIER else AccountIn
    form: Form[Any] = filled(schema)
    if request.method == "POST":
        form = read_form(schema, request)
        if form.attempt(services.register, actor_of(request), look=look, form=form.data):
            flash(request, "注册成功，请用刚才填写的登录名和密码登录。")
            return redirect("sign-in")
    form.choices["industry"] = industry_choices()
    context = {"form": form, "told": told, "look": look}
    return page(request, "suppliers/register_account.html", context, status=form.status)


def _look(request: HttpRequest) -> LookIn:
    """Return who asked before; the page's address keeps it for an hour, signed by us."""
    try:
        told = signing.loads(request.GET.get("to", ""), salt=REGISTERING, max_age=HOUR)
    except signing.BadSignature as error:
        raise NotFound("这个注册页面已经失效，请从“在线注册”重新开始。") from error
    return LookIn(**told)


@require_POST
@signed_in(Side.SUPPLIER)
def refresh(request: HttpRequest) -> HttpResponse:
    """Take over what the register says now."""
    changed = services.refresh(actor_of(request))
    flash(request, "已按企业登记信息更新。" if changed else "与企业登记信息一致，没有变化。")
    return redirect("company")


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def company(request: HttpRequest) -> HttpResponse:
    """Show and correct what the supplier says of itself."""
    viewer = viewer_of(request)
    form: Form[CompanyIn] = reshaped(CompanyIn, request) or _company_form(request)
    if form.data:
        services.keep_company(actor_of(request), company=form.data)
        flash(request, "企业资料已保存，今后投标时自动带入；变更记入历史。")
        return redirect("company")
    form.choices["industry"] = industry_choices()
    context = {
        "form": form,
        **rows_of(form, "qualifications", QualificationIn),
        **rows_of(form, "staff", StaffIn, choices={"rights": list(STAFF_RIGHTS.items())}),
        **rows_of(form, "ties", TieIn),
        "registered": selectors.registered_ties(viewer),
        "entry": selectors.register_of(viewer),
        "certificates": selectors.certificates_of(viewer, viewer.organisation or 0),
        "changes": selectors.changes_of(viewer, viewer.organisation or 0),
    }
    return page(request, "suppliers/company.html", context, status=form.status)


@require_GET
@signed_in(Side.SUPPLIER, Side.SUPERVISOR)
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one certificate that ends on a day."""
    sheet = selectors.certificate_seen(viewer_of(request), pk)
    return page(request, "suppliers/certificate.html", {"sheet": sheet, "form": None})


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER, Side.SUPERVISOR)
def scan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send a certificate's scan, or keep a new one."""
    if request.method == "GET":
        return file_answer(selectors.certificate_scan(viewer_of(request), pk))
    services.keep_scan(actor_of(request), pk=pk, upload=request.FILES.get("scan"))
    flash(request, "扫描件已保存，编制投标文件时可以直接选用。")
    return redirect("certificate", pk)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a certificate's next term."""
    sheet = selectors.certificate_seen(viewer_of(request), pk)
    form = filled(RenewalIn, {"number": sheet.number})
    if request.method == "POST":
        form = read_form(RenewalIn, request)
        if form.attempt(services.renew, actor_of(request), pk=pk, renewal=form.data):
            flash(request, "证书已更新，企业资料同步更新。")
            return redirect("certificate", pk)
    context = {"sheet": sheet, "form": form}
    return page(request, "suppliers/certificate.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Ask before, and take a certificate out of the sheet."""
    if step != "drop":
        raise NotFound("没有找到这个页面。")
    if request.method == "POST":
        services.drop(actor_of(request), pk=pk)
        flash(request, "这项证书不再登记。")
        return redirect("company")
    sheet = selectors.certificate_seen(viewer_of(request), pk)
    offer = next((one for one in sheet.offers if one.step.name == step), None)
    return page(request, "suppliers/drop.html", {"sheet": sheet, "offer": offer})


def _company_form(request: HttpRequest) -> Form[CompanyIn]:
    if request.method == "POST":
        return read_form(CompanyIn, request)
    return filled(CompanyIn, selectors.own_form(viewer_of(request)))
