"""Pages of orders under framework agreements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from pydantic import BaseModel

from lucai.kernel.actors import Side
from lucai.kernel.errors import WrongState
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.budget.indicators.selectors import indicators_usable
from lucai.stages.trade.calloffs import selectors, services, signed
from lucai.stages.trade.calloffs.lifecycle import CALL_OFF
from lucai.stages.trade.calloffs.numbering import LOT, round_number
from lucai.stages.trade.calloffs.schemas import (
    BiddingIn,
    DirectIn,
    OrderIn,
    OutsideIn,
    ReasonIn,
)
from lucai.stages.trade.calloffs.selectors.sealing import (
    bidding_round,
    may_verify,
    package_edition,
    quoting_order,
)
from lucai.stages.trade.frameworks.beyond import pages_of
from lucai.stages.trade.frameworks.selectors import FrameworkSheet, framework_seen
from lucai.stages.trade.rounds import services as rounds
from lucai.stages.trade.rounds.doors import claimed, handed_in, hands_in, packed, receipted

Service = Callable[..., str]
WAYS: dict[str, tuple[type[BaseModel], Service, str]] = {
    "direct": (DirectIn, services.choose, "确定成交供应商"),
    "bidding": (BiddingIn, services.ask, "发起二次竞价"),
    "rotation": (OrderIn, services.next_turn, "按顺序授予"),
}
OUTSIDE: tuple[type[BaseModel], Service, str] = (OutsideIn, services.outside, "登记低价成交")


@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """List orders: one's own, or those of one framework."""
    names = ("framework", "words", "state", "after")
    asked = {name: request.GET.get(name, "").strip() for name in names}
    viewer = viewer_of(request)
    states = list(CALL_OFF.states.items())
    context = {
        "found": selectors.order_page(viewer, **asked),
        "filters": [
            FormField("words", "编号、标的或者单位", value=asked["words"]),
            FormField("state", "状态", "select", asked["state"], choices=states),
            FormField("framework", "框架协议编号", value=asked["framework"]),
        ],
        **asked,
    }
    return page(request, "calloffs/orders.html", context)


@require_GET
@signed_in(Side.BUYER)
def choose_framework(request: HttpRequest) -> HttpResponse:
    """List the frameworks that the buyer may order from."""
    found = selectors.frameworks_to_order(viewer_of(request))
    return page(request, "calloffs/choose.html", {"frameworks": found})


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
@signed_act("按框架协议下达订单", about=signed.framework)
def new(request: HttpRequest, framework: str) -> HttpResponse:
    """Order from a framework by the way that was agreed."""
    sheet = framework_seen(viewer_of(request), framework)
    return _ordering(request, sheet, WAYS[sheet.card.way], outside=False)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
@signed_act("向非入围供应商采购", about=signed.framework)
def outside(request: HttpRequest, framework: str) -> HttpResponse:
    """Enter a cheaper purchase from outside the framework."""
    sheet = framework_seen(viewer_of(request), framework)
    return _ordering(request, sheet, OUTSIDE, outside=True)


@require_GET
def order(request: HttpRequest, number: str) -> HttpResponse:
    """Show an order: how its supplier was found, quotes once they are open."""
    viewer = viewer_of(request)
    seen = selectors.order_seen(viewer, number)
    sheet = framework_seen(viewer, seen.framework_number)
    context = {
        "order": seen,
        "quotes": selectors.quotes_seen(viewer, number),
        "names": {m.supplier_id: m.supplier_name for m in sheet.members},
        "invited": viewer.side is Side.SUPPLIER and seen.state == "bidding",
        "round": bidding_round(viewer, number) if may_verify(viewer, number) else None,
        "beyond": list(pages_of(viewer, number)),
    }
    return page(request, "calloffs/order.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
@hands_in
def quote(request: HttpRequest, number: str) -> HttpResponse:
    """Let a member write its quote; its browser seals it, and posts the envelope here."""
    viewer = viewer_of(request)
    own = selectors.quote_seen(viewer, number)
    if request.method == "POST":
        taken = services.quote(actor_of(request), number=number, handed=handed_in(request))
        return receipted(taken)
    context = {
        "order": selectors.order_seen(viewer, number),
        "own": own,
        "asked": quoting_order(viewer, number),
        "round": bidding_round(viewer, number),
    }
    return page(request, "calloffs/quote.html", context)


@require_POST
@signed_in(Side.SUPPLIER)
@hands_in
def quote_step(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Withdraw one's quote, by the claim that its browser has signed."""
    claim = claimed(request, name)
    return receipted(services.withdraw(actor_of(request), number=number, claim=claim))


@require_GET
@signed_in(Side.SUPPLIER)
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Send the receipt of one's own quote."""
    found = services.receipt(actor_of(request), number=number)
    return receipted(found, file_name=f"{number}-报价回执.json")


@require_GET
@signed_in(Side.BUYER, Side.AGENCY, Side.SUPPLIER, Side.SUPERVISOR)
def package(request: HttpRequest, number: str) -> FileResponse:
    """Send the verification package of the opened quotes, in the viewer's edition."""
    viewer = viewer_of(request)
    edition = package_edition(viewer, number)
    sealed = round_number(number)
    return packed(rounds.package(viewer, sealed, LOT, edition=edition), f"{sealed}-{edition}.zip")


@require_POST
@signed_in(Side.BUYER)
@signed_act("揭示报价并授予合同", about=signed.order)
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Open all quotes and award to the lowest."""
    services.reveal(actor_of(request), number=number)
    flash(request, "报价已揭示，成交结果已公告。")
    return redirect("call-off", number)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Cancel an order before its contract."""
    return _reasoned(request, number, services.cancel, "撤销订单")


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
@signed_act("拒绝接受合同授予", about=signed.order)
def decline(request: HttpRequest, number: str) -> HttpResponse:
    """Decline an award."""
    return _reasoned(request, number, services.decline, "拒绝接受合同授予")


def _ordering(
    request: HttpRequest,
    sheet: FrameworkSheet,
    way: tuple[type[BaseModel], Service, str],
    *,
    outside: bool,
) -> HttpResponse:
    viewer = viewer_of(request)
    schema, service, label = way
    if sheet.card.state != "running" or not selectors.may_order(viewer, sheet.card):
        raise WrongState("这个框架协议不在执行中，或者本单位不在适用范围内。")
    form: Form[Any] = filled(schema, selectors.first_values(viewer, sheet))
    made: list[str] = []

    def act(data: Any) -> None:
        made.append(service(actor_of(request), framework=sheet.card.number, form=data))

    if request.method == "POST":
        form = read_form(schema, request)
        if form.attempt(act, form.data):
            flash(request, "订单已保存。")
            return redirect("call-off", made[0])
    _choices(request, form, sheet)
    context = {
        "sheet": sheet, "card": sheet.card, "form": form, "label": label, "outside": outside,
        "names": list(schema.model_fields),
        "turns": {p.number: selectors.turn_of(viewer, sheet, p.number) for p in sheet.packages}
        if sheet.card.way == "rotation" and not outside else {},
    }  # fmt: skip
    return page(request, "calloffs/new.html", context, status=form.status)


def _choices(request: HttpRequest, form: Form[Any], sheet: FrameworkSheet) -> None:
    form.choices["package_number"] = [
        (str(p.number), f"包 {p.number} {p.name}") for p in sheet.packages
    ]
    form.choices["indicator_code"] = [
        (one.code, f"{one.name}（可用 {one.free / 100:,.2f} 元）")
        for one in indicators_usable(viewer_of(request))
    ]
    form.choices["supplier_id"] = [
        (str(m.supplier_id), f"包 {m.package_number}　{m.supplier_name}　{m.price / 100:,.2f} 元")
        for m in sheet.active
    ]


def _reasoned(
    request: HttpRequest, number: str, service: Callable[..., None], label: str
) -> HttpResponse:
    form: Form[Any] = filled(ReasonIn)
    if request.method == "POST":
        form = read_form(ReasonIn, request)
        if form.attempt(service, actor_of(request), number=number, form=form.data):
            flash(request, f"已办理：{label}。")
            return redirect("call-off", number)
    context = {
        "order": selectors.order_seen(viewer_of(request), number), "form": form, "label": label,
    }  # fmt: skip
    return page(request, "calloffs/reason.html", context, status=form.status)
