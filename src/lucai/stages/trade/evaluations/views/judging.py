"""Pages of the panel: checking, scoring, judging explanations, signing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.files.views import answer
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.evaluations import selectors, services, signed
from lucai.stages.trade.evaluations.schemas import (
    CorrectionIn,
    EnquiryIn,
    FindingsIn,
    OpinionIn,
    ScoreIn,
    SignatureIn,
)
from lucai.stages.trade.evaluations.selectors.reports import report_of
from lucai.stages.trade.evaluations.views.organising import INSIDE
from lucai.stages.trade.projects.selectors import frame

MEMBERS = (Side.EXPERT, Side.BUYER)


@require_http_methods(["GET", "POST"])
@signed_in(*MEMBERS)
def compliance(request: HttpRequest, number: str, lot: int, code: str) -> HttpResponse:
    """Check one bid on the own sheet."""
    viewer = viewer_of(request)
    desk = selectors.compliance_desk(viewer, number, lot, code)
    form = filled(FindingsIn)
    if request.method == "POST":
        form = read_form(FindingsIn, request)
        if _kept(request, form, services.save_checks, **_key(number, lot, code)):
            if selectors.compliance_desk(viewer, number, lot, code).left:
                return redirect(f"{request.path}?left=1")
            flash(request, f"对{desk.bid.supplier_name}的审查意见已保存。", named=True)
            return _onward(number, lot, desk.following)
    context = {
        "frame": frame(viewer, number, "evaluation"),
        "desk": desk,
        "form": form,
        "kind": "compliance",
        "left": "left" in request.GET,
        "heading": "符合性审查",
    }
    return page(request, "evaluations/findings.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(*MEMBERS)
def score(request: HttpRequest, number: str, lot: int, code: str, factor: int) -> HttpResponse:
    """Score one factor of one bid on the own sheet, then go on to the next."""
    viewer = viewer_of(request)
    desk = selectors.score_desk(viewer, number, lot, code, factor)
    current = desk.current
    form: Form[ScoreIn] = filled(
        ScoreIn,
        {
            "points": current.given,
            "band": current.band,
            "figure": current.figure,
            "reason": current.reason,
        },
    )
    if request.method == "POST":
        form = read_form(ScoreIn, request)
        key = _key(number, lot, code)
        if _kept(request, form, services.save_score, **key, criterion=factor):
            flash(request, f"“{current.criterion.name}”的评分已保存。", named=True)
            return _next_score(request, number, lot, desk.following)
    context = {
        "desk": desk,
        "form": form,
        "base": desk.sheet.href,
        "original": _original(request, desk),
    }
    return page(request, "evaluations/scores.html", context, status=form.status)


def _original(request: HttpRequest, desk: selectors.ScoreDesk) -> dict[str, Any] | None:
    """Return the file of the bid, and the page in it, that is asked to be read in the middle."""
    wanted = request.GET.get("file", "")
    file = next((one for one in desk.content.files if str(one.file_id) == wanted), None)
    given = request.GET.get("page", "1")
    return {"file": file, "page": int(given) if given.isdecimal() else 1} if file else None


@require_GET
@signed_in(*MEMBERS)
def compare(request: HttpRequest, number: str, lot: int, factor: int) -> HttpResponse:
    """Show bids side by side for one factor."""
    viewer, codes = viewer_of(request), request.GET.getlist("bid")
    desk = selectors.compare_desk(viewer, number, lot, factor, codes)
    context = {
        "frame": frame(viewer, number, "evaluation"),
        "desk": desk,
        "base": desk.sheet.href,
    }
    return page(request, "evaluations/compare.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(*MEMBERS)
def correction(request: HttpRequest, number: str, lot: int, code: str, factor: int) -> HttpResponse:
    """Correct an own mark in a case the law names."""
    viewer = viewer_of(request)
    desk = selectors.score_desk(viewer, number, lot, code, factor)
    form: Form[CorrectionIn] = filled(
        CorrectionIn, {"points": desk.current.given, "figure": desk.current.figure}
    )
    if request.method == "POST":
        form = read_form(CorrectionIn, request)
        key = _key(number, lot, code)
        if _kept(request, form, services.correct_score, **key, criterion=factor):
            flash(request, "评分已更正，更正情况记入评审报告。")
            return redirect("evaluation", number=number, lot=lot)
    context = {"frame": frame(viewer, number, "evaluation"), "desk": desk, "form": form}
    return page(request, "evaluations/correction.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(*MEMBERS)
def enquire(request: HttpRequest, number: str, lot: int, code: str) -> HttpResponse:
    """Ask a bidder to explain because the panel doubts the price."""
    viewer = viewer_of(request)
    sheet = selectors.evaluation_seen(viewer, number, lot)
    form = filled(EnquiryIn)
    if request.method == "POST":
        form = read_form(EnquiryIn, request)
        if _kept(request, form, services.open_enquiry, **_key(number, lot, code)):
            flash(request, "已要求投标人说明报价。")
            return redirect("evaluation", number=number, lot=lot)
    context = {
        "frame": frame(viewer, number, "evaluation"),
        "sheet": sheet,
        "bid": sheet.bid(code),
        "form": form,
    }
    return page(request, "evaluations/enquire.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(*MEMBERS)
def opinion(request: HttpRequest, number: str, lot: int, code: str) -> HttpResponse:
    """Say whether an explanation holds."""
    viewer = viewer_of(request)
    sheet = selectors.evaluation_seen(viewer, number, lot)
    asked = next((one for one in sheet.enquiries if one.bid_code == code), None)
    if not asked:
        raise NotFound("没有要求该投标人说明报价。")
    form = filled(OpinionIn)
    if request.method == "POST":
        form = read_form(OpinionIn, request)
        if _kept(request, form, services.judge_explanation, **_key(number, lot, code)):
            flash(request, "意见已保存。")
            return redirect("evaluation", number=number, lot=lot)
    context = {
        "frame": frame(viewer, number, "evaluation"),
        "sheet": sheet,
        "asked": asked,
        "form": form,
    }
    return page(request, "evaluations/opinion.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(*INSIDE)
@signed_act("签署评审报告", about=signed.report)
def report(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Show the report; a member signs it here."""
    viewer = viewer_of(request)
    shown = report_of(viewer, number, lot)
    form = filled(SignatureIn)
    if request.method == "POST":
        form = read_form(SignatureIn, request)
        if _kept(request, form, services.sign_report, project_number=number, lot_number=lot):
            flash(request, "您已签署评审报告。")
            return redirect("evaluation", number=number, lot=lot)
    context = {
        "frame": frame(viewer, number, "evaluation"),
        "report": shown,
        "sheet": shown.sheet,
        "form": form,
    }
    return page(request, "evaluations/report.html", context, status=form.status)


@require_GET
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # read beside the score sheet, in a frame of our own page
@signed_in(*MEMBERS)
def bid_file(request: HttpRequest, number: str, lot: int, code: str, file: int) -> FileResponse:
    """Send a file of a bid to a member of its panel."""
    return answer(selectors.bid_paper(viewer_of(request), number, lot, code, file))


def _kept(
    request: HttpRequest, form: Form[Any], keep: Callable[..., None], **key: str | int
) -> bool:
    """Hand a form to its service; what is wrong with it goes back to the page."""
    return form.attempt(keep, actor_of(request), **key, form=form.data)


def _key(number: str, lot: int, code: str) -> dict[str, Any]:
    return {"project_number": number, "lot_number": lot, "bid_code": code}


def _onward(number: str, lot: int, following: str) -> HttpResponse:
    if following:
        return redirect("compliance", number=number, lot=lot, code=following)
    return redirect("evaluation", number=number, lot=lot)


def _next_score(
    request: HttpRequest, number: str, lot: int, following: tuple[str, int] | None
) -> HttpResponse:
    if following:
        code, factor = following
        return redirect("score", number=number, lot=lot, code=code, factor=factor)
    flash(request, "评分表已全部填写，请核对后提交全部评分。")
    return redirect("evaluation", number=number, lot=lot)
