"""Pages of sittings."""

from __future__ import annotations

from http import HTTPStatus

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    JsonResponse,
)
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from pydantic import ValidationError

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side
from lucai.kernel.errors import InvalidInput, NotFound
from lucai.platform.files.views import answer_part
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page, render
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.rows import reshaped, rows_of
from lucai.stages.trade.projects.selectors import frame
from lucai.stages.trade.sittings import ports, selectors, services
from lucai.stages.trade.sittings.lifecycle import SITTING
from lucai.stages.trade.sittings.measures import KINDS
from lucai.stages.trade.sittings.schemas import (
    BeatIn,
    CancelIn,
    ChunkIn,
    DisciplineIn,
    PlacesIn,
    PlanIn,
    VenueIn,
)

INSIDE = (Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.EXPERT)
LISTED = 20
DIGITS = 18
REFRESH_SECONDS = 15
"""How often a room's page asks who is there."""
LOOK_SECONDS = 300
"""How often it is read though nothing was done: what one may know turns with the time."""
PIECE_SECONDS = 30
STEPS = {"open": services.open_sitting, "close": services.close_sitting}


@require_GET
@signed_in(*INSIDE)
def sitting(request: HttpRequest, number: str) -> HttpResponse:
    """Show the sitting: venues, seats, who is there, what happened."""
    viewer = viewer_of(request)
    context = {
        "frame": frame(viewer, number, "sitting"),
        "sheet": selectors.sitting_seen(viewer, number),
        "recordings": selectors.recordings_of(viewer, number, most=LISTED, before=_before(request)),
        "listed": LISTED,
        "base": f"/rooms/{number}/sitting/",
        "refresh": REFRESH_SECONDS,
    }
    return page(request, "sittings/sitting.html", context)


def _before(request: HttpRequest) -> int:
    asked = request.GET.get("before", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= DIGITS else 0


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Cancel a planned sitting with its reason."""
    viewer = viewer_of(request)
    sheet = selectors.sitting_seen(viewer, number)
    offer = next((o for o in sheet.offers if o.step.name == "cancel"), None) if sheet else None
    if not sheet or not offer:
        raise NotFound("没有可以取消的评审会。")
    form: Form[CancelIn] = filled(CancelIn)
    if request.method == "POST":
        form = read_form(CancelIn, request)
        if form.attempt(
            services.cancel_sitting, actor_of(request), project_number=number, form=form.data
        ):
            flash(request, "异地评审会已取消，各席位成员和监管部门已收到通知。")
            return redirect("sitting", number=number)
    context = {"frame": frame(viewer, number, "sitting"), "sheet": sheet, "form": form,
               "offer": offer}  # fmt: skip
    return page(request, "sittings/cancel.html", context, status=form.status)


@require_POST
@signed_in(Side.EXPERT, Side.BUYER)
def acknowledge(request: HttpRequest, number: str) -> HttpResponse:
    """Say that one has read what one's seat was told."""
    services.acknowledge(actor_of(request), project_number=number)
    flash(request, "已知悉。")
    return redirect("sitting", number=number)


@require_GET
@signed_in(*INSIDE)
def presence(request: HttpRequest, number: str) -> HttpResponse:
    """Return who is there now, unless nothing has changed.

    That is found out before the sheet is read: many watch a room, each asking every few seconds.
    Nobody can guess the name of what there is: who has it has seen the room.
    """
    viewer, look = viewer_of(request), int(clock.now().timestamp() // LOOK_SECONDS)
    mark = selectors.presence_mark(SYSTEM, number)
    known = (viewer.side, viewer.organisation, viewer.person, number, mark, look)
    tag = f'"{salted_hmac("presence", repr(known)).hexdigest()}"'
    response: HttpResponse = HttpResponseNotModified()
    if request.headers.get("If-None-Match") != tag:
        sheet = selectors.sitting_seen(viewer, number)
        response = HttpResponse(render(request, "sittings/presence.html", {"sheet": sheet}))
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def plan(request: HttpRequest, number: str) -> HttpResponse:
    """Plan the venues."""
    viewer = viewer_of(request)
    form: Form[PlanIn] = filled(PlanIn, selectors.plan_defaults(viewer, number))
    if request.method == "POST":
        if again := reshaped(PlanIn, request):
            return _plan_page(request, number, again)
        form = read_form(PlanIn, request)
        if form.attempt(
            services.plan_sitting, actor_of(request), project_number=number, form=form.data
        ):
            flash(request, "会场已安排。抽取评审专家后，请安排每个席位所在的会场。")
            return redirect("sitting", number=number)
    return _plan_page(request, number, form)


def _plan_page(request: HttpRequest, number: str, form: Form[PlanIn]) -> HttpResponse:
    context = {
        "frame": frame(viewer_of(request), number, "sitting"),
        "form": form,
        **rows_of(form, "venues", VenueIn),
    }
    return page(request, "sittings/plan.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def places(request: HttpRequest, number: str) -> HttpResponse:
    """Say which seat is in which venue."""
    viewer = viewer_of(request)
    sheet = selectors.sitting_seen(viewer, number)
    if not sheet:
        raise NotFound("没有找到这个评审会。")
    start = [{"seat": one.seat, "venue": one.venue_index} for one in sheet.seats]
    form: Form[PlacesIn] = filled(PlacesIn, {"places": start})
    if request.method == "POST":
        form = read_form(PlacesIn, request)
        if form.attempt(
            services.place_seats, actor_of(request), project_number=number, form=form.data
        ):
            flash(request, "席位已安排，成员签到后可以看到自己的会场。")
            return redirect("sitting", number=number)
    known = [("", "请选择"), *((str(venue.index), venue.label) for venue in sheet.venues)]
    for row in range(len(sheet.seats)):
        form.choices[f"places.{row}.venue"] = known
    context = {"frame": frame(viewer, number, "sitting"), "sheet": sheet, "form": form}
    return page(request, "sittings/places.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY, Side.SUPERVISOR)
def discipline(request: HttpRequest, number: str) -> HttpResponse:
    """Write down what happened."""
    viewer = viewer_of(request)
    sheet = selectors.sitting_seen(viewer, number)
    if not sheet:
        raise NotFound("没有找到这个评审会。")
    form: Form[DisciplineIn] = filled(DisciplineIn)
    if request.method == "POST":
        form = read_form(DisciplineIn, request)
        if form.attempt(
            services.write_discipline, actor_of(request), project_number=number, form=form.data
        ):
            flash(request, "已记入纪律记录。")
            return redirect("sitting", number=number)
    seats = [(str(one.seat), f"{one.seat} 号") for one in sheet.seats]
    form.choices["seat"] = [("0", "不涉及评审成员"), *seats]
    form.choices["kind"] = list(KINDS.items())
    context = {"frame": frame(viewer, number, "sitting"), "form": form}
    return page(request, "sittings/discipline.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Ask once more, then begin or end the sitting."""
    if step not in STEPS:
        raise NotFound("没有这一步。")
    if request.method == "GET":
        viewer = viewer_of(request)
        context = {
            "frame": frame(viewer, number, "sitting"),
            "sheet": selectors.sitting_seen(viewer, number),
            "step": SITTING.step(step),
        }
        return page(request, "sittings/step.html", context)
    STEPS[step](actor_of(request), project_number=number)
    flash(request, "评审会已经开始。" if step == "open" else "评审会已经结束。")
    return redirect("sitting", number=number)


@require_GET
@signed_in(*INSIDE)
def live(request: HttpRequest, number: str) -> HttpResponse:
    """Open a window into the sitting."""
    viewer = viewer_of(request)
    window = selectors.window_of(viewer, number)
    context = {
        "window": window,
        "sheet": selectors.sitting_seen(viewer, number),
        "terms": ports.terms(number),
        "base": f"/rooms/{number}/sitting/",
        "piece_seconds": PIECE_SECONDS,
    }
    return page(request, "sittings/live.html", context)


@require_POST
@signed_in(*INSIDE)
def beat(request: HttpRequest, number: str) -> JsonResponse:
    """Take a window's sign of life, and answer who is there and what was said to it."""
    try:
        form = BeatIn.model_validate_json(request.body)
        told = services.beat(actor_of(request), project_number=number, form=form)
    except ValidationError:
        return _refused("窗口发来的内容不能识别，请刷新页面")
    except InvalidInput as error:
        return _refused(str(error))
    peers = [
        {"peer": one.peer, "label": one.label, "camera": one.camera, "microphone": one.microphone}
        for one in told.peers
    ]
    signals = [{"from": sender, "body": body} for sender, body in told.signals]
    return JsonResponse({"live": told.live, "peers": peers, "signals": signals})


@require_POST
@signed_in(*INSIDE)
def keep(request: HttpRequest, number: str) -> JsonResponse:
    """Keep a piece of a window's recording."""
    form = read_form(ChunkIn, request)
    upload = request.FILES.get("piece")
    if not form.data or not upload:
        return _refused("录制片段不完整")
    try:
        services.keep_piece(actor_of(request), project_number=number, form=form.data, upload=upload)
    except InvalidInput as error:
        return _refused(str(error))
    return JsonResponse({"kept": form.data.number})


@require_GET
@signed_in(Side.AGENCY, Side.SUPERVISOR)
def recording(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """Send a piece of a recording, or as much of it as a player asks for."""
    return answer_part(request, selectors.recording_file(viewer_of(request), number, pk))


def _refused(problem: str) -> JsonResponse:
    return JsonResponse({"problem": problem}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
