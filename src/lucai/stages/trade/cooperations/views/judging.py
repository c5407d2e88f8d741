"""What the group's members judge: each alone, signed by all; the agency sees how far they are."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound, WrongState
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.cooperations import selectors, services, signed
from lucai.stages.trade.cooperations.schemas import (
    FindingsIn,
    OpinionIn,
    Passed,
    ReplacementIn,
    SignatureIn,
)
from lucai.stages.trade.cooperations.selectors import OpinionDesk
from lucai.stages.trade.cooperations.wording import JUDGING_OVER

READERS = (Side.EXPERT, Side.BUYER, Side.AGENCY, Side.SUPERVISOR)


@require_http_methods(["GET", "POST"])
@signed_in(*READERS)
def opinion(request: HttpRequest, number: str, stage: str) -> HttpResponse:
    """Judge for oneself; who has handed in, or only reads, is led to the report."""
    desk = selectors.opinion_desk(viewer_of(request), number, stage)
    schema = OpinionIn if desk.scores else FindingsIn
    submit = services.submit_opinion if desk.scores else services.submit_findings
    form: Form[Any] = filled(schema, {"rows": [_blank(desk, one.key) for one in desk.judged]})
    if request.method == "POST":
        form, key = read_form(schema, request), {"project_number": number, "stage": stage}
        if form.attempt(submit, actor_of(request), form=form.data, **key):
            flash(request, "您的意见已提交。全体成员提交后，请签署报告。")
            return redirect("cooperation-opinion-report", number, stage)
    elif not desk.own or desk.own.state != "reviewing":
        return redirect("cooperation-opinion-report", number, stage)
    template = "opinion" if desk.scores else "findings"
    context = {"desk": desk, "form": form, "verdicts": [(one.value, one.label) for one in Passed]}
    return page(request, f"cooperations/{template}.html", context, status=form.status)


def _blank(desk: OpinionDesk, key: str) -> dict[str, Any]:
    if not desk.scores:
        return {"key": key, "passed": "", "topics": "", "agreed": "", "reason": ""}
    return {"key": key, "points": [{"value": ""} for _ in desk.factors], "reason": ""}


@require_http_methods(["GET", "POST"])
@signed_in(*READERS)
@signed_act("签署评审报告", about=signed.opinions)
def report(request: HttpRequest, number: str, stage: str) -> HttpResponse:
    """Show what the members found to who may read it; a member signs it here."""
    form: Form[SignatureIn] = filled(SignatureIn)
    if request.method == "POST":
        form, key = read_form(SignatureIn, request), {"project_number": number, "stage": stage}
        if form.attempt(services.sign_opinion, actor_of(request), form=form.data, **key):
            flash(request, "您已签署评审报告。")
            return redirect("cooperation-opinion-report", number, stage)
    desk = selectors.opinion_desk(viewer_of(request), number, stage)
    context = {"desk": desk, "form": form}
    return page(request, "cooperations/opinions.html", context, status=form.status)


@require_POST
@signed_in(Side.AGENCY)
def agree(request: HttpRequest, number: str, stage: str, place: int) -> HttpResponse:
    """Note that a member who neither signs nor says why agrees."""
    services.agree_silently(actor_of(request), project_number=number, stage=stage, place=place)
    flash(request, f"{place} 号成员已记录为视为同意。")
    return redirect("cooperation-opinion-report", number, stage)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def replacement(request: HttpRequest, number: str, stage: str, place: int) -> HttpResponse:
    """Replace a member that stays away."""
    desk = selectors.opinion_desk(viewer_of(request), number, stage)
    if not any(line.place == place for line in desk.lines):
        raise NotFound("没有找到这名成员。")
    if not desk.organises:
        raise WrongState(JUDGING_OVER)
    form: Form[ReplacementIn] = filled(ReplacementIn)
    if request.method == "POST":
        form = read_form(ReplacementIn, request)
        key = {"project_number": number, "stage": stage, "place": place}
        if form.attempt(services.replace_member, actor_of(request), form=form.data, **key):
            flash(request, f"{place} 号成员已更换，新成员重新评审。")
            return redirect("cooperation-opinion-report", number, stage)
    fields = [form.field(name) for name in ReplacementIn.model_fields]
    context = {"desk": desk, "form": form, "fields": fields, "place": place}
    return page(request, "cooperations/replacement.html", context, status=form.status)
