"""What is done with a sealed package: read file by file, checked, held, judged, destroyed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from pydantic import BaseModel

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.archive.packages import selectors, services, signed
from lucai.stages.archive.packages.packed import answer_packed
from lucai.stages.archive.packages.schemas import CondemnIn, ExtendIn, HoldIn, LiftIn
from lucai.stages.archive.packages.views.packages import READERS, version_in

HOLDERS = (Side.BUYER, Side.SUPERVISOR)


@require_GET
@signed_in(*READERS)
def file(request: HttpRequest, number: str) -> FileResponse:
    """Send one file out of the package; that it was read is noted."""
    path = request.GET.get("path", "")
    version = version_in(request)
    return answer_packed(
        services.read_file(actor_of(request), project_number=number, path=path, version=version)
    )


@require_GET
@signed_in(*READERS)
def readings(request: HttpRequest, number: str) -> HttpResponse:
    """List who read what."""
    viewer, after = viewer_of(request), request.GET.get("after", "")
    context = {
        "frame": selectors.room_frame(viewer, number),
        "found": selectors.readings_of(viewer, number, after=after),
    }
    return page(request, "packages/readings.html", context)


@require_GET
@signed_in(*READERS)
def checks(request: HttpRequest, number: str) -> HttpResponse:
    """Show the reports of the 四性检测."""
    viewer = viewer_of(request)
    context = {
        "frame": selectors.room_frame(viewer, number),
        "sheet": selectors.package_seen(viewer, number),
        "checks": selectors.checks_of(viewer, number),
    }
    return page(request, "packages/checks.html", context)


@require_POST
@signed_in(*READERS)
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Check the package now."""
    sound = services.check_package(actor_of(request), project_number=number)
    flash(request, "四性检测全部通过。" if sound else "四性检测不通过，问题已逐项列出并通知各方。")
    return redirect("package-checks", number=number)


@require_http_methods(["GET", "POST"])
@signed_in(*HOLDERS)
def place_hold(request: HttpRequest, number: str) -> HttpResponse:
    """Forbid that the file is destroyed."""
    act = partial(services.place_hold, actor_of(request), project_number=number)
    said = _Said("暂缓销毁", "已决定暂缓销毁。", "hold")
    return _act_page(request, number, HoldIn, act, said, {"ground": "audit"})


@require_GET
@signed_in(*READERS)
def hold(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Show a hold."""
    viewer = viewer_of(request)
    context = {"frame": selectors.room_frame(viewer, number), "hold": _hold(request, number, place)}
    return page(request, "packages/hold.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(*HOLDERS)
def lift(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """End a hold."""
    held = _hold(request, number, place)
    act = partial(services.lift_hold, actor_of(request), project_number=number, number=place)
    said = _Said("解除暂缓销毁", "已解除。", "lift")
    return _act_page(request, number, LiftIn, act, said, {}, hold=held)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
@signed_act("鉴定采购档案为销毁", about=signed.kept)
def condemn(request: HttpRequest, number: str) -> HttpResponse:
    """Judge that the file may be destroyed."""
    act = partial(services.condemn, actor_of(request), project_number=number)
    said = _Said("鉴定为销毁", "鉴定意见已提交，由本单位另一人复核并监督销毁。", "judgement")
    return _act_page(request, number, CondemnIn, act, said, {}, step="condemn")


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def extend(request: HttpRequest, number: str) -> HttpResponse:
    """Keep the file on."""
    act = partial(services.extend, actor_of(request), project_number=number)
    said = _Said("延长保管期限", "已延长保管期限。", "extension")
    return _act_page(request, number, ExtendIn, act, said, {"years": 10}, step="extend")


SIMPLE: dict[str, tuple[Callable[..., None], str]] = {
    "spare": (services.spare, "已退回重新鉴定。"),
    "destroy": (services.destroy, "已销毁，销毁清册和摘要保留。"),
}


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
@signed_act({"destroy": "监督销毁采购档案"}, about=signed.kept)
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Ask before, and take, a step that needs nothing typed."""
    if step not in SIMPLE:
        raise NotFound("没有找到这个页面。")
    act, done = SIMPLE[step]
    viewer = viewer_of(request)
    if request.method == "POST":
        act(actor_of(request), project_number=number)
        flash(request, done)
        return redirect("package", number=number)
    sheet = selectors.package_seen(viewer, number)
    offer = next((one for one in sheet.offers if one.step.name == step), None)
    context = {"frame": selectors.room_frame(viewer, number), "sheet": sheet, "offer": offer}
    return page(request, "packages/step.html", context)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a form's page says: its name, what it says when done, the name of what it hands on."""

    label: str
    done: str
    given: str


def _act_page(
    request: HttpRequest, number: str, schema: type[BaseModel], act: Callable[..., object],
    said: _Said, start: dict[str, Any], **more: Any,
) -> HttpResponse:  # fmt: skip
    form: Form[Any] = filled(schema, start)
    if request.method == "POST":
        form = read_form(schema, request)
        if form.attempt(act, **{said.given: form.data}):
            flash(request, said.done)
            return redirect("package", number=number)
    viewer = viewer_of(request)
    sheet = selectors.package_seen(viewer, number)
    wanted = more.get("step", "")
    offer = next((one for one in sheet.offers if one.step.name == wanted), None)
    context = {
        "frame": selectors.room_frame(viewer, number), "sheet": sheet, "form": form, "offer": offer,
        "label": said.label, "names": list(schema.model_fields), "wanted": wanted, **more,
    }  # fmt: skip
    return page(request, "packages/act.html", context, status=form.status)


def _hold(request: HttpRequest, number: str, place: int) -> selectors.HoldSheet:
    held = selectors.holds_of(viewer_of(request), number)
    found = next((one for one in held if one.number == place), None)
    if found is None:
        raise NotFound("没有找到这项暂缓销毁。")
    return found
