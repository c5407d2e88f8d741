"""Moving the demonstration's clock forward."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from lucai.kernel import clock
from lucai.law.calendar import add_workdays
from lucai.platform.demonstration import clock as demonstration_clock
from lucai.platform.duties import selectors as duties
from lucai.platform.web.doors import signed_in
from lucai.platform.web.pages import flash
from lucai.platform.web.requests import viewer_of

OPENING_HOUR = 9


@require_POST
@signed_in()
def move_clock(request: HttpRequest) -> HttpResponse:
    """Move to a later moment: an hour, a day, a week, the next working day or legal moment."""
    if not settings.LUCAI_DEMO:
        raise Http404
    target = _target(request)
    if target is None:
        flash(request, "没有等待中的法定时点。")
    else:
        demonstration_clock.set_to(settings.LUCAI_DATA_DIR, target)
        flash(request, f"演示时间已拨到 {target.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}")
    wanted = request.POST.get("next", "/desk/")
    return redirect(wanted if url_has_allowed_host_and_scheme(wanted, None) else "/desk/")


def _target(request: HttpRequest) -> datetime | None:
    now = clock.now()
    wanted = request.POST.get("to", "day")
    if wanted == "event":
        moments = (
            moment
            for line in duties.duty_list(viewer_of(request), limit=100)
            for moment in (line.opens_at, line.due_at)
            if moment and moment > now
        )
        return next(iter(sorted(moments)), None)
    if wanted == "workday":
        return clock.moment(add_workdays(now.date(), 1).date, OPENING_HOUR)
    steps = {"hour": timedelta(hours=1), "week": timedelta(days=7)}
    return now + steps.get(wanted, timedelta(days=1))
