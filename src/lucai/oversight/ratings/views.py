"""Pages of ratings."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.law.credit import criteria
from lucai.oversight.ratings import selectors, services
from lucai.oversight.ratings.lifecycle import RATING, TASK
from lucai.oversight.ratings.schemas import MARKS, RatingIn, ReplyIn
from lucai.platform.files.views import answer
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.timelines import timeline_of

PARTIES = (Side.BUYER, Side.AGENCY, Side.SUPPLIER, Side.EXPERT)
EVERYBODY = (*PARTIES, Side.SUPERVISOR)
NAMES = ("first", "second", "third")


@require_GET
@signed_in(*EVERYBODY)
def ratings(request: HttpRequest) -> HttpResponse:
    """List the ratings one got; all of the region to finance."""
    return _list(request, given=False)


@require_GET
@signed_in(*EVERYBODY)
def given(request: HttpRequest) -> HttpResponse:
    """List the ratings one gave."""
    return _list(request, given=True)


@require_GET
@signed_in(*EVERYBODY)
def tasks(request: HttpRequest) -> HttpResponse:
    """List what one has to rate."""
    asked = {name: request.GET.get(name, "").strip() for name in ("state", "after")}
    found = selectors.task_page(viewer_of(request), **asked)
    context = {"found": found, "states": list(TASK.states.items()), **asked}
    return page(request, "ratings/tasks.html", context)


@require_GET
@signed_in(*EVERYBODY)
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one task with what was given in it."""
    viewer = viewer_of(request)
    context = {
        "task": selectors.task_seen(viewer, pk),
        "given": selectors.ratings_of_task(viewer, pk),
        "entries": timeline_of(viewer, TASK.of, str(pk)),
    }
    return page(request, "ratings/task.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(*PARTIES)
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Rate those a task names."""
    viewer = viewer_of(request)
    found = selectors.task_seen(viewer, pk)
    form: Form[RatingIn] = filled(RatingIn)
    if request.method == "POST":
        form = read_form(RatingIn, request)
        files = [request.FILES.getlist(f"files.{n}") for n in range(len(found.subjects))]

        def act(data: RatingIn) -> None:
            services.give(actor_of(request), pk=pk, form=data, files=files)

        if form.attempt(act, form.data):
            flash(request, "评价已提交，被评价人可以看到并作出说明。")
            return redirect("rating-task", pk=pk)
    context = {
        "task": found,
        "form": form,
        "offer": next((one for one in found.offers if one.step.name == "give"), None),
        "rows": [_row(form, place, one) for place, one in enumerate(found.subjects)],
    }
    return page(request, "ratings/give.html", context, status=form.status)


@require_GET
@signed_in(*EVERYBODY)
def rating(request: HttpRequest, key: str) -> HttpResponse:
    """Show one rating."""
    viewer = viewer_of(request)
    context = {
        "card": selectors.rating_seen(viewer, key),
        "entries": timeline_of(viewer, RATING.of, key),
    }
    return page(request, "ratings/rating.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(*PARTIES)
def reply(request: HttpRequest, key: str) -> HttpResponse:
    """Reply to a rating one got."""
    form: Form[ReplyIn] = filled(ReplyIn)
    if request.method == "POST":
        form = read_form(ReplyIn, request)

        def act(data: ReplyIn) -> None:
            files = request.FILES.getlist("files")
            services.reply(actor_of(request), key=key, form=data, files=files)

        if form.attempt(act, form.data):
            flash(request, "说明已提交，与评价一起显示。")
            return redirect("rating", key=key)
    card = selectors.rating_seen(viewer_of(request), key)
    offer = next((one for one in card.offers if one.step.name == "reply"), None)
    context = {"card": card, "form": form, "offer": offer}
    return page(request, "ratings/reply.html", context, status=form.status)


@require_GET
@signed_in(*EVERYBODY)
def file(request: HttpRequest, key: str, file: int) -> FileResponse:
    """Send evidence."""
    return answer(selectors.rating_file(viewer_of(request), key, file))


def _list(request: HttpRequest, *, given: bool) -> HttpResponse:
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "after")}
    found = selectors.rating_page(viewer_of(request), given=given, **asked)
    return page(request, "ratings/ratings.html", {"found": found, "given": given, **asked})


def _row(form: Form[RatingIn], place: int, subject: dict[str, Any]) -> dict[str, Any]:
    """Return the controls for one of those rated."""
    choices = [(str(mark), f"{mark} 分　{label}") for mark, label in MARKS.items()]
    labels = [label for _, label in criteria(subject["side"])]
    return {
        "label": subject["label"],
        "fields": [
            form.field(f"ratings.{place}.{name}", kind="select", label=label, choices=choices)
            for name, label in zip(NAMES, labels, strict=True)
        ],
        "comment": form.field(f"ratings.{place}.comment"),
        "files": f"files.{place}",
    }
