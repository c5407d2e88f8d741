"""Pages of sanctions: the public list, the supervisor's desk, what the gates heard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from pydantic import BaseModel

from lucai.kernel.actors import PUBLIC, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.files.views import answer
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.performing import ActPage, perform
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.timelines import timeline_of
from lucai.registers.exclusions import selectors, services, signed
from lucai.registers.exclusions.gates import GATE_LABELS
from lucai.registers.exclusions.lifecycle import ENTER, EXCLUSION, LOOK_UP, PARTY_SIDES
from lucai.registers.exclusions.schemas import ExclusionIn, FoundIn, LiftIn, SaidIn

FILTERS = ("words", "side", "standing", "after")
CONFIRMING = {
    "confirm": "已公布，禁止期限内各环节自动拦截。",
    "confirm_lift": "已解除，各环节不再拦截。",
}
STANDINGS = (("running", "禁止期限内"), ("ended", "期限已满或者已解除"))
WAITING = (("waiting", "等待复核"),)
PARTIES = (Side.BUYER, Side.AGENCY, Side.SUPPLIER, Side.SUPERVISOR)


@require_GET
def exclusions(request: HttpRequest) -> HttpResponse:
    """List the published sanctions to everybody."""
    asked = {name: request.GET.get(name, "").strip() for name in FILTERS}
    context = {
        "found": selectors.exclusion_page(PUBLIC, **asked),
        "sides": [one for one in PARTY_SIDES.items() if one[0] != Side.EXPERT],
        "standings": STANDINGS,
        **asked,
    }
    return page(request, "exclusions/public.html", context)


@require_GET
@signed_in(Side.SUPERVISOR)
def desk(request: HttpRequest) -> HttpResponse:
    """List what the department entered and what others published."""
    viewer = viewer_of(request)
    asked = {name: request.GET.get(name, "").strip() for name in FILTERS}
    context = {
        "found": selectors.exclusion_page(viewer, **asked),
        "sides": list(PARTY_SIDES.items()),
        "standings": (*STANDINGS, *WAITING),
        "may_enter": viewer.may(ENTER.permission),
        **asked,
    }
    return page(request, "exclusions/desk.html", context)


@require_GET
def exclusion(request: HttpRequest, number: str) -> HttpResponse:
    """Show one decision."""
    viewer = viewer_of(request)
    context = {
        "sheet": selectors.exclusion_seen(viewer, number),
        "entries": timeline_of(viewer, EXCLUSION.of, number),
    }
    return page(request, "exclusions/exclusion.html", context)


@require_GET
def paper(request: HttpRequest, number: str) -> FileResponse:
    """Send the decision's paper."""
    return answer(selectors.exclusion_paper(viewer_of(request), number))


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a decision."""
    form: Form[ExclusionIn] = filled(ExclusionIn, {"category": "dishonest"})
    made: list[str] = []
    if request.method == "POST":
        form = read_form(ExclusionIn, request)

        def act(data: ExclusionIn) -> None:
            paper = request.FILES.get("paper")
            made.append(services.enter(actor_of(request), exclusion=data, paper=paper))

        if form.attempt(act, form.data):
            flash(request, "已录入，等待另一位同事复核；复核以前不公布、不拦截。")
            return redirect("exclusion", number=made[0])
    return page(request, "exclusions/new.html", {"form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
@signed_act({"confirm": "公布处罚记录", "confirm_lift": "解除处罚记录"}, about=signed.penalty)
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Ask before, and take, the second person's step."""
    if step not in CONFIRMING:
        raise NotFound("没有找到这个页面。")
    if request.method == "POST":
        services.take(actor_of(request), number=number, step=step)
        flash(request, CONFIRMING[step])
        return redirect("exclusion", number=number)
    sheet = selectors.exclusion_seen(viewer_of(request), number)
    offer = next((one for one in sheet.offers if one.step.name == step), None)
    return page(request, "exclusions/step.html", {"sheet": sheet, "offer": offer})


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def refuse(request: HttpRequest, number: str) -> HttpResponse:
    """Send an entry back."""

    def act(data: Any) -> None:
        services.refuse(actor_of(request), number=number, said=data)

    return _act(request, number, "refuse", SaidIn, act, "已退回，不予公布。")


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def lift(request: HttpRequest, number: str) -> HttpResponse:
    """Propose that a sanction end before its time."""

    def act(data: Any) -> None:
        services.propose_lift(actor_of(request), number=number, lift=data)

    return _act(request, number, "propose_lift", LiftIn, act, "已提出解除，等待另一位同事复核。")


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def keep(request: HttpRequest, number: str) -> HttpResponse:
    """Refuse to lift it."""

    def act(data: Any) -> None:
        services.keep(actor_of(request), number=number, said=data)

    return _act(request, number, "keep", SaidIn, act, "不予解除，记录继续有效。")


@require_GET
@signed_in(*PARTIES)
def checks(request: HttpRequest) -> HttpResponse:
    """List what the gates asked and heard."""
    asked = {
        name: request.GET.get(name, "").strip() for name in ("project", "gate", "words", "after")
    }
    filters = [
        FormField("words", "名称或者代码", value=asked["words"]),
        FormField("project", "项目编号", value=asked["project"]),
        FormField(
            "gate", "环节", kind="select", value=asked["gate"], choices=list(GATE_LABELS.items())
        ),
    ]
    query = urlencode({name: value for name, value in asked.items() if name != "after" and value})
    found = selectors.check_page(viewer_of(request), **asked)
    context = {"found": found, "filters": filters, "query": query}
    return page(request, "exclusions/checks.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER, Side.AGENCY, Side.SUPERVISOR)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one answer; where the source said nothing, keep what somebody looked up."""
    viewer = viewer_of(request)
    form: Form[Any] = filled(FoundIn)
    if request.method == "POST":
        form = read_form(FoundIn, request)
        file = request.FILES.get("file")
        act = partial(services.look_up, actor_of(request), pk=pk, file=file)
        if form.attempt(lambda data: act(found=data), form.data):
            flash(request, "已留存证据，请另一位同事复核。")
            return redirect("exclusion-check", pk=pk)
    line = selectors.check_seen(viewer, pk)
    context = {"line": line, "form": form, "may": viewer.may(LOOK_UP.permission)}
    return page(request, "exclusions/check.html", context, status=form.status)


@require_POST
@signed_in(Side.BUYER, Side.AGENCY, Side.SUPERVISOR)
def confirm_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm as the second person."""
    services.confirm_look_up(actor_of(request), pk=pk)
    flash(request, "已复核，随项目归档。")
    return redirect("exclusion-check", pk=pk)


@require_GET
@signed_in(Side.BUYER, Side.AGENCY, Side.SUPERVISOR)
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """Send what was kept of a look-up by hand."""
    return answer(selectors.check_evidence(viewer_of(request), pk))


def _act(
    request: HttpRequest, number: str, step: str, schema: type[BaseModel],
    act: Callable[[Any], None], done: str,
) -> HttpResponse:  # fmt: skip
    return perform(request, schema, act, done, lambda: _about(viewer_of(request), number, step))


def _about(viewer: Viewer, number: str, step: str) -> ActPage:
    sheet = selectors.exclusion_seen(viewer, number)
    card = sheet.card
    return ActPage(
        offer=next((one for one in sheet.offers if one.step.name == step), None),
        back=card.href, name=card.party_name, code=card.decision_number,
        trail=(("/exclusions/desk/", "处罚和失信"),),
        closed=f"这条记录{card.state_label}，现在不能办理这一步。",
        draft=f"exclusion-{step}-{number}",
    )  # fmt: skip
