"""Members and applications."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import BaseModel

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.frameworks import selectors, services, signed
from lucai.stages.trade.frameworks.lifecycle import FILING, MEMBER
from lucai.stages.trade.frameworks.papers import agreement_pdf
from lucai.stages.trade.frameworks.schemas import ReasonIn, RemovalIn
from lucai.stages.trade.frameworks.supplier_lifecycle import APPLICATION
from lucai.stages.trade.frameworks.views.confirming import confirm

ORGANISERS = (Side.AGENCY, Side.BUYER)
PARTIES = (Side.AGENCY, Side.BUYER, Side.SUPPLIER, Side.SUPERVISOR)


@require_GET
def member(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Show a member and its agreement."""
    viewer = viewer_of(request)
    context = {
        "card": selectors.framework_card(viewer, number),
        "member": selectors.member_seen(viewer, number, place),
    }
    return page(request, "frameworks/member.html", context)


@require_GET
def agreement_paper(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Send the agreement with a member as PDF."""
    viewer = viewer_of(request)
    sheet = selectors.framework_seen(viewer, number)
    member = selectors.member_seen(viewer, number, place)
    content = agreement_pdf(viewer, sheet, member)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{member.key}.pdf"'
    return response


@require_http_methods(["GET", "POST"])
@signed_in(*ORGANISERS, Side.SUPPLIER)
@signed_act(
    {"sign_supplier": "签订框架协议", "sign": "签订框架协议"}, by="name", about=signed.agreement
)
def step(request: HttpRequest, number: str, place: int, name: str) -> HttpResponse:
    """Sign a framework agreement."""
    if request.method == "GET":
        back = f"/frameworks/{number}/members/{place}/"
        return confirm(request, number, MEMBER, name, back)
    acts = {"sign_supplier": services.sign_as_supplier, "sign": services.sign}
    if name not in acts:
        raise NotFound("没有找到这个页面。")
    acts[name](actor_of(request), number=number, place=place)
    flash(request, "已签订框架协议。")
    return redirect("framework-member", number, place)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def leave(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Leave an open framework."""
    seen = selectors.member_seen(viewer_of(request), number, place)
    back = seen.href
    return _act(request, number, place, ReasonIn, services.leave, "退出框架协议", back)


@require_http_methods(["GET", "POST"])
@signed_in(*ORGANISERS)
def remove(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Remove a member on a lawful ground."""
    seen = selectors.member_seen(viewer_of(request), number, place)
    return _act(request, number, place, RemovalIn, services.remove, "清退", seen.href)


@require_GET
def filing(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Show which agreements are filed, or have to be."""
    viewer = viewer_of(request)
    context = {
        "card": selectors.framework_card(viewer, number),
        "filing": selectors.filing_seen(viewer, number, place),
    }
    return page(request, "frameworks/filing.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(*ORGANISERS)
@signed_act("框架协议报财政部门备案", about=signed.filed)
def filing_step(request: HttpRequest, number: str, place: int, name: str) -> HttpResponse:
    """File agreements."""
    if request.method == "GET":
        return confirm(request, number, FILING, name, f"/frameworks/{number}/filings/{place}/")
    if name != "file":
        raise NotFound("没有找到这个页面。")
    services.file(actor_of(request), number=number, place=place)
    flash(request, "框架协议副本已报财政部门备案。")
    return redirect("framework-filing", number, place)


@require_GET
@signed_in(*PARTIES)
def applications(request: HttpRequest, number: str) -> HttpResponse:
    """List the applications to join a framework."""
    viewer = viewer_of(request)
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "state", "after")}
    states = list(APPLICATION.states.items())
    context = {
        "card": selectors.framework_card(viewer, number),
        "found": selectors.application_page(viewer, number, **asked),
        "filters": [
            FormField("words", "供应商", value=asked["words"]),
            FormField("state", "状态", kind="select", value=asked["state"], choices=states),
        ],
        "query": urlencode({n: v for n, v in asked.items() if n != "after" and v}),
    }
    return page(request, "frameworks/applications.html", context)


@require_GET
@signed_in(*PARTIES)
def application(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Show an application."""
    viewer = viewer_of(request)
    context = {
        "card": selectors.framework_card(viewer, number),
        "application": selectors.application_seen(viewer, number, place),
    }
    return page(request, "frameworks/application.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(*ORGANISERS, Side.SUPPLIER)
def application_step(request: HttpRequest, number: str, place: int, name: str) -> HttpResponse:
    """Let an application pass, or take one's own back."""
    if request.method == "GET":
        back = f"/frameworks/{number}/applications/{place}/"
        return confirm(request, number, APPLICATION, name, back)
    acts: dict[str, Callable[..., Any]] = {
        "admit": services.admit, "withdraw": services.withdraw_application,
    }  # fmt: skip
    if name not in acts:
        raise NotFound("没有找到这个页面。")
    acts[name](actor_of(request), number=number, place=place)
    flash(request, "已公告入围。" if name == "admit" else "已撤回申请。")
    return redirect("framework-application", number, place)


@require_http_methods(["GET", "POST"])
@signed_in(*ORGANISERS)
def refuse(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Refuse an application."""
    seen = selectors.application_seen(viewer_of(request), number, place)
    return _act(request, number, place, ReasonIn, services.refuse, "不予通过", seen.href)


def _act(
    request: HttpRequest, number: str, place: int, schema: type[BaseModel],
    service: Callable[..., None], label: str, back: str,
) -> HttpResponse:  # fmt: skip
    form: Form[Any] = filled(schema)
    if request.method == "POST":
        form = read_form(schema, request)
        key = {"number": number, "place": place, "form": form.data}
        if form.attempt(service, actor_of(request), **key):
            flash(request, f"已办理：{label}。")
            return redirect(back)
    context = {
        "card": selectors.framework_card(viewer_of(request), number),
        "form": form,
        "label": label,
        "danger": True,
        "names": list(schema.model_fields),
    }
    return page(request, "frameworks/act.html", context, status=form.status)
