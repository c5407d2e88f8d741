"""Pages of panels."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import Side
from lucai.platform.access.selectors import colleagues_granted
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.rows import reshaped, rows_of
from lucai.stages.trade.drawn_experts.schemas import CallAnswerIn, LineIn
from lucai.stages.trade.panels import selectors, services, signed
from lucai.stages.trade.panels.lifecycle import EVALUATE
from lucai.stages.trade.panels.ports import choices
from lucai.stages.trade.panels.schemas import (
    AppointmentIn,
    BallotIn,
    DrawIn,
    IdentityIn,
    RecusalIn,
    ReplacementIn,
    SignInIn,
)
from lucai.stages.trade.projects.selectors import frame

ASKED = "候选名单已封存，已请各方在截止时间前提交随机数，到时再完成抽取。"
DRAWN = "评审专家已抽取并由系统通知。"
INSIDE = (Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.EXPERT)
MEMBERS = (Side.EXPERT, Side.BUYER)


@require_GET
@signed_in(*INSIDE)
def panel(request: HttpRequest, number: str) -> HttpResponse:
    """Show the panel: how many to all concerned, who to those who may know."""
    viewer = viewer_of(request)
    context = {
        "frame": frame(viewer, number, "panel"),
        "panel": (sheet := selectors.panel_seen(viewer, number)),
        "calls": selectors.call_counts(viewer, number)
        if sheet and sheet.drawn_at and not sheet.chosen
        else None,
        "choice": selectors.choice_seen(viewer, number),
        "may_ask_to_choose": selectors.may_ask_to_choose(viewer, number),
        "base": f"/rooms/{number}/panel/",
        "may_appoint": selectors.may_appoint(viewer, number),
        "election": selectors.election_of(viewer, number),
        "waiting": selectors.waiting_draw(viewer, number),
        "given_up": selectors.given_up_draws(viewer, number),
    }
    return page(request, "panels/panel.html", context)


@require_POST
@signed_in(Side.AGENCY)
def prepare(request: HttpRequest, number: str) -> HttpResponse:
    """Make a panel to be formed where the journal's reader has not done it yet."""
    services.prepare_panel(actor_of(request), project_number=number)
    return redirect("panel", number=number)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def draw(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the conditions, then draw; one that waits for its parties goes on at the panel's page."""
    viewer = viewer_of(request)
    if selectors.waiting_draw(viewer, number):
        return redirect("panel", number=number)
    again: Form[DrawIn] | None = reshaped(DrawIn, request)
    form = again or filled(DrawIn, selectors.draw_defaults(viewer, number))
    if request.method == "POST" and not again:
        form = read_form(DrawIn, request)
        actor = actor_of(request)
        if form.attempt(services.draw, actor, project_number=number, form=form.data):
            waits = selectors.waiting_draw(viewer, number)
            flash(request, ASKED if waits else DRAWN)
            return redirect("panel", number=number)
    context = {
        "frame": frame(viewer, number, "panel"),
        "least": selectors.draw_defaults(viewer, number)["size"],
        "health": selectors.pool_health(viewer, number, form.data),
        "form": form,
        **rows_of(form, "lines", LineIn),
    }
    return page(request, "panels/draw.html", context, status=form.status)


@require_POST
@signed_in(Side.AGENCY)
@signed_act("完成评审专家的抽取")
def finish(request: HttpRequest, number: str) -> HttpResponse:
    """End a draw whose parties have given their nonces."""
    services.finish_draw(actor_of(request), project_number=number)
    flash(request, DRAWN)
    return redirect("panel", number=number)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def representative(request: HttpRequest, number: str) -> HttpResponse:
    """Appoint the buyer's representative."""
    viewer = viewer_of(request)
    form: Form[AppointmentIn] = filled(AppointmentIn)
    if request.method == "POST":
        form = read_form(AppointmentIn, request)
        actor = actor_of(request)
        if form.attempt(
            services.appoint_representative, actor, project_number=number, form=form.data
        ):
            flash(request, "采购人代表已委派，授权函已登记。")
            return redirect("panel", number=number)
    people = colleagues_granted(viewer, EVALUATE.permission)
    form.choices["person_id"] = [(str(one.person), f"{one.name}（{one.title}）") for one in people]
    context = {"frame": frame(viewer, number, "panel"), "form": form, "people": people}
    return page(request, "panels/representative.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(*MEMBERS)
@signed_act("签到参加评审", about=signed.parties_avoided)
def sign_in(request: HttpRequest, number: str) -> HttpResponse:
    """Take the own seat."""
    viewer = viewer_of(request)
    form: Form[SignInIn] = filled(SignInIn)
    if request.method == "POST":
        form = read_form(SignInIn, request)
        actor = actor_of(request)
        if form.attempt(services.sign_in, actor, project_number=number, form=form.data):
            flash(request, "签到成功。全体成员签到后开始评审。")
            return redirect("panel", number=number)
    context = {
        "frame": frame(viewer, number, "panel"),
        "seat": selectors.own_place(viewer, number),
        "parties": selectors.to_avoid(viewer, number),
        "namesakes": selectors.namesakes(viewer, number),
        "remote": selectors.panel_row(viewer, number).remote,
        "proof": _proof_form(),
        "form": form,
    }
    return page(request, "panels/sign_in.html", context, status=form.status)


def _proof_form() -> Form[IdentityIn]:
    form: Form[IdentityIn] = filled(IdentityIn)
    form.choices["face"] = choices()
    return form


@require_http_methods(["GET", "POST"])
@signed_in(Side.EXPERT)
def call(request: HttpRequest, number: str) -> HttpResponse:
    """Let a drawn expert answer whether he or she can come."""
    viewer = viewer_of(request)
    form: Form[CallAnswerIn] = filled(CallAnswerIn)
    if request.method == "POST":
        form = read_form(CallAnswerIn, request)
        actor = actor_of(request)
        if form.attempt(services.answer_call, actor, project_number=number, form=form.data):
            flash(request, "您的答复已记录。")
            return redirect("panel-call", number=number)
    context = {"sheet": selectors.call_seen(viewer, number), "form": form}
    return page(request, "drawn_experts/call.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(*MEMBERS)
def recusal(request: HttpRequest, number: str) -> HttpResponse:
    """Leave the own seat because of a conflict."""
    viewer = viewer_of(request)
    form: Form[RecusalIn] = filled(RecusalIn)
    if request.method == "POST":
        form = read_form(RecusalIn, request)
        reason, actor = form.values.get("reason", ""), actor_of(request)
        if form.attempt(services.recuse, actor, project_number=number, reason=reason):
            flash(request, f"回避申请已登记，{_filled(request, number)}")
            return redirect("/desk/")
    context = {
        "frame": frame(viewer, number, "panel"),
        "seat": selectors.own_place(viewer, number),
        "form": form,
    }
    return page(request, "panels/recusal.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def replacement(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Replace an absent member."""
    viewer = viewer_of(request)
    form: Form[ReplacementIn] = filled(ReplacementIn)
    if request.method == "POST":
        form = read_form(ReplacementIn, request)
        content = {"place": place, "reason": form.values.get("reason", "")}
        actor = actor_of(request)
        if form.attempt(services.replace_absent, actor, project_number=number, **content):
            flash(request, f"{place} 号成员已更换，{_filled(request, number)}")
            return redirect("panel", number=number)
    context = {"frame": frame(viewer, number, "panel"), "place": place, "form": form}
    return page(request, "panels/replacement.html", context, status=form.status)


def _filled(request: HttpRequest, number: str) -> str:
    """Say who fills the place that fell free."""
    sheet = selectors.panel_seen(viewer_of(request), number)
    chosen = sheet is not None and sheet.chosen
    return "空出的席位由采购人另行选定。" if chosen else "系统已递补抽取。"


@require_POST
@signed_in(*MEMBERS)
def chair(request: HttpRequest, number: str) -> HttpResponse:
    """Cast the own vote for the chair."""
    form = read_form(BallotIn, request)
    if form.data:
        services.vote_for_chair(actor_of(request), project_number=number, place=form.data.place)
        flash(request, "您已投票。全部成员投票后计票，票数最多的为组长。")
    return redirect("panel", number=number)


@require_POST
@signed_in(*MEMBERS)
def identity(request: HttpRequest, number: str) -> HttpResponse:
    """Have the identity of the member at the screen checked."""
    form = read_form(IdentityIn, request)
    answer = services.prove_identity(
        actor_of(request), project_number=number, face=form.values.get("face", "")
    )
    if answer.passed:
        flash(request, f"身份核验通过。{answer.reason}")
    return redirect("panel-sign-in", number=number)


@require_GET
def proof(request: HttpRequest, number: str) -> HttpResponse:
    """Show everybody how the experts were drawn, and repeat it (after the result)."""
    viewer = viewer_of(request)
    context = {
        "number": number,
        "draws": selectors.repeated_draws(viewer, number),
        "given_up": selectors.given_up_draws(viewer, number),
        "address": request.path,
    }
    return page(request, "panels/proof.html", context)


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
