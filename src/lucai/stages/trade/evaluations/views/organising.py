"""Pages for organisers and watchers, and the steps everybody takes from the same address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.evaluations import papers, selectors, services, signed
from lucai.stages.trade.evaluations.lifecycle import SESSION, SHEET
from lucai.stages.trade.evaluations.schemas import FindingsIn
from lucai.stages.trade.evaluations.selectors.reports import report_of
from lucai.stages.trade.panels.selectors import own_calls
from lucai.stages.trade.projects.selectors import frame
from lucai.stages.trade.projects.standing import barred_among

INSIDE = (Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.EXPERT)
STEPS = {
    "finish_qualification": (SESSION, services.finish_qualification, "资格审查已完成。"),
    "finish_compliance": (SESSION, services.finish_compliance, "符合性审查已完成。"),
    "consolidate": (SESSION, services.consolidate, "评分已汇总并排序，请全体成员签署评审报告。"),
    "submit_checks": (SHEET, services.submit_checks, "审查意见已提交。"),
    "submit_scores": (SHEET, services.submit_scores, "评分已提交。"),
}
SIGNED = {"finish_qualification": "完成资格审查", "submit_scores": "提交评分"}
ABOUT = {"finish_qualification": signed.qualification, "submit_scores": signed.marks}


@require_GET
@signed_in(*INSIDE)
def evaluations(request: HttpRequest, number: str) -> HttpResponse:
    """List the lots under evaluation."""
    viewer = viewer_of(request)
    found = selectors.evaluations_of(viewer, number)
    context = {"frame": frame(viewer, number, "evaluation"), "lots": found}
    return page(request, "evaluations/lots.html", context)


@require_POST
@signed_in(Side.AGENCY)
def start(request: HttpRequest, number: str) -> HttpResponse:
    """Begin the evaluation of what was opened."""
    services.start_evaluation(actor_of(request), project_number=number)
    flash(request, "评审已经开始，请进行资格审查。")
    return redirect("evaluations", number=number)


@require_GET
@signed_in(Side.EXPERT)
def mine(request: HttpRequest) -> HttpResponse:
    """List the lots an expert evaluates, and for which evaluations he or she was drawn."""
    viewer = viewer_of(request)
    context = {"lots": selectors.my_evaluations(viewer), "calls": own_calls(viewer)}
    return page(request, "evaluations/mine.html", context)


@require_GET
@signed_in(*INSIDE)
def evaluation(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Show the evaluation of a lot, as far as the phase lets the viewer see."""
    viewer = viewer_of(request)
    sheet = selectors.evaluation_seen(viewer, number, lot)
    context = {
        "frame": frame(viewer, number, "evaluation"),
        "sheet": sheet,
        "base": sheet.href,
    }
    return page(request, "evaluations/evaluation.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(*INSIDE)
@signed_act(SIGNED, about=ABOUT)
def step(request: HttpRequest, number: str, lot: int, step: str) -> HttpResponse:
    """Ask once more, then take a step of the evaluation or of the own sheet."""
    if step not in STEPS:
        raise NotFound("没有这一步。")
    lifecycle, service, done = STEPS[step]
    if request.method == "POST":
        service(actor_of(request), project_number=number, lot_number=lot)
        flash(request, done)
        return redirect("evaluation", number=number, lot=lot)
    viewer = viewer_of(request)
    sheet = selectors.evaluation_seen(viewer, number, lot)
    context = {
        "frame": frame(viewer, number, "evaluation"),
        "sheet": sheet,
        "step": lifecycle.step(step),
    }
    return page(request, "evaluations/step.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(*INSIDE)
def qualification(request: HttpRequest, number: str, lot: int, code: str) -> HttpResponse:
    """Check one bidder's qualification."""
    viewer = viewer_of(request)
    desk = selectors.qualification_desk(viewer, number, lot, code)
    form = filled(FindingsIn)
    if request.method == "POST":
        form = read_form(FindingsIn, request)
        key = {"project_number": number, "lot_number": lot, "bid_code": code}
        keep, actor = services.record_qualification, actor_of(request)
        if form.attempt(keep, actor, **key, form=form.data):
            if selectors.qualification_desk(viewer, number, lot, code).left:
                return redirect(f"{request.path}?left=1")
            flash(request, f"{desk.bid.supplier_name}的资格审查结论已保存。", named=True)
            return _onward(number, lot, "qualification", desk.following)
    context = {
        "frame": frame(viewer, number, "evaluation"),
        "desk": desk,
        "form": form,
        "kind": "qualification",
        "left": "left" in request.GET,
        "barred": _barred(desk),
        "heading": "资格审查",
    }
    return page(request, "evaluations/findings.html", context, status=form.status)


def _barred(desk: selectors.FindingsDesk) -> str:
    """Say what bars the bidder, or a member of its consortium, today."""
    content = desk.content
    names = {one.organisation: one.name for one in content.members if one.organisation}
    found = barred_among(list(names) or [content.supplier_id])
    return "；".join(f"{names[pk]}：{why}" if pk in names else why for pk, why in found.items())


@require_POST
@signed_in(Side.AGENCY)
def agree(request: HttpRequest, number: str, lot: int, place: int) -> HttpResponse:
    """Note a member's silence as agreement."""
    actor = actor_of(request)
    services.agree_silently(actor, project_number=number, lot_number=lot, place=place)
    flash(request, f"已记录 {place} 号成员视为同意。")
    return redirect("evaluation", number=number, lot=lot)


@require_GET
@signed_in(*INSIDE)
def calculation(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Show every line of the calculation, and let the browser make it once more."""
    viewer = viewer_of(request)
    found = selectors.calculation_of(viewer, number, lot)
    context = {
        "frame": frame(viewer, number, "evaluation"),
        "report": report_of(viewer, number, lot),
        "replay": {"inputs": found.exported, "ranks": found.ranks},
    }
    return page(request, "evaluations/calculation.html", context)


@require_GET
@signed_in(*INSIDE)
def calculation_json(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Send the inputs of the ranking, for ``lucai law score``."""
    found = selectors.calculation_of(viewer_of(request), number, lot)
    response = JsonResponse(found.exported, json_dumps_params={"ensure_ascii": False, "indent": 2})
    name = f"ranking-{number}-{lot}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
@signed_in(*INSIDE)
def report_pdf(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Send the report as a paper."""
    content = papers.report_paper(report_of(viewer_of(request), number, lot))
    response = HttpResponse(content, content_type="application/pdf")
    name = f"evaluation-{number}-{lot}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _onward(number: str, lot: int, kind: str, following: str) -> HttpResponse:
    """Go to the next bid with something left, or back to the evaluation."""
    if following:
        return redirect(f"/rooms/{number}/evaluation/{lot}/{kind}/{following}/")
    return redirect("evaluation", number=number, lot=lot)
