"""Pages of short contracts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.contract.short_contracts import selectors, services, signed
from lucai.stages.contract.short_contracts.lifecycle import SHORT_CONTRACT
from lucai.stages.contract.short_contracts.papers import short_contract_pdf
from lucai.stages.trade.calloffs.selectors import order_seen
from lucai.stages.trade.frameworks.selectors import framework_seen

WORKING = (Side.BUYER, Side.SUPPLIER, Side.AGENCY, Side.SUPERVISOR)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
@signed_act("签订简式合同", about=signed.proposed)
def propose(request: HttpRequest, order: str) -> HttpResponse:
    """Show what the contract on an order says, and sign it as the buyer."""
    viewer = viewer_of(request)
    seen = order_seen(viewer, order)
    if existing := selectors.short_contract_of(viewer, order):
        return redirect("short-contract", existing)
    if seen.buyer_id != viewer.organisation or seen.state != "decided":
        raise NotFound("没有找到本单位待签合同的这份订单。")
    if request.method == "POST":
        number = services.propose(actor_of(request), order_number=order)
        flash(request, "已签订并送供应商签订。")
        return redirect("short-contract", number)
    context = {"order": seen, "sheet": framework_seen(viewer, seen.framework_number)}
    return page(request, "short_contracts/propose.html", context)


@require_GET
@signed_in(*WORKING)
def short_contracts(request: HttpRequest) -> HttpResponse:
    """List short contracts."""
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "state", "after")}
    found = selectors.short_contract_page(viewer_of(request), **asked)
    states = list(SHORT_CONTRACT.states.items())
    filters = [
        FormField("words", "编号、标的或者单位", value=asked["words"]),
        FormField("state", "状态", "select", asked["state"], choices=states),
    ]
    context = {"found": found, "filters": filters, **asked}
    return page(request, "short_contracts/short_contracts.html", context)


@require_GET
def short_contract(request: HttpRequest, number: str) -> HttpResponse:
    """Show a short contract; signed ones to everybody."""
    card = selectors.short_contract_seen(viewer_of(request), number)
    return page(request, "short_contracts/short_contract.html", {"card": card})


@require_GET
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """Send a short contract as PDF; signed ones to everybody."""
    viewer = viewer_of(request)
    content = short_contract_pdf(viewer, selectors.short_contract_seen(viewer, number))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    return response


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER, Side.SUPPLIER)
@signed_act({"sign": "签订简式合同"}, by="name", about=signed.contract)
def step(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Sign or withdraw a short contract."""
    acts = {"sign": services.sign, "withdraw": services.withdraw}
    if name not in acts:
        raise NotFound("没有找到这个页面。")
    if request.method == "GET":
        card = selectors.short_contract_seen(viewer_of(request), number)
        context = {"card": card, "step": SHORT_CONTRACT.step(name)}
        return page(request, "short_contracts/step.html", context)
    acts[name](actor_of(request), number=number)
    flash(
        request,
        "已签订，合同生效并公告；交付、验收和付款在采购合同中办理。"
        if name == "sign"
        else "已撤回。",
    )
    return redirect("short-contract", number)
