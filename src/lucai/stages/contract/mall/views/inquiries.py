"""Pages of enquiries: asked, quoted for, opened and awarded, extended or ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel import clock, money
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.access.permissions import demand
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.rows import reshaped, rows_of
from lucai.platform.web.timelines import timeline_of
from lucai.registers.products.selectors import pickable, product_seen
from lucai.stages.budget.indicators.selectors import indicators_usable
from lucai.stages.contract.mall import selectors, services, signed
from lucai.stages.contract.mall.inquiry_lifecycle import MALL_INQUIRY
from lucai.stages.contract.mall.lifecycle import PLACE
from lucai.stages.contract.mall.schemas import (
    AwardIn,
    DemandIn,
    ExtendIn,
    InquiryIn,
    QuoteIn,
    ReasonIn,
)
from lucai.stages.contract.mall.selectors.sealing import (
    enquiry_round,
    may_verify,
    package_of,
    quoting_order,
)
from lucai.stages.trade.rounds import services as rounds
from lucai.stages.trade.rounds.doors import claimed, handed_in, hands_in, packed, receipted


@require_GET
def inquiries(request: HttpRequest) -> HttpResponse:
    """List enquiries: one's own, those one was asked for, or those of a region."""
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "state")}
    states = list(MALL_INQUIRY.states.items())
    context = {
        "found": selectors.mall_inquiry_page(
            viewer_of(request), after=request.GET.get("after", ""), **asked
        ),
        "filters": [
            FormField("words", "编号、名称或者单位", value=asked["words"]),
            FormField("state", "状态", "select", asked["state"], choices=states),
        ],
        **asked,
    }
    return page(request, "mall/inquiries.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
@signed_act("发起商城询价")
def new(request: HttpRequest) -> HttpResponse:
    """Ask for quotes."""
    viewer = viewer_of(request)
    demand(viewer, PLACE.permission)
    limits = selectors.limits_of(viewer)
    form: Form[InquiryIn] = filled(InquiryIn, _first_values(request, int(limits.quoting.value)))
    made: list[str] = []

    def act(data: InquiryIn) -> None:
        made.append(services.ask(actor_of(request), form=data))

    if request.method == "POST":
        reshaping = reshaped(InquiryIn, request)
        form = reshaping or read_form(InquiryIn, request)
        if not reshaping and form.attempt(act, form.data):
            flash(request, "已发出询价，报价密封到截止时间。")
            return redirect("mall-inquiry", made[0])
    form.choices["indicator_code"] = [
        (one.code, f"{one.name}（可用 {money.yuan(one.free)} 元）")
        for one in indicators_usable(viewer)
    ]
    context = {"form": form, "limits": limits, **rows_of(form, "demands", DemandIn)}
    return page(request, "mall/inquiry_new.html", context, status=form.status)


@require_GET
def inquiry(request: HttpRequest, number: str) -> HttpResponse:
    """Show an enquiry; its quotes once they are opened."""
    viewer = viewer_of(request)
    card = selectors.mall_inquiry_seen(viewer, number)
    context = {
        "card": card,
        "quotes": selectors.mall_quotes_seen(viewer, number),
        "refused": selectors.refused_quotes(viewer, number),
        "own": selectors.own_mall_quote(viewer, number),
        "round": enquiry_round(viewer, number) if may_verify(viewer, number) else None,
        "may_quote": selectors.may_quote(viewer, card),
        "entries": timeline_of(viewer, MALL_INQUIRY.of, number),
    }
    return page(request, "mall/inquiry.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
@hands_in
def quote(request: HttpRequest, number: str) -> HttpResponse:
    """Let a seller write its quote; its browser seals it, and posts the envelope here."""
    viewer = viewer_of(request)
    card = selectors.mall_inquiry_seen(viewer, number)
    own, may_quote = selectors.own_mall_quote(viewer, number), selectors.may_quote(viewer, card)
    if own is None and not may_quote:
        raise NotFound("本企业没有在这个品目供货，或者报价已经截止。")
    if request.method == "POST":
        taken = services.quote(actor_of(request), number=number, handed=handed_in(request))
        return receipted(taken)
    form: Form[QuoteIn] = filled(QuoteIn)
    form.choices["product_number"] = [
        (one.number, f"{one.brand} {one.model}（{one.number}）")
        for one in pickable(viewer, card.catalogue_code)
    ]
    context = {
        "card": card, "own": own, "form": form, "round": enquiry_round(viewer, number),
        "asked": quoting_order(viewer, number) if may_quote else None,
    }  # fmt: skip
    return page(request, "mall/quote.html", context)


@require_GET
@signed_in(Side.SUPPLIER)
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Send the receipt of one's own quote."""
    found = services.quote_receipt(actor_of(request), number=number)
    return receipted(found, file_name=f"{number}-报价回执.json")


@require_POST
@signed_in(Side.SUPPLIER)
@hands_in
def quote_step(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Withdraw one's quote, by the claim that its browser has signed."""
    claim = claimed(request, name)
    return receipted(services.withdraw_quote(actor_of(request), number=number, claim=claim))


@require_GET
@signed_in(Side.BUYER, Side.SUPPLIER, Side.SUPERVISOR)
def package(request: HttpRequest, number: str) -> FileResponse:
    """Send the verification package of the opened quotes, in the viewer's edition."""
    viewer = viewer_of(request)
    found, edition = package_of(viewer, number)
    made = rounds.package(viewer, found.number, found.lot_number, edition=edition)
    return packed(made, f"{found.number}-{edition}.zip")


@require_POST
@signed_in(Side.BUYER)
@signed_act("揭示商城询价的报价", about=signed.inquiry)
def open_quotes(request: HttpRequest, number: str) -> HttpResponse:
    """Open all quotes when their time is over."""
    services.open_quotes(actor_of(request), number=number)
    flash(request, "报价已一并揭示，请核对后确定成交。")
    return redirect("mall-inquiry-award", number)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
@signed_act("确定商城比价成交", about=signed.quotes)
def award(request: HttpRequest, number: str) -> HttpResponse:
    """Compare the opened quotes, and award to the lowest that meets the demand."""
    viewer = viewer_of(request)
    card = selectors.mall_inquiry_seen(viewer, number)
    quotes = selectors.quotes_to_judge(viewer, number)
    form: Form[AwardIn] = filled(AwardIn)
    made: list[str] = []

    def act(data: AwardIn) -> None:
        made.append(services.award(actor_of(request), number=number, form=data))

    if request.method == "POST":
        form = read_form(AwardIn, request)
        if form.attempt(act, form.data):
            flash(request, "已确定成交并转为订单，等待本单位负责人下达。")
            return redirect("mall-order", made[0])
    offer = next((one for one in card.offers if one.step.name == "award"), None)
    proposed = next((one for one in quotes if one.complies), None)
    context = {
        "card": card, "quotes": quotes, "form": form, "offer": offer, "proposed": proposed,
        "refused": selectors.refused_quotes(viewer, number),
    }  # fmt: skip
    return page(request, "mall/award.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def extend(request: HttpRequest, number: str) -> HttpResponse:
    """Give more time for quotes."""
    hours = int(selectors.limits_of(viewer_of(request)).quoting.value) + 1
    closes = (clock.now() + timedelta(hours=hours)).astimezone(clock.BEIJING)
    form: Form[ExtendIn] = filled(ExtendIn, {"closes_at": closes})
    if request.method == "POST":
        form = read_form(ExtendIn, request)
        if form.attempt(services.extend, actor_of(request), number=number, form=form.data):
            flash(request, "已延长，供应商已经收到消息。")
            return redirect("mall-inquiry", number)
    return _ending(request, number, form, "延长报价时间")


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def end(request: HttpRequest, number: str) -> HttpResponse:
    """End an enquiry without a deal."""
    form: Form[ReasonIn] = filled(ReasonIn)
    if request.method == "POST":
        form = read_form(ReasonIn, request)
        if form.attempt(services.end_inquiry, actor_of(request), number=number, form=form.data):
            flash(request, "已终止询价，冻结的资金已经释放。")
            return redirect("mall-inquiry", number)
    return _ending(request, number, form, "终止询价")


def _ending(request: HttpRequest, number: str, form: Form[Any], label: str) -> HttpResponse:
    card = selectors.mall_inquiry_seen(viewer_of(request), number)
    context = {"card": card, "form": form, "label": label, "names": list(form.schema.model_fields)}
    return page(request, "mall/inquiry_act.html", context, status=form.status)


def _first_values(request: HttpRequest, hours: int) -> dict[str, Any]:
    """Return what the form begins with: a product's category and parameters, the soonest closing."""
    closes = (clock.now() + timedelta(hours=hours + 1)).astimezone(clock.BEIJING)
    begun: dict[str, Any] = {"quantity": 1, "closes_at": closes}
    if number := request.GET.get("product", "").strip():
        begun |= _like(viewer_of(request), number)
    return begun


def _like(viewer: Viewer, number: str) -> dict[str, Any]:
    sheet = product_seen(viewer, number)
    return {
        "title": f"{sheet.card.name}询价", "catalogue_code": sheet.card.catalogue_code,
        "unit": sheet.card.unit, "ceiling": money.plain_yuan(sheet.card.lowest),
        "demands": [{"name": one["name"], "value": one["value"]} for one in sheet.attributes],
    }  # fmt: skip
