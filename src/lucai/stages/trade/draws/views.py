"""Pages of draws that wait: how far it is, the own nonce, giving it up, what supervision found."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.timelines import timeline_of
from lucai.stages.trade.draws import selectors, services
from lucai.stages.trade.draws.lifecycle import ORGANISERS, PARTIES, WAITING
from lucai.stages.trade.draws.schemas import FindingIn, GivingUpIn
from lucai.stages.trade.rounds.doors import handed_in, hands_in, receipted


@require_GET
@signed_in(*PARTIES)
def waiting(request: HttpRequest, number: str) -> HttpResponse:
    """Show how far the parties are, or that the draw was given up and why."""
    viewer = viewer_of(request)
    context = {
        "sheet": selectors.sheet_of(viewer, number),
        "entries": timeline_of(viewer, WAITING.of, number),
    }
    return page(request, "draws/waiting.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(*ORGANISERS)
@signed_act("放弃等待中的抽取")
def giving_up(request: HttpRequest, number: str) -> HttpResponse:
    """Give up a draw that waits for holders of keys, with a reason."""
    selectors.organised_row(viewer_of(request), number)
    form: Form[Any] = filled(GivingUpIn)
    if request.method == "POST":
        form = read_form(GivingUpIn, request)
        if form.attempt(services.give_up, actor_of(request), draw_number=number, form=form.data):
            flash(request, "这次抽取已经放弃，各方的随机数不再开启。可以重新抽取。")
            return redirect("waiting-draw", number)
    sheet = selectors.sheet_of(viewer_of(request), number)
    context = {"sheet": sheet, "form": form}
    return page(request, "draws/giving_up.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Write down what supervision found."""
    form: Form[Any] = filled(FindingIn)
    if request.method == "POST":
        form = read_form(FindingIn, request)
        if form.attempt(services.check, actor_of(request), draw_number=number, form=form.data):
            flash(request, "核查结果已记录。")
            return redirect("waiting-draw", number)
    context = {"sheet": selectors.sheet_of(viewer_of(request), number), "form": form}
    return page(request, "draws/check.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(*PARTIES)
@hands_in
def nonce(request: HttpRequest, number: str) -> HttpResponse:
    """Let a party's browser draw a nonce, seal it, and post commitment and envelope here."""
    viewer = viewer_of(request)
    selectors.own_chance(viewer, number)  # who was not asked learns nothing of what is asked
    if request.method == "POST":
        given = services.give(
            actor_of(request), draw_number=number, handed=handed_in(request),
            commitment=request.POST.get("commitment", ""),
            signed=request.POST.get("signed", "").encode("utf-8"),
        )  # fmt: skip
        return receipted(given)
    context = {
        "order": selectors.chance_order(viewer, number),
        "sheet": selectors.sheet_of(viewer, number),
    }
    return page(request, "draws/nonce.html", context)


@require_GET
@signed_in(*PARTIES)
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Send the receipt of the own nonce."""
    found = services.receipt(actor_of(request), draw_number=number)
    return receipted(found, file_name=f"{number}-抽取随机数回执.json")
