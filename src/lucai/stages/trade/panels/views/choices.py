"""Pages of experts whom the buyer chooses itself: asked for, decided on from above, named."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side
from lucai.kernel.errors import NotFound
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.rows import reshaped
from lucai.stages.trade.panels import selectors, services, signed
from lucai.stages.trade.panels.schemas import ChoiceIn, ConsentIn, NamedExpertIn, NamingIn
from lucai.stages.trade.panels.selectors import ChoiceSheet
from lucai.stages.trade.projects.selectors import frame

READERS = (Side.BUYER, Side.AGENCY, Side.SUPERVISOR)


@require_GET
@signed_in(*READERS)
def choice(request: HttpRequest, number: str) -> HttpResponse:
    """Show the request, and what its unit or the one above can do about it."""
    sheet = _sheet(request, number)
    return _page(request, number, "choice", {"sheet": sheet})


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
@signed_act("申请自行选定评审专家")
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for consent to choose the experts."""
    form = read_form(ChoiceIn, request) if request.method == "POST" else filled(ChoiceIn)
    actor = actor_of(request)
    if form.attempt(services.ask_to_choose, actor, project_number=number, form=form.data):
        flash(request, "申请已提交主管预算单位。")
        return redirect("panel-choice", number)
    if not selectors.may_ask_to_choose(viewer_of(request), number):
        raise NotFound("现在不能申请自行选定评审专家。")
    return _page(request, number, "choice_new", {"form": form}, form)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
@signed_act("决定是否同意自行选定评审专家", about=signed.choice)
def decision(request: HttpRequest, number: str) -> HttpResponse:
    """Let the unit above consent or refuse."""
    form = read_form(ConsentIn, request) if request.method == "POST" else filled(ConsentIn)
    actor = actor_of(request)
    if form.attempt(services.decide_choice, actor, project_number=number, form=form.data):
        flash(request, "决定已告知采购人和代理机构。")
        return redirect("panel-choice", number)
    sheet = _sheet(request, number)
    context = {"sheet": sheet, "form": form, "offer": _offer(sheet, "consent")}
    return _page(request, number, "choice_decision", context, form)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
@signed_act("选定评审专家", about=signed.choice)
def naming(request: HttpRequest, number: str) -> HttpResponse:
    """Let the buyer name the experts."""
    viewer = viewer_of(request)
    again: Form[NamingIn] | None = reshaped(NamingIn, request)
    form: Form[NamingIn] = again or filled(NamingIn, _defaults(request, number))
    if request.method == "POST" and not again:
        form = read_form(NamingIn, request)
        actor = actor_of(request)
        if form.attempt(services.name_experts, actor, project_number=number, form=form.data):
            flash(request, "评审专家已选定并由待办通知；结果公告将注明自行选定。姓名在评审前保密。")
            return redirect("panel", number)
    sheet = _sheet(request, number)
    context = {
        "sheet": sheet, "form": form, "offer": _offer(sheet, "name"),
        "panel": selectors.panel_seen(viewer, number), "empty": filled(NamedExpertIn),
    }  # fmt: skip
    return _page(request, number, "choice_naming", context, form)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take the request back."""
    if request.method == "POST":
        services.withdraw_choice(actor_of(request), project_number=number)
        flash(request, "申请已撤回，由代理机构随机抽取评审专家。")
        return redirect("panel", number)
    sheet = _sheet(request, number)
    context = {"sheet": sheet, "offer": _offer(sheet, "withdraw")}
    return _page(request, number, "choice_withdraw", context)


def _sheet(request: HttpRequest, number: str) -> ChoiceSheet:
    sheet = selectors.choice_seen(viewer_of(request), number)
    if sheet is None:
        raise NotFound("这个项目没有自行选定评审专家的申请。")
    return sheet


def _offer(sheet: ChoiceSheet, step: str) -> Any:
    offer = sheet.offer(step)
    if offer is None:
        raise NotFound("没有这一步可以办理。")
    return offer


def _defaults(request: HttpRequest, number: str) -> dict[str, object]:
    panel = selectors.panel_seen(viewer_of(request), number)
    if panel is None:
        return {}
    known = selectors.draw_defaults(SYSTEM, number)
    return {
        "evaluation_at": panel.evaluation_at.astimezone(clock.BEIJING),
        "place": known["place"],
        "representatives": panel.representatives if panel.chosen else known["representatives"],
    }


def _page(
    request: HttpRequest, number: str, name: str, context: dict[str, Any],
    form: Form[Any] | None = None,
) -> HttpResponse:  # fmt: skip
    content = {"frame": frame(viewer_of(request), number, "panel"), **context}
    status = form.status if form else 200
    return page(request, f"panels/{name}.html", content, status=status)
