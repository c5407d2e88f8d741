"""Pages of review groups."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import Actor, Side
from lucai.kernel.errors import NotFound
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.rows import reshaped, rows_of
from lucai.stages.trade.drawn_experts.schemas import CallAnswerIn, LineIn
from lucai.stages.trade.groups import selectors, services, signed
from lucai.stages.trade.groups.lifecycle import ORGANISERS
from lucai.stages.trade.groups.schemas import (
    VERDICTS,
    FindingsIn,
    GroupDrawIn,
    LeavingIn,
    OwnIn,
    ReplacementIn,
    SignatureIn,
)
from lucai.stages.trade.groups.selectors import GroupSheet
from lucai.stages.trade.groups.selectors import reviewing as reviews
from lucai.stages.trade.groups.selectors.following import call_counts, call_seen
from lucai.stages.trade.panels.schemas import SignInIn

MEMBERS = (Side.EXPERT, Side.BUYER)
ASKED = "候选名单已封存，已请各方在截止时间前提交随机数，到时再完成抽取。"
DRAWN = "评审专家已抽取并由系统通知。"


def _sheet(request: HttpRequest, number: str) -> GroupSheet:
    found = selectors.group_seen(viewer_of(request), number)
    if not found:
        raise NotFound("没有找到这个评审小组。")
    return found


@require_GET
@signed_in(Side.EXPERT)
def seats(request: HttpRequest) -> HttpResponse:
    """List the own seats."""
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "after")}
    found = selectors.seat_page(viewer_of(request), **asked)
    field = FormField(name="words", label="项目名称", kind="text", value=asked["words"])
    context = {"found": found, "filters": [field], "words": asked["words"]}
    return page(request, "groups/seats.html", context)


@require_GET
def group(request: HttpRequest, number: str) -> HttpResponse:
    """Show a group: how many to all concerned, who to those who may know."""
    viewer = viewer_of(request)
    context = {
        "group": _sheet(request, number),
        "waiting": selectors.waiting_draw(viewer, number),
        "given_up": selectors.given_up_draws(viewer, number),
        "review": reviews.review_seen(viewer, number),
        "calls": call_counts(viewer, number),
    }
    return page(request, "groups/group.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(*ORGANISERS)
def draw(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the conditions and the own members, then draw."""
    viewer = viewer_of(request)
    if selectors.waiting_draw(viewer, number):
        return redirect("review-group", number)
    form: Form[Any] = filled(GroupDrawIn, selectors.draw_defaults(viewer, number))
    if request.method == "POST":
        form = reshaped(GroupDrawIn, request) or read_form(GroupDrawIn, request)
        actor = actor_of(request)
        if form.attempt(services.draw, actor, number=number, form=form.data):
            flash(request, ASKED if selectors.waiting_draw(viewer, number) else DRAWN)
            return redirect("review-group", number)
    context = {
        "group": _sheet(request, number),
        "shares": selectors.shares_of(viewer, number),
        "health": selectors.pool_health(viewer, number, form.data),
        "form": form,
        **rows_of(form, "own", OwnIn),
        **rows_of(form, "lines", LineIn),
    }
    return page(request, "groups/draw.html", context, status=form.status)


@require_POST
@signed_in(*ORGANISERS)
@signed_act("完成评审专家的抽取")
def finish(request: HttpRequest, number: str) -> HttpResponse:
    """End a draw whose parties have given their nonces."""
    services.finish_draw(actor_of(request), number=number)
    flash(request, DRAWN)
    return redirect("review-group", number)


@require_http_methods(["GET", "POST"])
@signed_in(*MEMBERS)
@signed_act("签到参加评审", about=signed.parties_avoided)
def sign_in(request: HttpRequest, number: str) -> HttpResponse:
    """Take the own seat."""
    form: Form[SignInIn] = filled(SignInIn)
    if request.method == "POST":
        form = read_form(SignInIn, request)
        if form.attempt(services.sign_in, actor_of(request), number=number, form=form.data):
            flash(request, "签到成功。全体成员签到后开始评审。")
            return redirect("review-group", number)
    context = {
        "group": _sheet(request, number),
        "parties": selectors.to_avoid(viewer_of(request), number),
        "form": form,
    }
    return page(request, "groups/sign_in.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.EXPERT)
def call(request: HttpRequest, number: str) -> HttpResponse:
    """Let a reserve say that he or she knows, or has moved up and comes, or cannot come."""
    form: Form[CallAnswerIn] = filled(CallAnswerIn)
    if request.method == "POST":
        form = read_form(CallAnswerIn, request)
        if form.attempt(services.answer_call, actor_of(request), number=number, form=form.data):
            flash(request, "您的答复已记录。")
            return redirect("review-group-call", number)
    context = {"sheet": call_seen(viewer_of(request), number), "form": form}
    return page(request, "drawn_experts/call.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(*MEMBERS)
def recusal(request: HttpRequest, number: str) -> HttpResponse:
    """Leave the own seat because of a conflict."""
    selectors.own_seat(viewer_of(request), number)
    form: Form[LeavingIn] = filled(LeavingIn)
    if request.method == "POST":
        form = read_form(LeavingIn, request)
        key = {"number": number, "reason": form.values.get("reason", "")}
        if form.attempt(services.recuse, actor_of(request), **key):
            flash(request, "回避申请已登记，系统已递补抽取。")
            return redirect("/desk/")
    context = {"group": _sheet(request, number), "form": form, "place": None}
    return page(request, "groups/leave.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(*ORGANISERS)
def replacement(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Replace an absent member: an expert by the next of the draw, a representative by another."""
    viewer = viewer_of(request)
    selectors.own_group(viewer, number)
    drawn = selectors.seat_is_drawn(viewer, number, place)
    schema = LeavingIn if drawn else ReplacementIn
    form: Form[Any] = filled(schema)
    if request.method == "POST":
        form, actor = read_form(schema, request), actor_of(request)
        act = _replace_expert if drawn else services.replace_representative
        if form.attempt(act, actor, number=number, place=place, form=form.data):
            flash(request, f"{place} 号席位已更换。")
            return redirect("review-group", number)
    context = {
        "group": _sheet(request, number), "form": form, "place": place, "drawn": drawn,
        "names": list(schema.model_fields),
    }  # fmt: skip
    return page(request, "groups/leave.html", context, status=form.status)


def _replace_expert(actor: Actor, *, number: str, place: int, form: LeavingIn) -> None:
    services.replace_absent(actor, number=number, place=place, reason=form.reason)


@require_http_methods(["GET", "POST"])
@signed_in(*MEMBERS)
def review(request: HttpRequest, number: str) -> HttpResponse:
    """Find for oneself of every answer; nobody reads it before all have handed in."""
    viewer = viewer_of(request)
    if reviews.own_sheet(viewer, number).state != "reviewing":
        return redirect("review-group-report", number)
    shown = reviews.review_seen(viewer, number)
    rows = [{"key": one.answer.key} for one in shown.answers] if shown else []
    form: Form[Any] = filled(FindingsIn, {"findings": rows})
    if request.method == "POST":
        form = read_form(FindingsIn, request)
        if form.attempt(services.submit_findings, actor_of(request), number=number, form=form.data):
            flash(request, "评审意见已提交。全体成员提交后汇总，请签署评审报告。")
            return redirect("review-group", number)
    form.choices["leader"] = reviews.leaders_to_choose(viewer, number)
    context = {
        "group": _sheet(request, number), "review": shown, "form": form, "verdicts": VERDICTS,
    }  # fmt: skip
    return page(request, "groups/review.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.EXPERT, Side.BUYER, Side.AGENCY, Side.SUPERVISOR)
@signed_act("签署评审报告", about=signed.report)
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Show the group's report to who may read it; a member signs it here."""
    form: Form[Any] = filled(SignatureIn)
    if request.method == "POST":
        form = read_form(SignatureIn, request)
        if form.attempt(services.sign_report, actor_of(request), number=number, form=form.data):
            flash(request, "您已签署评审报告。")
            return redirect("review-group", number)
    shown = reviews.review_seen(viewer_of(request), number)
    if not shown:
        raise NotFound("没有找到这份评审报告。")
    context = {"group": _sheet(request, number), "review": shown, "form": form}
    return page(request, "groups/report.html", context, status=form.status)


@require_POST
@signed_in(*ORGANISERS)
def agree(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Note that a member who neither signs nor says why agrees."""
    services.agree_silently(actor_of(request), number=number, place=place)
    flash(request, f"{place} 号成员已记录为视为同意。")
    return redirect("review-group", number)


@require_GET
def proof(request: HttpRequest, number: str) -> HttpResponse:
    """Show everybody how the experts were drawn, and repeat it (after the result)."""
    context = {
        "number": number,
        "draws": selectors.repeated_draws(viewer_of(request), number),
        "given_up": selectors.given_up_draws(viewer_of(request), number),
        "address": request.path,
        "group": _sheet(request, number),
    }
    return page(request, "groups/proof.html", context)


@require_GET
def proof_export(request: HttpRequest, number: str) -> JsonResponse:
    """Answer the draws' records, enough for anybody to repeat them (after the result)."""
    viewer = viewer_of(request)
    records = selectors.draw_records(viewer, number)
    given_up = [one.spelt() for one in selectors.given_up_draws(viewer, number)]
    drawn = [record.to_json() for record in records]
    body = {"project": number, "draws": drawn, **({"givenUp": given_up} if given_up else {})}
    answer = JsonResponse(body, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="draw-{number}.json"'
    return answer
