"""Pages of the mall's orders: the form, the list, one page from the order to its payment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel import clock, money
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import organisation
from lucai.platform.files.exports import MOST_EXPORTED, table_answer
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.rows import reshaped, rows_of
from lucai.platform.web.timelines import timeline_of
from lucai.registers.products.selectors import OfferLine, product_seen
from lucai.stages.budget.indicators.selectors import indicators_usable
from lucai.stages.contract.mall import selectors, services, signed
from lucai.stages.contract.mall.lifecycle import MALL_ORDER, PLACE
from lucai.stages.contract.mall.schemas import AccessoryIn, OrderIn, ReasonIn
from lucai_trust import encoding

WATCHING = (Side.BUYER, Side.SUPPLIER, Side.SUPERVISOR)
TITLES = (
    "订单编号", "方式", "商品", "数量", "单位", "单价（元）", "金额（元）", "采购人", "供应商", "下单时间",
    "确认时间", "状态",
)  # fmt: skip


@require_GET
@signed_in(*WATCHING)
def orders(request: HttpRequest) -> HttpResponse:
    """List one's own orders, or those of one's region."""
    asked = _asked(request)
    states = list(MALL_ORDER.states.items())
    context = {
        "found": selectors.mall_order_page(
            viewer_of(request), after=request.GET.get("after", ""), **asked
        ),
        "filters": [
            FormField("words", "编号、商品或者单位", value=asked["words"]),
            FormField("state", "状态", "select", asked["state"], choices=states),
        ],
        **asked,
    }
    return page(request, "mall/orders.html", context)


@require_GET
@signed_in(*WATCHING)
def export(request: HttpRequest) -> HttpResponse:
    """Send the list as CSV or as a workbook."""
    asked = _asked(request)
    rows = selectors.mall_order_lines(viewer_of(request), most=MOST_EXPORTED, **asked)
    return table_answer(request.GET.get("kind", "csv"), "商城订单", TITLES, _cells(rows))


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def new(request: HttpRequest, number: str, supplier: int) -> HttpResponse:
    """Order from one supplier's offer."""
    viewer = viewer_of(request)
    demand(viewer, PLACE.permission)
    sheet = product_seen(viewer, number)
    offer = next((one for one in sheet.offers if one.supplier_id == supplier), None)
    if offer is None:
        raise NotFound("这家供应商已经停止供应这个商品，请返回选择其他报价。")
    form: Form[OrderIn] = filled(OrderIn, _first_values(viewer, offer))
    made: list[str] = []

    def act(data: OrderIn) -> None:
        made.append(
            services.place(actor_of(request), product=number, supplier_id=supplier, form=data)
        )

    if request.method == "POST":
        reshaping = reshaped(OrderIn, request)
        form = reshaping or read_form(OrderIn, request)
        if not reshaping and form.attempt(act, form.data):
            flash(request, "已下单并冻结资金，等待本单位负责人下达。")
            return redirect("mall-order", made[0])
        form.values["seen_price"] = money.plain_yuan(offer.price)
    form.choices["indicator_code"] = [
        (one.code, f"{one.name}（可用 {money.yuan(one.free)} 元）")
        for one in indicators_usable(viewer)
    ]
    context = {
        "sheet": sheet, "offer": offer, "form": form, "limits": selectors.limits_of(viewer),
        "lowest": min(one.price for one in sheet.offers),
        **rows_of(form, "accessories", AccessoryIn),
    }  # fmt: skip
    return page(request, "mall/new.html", context, status=form.status)


@require_GET
def order(request: HttpRequest, number: str) -> HttpResponse:
    """Show an order on one page, from the order to its payment; confirmed ones to everybody."""
    viewer = viewer_of(request)
    context = {
        "order": selectors.mall_order_seen(viewer, number),
        "entries": timeline_of(viewer, MALL_ORDER.of, number),
    }
    return page(request, "mall/order.html", context)


@require_GET
def evidence(request: HttpRequest, number: str) -> HttpResponse:
    """Send the price evidence as the very bytes whose digest stands in the journal."""
    card = selectors.mall_order_seen(viewer_of(request), number)
    answer = HttpResponse(encoding.canonical(card.evidence), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{number}-evidence.json"'
    return answer


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER, Side.SUPPLIER)
@signed_act(
    {"release": "下达商城订单", "confirm": "确认商城订单（合同成立）"},
    by="name",
    about=signed.order,
)
def step(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Ask before, and take, a step that needs nothing typed."""
    acts = {
        "release": (services.release, "已下达，等待供应商确认。"),
        "confirm": (services.confirm, "已确认，合同成立并公告；交付、验收和付款在合同中办理。"),
    }
    if name not in acts:
        raise NotFound("没有找到这个页面。")
    if request.method == "POST":
        act, done = acts[name]
        act(actor_of(request), number=number)
        flash(request, done)
        return redirect("mall-order", number)
    card = selectors.mall_order_seen(viewer_of(request), number)
    offer = next((one for one in card.offers if one.step.name == name), None)
    return page(request, "mall/step.html", {"order": card, "offer": offer})


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def decline(request: HttpRequest, number: str) -> HttpResponse:
    """Decline an order as its supplier."""
    return _reasoned(request, number, services.decline, "拒绝订单")


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Withdraw an order as its buyer."""
    return _reasoned(request, number, services.withdraw, "撤回订单")


def _first_values(viewer: Viewer, offer: OfferLine) -> dict[str, Any]:
    """Return what the form begins with: one, as soon as it can come, to the unit's address."""
    return {
        "quantity": 1,
        "seen_price": money.plain_yuan(offer.price),
        "needed_by": clock.today() + timedelta(days=max(offer.delivery_days, 1)),
        "place": organisation(viewer, viewer.organisation or 0).address,
    }


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip() for name in ("words", "state")}


def _cells(rows: Iterator[selectors.MallOrderCard]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        yield (
            row.number, row.way_label, row.item, row.quantity, row.unit,
            money.plain_yuan(row.unit_price), money.plain_yuan(row.amount), row.buyer_name,
            row.supplier_name, row.placed_at, row.confirmed_at, row.tag["text"],
        )  # fmt: skip


def _reasoned(
    request: HttpRequest, number: str, service: Callable[..., None], label: str
) -> HttpResponse:
    form: Form[Any] = filled(ReasonIn)
    if request.method == "POST":
        form = read_form(ReasonIn, request)
        if form.attempt(service, actor_of(request), number=number, form=form.data):
            flash(request, f"已办理：{label}。冻结的资金已经释放。")
            return redirect("mall-order", number)
    card = selectors.mall_order_seen(viewer_of(request), number)
    context = {"order": card, "form": form, "label": label}
    return page(request, "mall/reason.html", context, status=form.status)
