"""The page on which a buyer says who approves its payments."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lucai.kernel.actors import Side
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.payment.requests import selectors, services
from lucai.stages.payment.requests.chains import MOST_LEVELS
from lucai.stages.payment.requests.lifecycle import SET_CHAIN
from lucai.stages.payment.requests.schemas import ChainIn


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def approvals(request: HttpRequest) -> HttpResponse:
    """Show the chain of approvals of the viewer's unit, and set it."""
    viewer = viewer_of(request)
    sheet = selectors.chain_of(viewer)
    form: Form[Any] = filled(ChainIn, _start(sheet))
    if request.method == "POST":
        form = read_form(ChainIn, request)
        if form.attempt(lambda data: services.set_chain(actor_of(request), chain=data), form.data):
            flash(request, "审批链已保存，今后提交的支付申请按它审批。")
            return redirect("payments-approvals")
    context = {
        "form": form,
        "sheet": sheet,
        "may": viewer.may(SET_CHAIN.permission),
        "most": MOST_LEVELS,
        "people": [(str(one.person), f"{one.name}（{one.title}）") for one in sheet.colleagues],
    }
    return page(request, "payments/approvals.html", context, status=form.status)


def _start(sheet: selectors.ChainSheet) -> dict[str, Any]:
    return {
        "levels": [{"title": one.title, "person": str(one.person or "")} for one in sheet.levels]
    }
