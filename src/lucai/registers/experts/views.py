"""Pages of the expert library."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import Side
from lucai.kernel.errors import InvalidInput
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.registers.experts import selectors, services
from lucai.registers.experts.lifecycle import EXPERT
from lucai.registers.experts.schemas import EmployerIn, ReasonIn


@require_GET
@signed_in(Side.SUPERVISOR)
def experts(request: HttpRequest) -> HttpResponse:
    """List the experts of the region."""
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "state", "after")}
    found = selectors.expert_page(viewer_of(request), **asked)
    context = {"found": found, "states": list(EXPERT.states.items()), **asked}
    return page(request, "experts/experts.html", context)


@require_GET
@signed_in(Side.SUPERVISOR)
def expert(request: HttpRequest, number: str) -> HttpResponse:
    """Show one expert."""
    viewer = viewer_of(request)
    card = selectors.expert_seen(viewer, number)
    offers = selectors.expert_offers(viewer, number)
    return page(request, "experts/expert.html", {"card": card, "offers": offers})


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def suspend(request: HttpRequest, number: str) -> HttpResponse:
    """Take an expert out of draws, with the reason."""
    card = selectors.expert_seen(viewer_of(request), number)
    form = filled(ReasonIn)
    if request.method == "POST":
        form = read_form(ReasonIn, request)
        if form.data:
            services.take(actor_of(request), key=number, step="suspend", reason=form.data.reason)
            flash(request, "已暂停该专家参加评审。")
            return redirect("expert", number=number)
    context = {"card": card, "form": form}
    return page(request, "experts/suspend.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in(Side.SUPERVISOR)
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Take a step of the expert's life."""
    services.take(actor_of(request), key=number, step=step)
    return redirect("expert", number=number)


@require_http_methods(["GET", "POST"])
@signed_in(Side.EXPERT)
def own_entry(request: HttpRequest) -> HttpResponse:
    """Show the expert's own entry and let the employer be corrected."""
    viewer = viewer_of(request)
    card = selectors.expert_of_person(viewer, viewer.person)
    form = filled(
        EmployerIn,
        {"employer": card.employer, "employer_uscc": card.employer_uscc} if card else {},
    )
    if request.method == "POST":
        form = read_form(EmployerIn, request)
        if form.data and _saved(request, form.data, form):
            return redirect("expert-own")
    context = {"card": card, "form": form}
    return page(request, "experts/own.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, employer: EmployerIn, form: object) -> bool:
    try:
        services.edit_own_employer(actor_of(request), employer=employer)
    except InvalidInput as error:
        form.refuse(error)  # type: ignore[attr-defined]
        return False
    flash(request, "任职单位已更新，抽取时自动回避本单位的项目。")
    return True
