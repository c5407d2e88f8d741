"""Pages of invoices and payments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import BaseModel

from lucai.kernel import clock, money
from lucai.kernel.actors import Side
from lucai.platform.files.views import answer
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.acceptance.acceptances.selectors import acceptance_seen, acceptances_of
from lucai.stages.contract.contracts.selectors import contract_card
from lucai.stages.contract.contracts.tabs import contract_tabs
from lucai.stages.contract.contracts.timeline import timeline_of
from lucai.stages.payment.requests import selectors, services
from lucai.stages.payment.requests.lifecycle import HAND_IN, INVOICE, PAYMENT
from lucai.stages.payment.requests.papers import payment_pdf
from lucai.stages.payment.requests.schemas import InvoiceIn, ReasonIn, RequestIn, VoucherIn

PARTIES = (Side.BUYER, Side.SUPPLIER, Side.AGENCY, Side.SUPERVISOR, Side.TREASURY)
SIMPLE = {"submit": services.submit, "approve": services.approve}


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
    context = {
        "card": contract_card(viewer, number),
        "tabs": contract_tabs(number, "payments", viewer.side),
        "invoices": selectors.invoices_of(viewer, number),
        "payments": selectors.payments_of(viewer, number),
        "acceptances": acceptances_of(viewer, number),
        "may_invoice": viewer.may(HAND_IN.permission),
    }
    return page(request, "payments/contract.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def new_invoice(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Hand in the invoice for an accepted part."""
    viewer = viewer_of(request)
    accepted = acceptance_seen(viewer, number, place)

    def act(data: Any) -> None:
        services.hand_in_invoice(
            actor_of(request), contract_number=number, acceptance_number=place, invoice=data,
            file=request.FILES.get("file"),
        )  # fmt: skip

    start = _invoice_start(viewer, number, accepted.amount)
    context = {"card": contract_card(viewer, number), "amount": accepted.amount, "reason": ""}
    return _form_page(
        request, InvoiceIn, start, act, "payments/invoice_form.html", context,
        done="发票已送达采购人，付款期限开始计算。", to=f"/contracts/{number}/payments/",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def replace_invoice(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Hand in another invoice for one that was sent back."""
    viewer = viewer_of(request)
    old = selectors.invoice_seen(viewer, number, place)
    amount = acceptance_seen(viewer, number, old.acceptance_number).amount

    def act(data: Any) -> None:
        services.replace_invoice(
            actor_of(request), contract_number=number, number=place, invoice=data,
            file=request.FILES.get("file"),
        )  # fmt: skip

    context = {
        "card": contract_card(viewer, number), "amount": amount, "reason": old.returned_reason,
    }  # fmt: skip
    return _form_page(
        request, InvoiceIn, _invoice_start(viewer, number, amount), act,
        "payments/invoice_form.html", context, done="新发票已送达采购人。", to=old.href,
    )  # fmt: skip


@require_GET
@signed_in(*PARTIES)
def invoice(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Show one invoice."""
    viewer = viewer_of(request)
    context = {
        "card": contract_card(viewer, number),
        "invoice": selectors.invoice_seen(viewer, number, place),
        "entries": timeline_of(viewer, INVOICE.of, f"{number}-F{place}"),
    }
    return page(request, "payments/invoice.html", context)


@require_GET
@signed_in(*PARTIES)
def invoice_file(request: HttpRequest, number: str, place: int) -> FileResponse:
    """Send the invoice's file."""
    return answer(selectors.invoice_file(viewer_of(request), number, place))


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def send_back_invoice(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Send an invoice back to the supplier."""
    old = selectors.invoice_seen(viewer_of(request), number, place)

    def act(data: Any) -> None:
        services.send_back_invoice(
            actor_of(request), contract_number=number, number=place, reason=data
        )

    context = {"title": "退回发票", "label": "退回发票", "back": old.href,
               "text": "供应商将看到理由并重开发票；付款期限自收到新发票之日起重新计算。"}  # fmt: skip
    return _form_page(
        request, ReasonIn, {}, act, "payments/reason.html", context, done="发票已退回。", to=old.href
    )


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

    context = {"card": card, "invoice": shown}
    return _form_page(
        request, RequestIn, {"purpose": f"{card.title}货款"[:200]}, act,
        "payments/request_form.html", context, done="支付申请已提交，等待另一位同事审批。",
        to=lambda: f"/payments/{made[0]}/",
    )  # fmt: skip


@require_GET
@signed_in(*PARTIES)
def payment(request: HttpRequest, number: str) -> HttpResponse:
    """Show one payment request."""
    viewer = viewer_of(request)
    context = {
        "sheet": selectors.payment_seen(viewer, number),
        "entries": timeline_of(viewer, PAYMENT.of, number),
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
    return _form_page(
        request, RequestIn, {"purpose": sheet.purpose}, act, "payments/request_form.html", context,
        done="已保存，请核对后重新提交。", to=sheet.line.href,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
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
def pay(request: HttpRequest, number: str) -> HttpResponse:
    """Answer a request with its voucher."""

    def act(data: Any) -> None:
        services.pay(actor_of(request), number=number, voucher=data)

    context = _payment(request, number, "pay")
    return _form_page(
        request, VoucherIn, {"paid_on": clock.today()}, act, "payments/pay.html", context,
        done="已登记支付，采购人和供应商已收到消息。", to=f"/payments/{number}/",
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


def _payment(request: HttpRequest, number: str, step: str) -> dict[str, Any]:
    """Return a request with the step a page is about, as the viewer has it."""
    sheet = selectors.payment_seen(viewer_of(request), number)
    offer = next((each for each in sheet.offers if each.step.name == step), None)
    return {"sheet": sheet, "offer": offer}


def _return_page(
    request: HttpRequest, number: str, service: Callable[..., None], title: str
) -> HttpResponse:
    sheet = selectors.payment_seen(viewer_of(request), number)

    def act(data: Any) -> None:
        service(actor_of(request), number=number, reason=data)

    context = {"title": title, "label": "退回", "back": sheet.line.href,
               "text": "理由将写入过程日志并通知采购人。退回不影响法定应付日。"}  # fmt: skip
    return _form_page(
        request, ReasonIn, {}, act, "payments/reason.html", context, done="已退回。",
        to=sheet.line.href,
    )  # fmt: skip


def _form_page(
    request: HttpRequest,
    schema: type[BaseModel],
    start: dict[str, Any],
    act: Callable[[Any], None],
    template: str,
    context: dict[str, Any],
    *,
    done: str,
    to: str | Callable[[], str],
) -> HttpResponse:
    """Show a form and act with what was typed."""
    form: Form[Any] = filled(schema, start)
    if request.method == "POST":
        form = read_form(schema, request)
        if form.attempt(act, form.data):
            flash(request, done)
            return redirect(to if isinstance(to, str) else to())
    return page(request, template, {**context, "form": form}, status=form.status)


def _invoice_start(viewer: Any, number: str, amount: int) -> dict[str, Any]:
    account = selectors.account_of(viewer, number)
    known = {
        "payee_name": account.name,
        "payee_bank": account.bank,
        "payee_account": account.number,
    } if account else {"payee_name": viewer.organisation_name}  # fmt: skip
    return {**known, "issued_on": clock.today(), "amount": money.plain_yuan(amount)}
