"""The page on which a supplier opens its own bid."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lucai.kernel.actors import Side
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.decryptions import selectors, services
from lucai.stages.trade.decryptions.schemas import DecryptionIn
from lucai.stages.trade.projects.selectors import frame


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def decryption(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Show the own bid and take its code or key; a wrong one is said, and nothing is lost."""
    viewer = viewer_of(request)
    sheet = selectors.decryption_seen(viewer, number, code)
    form = filled(DecryptionIn)
    if request.method == "POST":
        form = read_form(DecryptionIn, request)
        if form.data and form.attempt(
            services.decrypt,
            actor_of(request),
            project_number=number,
            bid_code=code,
            content=form.data,
        ):
            flash(
                request, "已解密，与封标时的承诺核对一致。全部投标文件将在解密时段结束后一并开启。"
            )
            return redirect("decryption", number=number, code=code)
    context = {
        "frame": frame(viewer, number, "opening"),
        "sheet": sheet,
        "form": form,
        "window": selectors.window_of(viewer, number),
    }
    return page(request, "decryptions/decryption.html", context, status=422 if form.errors else 200)
