"""Pages of commissions."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import Side
from lucai.kernel.errors import InvalidInput
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.registers.agencies.selectors import choosable
from lucai.stages.plan.plans.selectors import plan_seen
from lucai.stages.trade.commissions import selectors, services
from lucai.stages.trade.commissions.schemas import CommissionIn, ReasonIn
from lucai.stages.trade.projects.selectors import frame

PARTIES = (Side.BUYER, Side.AGENCY, Side.SUPERVISOR)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def entrust(request: HttpRequest, number: str) -> HttpResponse:
    """Entrust an agency with a filed plan."""
    plan = plan_seen(viewer_of(request), number).card
    form = _form(request)
    if form.data:
        try:
            project = services.entrust(actor_of(request), plan_number=number, commission=form.data)
        except InvalidInput as error:
            form.refuse(error)
        else:
            flash(request, "已发起委托，等待代理机构确认。")
            return redirect("room", project)
    context = {"form": _with_agencies(request, form), "plan": plan, "words": _words(request)}
    return page(request, "commissions/entrust.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in(*PARTIES)
def commission(request: HttpRequest, number: str) -> HttpResponse:
    """Show the commission of a project."""
    return _shown(request, number, "commissions/commission.html", {})


@require_POST
@signed_in(*PARTIES)
def step(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Take a step that needs nothing typed."""
    services.take(actor_of(request), project_number=number, step=name)
    flash(request, "已接受委托，可以开始编制采购文件。")
    return redirect("commission", number)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def decline(request: HttpRequest, number: str) -> HttpResponse:
    """Decline a commission with a reason."""
    form = read_form(ReasonIn, request) if request.method == "POST" else filled(ReasonIn)
    if form.data:
        services.decline(actor_of(request), project_number=number, reason=form.data)
        flash(request, "已婉拒委托，采购人会另行选择代理机构。")
        return redirect("commission", number)
    return _shown(request, number, "commissions/decline.html", {"form": form}, form)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def reassign(request: HttpRequest, number: str) -> HttpResponse:
    """Choose another agency after the first declined."""
    form = _form(request, selectors.terms_of(viewer_of(request), number))
    if form.data:
        try:
            services.reassign(actor_of(request), project_number=number, commission=form.data)
        except InvalidInput as error:
            form.refuse(error)
        else:
            flash(request, "已向另一家代理机构发起委托。")
            return redirect("commission", number)
    context = {"form": _with_agencies(request, form), "words": _words(request)}
    return _shown(request, number, "commissions/reassign.html", context, form)


def _form(request: HttpRequest, terms: dict[str, object] | None = None) -> Form[CommissionIn]:
    if request.method == "POST":
        return read_form(CommissionIn, request)
    return filled(CommissionIn, terms or {})


def _with_agencies(request: HttpRequest, form: Form[CommissionIn]) -> Form[CommissionIn]:
    agencies = choosable(viewer_of(request), words=_words(request))
    form.choices["agency_id"] = [(str(one.organisation_id), one.name) for one in agencies]
    return form


def _words(request: HttpRequest) -> str:
    return request.GET.get("words", "").strip()


def _shown(
    request: HttpRequest,
    number: str,
    template: str,
    context: Mapping[str, object],
    form: Form[CommissionIn] | Form[ReasonIn] | None = None,
) -> HttpResponse:
    viewer = viewer_of(request)
    full = {
        "frame": frame(viewer, number, "commission"),
        "sheet": selectors.commission_seen(viewer, number),
        **context,
    }
    return page(request, template, full, status=422 if form and form.errors else 200)
