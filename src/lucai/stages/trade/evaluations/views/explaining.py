"""Pages of a bidder that is asked to explain its price."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lucai.kernel.actors import Side
from lucai.platform.files.services import keep_upload
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.evaluations import selectors, services
from lucai.stages.trade.evaluations.schemas import ReplyIn
from lucai.stages.trade.projects.selectors import frame

UPLOADS = ("file_1", "file_2", "file_3")


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def explanation(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Show what is asked, and take the written explanation."""
    viewer = viewer_of(request)
    desk = selectors.enquiry_asked(viewer, number, lot)
    form = filled(ReplyIn)
    if request.method == "POST":
        form = read_form(ReplyIn, request)
        if form.attempt(_reply, request, number, lot, form.data):
            flash(request, "书面说明已提交评标委员会。")
            return redirect("explanation", number=number, lot=lot)
    context = {
        "frame": frame(viewer, number),
        "desk": desk,
        "form": form,
        "uploads": UPLOADS,
    }
    return page(request, "evaluations/explanation.html", context, status=form.status)


def _reply(request: HttpRequest, number: str, lot: int, form: ReplyIn) -> None:
    """Keep the papers, then the explanation that refers to them."""
    actor = actor_of(request)
    kept = [
        keep_upload(actor, request.FILES[name], field=name)
        for name in UPLOADS
        if name in request.FILES
    ]
    services.reply_to_enquiry(
        actor,
        project_number=number,
        lot_number=lot,
        form=form,
        file_ids=tuple(file.pk for file in kept),
    )
