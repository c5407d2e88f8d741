"""What suppliers do: respond to a call, apply to join."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import Side
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.registers.products.selectors import as_response, pickable
from lucai.stages.trade.frameworks import selectors, services
from lucai.stages.trade.frameworks.schemas import ApplicationIn, ResponseIn
from lucai.stages.trade.frameworks.selectors.sealing import responding_order, response_round
from lucai.stages.trade.rounds.doors import claimed, handed_in, hands_in, receipted


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
@hands_in
def respond(request: HttpRequest, number: str, package: int) -> HttpResponse:
    """Let a supplier write its response; its browser seals it, and posts the envelope here."""
    if request.method == "POST":
        taken = services.respond(
            actor_of(request), number=number, package_number=package, handed=handed_in(request)
        )
        return receipted(taken)
    sheet, card, call, own = selectors.response_desk(viewer_of(request), number, package)
    picked = request.GET.get("product", "")
    known = as_response(viewer_of(request), picked) if picked else {}
    context = {
        "sheet": sheet, "card": sheet.card, "package": card, "call": call, "own": own,
        "form": filled(ResponseIn, known),
        "asked": responding_order(viewer_of(request), number, package) if call else None,
        "round": response_round(viewer_of(request), number, call.round, package) if call else None,
        "pickable": pickable(viewer_of(request), card.catalogue_code),
    }  # fmt: skip
    return page(request, "frameworks/respond.html", context)


@require_GET
@signed_in(Side.SUPPLIER)
def receipt(request: HttpRequest, number: str, package: int) -> HttpResponse:
    """Send the receipt of one's own response."""
    found = services.response_receipt(actor_of(request), number=number, package_number=package)
    return receipted(found, file_name=f"{number}-{package}-响应回执.json")


@require_POST
@signed_in(Side.SUPPLIER)
@hands_in
def response_step(request: HttpRequest, number: str, package: int, name: str) -> HttpResponse:
    """Withdraw one's response, by the claim that its browser has signed."""
    claim = claimed(request, name)
    taken_back = services.withdraw_response(
        actor_of(request), number=number, package_number=package, claim=claim
    )
    return receipted(taken_back)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def apply(request: HttpRequest, number: str) -> HttpResponse:
    """Apply to join an open framework."""
    sheet = selectors.framework_seen(viewer_of(request), number)
    form: Form[Any] = filled(ApplicationIn, {"package_number": request.GET.get("package", "")})
    made: list[int] = []

    def act(data: Any) -> None:
        made.append(services.apply(actor_of(request), number=number, form=data))

    if request.method == "POST":
        form = read_form(ApplicationIn, request)
        if form.attempt(act, form.data):
            flash(request, "申请已提交，征集人将在七个工作日内审核并书面通知。")
            return redirect("framework-application", number, made[0])
    form.choices["package_number"] = [
        (str(p.number), f"包 {p.number} {p.name}") for p in sheet.packages
    ]
    context = {"sheet": sheet, "card": sheet.card, "form": form}
    return page(request, "frameworks/apply.html", context, status=form.status)
