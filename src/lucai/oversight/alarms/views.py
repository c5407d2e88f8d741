"""Pages of alarms, for supervision alone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.oversight.alarms import selectors, services
from lucai.oversight.alarms.lifecycle import KEY_ALARM
from lucai.oversight.alarms.schemas import FindingIn
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.timelines import timeline_of


@require_GET
@signed_in(Side.SUPERVISOR)
def alarms(request: HttpRequest) -> HttpResponse:
    """List alarms."""
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "state", "after")}
    states = list(KEY_ALARM.states.items())
    filters = [
        FormField("words", "项目或者密钥服务器", value=asked["words"]),
        FormField("state", "状态", kind="select", value=asked["state"], choices=states),
    ]
    found = selectors.alarm_page(viewer_of(request), **asked)
    return page(request, "alarms/alarms.html", {"found": found, "filters": filters, **asked})


@require_GET
@signed_in(Side.SUPERVISOR)
def alarm(request: HttpRequest, code: str) -> HttpResponse:
    """Show one alarm."""
    viewer = viewer_of(request)
    context = {
        "sheet": selectors.alarm_seen(viewer, code),
        "entries": timeline_of(viewer, KEY_ALARM.of, code),
    }
    return page(request, "alarms/alarm.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Write down what the check came to."""
    form: Form[Any] = filled(FindingIn)
    if request.method == "POST":
        form = read_form(FindingIn, request)
        if form.attempt(services.check, actor_of(request), code=code, form=form.data):
            flash(request, "核查结果已记录。")
            return redirect("key-alarm", code=code)
    sheet = selectors.alarm_seen(viewer_of(request), code)
    return page(request, "alarms/check.html", {"sheet": sheet, "form": form}, status=form.status)
