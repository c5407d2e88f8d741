"""Pages of written recommendations: what is asked, what was said, or why nothing is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.rows import reshaped
from lucai.stages.trade.prequalifications import selectors, services, signed
from lucai.stages.trade.prequalifications.schemas import CandidateIn, RecommendationIn, RefusalIn

READERS = (Side.EXPERT, Side.BUYER, Side.AGENCY, Side.SUPERVISOR)
ASKED = (Side.EXPERT, Side.BUYER)


@require_http_methods(["GET", "POST"])
@signed_in(*READERS)
@signed_act("出具书面推荐意见", about=signed.words)
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is asked; whoever is asked writes and signs it here."""
    form: Form[RecommendationIn] = filled(RecommendationIn)
    if request.method == "POST":
        form = reshaped(RecommendationIn, request) or read_form(RecommendationIn, request)
    if form.data and form.attempt(services.recommend, actor_of(request), pk=pk, form=form.data):
        flash(request, "书面推荐意见已出具。")
        return redirect("recommendation", pk)
    sheet = selectors.words_seen(viewer_of(request), pk)
    context = {"sheet": sheet, "form": form, "empty": filled(CandidateIn)}
    return page(request, "prequalifications/words.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(*ASKED)
@signed_act("不推荐供应商", about=signed.words)
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Recommend nobody, with a reason."""
    return _ended(request, pk, "decline", services.decline, "已说明不推荐。")


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def excuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Wait for an expert no more, with a reason."""
    return _ended(request, pk, "excuse", services.excuse, "不再等待这名专家的推荐意见。")


def _ended(request: HttpRequest, pk: int, step: str, act: Any, says: str) -> HttpResponse:
    form = read_form(RefusalIn, request) if request.method == "POST" else filled(RefusalIn)
    if form.attempt(act, actor_of(request), pk=pk, form=form.data):
        flash(request, says)
        return redirect("recommendation", pk)
    sheet = selectors.words_seen(viewer_of(request), pk)
    offer = sheet.line.offer(step)
    if offer is None:
        raise NotFound("没有这一步可以办理。")
    context = {"sheet": sheet, "form": form, "offer": offer}
    return page(request, "prequalifications/words_ended.html", context, status=form.status)
