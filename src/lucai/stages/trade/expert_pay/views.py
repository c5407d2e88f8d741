"""Pages of what experts are paid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.expert_pay import selectors, services
from lucai.stages.trade.expert_pay.lifecycle import PAY, PAYERS
from lucai.stages.trade.expert_pay.schemas import PaidIn, PaidTogetherIn, WithheldIn

CONCERNED = (Side.EXPERT, Side.BUYER, Side.AGENCY, Side.SUPERVISOR)
STEPS: dict[str, tuple[Callable[..., None], str]] = {
    "receive": (services.receive, "已确认收到。"),
    "miss": (services.miss, "已退回支付单位核对。"),
}


@require_GET
@signed_in(*CONCERNED)
def pays(request: HttpRequest) -> HttpResponse:
    """List what the viewer is owed, owes or watches."""
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "state", "after")}
    filters = [
        FormField(name="words", label="项目名称", kind="text", value=asked["words"]),
        FormField(
            name="state", label="状态", kind="select", value=asked["state"],
            choices=list(PAY.states.items()),
        ),
    ]  # fmt: skip
    found = selectors.pay_page(viewer_of(request), **asked)
    return page(request, "expert_pay/pays.html", {"found": found, "filters": filters, **asked})


@require_http_methods(["GET", "POST"])
@signed_in(*CONCERNED)
def pay(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one; the payer notes here that it was paid."""
    form: Form[Any] = filled(PaidIn, {"travel": "0.00"})
    if request.method == "POST":
        form = read_form(PaidIn, request)
        if form.attempt(services.pay, actor_of(request), pk=pk, form=form.data):
            flash(request, "已登记支付，由专家确认收到。")
            return redirect("expert-pay", pk=pk)
    context = {"line": selectors.pay_seen(viewer_of(request), pk), "form": form}
    return page(request, "expert_pay/pay.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(*PAYERS)
def together(request: HttpRequest, review: str) -> HttpResponse:
    """Note that all experts of a review were paid."""
    form: Form[Any] = filled(PaidTogetherIn)
    lines = selectors.owed_together(viewer_of(request), review)
    if request.method == "POST":
        form = read_form(PaidTogetherIn, request)
        if form.attempt(services.pay_together, actor_of(request), review=review, form=form.data):
            flash(request, f"已登记支付 {len(lines)} 名专家，由各人确认收到。")
            return redirect("expert-pays")
    context = {"lines": lines, "form": form}
    return page(request, "expert_pay/together.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(*PAYERS)
def withhold(request: HttpRequest, pk: int) -> HttpResponse:
    """Pay nothing, for a reason the law names."""
    form: Form[Any] = filled(WithheldIn)
    if request.method == "POST":
        form = read_form(WithheldIn, request)
        if form.attempt(services.withhold, actor_of(request), pk=pk, form=form.data):
            flash(request, "已登记不予支付，财政部门收到消息，专家在本页看到理由。")
            return redirect("expert-pay", pk=pk)
    context = {"line": selectors.pay_seen(viewer_of(request), pk), "form": form}
    return page(request, "expert_pay/withhold.html", context, status=form.status)


@require_POST
@signed_in(Side.EXPERT)
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Confirm, or say that nothing has come."""
    if step not in STEPS:
        raise NotFound("没有找到这个页面。")
    act, done = STEPS[step]
    act(actor_of(request), pk=pk)
    flash(request, done)
    return redirect("expert-pay", pk=pk)
