"""The pages on which a supplier opens its own bid, and who stands in for it."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from pydantic import ValidationError

from lucai.kernel.actors import Side
from lucai.kernel.errors import InvalidInput
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.decryptions import selectors, services
from lucai.stages.trade.decryptions.schemas import DecryptionIn, RecoverySharesIn
from lucai.stages.trade.projects.selectors import frame
from lucai.stages.trade.sealing.lifecycle import RECOVERERS

LONGEST_RELEASES = 16 << 20


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


@require_GET
@signed_in(*RECOVERERS)
def recovery(request: HttpRequest, code: str) -> HttpResponse:
    """Show whom the viewer's organisation is asked to stand in for, and why."""
    sheet = selectors.recovery_seen(viewer_of(request), code)
    return page(request, "decryptions/recovery.html", {"sheet": sheet})


@require_POST
@signed_in(*RECOVERERS)
def release_recovery(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the shares that the viewer's own device opened and signed."""
    selectors.recovery_seen(viewer_of(request), code)  # who is not asked learns nothing of it
    try:
        content = RecoverySharesIn.model_validate(json.loads(request.read(LONGEST_RELEASES)))
    except (ValueError, ValidationError) as error:
        raise InvalidInput({"statements": "份额释放声明的格式不正确"}) from error
    services.release_shares(actor_of(request), code=code, content=content)
    return JsonResponse({"kept": len(content.statements)})
