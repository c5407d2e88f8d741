"""Pages of deliveries."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from pydantic import BaseModel

from lucai.kernel import clock
from lucai.kernel.actors import Side
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.platform.files.views import answer
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.contract.contracts.selectors import contract_card
from lucai.stages.contract.contracts.tabs import contract_tabs
from lucai.stages.contract.contracts.timeline import timeline_of
from lucai.stages.performance.deliveries import selectors, services
from lucai.stages.performance.deliveries.lifecycle import ANNOUNCE, DELIVERY
from lucai.stages.performance.deliveries.schemas import (
    DeliveredIn,
    DeliveryIn,
    PostponementIn,
    ReasonIn,
    ReceiptIn,
    ReworkIn,
)

PARTIES = (Side.BUYER, Side.SUPPLIER, Side.AGENCY, Side.SUPERVISOR, Side.TREASURY)


@require_GET
@signed_in(*PARTIES)
def deliveries(request: HttpRequest, number: str) -> HttpResponse:
    """List the deliveries of a contract with what is still to come."""
    viewer = viewer_of(request)
    context = {
        "card": contract_card(viewer, number),
        "tabs": contract_tabs(number, "deliveries", viewer.side),
        "deliveries": selectors.deliveries_of(viewer, number),
        "left": selectors.undelivered(viewer, number),
        "may_announce": viewer.may(ANNOUNCE.permission),
    }
    return page(request, "deliveries/deliveries.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def new_delivery(request: HttpRequest, number: str) -> HttpResponse:
    """Announce a delivery; everything that is left is filled in."""
    viewer = viewer_of(request)
    card = contract_card(viewer, number)
    left = [line for line in selectors.undelivered(viewer, number) if line.left]
    form: Form[Any] = filled(DeliveryIn, _proposed(left))
    made: list[int] = []

    def act(data: Any) -> None:
        actor = actor_of(request)
        made.append(services.announce_delivery(actor, contract_number=number, delivery=data))

    if request.method == "POST":
        form = read_form(DeliveryIn, request)
        if form.attempt(act, form.data):
            flash(request, "已通知采购人。送达后请登记交付并上传照片。")
            return redirect("delivery", number=number, place=made[0])
    context = {"card": card, "left": left, "form": form}
    return page(request, "deliveries/new.html", context, status=form.status)


@require_GET
@signed_in(*PARTIES)
def delivery(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Show one delivery."""
    return _delivery_page(request, number, place, "deliveries/delivery.html")


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def deliver(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Say that the goods have arrived."""

    def act(data: Any) -> None:
        services.deliver(
            actor_of(request), contract_number=number, number=place, delivered=data,
            photos=request.FILES.getlist("photos"),
        )  # fmt: skip

    start = {"delivered_on": clock.today()}
    return _act_page(request, number, place, "deliver", DeliveredIn, act, start)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def receive(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Receive a delivery."""

    def act(data: Any) -> None:
        services.receive(
            actor_of(request), contract_number=number, number=place, receipt=data,
            photos=request.FILES.getlist("photos"),
        )  # fmt: skip

    return _act_page(request, number, place, "receive", ReceiptIn, act, {})


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def reject(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Reject a delivery."""

    def act(data: Any) -> None:
        services.reject(actor_of(request), contract_number=number, number=place, reason=data)

    return _act_page(request, number, place, "reject", ReasonIn, act, {})


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def rework(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Ask the supplier to mend what came."""

    def act(data: Any) -> None:
        services.rework(actor_of(request), contract_number=number, number=place, rework=data)

    return _act_page(request, number, place, "rework", ReworkIn, act, {})


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def redo(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Say that it is mended."""

    def act(data: Any) -> None:
        services.redo(
            actor_of(request), contract_number=number, number=place, receipt=data,
            photos=request.FILES.getlist("photos"),
        )  # fmt: skip

    return _act_page(request, number, place, "redo", ReceiptIn, act, {})


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def postpone(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Name another day for an announced delivery."""

    def act(data: Any) -> None:
        services.postpone(
            actor_of(request), contract_number=number, number=place, postponement=data
        )

    found = selectors.delivery_seen(viewer_of(request), number, place)
    start = {"expected_on": found.expected_on}
    return _act_page(request, number, place, "postpone", PostponementIn, act, start)


@require_POST
@signed_in(Side.BUYER, Side.SUPPLIER)
def add_photo(request: HttpRequest, number: str, place: int) -> JsonResponse:
    """Keep one photo, sent on its own; say its digest, or in words what is wrong with it."""
    try:
        kept = services.add_photo(
            actor_of(request), contract_number=number, number=place,
            photo=request.FILES.get("photo"),
        )  # fmt: skip
    except (InvalidInput, WrongState) as error:
        return JsonResponse({"problem": str(error)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return JsonResponse({"sha256": kept})


@require_GET
@signed_in(*PARTIES)
def photo(request: HttpRequest, number: str, place: int, file_id: int) -> FileResponse:
    """Send a photo of a delivery."""
    return answer(selectors.photo_seen(viewer_of(request), number, place, file_id))


SAYS = {
    "deliver": ("登记送达", "已登记送达，等待采购人清点签收。"),
    "rework": ("要求整改", "已要求整改，供应商将收到问题和期限。"),
    "redo": ("整改完成", "已登记整改完成，等待采购人清点签收。"),
    "postpone": ("改期", "已通知采购人新的送达日期。"),
    "receive": ("签收", "已签收，请组织验收。签收不等于验收合格。"),
    "reject": ("拒收", "已拒收，供应商将收到您的理由。"),
}


def _act_page(
    request: HttpRequest,
    number: str,
    place: int,
    step: str,
    schema: type[BaseModel],
    act: Callable[[Any], None],
    start: dict[str, Any],
) -> HttpResponse:
    """Show the form of a step and take the step with what was typed."""
    label, done = SAYS[step]
    form: Form[Any] = filled(schema, start)
    if request.method == "POST":
        form = read_form(schema, request)
        if form.attempt(act, form.data):
            flash(request, done)
            return redirect("delivery", number=number, place=place)
    return _delivery_page(
        request, number, place, "deliveries/act.html", form=form, step=step, label=label
    )


def _delivery_page(
    request: HttpRequest, number: str, place: int, template: str, **more: Any
) -> HttpResponse:
    viewer, form = viewer_of(request), more.get("form")
    found = selectors.delivery_seen(viewer, number, place)
    context = {
        "card": contract_card(viewer, number),
        "delivery": found,
        "offer": next((o for o in found.offers if o.step.name == more.get("step")), None),
        "entries": timeline_of(viewer, DELIVERY.of, f"{number}-D{place}"),
        **more,
    }
    return page(request, template, context, status=form.status if form else 200)


def _proposed(left: list[selectors.LeftLine]) -> dict[str, Any]:
    items = [{"place": line.place, "quantity": f"{line.left:f}", "serials": ""} for line in left]
    return {"items": items}
