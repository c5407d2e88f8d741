"""Pages of receivables to be confirmed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.access.permissions import demand
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.performing import ActPage, perform
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.timelines import timeline_of
from lucai.stages.payment.receivables import papers, selectors, services, signed
from lucai.stages.payment.receivables.lifecycle import ASK, CONFIRMATION
from lucai.stages.payment.receivables.schemas import AskIn, RefusalIn
from lucai.stages.payment.requests.selectors import invoice_seen

CONCERNED = (Side.SUPPLIER, Side.BUYER, Side.SUPERVISOR, Side.TREASURY)
CONFIRMING = {
    "confirm": (services.confirm, "已确认，应收账款确认书已形成，供应商会收到消息。"),
    "withdraw": (services.withdraw, "已撤回请求。"),
}


@require_GET
@signed_in(*CONCERNED)
def confirmations(request: HttpRequest) -> HttpResponse:
    """List receivables to be confirmed."""
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "state", "after")}
    found = selectors.confirmation_page(viewer_of(request), **asked)
    context = {"found": found, "states": list(CONFIRMATION.states.items()), **asked}
    return page(request, "receivables/confirmations.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def ask(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Ask the buyer to confirm what it owes on an invoice."""
    viewer = viewer_of(request)
    demand(viewer, ASK.permission)
    bill = invoice_seen(viewer, number, place)
    made: list[str] = []

    def act(data: AskIn) -> None:
        actor = actor_of(request)
        made.append(services.ask(actor, contract_number=number, place=place, form=data))

    form = read_form(AskIn, request) if request.method == "POST" else filled(AskIn)
    if request.method == "POST" and form.attempt(act, form.data):
        flash(request, "已送达采购人，由采购人在三十日内答复。")
        return redirect("receivable-confirmation", made[0])
    known = selectors.confirmations_of(viewer, number, place)
    context = {"form": form, "bill": bill, "known": known}
    return page(request, "receivables/ask.html", context, status=form.status)


@require_GET
@signed_in(*CONCERNED)
def confirmation(request: HttpRequest, number: str) -> HttpResponse:
    """Show one receivable."""
    viewer = viewer_of(request)
    context = {
        "sheet": selectors.confirmation_seen(viewer, number),
        "entries": timeline_of(viewer, CONFIRMATION.of, number),
    }
    return page(request, "receivables/confirmation.html", context)


@require_GET
@signed_in(*CONCERNED)
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """Send the confirmation as PDF."""
    sheet = selectors.confirmation_seen(viewer_of(request), number)
    response = HttpResponse(papers.confirmation_pdf(sheet), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    return response


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def refusal(request: HttpRequest, number: str) -> HttpResponse:
    """Refuse to confirm, with the reason."""

    def taken(data: Any) -> None:
        services.refuse(actor_of(request), number=number, form=data)

    def shown() -> ActPage:
        sheet = selectors.confirmation_seen(viewer_of(request), number)
        return ActPage(
            offer=sheet.offer("refuse"), back=sheet.href, name=sheet.contract_title,
            code=sheet.number, trail=(("/receivable-confirmations/", "应收账款确认"),),
            closed=f"这项请求{sheet.state_label}，现在不能办理这一步。", danger=True,
            draft=f"receivable-refusal-{number}",
        )  # fmt: skip

    return perform(request, RefusalIn, taken, "已答复不予确认，供应商可以看到理由。", shown)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER, Side.BUYER)
@signed_act({"confirm": "确认应收账款"}, about=signed.receivable)
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Ask once more, then take a step that needs nothing typed."""
    if step not in CONFIRMING:
        raise NotFound("没有找到这个页面。")
    if request.method == "POST":
        act, done = CONFIRMING[step]
        act(actor_of(request), number=number)
        flash(request, done)
        return redirect("receivable-confirmation", number)
    sheet = selectors.confirmation_seen(viewer_of(request), number)
    context = {"sheet": sheet, "offer": sheet.offer(step)}
    return page(request, "receivables/step.html", context)
