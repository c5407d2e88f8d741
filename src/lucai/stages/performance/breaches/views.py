"""Pages of breach records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import BaseModel

from lucai.kernel import clock
from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.files.views import answer as send
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.contract.contracts.parties import own_act
from lucai.stages.contract.contracts.selectors import contract_card
from lucai.stages.contract.contracts.tabs import contract_tabs
from lucai.stages.contract.contracts.timeline import timeline_of
from lucai.stages.performance.breaches import selectors, services
from lucai.stages.performance.breaches.lifecycle import BREACH, RAISE
from lucai.stages.performance.breaches.schemas import AnswerIn, BreachIn, SettlementIn
from lucai.stages.performance.deliveries.selectors import deliveries_of

PARTIES = (Side.BUYER, Side.SUPPLIER, Side.AGENCY, Side.SUPERVISOR, Side.TREASURY)
ACTS: dict[str, tuple[type[BaseModel], Callable[..., None], str, str]] = {
    "answer": (AnswerIn, services.answer, "answer", "已答复。"),
    "settle": (SettlementIn, services.settle, "settlement", "已登记处理结果。"),
    "withdraw": (AnswerIn, services.withdraw, "answer", "已撤回。"),
}


@require_GET
@signed_in(*PARTIES)
def breaches(request: HttpRequest, number: str) -> HttpResponse:
    """List the breach records of a contract, and late deliveries without one."""
    viewer = viewer_of(request)
    card = contract_card(viewer, number)
    context = {
        "card": card,
        "tabs": contract_tabs(number, "breaches", viewer.side),
        "breaches": selectors.breaches_of(viewer, number),
        "late": [one for one in deliveries_of(viewer, number) if one.late_days],
        "may_raise": bool(card.signed_at) and viewer.may(RAISE.permission),
    }
    return page(request, "breaches/breaches.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER, Side.SUPPLIER)
def new_breach(request: HttpRequest, number: str) -> HttpResponse:
    """Hold a breach against the other side."""
    card = contract_card(viewer_of(request), number)
    form: Form[Any] = filled(BreachIn, {"happened_on": clock.today()})
    made: list[int] = []

    def act(data: Any) -> None:
        actor, file = actor_of(request), request.FILES.get("evidence")
        made.append(
            services.raise_breach(actor, contract_number=number, breach=data, evidence=file)
        )

    if request.method == "POST":
        form = read_form(BreachIn, request)
        if form.attempt(act, form.data):
            flash(request, "已提出，对方将收到待办。")
            return redirect("contract-breach", number=number, place=made[0])
    return page(request, "breaches/new.html", {"card": card, "form": form}, status=form.status)


@require_GET
@signed_in(*PARTIES)
def breach(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Show one breach record."""
    return _breach_page(request, number, place, "breaches/breach.html")


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER, Side.SUPPLIER)
def act(request: HttpRequest, number: str, place: int, step: str) -> HttpResponse:
    """Answer a breach, settle or withdraw one's own."""
    act = own_act(viewer_of(request), step)
    if act not in ACTS:
        raise NotFound("没有找到这个页面。")
    schema, service, name, done = ACTS[act]
    form: Form[Any] = filled(schema)
    if request.method == "POST":
        form = read_form(schema, request)
        key = {"contract_number": number, "number": place, name: form.data}
        if form.attempt(service, actor_of(request), **key):
            flash(request, done)
            return redirect("contract-breach", number=number, place=place)
    return _breach_page(request, number, place, "breaches/act.html", form=form, act=act, step=step)


@require_GET
@signed_in(*PARTIES)
def evidence(request: HttpRequest, number: str, place: int) -> FileResponse:
    """Send the evidence of a breach."""
    return send(selectors.evidence_seen(viewer_of(request), number, place))


def _breach_page(
    request: HttpRequest, number: str, place: int, template: str, **more: Any
) -> HttpResponse:
    viewer, form = viewer_of(request), more.get("form")
    found = selectors.breach_seen(viewer, number, place)
    context = {
        "card": contract_card(viewer, number),
        "breach": found,
        "offer": next((o for o in found.offers if o.step.name == more.get("step")), None),
        "entries": timeline_of(viewer, BREACH.of, f"{number}-W{place}"),
        **more,
    }
    return page(request, template, context, status=form.status if form else 200)
