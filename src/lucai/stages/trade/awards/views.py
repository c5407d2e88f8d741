"""Pages of awards."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.awards import papers, selectors, services, signed
from lucai.stages.trade.awards.preview import preview
from lucai.stages.trade.awards.schemas import AnnouncementIn, DecisionIn
from lucai.stages.trade.evaluations.selectors import own_results
from lucai.stages.trade.evaluations.selectors.reports import report_of
from lucai.stages.trade.projects.selectors import frame

INSIDE = (Side.BUYER, Side.AGENCY, Side.SUPERVISOR)


@require_GET
@signed_in(*INSIDE)
def awards(request: HttpRequest, number: str) -> HttpResponse:
    """List the project's awards, and the reports that still have to go to the buyer."""
    viewer = viewer_of(request)
    context = {
        "frame": frame(viewer, number, "award"),
        "awards": selectors.awards_of(viewer, number),
        "waiting": selectors.waiting_reports(viewer, number),
        "number": number,
    }
    return page(request, "awards/awards.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
@signed_act("送达评审报告", about=signed.report)
def delivery(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Ask once more, then hand the report to the buyer."""
    viewer = viewer_of(request)
    if request.method == "POST":
        services.deliver_report(actor_of(request), project_number=number, lot_number=lot)
        flash(request, "评审报告已送交采购人，采购人应当在规定期限内确定中标人。")
        return redirect("award", number=number, lot=lot)
    context = {
        "frame": frame(viewer, number, "award"),
        "report": report_of(viewer, number, lot),
    }
    return page(request, "awards/delivery.html", context)


@require_GET
@signed_in(*INSIDE, elsewhere={Side.SUPPLIER: "/rooms/{number}/result/"})
def award(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Show the award of a lot."""
    viewer = viewer_of(request)
    sheet = selectors.award_seen(viewer, number, lot)
    context = {"frame": frame(viewer, number, "award"), "award": sheet, "base": sheet.href}
    return page(request, "awards/award.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
@signed_act("确定中标、成交供应商", about=signed.report)
def decision(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Decide the winner."""
    viewer = viewer_of(request)
    sheet = selectors.award_seen(viewer, number, lot)
    form: Form[DecisionIn] = filled(DecisionIn, {"rank": 1})
    if request.method == "POST":
        form = read_form(DecisionIn, request)
        key = {"project_number": number, "lot_number": lot}
        if form.attempt(services.decide, actor_of(request), **key, form=form.data):
            flash(request, "中标人已确定，代理机构应当在规定期限内公告结果。")
            return redirect("award", number=number, lot=lot)
    context = {
        "frame": frame(viewer, number, "award"),
        "award": sheet,
        "report": report_of(viewer, number, lot),
        "form": form,
    }
    return page(request, "awards/decision.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
@signed_act("公告采购结果，发出通知书", about=signed.notice)
def notice(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Show the result notice as it will be read, then announce it."""
    viewer = viewer_of(request)
    form: Form[AnnouncementIn] = filled(AnnouncementIn)
    if request.method == "POST":
        form = read_form(AnnouncementIn, request)
        key = {"project_number": number, "lot_number": lot}
        if form.attempt(services.announce, actor_of(request), **key, form=form.data):
            flash(request, "中标结果已公告，中标通知书和未中标通知已发出。")
            return redirect("award", number=number, lot=lot)
    shown = form.data or AnnouncementIn()
    context = {
        "frame": frame(viewer, number, "award"),
        "award": selectors.award_seen(viewer, number, lot),
        "parts": preview(selectors.announcement(viewer, number, lot, shown)),
        "form": form,
    }
    return page(request, "awards/notice.html", context, status=form.status)


@require_GET
@signed_in(*INSIDE, Side.SUPPLIER)
def letter_pdf(request: HttpRequest, number: str, letter: str) -> HttpResponse:
    """Send a letter to its receiver, or to those who sent it."""
    line, sheet = selectors.letter_context(viewer_of(request), letter)
    response = HttpResponse(papers.letter_paper(line, sheet), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{line.number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
@signed_in(Side.SUPPLIER)
def result(request: HttpRequest, number: str) -> HttpResponse:
    """Show a bidder its own results and letters."""
    viewer = viewer_of(request)
    context = {
        "frame": frame(viewer, number, "result"),
        "results": own_results(viewer, number),
        "letters": selectors.letters_of(viewer, number),
        "number": number,
    }
    return page(request, "awards/result.html", context)
