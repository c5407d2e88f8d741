"""Pages of asset cards."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.timelines import timeline_of
from lucai.stages.acceptance.assets import selectors, services
from lucai.stages.acceptance.assets.lifecycle import CARD_STATES, TRANSFER
from lucai.stages.acceptance.assets.schemas import FixesIn, HandOverIn
from lucai.stages.contract.contracts.selectors import contract_card
from lucai.stages.contract.contracts.tabs import contract_tabs

FIXED = ("category", "serial", "keeper", "location")


@require_GET
@signed_in(Side.BUYER)
def cards(request: HttpRequest) -> HttpResponse:
    """List the unit's asset cards."""
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "state", "after")}
    found = selectors.card_page(viewer_of(request), **asked)
    context = {"found": found, "states": list(CARD_STATES.items()), **asked}
    return page(request, "assets/cards.html", context)


@require_GET
@signed_in(Side.BUYER)
def transfers(request: HttpRequest, number: str) -> HttpResponse:
    """List the hand-overs of a contract."""
    viewer = viewer_of(request)
    context = {
        "card": contract_card(viewer, number),
        "tabs": contract_tabs(number, "assets", viewer.side),
        "found": selectors.transfers_of(viewer, number),
    }
    return page(request, "assets/transfers.html", context)


@require_GET
@signed_in(Side.BUYER, Side.SUPERVISOR)
def transfer(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Show one hand-over with its cards."""
    viewer = viewer_of(request)
    context = {
        "sheet": selectors.transfer_seen(viewer, number, place),
        "entries": timeline_of(viewer, TRANSFER.of, f"{number}-Z{place}"),
    }
    return page(request, "assets/transfer.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def hand_over(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Say who keeps the things, and hand them over."""
    form: Form[HandOverIn] = filled(HandOverIn)
    if request.method == "POST":
        form = read_form(HandOverIn, request)

        def act(data: HandOverIn) -> None:
            services.hand_over(actor_of(request), contract_number=number, number=place, form=data)

        if form.attempt(act, form.data):
            flash(request, "已交给资产系统，回执到达后在这里显示。")
            return redirect("asset-transfer", number=number, place=place)
    sheet = selectors.transfer_seen(viewer_of(request), number, place)
    context = {"sheet": sheet, "form": form, "offer": _offer(sheet, "hand_over")}
    return page(request, "assets/hand_over.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def correct(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Put refused cards right and send them again."""
    sheet = selectors.transfer_seen(viewer_of(request), number, place)
    start = [{name: getattr(one, name) for name in ("number", *FIXED)} for one in sheet.refused]
    form: Form[FixesIn] = filled(FixesIn, {"cards": start})
    if request.method == "POST":
        form = read_form(FixesIn, request)

        def act(data: FixesIn) -> None:
            services.correct(actor_of(request), contract_number=number, number=place, form=data)

        if form.attempt(act, form.data):
            flash(request, "已更正并重新发送。")
            return redirect("asset-transfer", number=number, place=place)
    context = {
        "sheet": sheet,
        "form": form,
        "offer": _offer(sheet, "correct"),
        "rows": [_row(form, at, one) for at, one in enumerate(sheet.refused)],
    }
    return page(request, "assets/correct.html", context, status=form.status)


def _row(form: Form[FixesIn], at: int, card: selectors.CardLine) -> dict[str, Any]:
    named = f"cards.{at}"
    return {
        "card": card,
        "number": form.field(f"{named}.number", kind="hidden"),
        "fields": [form.field(f"{named}.{name}") for name in FIXED],
        "excluded": form.field(f"{named}.excluded"),
    }


def _offer(sheet: selectors.TransferSheet, step: str) -> Any:
    return next((one for one in sheet.offers if one.step.name == step), None)
