"""Pages of points: proposing a wording, answering it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import BaseModel

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.contract.contracts.parties import own_act
from lucai.stages.contract.contracts.selectors import contract_card, contract_seen
from lucai.stages.contract.contracts.tabs import contract_tabs
from lucai.stages.contract.contracts.timeline import timeline_of
from lucai.stages.contract.points import selectors, services
from lucai.stages.contract.points.lifecycle import POINT, PROPOSE
from lucai.stages.contract.points.schemas import AnswerIn, CounterIn, PointIn
from lucai.stages.contract.points.subjects import subjects

READERS = (Side.BUYER, Side.SUPPLIER, Side.AGENCY, Side.SUPERVISOR)
ACTS: dict[str, tuple[type[BaseModel], Callable[..., None], str]] = {
    "accept": (
        AnswerIn,
        services.accept,
        "已同意，意见已写入合同文本，请采购人核对后重新提交双方签订。",
    ),
    "counter": (CounterIn, services.counter, "已提出其他表述，等待对方答复。"),
    "refuse": (AnswerIn, services.refuse, "已答复不同意，合同文本不变。"),
    "withdraw": (AnswerIn, services.withdraw, "已撤回。"),
}


@require_GET
@signed_in(*READERS)
def points(request: HttpRequest, number: str) -> HttpResponse:
    """List the points of a contract."""
    viewer = viewer_of(request)
    card = contract_card(viewer, number)
    context = {
        "card": card,
        "tabs": contract_tabs(number, "points", viewer.side),
        "points": selectors.points_of(viewer, number),
        "may_propose": viewer.may(PROPOSE.permission) and card.state in services.UNSIGNED,
    }
    return page(request, "points/points.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER, Side.SUPPLIER)
def new_point(request: HttpRequest, number: str) -> HttpResponse:
    """Propose a wording for one line."""
    sheet = contract_seen(viewer_of(request), number)
    lines = subjects(sheet.terms)
    start = request.GET.get("subject", "")
    form: Form[Any] = filled(PointIn, {"subject": start, "text": _standing(lines, start)})

    def act(data: Any) -> None:
        services.propose_point(actor_of(request), contract_number=number, point=data)

    if request.method == "POST":
        form = read_form(PointIn, request)
        if form.attempt(act, form.data):
            flash(request, "已提出，等待对方答复。全部意见答复以前，合同不能签订。")
            return redirect("contract-points", number=number)
    form.choices["subject"] = [(line.key, line.label) for line in lines]
    context = {"card": sheet.card, "form": form, "lines": lines}
    return page(request, "points/new.html", context, status=form.status)


@require_GET
@signed_in(*READERS)
def point(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Show one point with its trail."""
    return _point_page(request, number, place, "points/point.html")


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER, Side.SUPPLIER)
def answer(request: HttpRequest, number: str, place: int, step: str) -> HttpResponse:
    """Answer a point, or withdraw one's own."""
    act = own_act(viewer_of(request), step)
    if act not in ACTS:
        raise NotFound("没有找到这个页面。")
    schema, service, done = ACTS[act]
    found = selectors.point_seen(viewer_of(request), number, place)
    form: Form[Any] = filled(schema, {"text": found.text})
    if request.method == "POST":
        form = read_form(schema, request)
        key = {"contract_number": number, "number": place}
        if form.attempt(service, actor_of(request), answer=form.data, **key):
            flash(request, done)
            return redirect("contract-point", number=number, place=place)
    return _point_page(request, number, place, "points/answer.html", form=form, act=act, step=step)


def _point_page(
    request: HttpRequest, number: str, place: int, template: str, **more: Any
) -> HttpResponse:
    viewer, form = viewer_of(request), more.get("form")
    found = selectors.point_seen(viewer, number, place)
    context = {
        "card": contract_card(viewer, number),
        "point": found,
        "offer": next((one for one in found.offers if one.step.name == more.get("step")), None),
        "entries": timeline_of(viewer, POINT.of, f"{number}-N{place}"),
        **more,
    }
    return page(request, template, context, status=form.status if form else 200)


def _standing(lines: tuple[Any, ...], key: str) -> str:
    return next((line.text for line in lines if line.key == key), "")
