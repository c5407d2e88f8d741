"""The page on which an agency ends a procurement early."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lucai.kernel.actors import Side
from lucai.platform.access.permissions import demand
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.evaluations import services
from lucai.stages.trade.evaluations.lifecycle import TERMINATE
from lucai.stages.trade.evaluations.schemas import TerminationIn
from lucai.stages.trade.projects.selectors import frame


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def termination(request: HttpRequest, number: str) -> HttpResponse:
    """Say what follows, ask why, and end the procurement."""
    viewer = viewer_of(request)
    demand(viewer, TERMINATE.permission)
    form = read_form(TerminationIn, request) if request.method == "POST" else filled(TerminationIn)
    if request.method == "POST" and form.attempt(
        services.terminate, actor_of(request), project_number=number, form=form.data
    ):
        flash(request, "采购活动已终止，终止公告已发布，预算资金已退回。")
        return redirect("room", number=number)
    context = {"frame": frame(viewer, number, "termination"), "form": form}
    return page(request, "evaluations/termination.html", context, status=form.status)
