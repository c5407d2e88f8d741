"""Pages of invoices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import Side, Viewer
from lucai.platform.access.selectors import organisation
from lucai.platform.files.views import answer
from lucai.platform.web.doors import signed_in
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.contract.contracts.selectors import contract_card
from lucai.stages.contract.contracts.timeline import timeline_of
from lucai.stages.payment.requests import selectors, services
from lucai.stages.payment.requests.lifecycle import INVOICE
from lucai.stages.payment.requests.rules import ACCEPTANCE, EXCUSES
from lucai.stages.payment.requests.schemas import InvoiceIn, ReasonIn, RefusalIn
from lucai.stages.payment.requests.views.forms import form_page

PARTIES = (Side.BUYER, Side.SUPPLIER, Side.AGENCY, Side.SUPERVISOR, Side.TREASURY)
CLAIMS = {
    "claim": (services.claim, "已请求付款，采购人会收到待办并应当答复。"),
    "withdraw_claim": (services.withdraw_claim, "付款请求已撤回。"),
}


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def new_invoice(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Hand in the invoice for an accepted part."""

    def act(data: Any) -> None:
        services.hand_in_invoice(
            actor_of(request), contract_number=number, acceptance_number=place, invoice=data,
            file=request.FILES.get("file"),
        )  # fmt: skip

    return _new_page(request, number, ACCEPTANCE, place, act)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def new_part(request: HttpRequest, number: str, kind: str, place: int = 0) -> HttpResponse:
    """Hand in the invoice for an advance payment, or for what was kept back."""

    def act(data: Any) -> None:
        services.hand_in_part(
            actor_of(request), contract_number=number, kind=kind, acceptance_number=place,
            invoice=data, file=request.FILES.get("file"),
        )  # fmt: skip

    return _new_page(request, number, kind, place, act)


def _new_page(
    request: HttpRequest, number: str, kind: str, place: int, act: Callable[[Any], None]
) -> HttpResponse:
    viewer = viewer_of(request)
    card = contract_card(viewer, number)
    part = selectors.part_seen(viewer, card, kind, place)
    context = {
        "card": card, "amount": part.amount, "what": part.label, "reason": "",
        "buyer": organisation(viewer, card.buyer_id),
    }  # fmt: skip
    return form_page(
        request, InvoiceIn, _invoice_start(viewer, number), act, "payments/invoice_form.html",
        context, done="发票已送达采购人，付款期限开始计算。", to=f"/contracts/{number}/payments/",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def replace_invoice(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Hand in another invoice for one that was sent back."""
    viewer = viewer_of(request)
    old = selectors.invoice_seen(viewer, number, place)

    def act(data: Any) -> None:
        services.replace_invoice(
            actor_of(request), contract_number=number, number=place, invoice=data,
            file=request.FILES.get("file"),
        )  # fmt: skip

    card = contract_card(viewer, number)
    context = {
        "card": card, "amount": old.amount, "what": old.basis, "reason": old.returned_reason,
        "buyer": organisation(viewer, card.buyer_id),
    }  # fmt: skip
    return form_page(
        request, InvoiceIn, _invoice_start(viewer, number), act,
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
        "doubts": selectors.account_doubts(viewer, number, place),
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
    return form_page(
        request,
        ReasonIn,
        {},
        act,
        "payments/reason.html",
        context,
        done="发票已退回。",
        to=old.href,
    )


@require_POST
@signed_in(Side.SUPPLIER)
def invoice_step(request: HttpRequest, number: str, place: int, step: str) -> HttpResponse:
    """Ask for the payment of an invoice in one tap, or take that back."""
    if step not in CLAIMS:
        raise Http404
    service, done = CLAIMS[step]
    service(actor_of(request), contract_number=number, number=place)
    flash(request, done)
    if request.POST.get("from") == "receivables":
        return redirect("receivables")
    return redirect("invoice", number=number, place=place)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def refuse_claim(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Answer a claim with the reason why it is not paid yet."""
    viewer = viewer_of(request)
    shown = selectors.invoice_seen(viewer, number, place)

    def act(data: Any) -> None:
        services.refuse_claim(actor_of(request), contract_number=number, number=place, refusal=data)

    context = {
        "card": contract_card(viewer, number), "invoice": shown, "excuses": EXCUSES.values(),
    }  # fmt: skip
    return form_page(
        request, RefusalIn, {}, act, "payments/refuse.html", context,
        done="已答复供应商；法定应付日不变。", to=shown.href,
    )  # fmt: skip


def _invoice_start(viewer: Viewer, number: str) -> dict[str, Any]:
    """Return what is known before a file is chosen: where the supplier was paid last."""
    account = selectors.account_of(viewer, number)
    if not account:
        return {"payee_name": viewer.organisation_name}
    return {
        "payee_name": account.name,
        "payee_bank": account.bank,
        "payee_account": account.number,
    }
