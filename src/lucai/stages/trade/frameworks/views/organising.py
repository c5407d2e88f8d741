"""What the organiser and the finance department do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods
from pydantic import BaseModel

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound, WrongState
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.rows import reshaped
from lucai.stages.trade.frameworks import selectors, services, signed
from lucai.stages.trade.frameworks.lifecycle import CALL, FRAMEWORK
from lucai.stages.trade.frameworks.schemas import (
    CallIn,
    OpinionIn,
    PlanIn,
    ReasonIn,
    RefillIn,
)
from lucai.stages.trade.frameworks.views.confirming import confirm
from lucai.stages.trade.groups.selectors import group_seen
from lucai.stages.trade.groups.selectors.reviewing import review_seen

ORGANISERS = (Side.AGENCY, Side.BUYER)
DONE = {
    "submit": "已提交财政部门。",
    "run": "框架协议开始执行，已告知适用的采购人。",
    "summarise": "已公告成交结果汇总。",
}


@require_http_methods(["GET", "POST"])
@signed_in(*ORGANISERS)
def new(request: HttpRequest) -> HttpResponse:
    """Draft a framework's plan."""
    made: list[str] = []

    def act(plan: Any) -> None:
        made.append(services.draft_framework(actor_of(request), plan=plan))

    form = _plan_form(request, {})
    if request.method == "POST" and form.bound and form.attempt(act, form.data):
        flash(request, "方案已保存，核对后提交财政部门。")
        return redirect("framework", made[0])
    return page(request, "frameworks/edit.html", {"form": form, "card": None}, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(*ORGANISERS)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Write a plan anew."""
    form = _plan_form(request, selectors.plan_typed(viewer_of(request), number))

    def act(plan: Any) -> None:
        services.edit_framework(actor_of(request), number=number, plan=plan)

    if request.method == "POST" and form.attempt(act, form.data):
        flash(request, "方案已保存。")
        return redirect("framework", number)
    card = selectors.framework_card(viewer_of(request), number)
    return page(request, "frameworks/edit.html", {"form": form, "card": card}, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(*ORGANISERS)
def step(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Take a step of a framework that needs nothing typed."""
    if request.method == "GET":
        return confirm(request, number, FRAMEWORK, name, f"/frameworks/{number}/")
    actor = actor_of(request)
    acts: dict[str, Callable[[], None]] = {
        "submit": lambda: services.submit(actor, number=number),
        "run": lambda: services.run(actor, number=number),
        "summarise": lambda: services.summarise(actor, number=number),
    }
    if name not in acts:
        raise NotFound("没有找到这个页面。")
    acts[name]()
    flash(request, DONE[name])
    return redirect("framework", number)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def approve(request: HttpRequest, number: str) -> HttpResponse:
    """Let a plan pass, or take it on file."""
    return _act(request, number, OpinionIn, services.approve, "审核通过或者备案", "已审核备案。")


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    """Send a plan back with the reason."""
    return _act(request, number, ReasonIn, services.send_back, "退回方案", "已退回。")


@require_http_methods(["GET", "POST"])
@signed_in(*ORGANISERS)
def call(request: HttpRequest, number: str) -> HttpResponse:
    """Publish the 征集公告."""
    card = selectors.framework_card(viewer_of(request), number)
    if card.kind == "closed":
        return _act(request, number, CallIn, services.announce, "发布征集公告", "征集公告已发布。")
    if request.method == "POST":
        services.announce(actor_of(request), number=number)
        flash(request, "征集公告已发布，供应商可以随时申请加入。")
        return redirect("framework", number)
    return page(request, "frameworks/open_call.html", {"card": card})


@require_http_methods(["GET", "POST"])
@signed_in(*ORGANISERS)
def refill(request: HttpRequest, number: str) -> HttpResponse:
    """Call again, because too few are left."""
    return _act(request, number, RefillIn, services.refill, "补充征集", "补充征集公告已发布。")


@require_http_methods(["GET", "POST"])
@signed_in(*ORGANISERS)
def call_step(request: HttpRequest, number: str, round_: int, name: str) -> HttpResponse:
    """Open the responses to a call."""
    if request.method == "GET":
        back = f"/frameworks/{number}/calls/{round_}/"
        return confirm(request, number, CALL, name, back)
    if name != "open":
        raise NotFound("没有找到这个页面。")
    opened = services.open_responses(actor_of(request), number=number, round_=round_)
    flash(request, f"已开启 {opened} 份响应文件，由评审小组评审。")
    return redirect("framework-round", number, round_)


@require_http_methods(["GET", "POST"])
@signed_in(*ORGANISERS)
@signed_act("确定并公告入围供应商", about=signed.admission)
def decide(request: HttpRequest, number: str, round_: int) -> HttpResponse:
    """Read the group's signed report and announce who is admitted."""
    viewer = viewer_of(request)
    card = selectors.framework_card(viewer, number)
    if card.organiser_id != viewer.organisation:
        raise NotFound("没有找到这个页面。")
    shown = selectors.call_seen(viewer, number, round_)
    if shown.state != "opened":
        raise WrongState("现在没有可以确定的入围结果：响应文件还没有开启，或者这次征集已经结束。")
    if request.method == "POST":
        services.decide_call(actor_of(request), number=number, round_=round_)
        flash(request, "入围结果已公告，入围通知书已发出。")
        return redirect("framework", number)
    key = f"{number}-Z{round_}"
    context = {
        "card": card,
        "group": group_seen(viewer, key),
        "review": review_seen(viewer, key),
        "sheet": selectors.framework_seen(viewer, number),
        "call": shown,
    }
    return page(request, "frameworks/decide.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(*ORGANISERS)
def fail(request: HttpRequest, number: str, round_: int) -> HttpResponse:
    """End a call without admission."""

    def act(actor: Any, *, number: str, form: Any) -> None:
        services.fail_call(actor, number=number, round_=round_, form=form)

    return _act(request, number, ReasonIn, act, "征集失败", "本次征集已终止。", danger=True)


def _plan_form(request: HttpRequest, source: dict[str, Any]) -> Form[Any]:
    if request.method != "POST":
        return filled(PlanIn, source)
    return reshaped(PlanIn, request) or read_form(PlanIn, request)


def _act(
    request: HttpRequest, number: str, schema: type[BaseModel], service: Callable[..., Any],
    label: str, done: str, *, danger: bool = False,
) -> HttpResponse:  # fmt: skip
    form: Form[Any] = filled(schema)
    if request.method == "POST":
        form = read_form(schema, request)
        if form.attempt(service, actor_of(request), number=number, form=form.data):
            flash(request, done)
            return redirect("framework", number)
    context = {
        "card": selectors.framework_card(viewer_of(request), number),
        "form": form,
        "label": label,
        "danger": danger,
        "names": list(schema.model_fields),
    }
    return page(request, "frameworks/act.html", context, status=form.status)
