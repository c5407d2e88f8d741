"""Pages of payment requests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel import clock
from lucai.kernel.actors import Side
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.contract.contracts.selectors import contract_card
from lucai.stages.contract.contracts.tabs import contract_tabs
from lucai.stages.contract.contracts.timeline import timeline_of
from lucai.stages.payment.requests import selectors, services, signed
from lucai.stages.payment.requests.lifecycle import HAND_IN, PAYMENT
from lucai.stages.payment.requests.papers import payment_pdf
from lucai.stages.payment.requests.schemas import BounceIn, ReasonIn, RequestIn, VoucherIn
from lucai.stages.payment.requests.views.forms import form_page

PARTIES = (Side.BUYER, Side.SUPPLIER, Side.AGENCY, Side.SUPERVISOR, Side.TREASURY)
SIMPLE = {"submit": services.submit, "review": services.approve, "approve": services.approve}


@require_GET
@signed_in(Side.BUYER, Side.SUPPLIER, Side.SUPERVISOR, Side.TREASURY)
def payments(request: HttpRequest) -> HttpResponse:
    """List payment requests."""
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "state", "after")}
    found = selectors.payment_page(viewer_of(request), **asked)
    states = list(PAYMENT.states.items())
    filters = [
        FormField("words", "合同、单位或者申请编号", value=asked["words"]),
        FormField("state", "状态", kind="select", value=asked["state"], choices=states),
    ]
    context = {"found": found, "filters": filters, **asked}
    return page(request, "payments/payments.html", context)


@require_GET
@signed_in(*PARTIES)
def contract_payments(request: HttpRequest, number: str) -> HttpResponse:
    """Show the invoices and payments of a contract."""
    viewer = viewer_of(request)
    card = contract_card(viewer, number)
    context = {
        "card": card,
        "tabs": contract_tabs(number, "payments", viewer.side),
        "invoices": selectors.invoices_of(viewer, number),
        "payments": selectors.payments_of(viewer, number),
        "parts": selectors.parts_of(viewer, card),
        "may_invoice": viewer.may(HAND_IN.permission),
    }
    return page(request, "payments/contract.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def request_payment(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Request the payment of an invoice."""
    viewer = viewer_of(request)
    card = contract_card(viewer, number)
    shown = selectors.invoice_seen(viewer, number, place)
    made: list[str] = []

    def act(data: Any) -> None:
        made.append(
            services.request_payment(
                actor_of(request), contract_number=number, number=place, request=data
            )
        )

    context = {
        "card": card, "invoice": shown, "doubts": selectors.account_doubts(viewer, number, place),
    }  # fmt: skip
    return form_page(
        request, RequestIn, {"purpose": f"{card.title}货款"[:200]}, act,
        "payments/request_form.html", context, done="支付申请已提交，等待另一位同事审批。",
        to=lambda: f"/payments/{made[0]}/",
    )  # fmt: skip


@require_GET
@signed_in(*PARTIES)
def payment(request: HttpRequest, number: str) -> HttpResponse:
    """Show one payment request."""
    viewer = viewer_of(request)
    sheet = selectors.payment_seen(viewer, number)
    context = {
        "sheet": sheet,
        "entries": timeline_of(viewer, PAYMENT.of, number),
        "doubts": _doubts(request, sheet),
    }
    return page(request, "payments/payment.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Correct a request that was sent back."""
    sheet = selectors.payment_seen(viewer_of(request), number)

    def act(data: Any) -> None:
        services.edit_request(actor_of(request), number=number, request=data)

    context = {"card": sheet.contract, "invoice": sheet.invoice}
    return form_page(
        request, RequestIn, {"purpose": sheet.purpose}, act, "payments/request_form.html", context,
        done="已保存，请核对后重新提交。", to=sheet.line.href,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
@signed_act(
    {"submit": "提交支付申请", "review": "审批支付申请", "approve": "审批支付申请"},
    about=signed.payment,
)
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Ask before, and take, a step that needs nothing typed."""
    if request.method == "POST" and step in SIMPLE:
        SIMPLE[step](actor_of(request), number=number)
        flash(request, "已办理。")
        return redirect("payment", number=number)
    context = _payment(request, number, step)
    return page(request, "payments/step.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    """Send a request back to who requested it."""
    return _return_page(request, number, services.send_back, "退回修改")


@require_http_methods(["GET", "POST"])
@signed_in(Side.TREASURY)
def return_request(request: HttpRequest, number: str) -> HttpResponse:
    """Return a request unpaid."""
    return _return_page(request, number, services.return_request, "退回支付申请")


@require_http_methods(["GET", "POST"])
@signed_in(Side.TREASURY)
@signed_act("登记国库支付凭证", about=signed.payment)
def pay(request: HttpRequest, number: str) -> HttpResponse:
    """Answer a request with its voucher."""

    def act(data: Any) -> None:
        services.pay(actor_of(request), number=number, voucher=data)

    context = _payment(request, number, "pay")
    return form_page(
        request, VoucherIn, {"paid_on": clock.today()}, act, "payments/pay.html", context,
        done="已登记支付，采购人和供应商已收到消息。", to=f"/payments/{number}/",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in(Side.TREASURY)
def bounce(request: HttpRequest, number: str) -> HttpResponse:
    """Book a payment that the bank sent back."""

    def act(data: Any) -> None:
        services.bounce(actor_of(request), number=number, bounced=data)

    context = _payment(request, number, "bounce")
    voucher = context["sheet"].voucher
    start = {"voucher": voucher.number if voucher else "", "bounced_on": clock.today()}
    return form_page(
        request, BounceIn, start, act, "payments/bounce.html", context,
        done="已登记退票，采购人和供应商已收到消息。", to=f"/payments/{number}/",
    )  # fmt: skip


@require_GET
@signed_in(Side.BUYER, Side.SUPERVISOR, Side.TREASURY)
def pdf(request: HttpRequest, number: str) -> HttpResponse:
    """Send the 支付申请书."""
    viewer = viewer_of(request)
    content = payment_pdf(viewer, selectors.payment_seen(viewer, number))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    return response


def _doubts(request: HttpRequest, sheet: selectors.PaymentSheet) -> tuple[str, ...]:
    if sheet.line.state == "paid":
        return ()
    invoice = sheet.invoice
    return selectors.account_doubts(viewer_of(request), invoice.contract_number, invoice.number)


def _payment(request: HttpRequest, number: str, step: str) -> dict[str, Any]:
    """Return a request with the step a page is about, as the viewer has it."""
    sheet = selectors.payment_seen(viewer_of(request), number)
    offer = next((each for each in sheet.offers if each.step.name == step), None)
    return {"sheet": sheet, "offer": offer, "doubts": _doubts(request, sheet)}


def _return_page(
    request: HttpRequest, number: str, service: Callable[..., None], title: str
) -> HttpResponse:
    sheet = selectors.payment_seen(viewer_of(request), number)

    def act(data: Any) -> None:
        service(actor_of(request), number=number, reason=data)

    context = {"title": title, "label": "退回", "back": sheet.line.href,
               "text": "理由将写入过程日志并通知采购人。退回不影响法定应付日。"}  # fmt: skip
    return form_page(
        request, ReasonIn, {}, act, "payments/reason.html", context, done="已退回。",
        to=sheet.line.href,
    )  # fmt: skip
