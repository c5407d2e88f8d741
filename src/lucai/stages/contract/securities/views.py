"""Pages of performance bonds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import BaseModel

from lucai.kernel import money
from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.files.views import answer
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.contract.contracts.selectors import contract_card
from lucai.stages.contract.contracts.tabs import contract_tabs
from lucai.stages.contract.contracts.timeline import timeline_of
from lucai.stages.contract.securities import selectors, services
from lucai.stages.contract.securities.lifecycle import SECURITY
from lucai.stages.contract.securities.schemas import ClaimIn, SaidIn, SecurityIn

PARTIES = (Side.BUYER, Side.SUPPLIER, Side.AGENCY, Side.SUPERVISOR, Side.TREASURY)
SIMPLE: dict[str, tuple[Callable[..., None], str]] = {
    "confirm": (services.confirm, "已确认收到履约保证金。"),
    "give_back": (services.give_back, "已登记退还。"),
}


@require_GET
@signed_in(*PARTIES)
def security(request: HttpRequest, number: str) -> HttpResponse:
    """Show the bond of a contract."""
    return _security_page(request, number, "securities/security.html")


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """Hand in the bond."""

    def act(data: Any) -> None:
        services.submit(
            actor_of(request), contract_number=number, security=data,
            paper=request.FILES.get("paper"),
        )  # fmt: skip

    row = selectors.security_row(viewer_of(request), number)
    start = {"kind": "guarantee", "amount": money.plain_yuan(row.agreed)}
    return _act_page(request, number, "submit", SecurityIn, act, start)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    """Send a bond back to the supplier."""

    def act(data: Any) -> None:
        services.send_back(actor_of(request), contract_number=number, said=data)

    return _act_page(request, number, "send_back", SaidIn, act, {})


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def claim(request: HttpRequest, number: str) -> HttpResponse:
    """Keep what the contract allows to keep."""

    def act(data: Any) -> None:
        services.claim(actor_of(request), contract_number=number, claim=data)

    return _act_page(request, number, "claim", ClaimIn, act, {})


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Ask before, and take, a step that needs nothing typed."""
    if step not in SIMPLE:
        raise NotFound("没有找到这个页面。")
    service, done = SIMPLE[step]
    if request.method == "POST":
        service(actor_of(request), contract_number=number)
        flash(request, done)
        return redirect("contract-security", number=number)
    return _security_page(request, number, "securities/step.html", step=step)


@require_GET
@signed_in(*PARTIES)
def paper(request: HttpRequest, number: str) -> FileResponse:
    """Send the guarantee."""
    return answer(selectors.paper_seen(viewer_of(request), number))


SAYS = {
    "submit": ("提交履约保证金", "已提交，等待采购人核验。"),
    "send_back": ("退回重新提交", "已退回，供应商将收到您的理由。"),
    "claim": ("扣除履约保证金", "已登记扣除，供应商和财政部门将收到通知。"),
}


def _act_page(
    request: HttpRequest,
    number: str,
    step: str,
    schema: type[BaseModel],
    act: Callable[[Any], None],
    start: dict[str, Any],
) -> HttpResponse:
    label, done = SAYS[step]
    form: Form[Any] = filled(schema, start)
    if request.method == "POST":
        form = read_form(schema, request)
        if form.attempt(act, form.data):
            flash(request, done)
            return redirect("contract-security", number=number)
    return _security_page(request, number, "securities/act.html", form=form, step=step, label=label)


def _security_page(request: HttpRequest, number: str, template: str, **more: Any) -> HttpResponse:
    viewer, form = viewer_of(request), more.get("form")
    found = selectors.security_of(viewer, number)
    offers = found.offers if found else ()
    context = {
        "card": contract_card(viewer, number),
        "tabs": contract_tabs(number, "security", viewer.side),
        "security": found,
        "offer": next((one for one in offers if one.step.name == more.get("step")), None),
        "entries": timeline_of(viewer, SECURITY.of, f"{number}-L"),
        **more,
    }
    return page(request, template, context, status=form.status if form else 200)
