"""Pages of second reviews."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.access.permissions import demand
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.evaluations.selectors import evaluation_seen
from lucai.stages.trade.projects.selectors import frame
from lucai.stages.trade.reevaluations import selectors, services, signed
from lucai.stages.trade.reevaluations.lifecycle import ENDED, ORDER
from lucai.stages.trade.reevaluations.schemas import FilingIn, OpinionIn, OrderIn

INSIDE = (Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.EXPERT)


@require_GET
@signed_in(*INSIDE)
def reviews(request: HttpRequest, number: str) -> HttpResponse:
    """Show every lot: what was reviewed again, and whether it can be."""
    lots = selectors.lots_reviewed(viewer_of(request), number)
    return _page(request, number, "reevaluations.html", lots=lots)


@require_GET
@signed_in(*INSIDE)
def review(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Show a lot's second reviews."""
    found = selectors.lot_reviews(viewer_of(request), number, lot)
    return _page(request, number, "reevaluations.html", lots=[found])


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY, Side.BUYER)
@signed_act("组织重新评审")
def order(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Ask for the ground, and have the panel review again."""
    viewer = viewer_of(request)
    demand(viewer, ORDER.permission)
    found = selectors.lot_reviews(viewer, number, lot)
    form: Form[OrderIn] = filled(OrderIn)
    if request.method == "POST":
        form = read_form(OrderIn, request)
        if form.attempt(
            services.order_review, actor_of(request),
            project_number=number, lot_number=lot, form=form.data,
        ):  # fmt: skip
            flash(request, "已组织重新评审，评审委员会成员和财政部门已收到通知。")
            return redirect("re-evaluation", number=number, lot=lot)
    form.choices["bid_code"] = selectors.bids_to_name(evaluation_seen(viewer, number, lot))
    grounds = list(found.errors.items())
    return _page(request, number, "order.html", form, lot=found, grounds=grounds)


@require_http_methods(["GET", "POST"])
@signed_in(Side.EXPERT, Side.BUYER)
@signed_act("提出重新评审意见", about=signed.review)
def opinion(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Take a member's opinion."""
    found = selectors.lot_reviews(viewer_of(request), number, lot)
    sheet = next((one for one in found.reviews if one.own), None)
    if not sheet:
        raise NotFound("没有需要您提出意见的重新评审。")
    form: Form[OpinionIn] = filled(OpinionIn)
    if request.method == "POST":
        form = read_form(OpinionIn, request)
        if form.attempt(
            services.give_opinion, actor_of(request),
            project_number=number, lot_number=lot, form=form.data,
        ):  # fmt: skip
            flash(request, "意见已提交，全部成员提交后按多数意见认定。")
            return redirect("re-evaluation", number=number, lot=lot)
    return _page(request, number, "opinion.html", form, sheet=sheet)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY, Side.BUYER)
@signed_act("书面报告重新评审情况", about=signed.review)
def filing(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Report to the finance department in writing."""
    found = selectors.lot_reviews(viewer_of(request), number, lot)
    sheet = next((one for one in found.reviews if one.state in ENDED), None)
    if not sheet:
        raise NotFound("没有需要报告的重新评审。")
    form: Form[FilingIn] = filled(FilingIn, {"filing": _proposed(sheet)})
    if request.method == "POST":
        form = read_form(FilingIn, request)
        if form.attempt(
            services.file, actor_of(request), project_number=number, lot_number=lot, form=form.data
        ):
            flash(request, "已书面报告财政部门。")
            return redirect("re-evaluation", number=number, lot=lot)
    return _page(request, number, "filing.html", form, sheet=sheet)


def _proposed(sheet: selectors.ReviewSheet) -> str:
    return (
        f"包 {sheet.lot_number} 因“{sheet.ground_label}”组织原评审委员会重新评审。"
        f"起因：{sheet.told} 认定：{sheet.finding}"
    )


def _page(
    request: HttpRequest, number: str, template: str, form: Form[Any] | None = None, **context: Any
) -> HttpResponse:
    shown = {"frame": frame(viewer_of(request), number, "reevaluation"), "form": form, **context}
    status = form.status if form else 200
    return page(request, f"reevaluations/{template}", shown, status=status)
