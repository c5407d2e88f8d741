"""Pages of the expert library."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import Side
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.rows import reshaped, rows_of
from lucai.registers.experts import selectors, services
from lucai.registers.experts.lifecycle import EXPERT
from lucai.registers.experts.schemas import (
    AvoidIn,
    AvoidsIn,
    EmployerIn,
    ReasonIn,
    RestIn,
    TrainingIn,
)


@require_GET
@signed_in(Side.SUPERVISOR)
def experts(request: HttpRequest) -> HttpResponse:
    """List the experts of the region."""
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "state", "after")}
    found = selectors.expert_page(viewer_of(request), **asked)
    context = {"found": found, "states": list(EXPERT.states.items()), **asked}
    return page(request, "experts/experts.html", context)


@require_GET
@signed_in(Side.SUPERVISOR, elsewhere={Side.EXPERT: "/experts/me/"})
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
    return _reasoned(request, number, "suspend", "已暂停该专家参加评审。", f"/experts/{number}/")


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
@signed_act("解聘评审专家")
def dismiss(request: HttpRequest, number: str) -> HttpResponse:
    """Take an expert out of the library, with the reason."""
    return _reasoned(request, number, "dismiss", "已解聘，专家不再被抽取。", f"/experts/{number}/")


@require_http_methods(["GET", "POST"])
@signed_in(Side.EXPERT)
@signed_act("退出评审专家库")
def leave(request: HttpRequest, number: str) -> HttpResponse:
    """Leave the library, with the reason."""
    return _reasoned(request, number, "leave", "您已退出专家库。", "/experts/me/")


@require_http_methods(["GET", "POST"])
@signed_in(Side.EXPERT)
def rest(request: HttpRequest, number: str) -> HttpResponse:
    """Take a leave."""
    card = selectors.expert_seen(viewer_of(request), number)
    form = filled(RestIn)
    if request.method == "POST":
        form = read_form(RestIn, request)
        if form.attempt(services.rest, actor_of(request), key=number, leave=form.data):
            flash(request, "已请假，期间不会被抽取；可以提前销假。")
            return redirect("expert-own")
    context = {"card": card, "form": form, "step": EXPERT.step("rest"), "back": "/experts/me/"}
    return page(request, "experts/act.html", context, status=form.status)


@require_POST
@signed_in(Side.SUPERVISOR, Side.EXPERT)
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Take a step of the expert's life that needs nothing typed."""
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
        if form.attempt(services.edit_own_employer, actor_of(request), employer=form.data):
            flash(request, "任职单位已更新，抽取时自动回避本单位的项目。")
            return redirect("expert-own")
    context = {
        "card": card,
        "form": form,
        "offers": selectors.expert_offers(viewer, card.number) if card else [],
        "application": selectors.own_application(viewer),
    }
    return page(request, "experts/own.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.EXPERT)
def avoids(request: HttpRequest) -> HttpResponse:
    """Let the expert name the units to stay away from."""
    viewer = viewer_of(request)
    card = selectors.expert_of_person(viewer, viewer.person)
    form = reshaped(AvoidsIn, request)
    if form is None and request.method == "POST":
        form = read_form(AvoidsIn, request)
        if form.attempt(services.keep_avoids, actor_of(request), avoids=form.data):
            flash(request, "已保存，抽取时自动回避这些单位的项目。")
            return redirect("expert-own")
    form = form or filled(AvoidsIn, {"avoids": list(card.avoids) if card else []})
    context = {"form": form, **rows_of(form, "avoids", AvoidIn)}
    return page(request, "experts/avoids.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.EXPERT)
def training(request: HttpRequest) -> HttpResponse:
    """Let the expert enter a training."""
    form = filled(TrainingIn)
    if request.method == "POST":
        form = read_form(TrainingIn, request)
        if form.attempt(services.note_training, actor_of(request), training=form.data):
            flash(request, "培训已登记。")
            return redirect("expert-own")
    return page(request, "experts/training.html", {"form": form}, status=form.status)


def _reasoned(request: HttpRequest, number: str, step: str, done: str, back: str) -> HttpResponse:
    card = selectors.expert_seen(viewer_of(request), number)
    form = filled(ReasonIn)
    if request.method == "POST":
        form = read_form(ReasonIn, request)
        if form.data:
            services.take(actor_of(request), key=number, step=step, reason=form.data.reason)
            flash(request, done)
            return redirect(back)
    context = {"card": card, "form": form, "step": EXPERT.step(step), "back": back}
    return page(request, "experts/act.html", context, status=form.status)
