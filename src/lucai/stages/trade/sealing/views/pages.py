"""The pages of an opening's keys: what was announced, what was released, one's own keys."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import Side
from lucai.kernel.errors import InvalidInput
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.projects.selectors import frame
from lucai.stages.trade.sealing import selectors, services
from lucai.stages.trade.sealing.lifecycle import RECOVERERS
from lucai.stages.trade.sealing.schemas import HolderKeysIn
from lucai.stages.trade.sealing.selectors import enrolled, orders

HOLDERS = (Side.BUYER, Side.AGENCY)
ENROLLING = (*HOLDERS, *RECOVERERS)
LONGEST_RELEASES = 16 << 20


@require_GET
@signed_in(Side.BUYER, Side.AGENCY, Side.SUPPLIER, Side.SUPERVISOR)
def sealed(request: HttpRequest, number: str) -> HttpResponse:
    """Show who must act together before a bid of this project can be read, and how far it is."""
    viewer = viewer_of(request)
    lots = selectors.sealed_lots(viewer, number)
    own = {lot.number: orders.release_order(viewer, number, lot.number) for lot in lots}
    offers = {lot.number: services.package_offer(viewer, number, lot.number) for lot in lots}
    context = {"frame": frame(viewer, number, "sealed"), "lots": lots, "orders": own,
               "packages": offers}  # fmt: skip
    return page(request, "sealing/sealed.html", context)


@require_GET
def policy(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Send the policy's bytes, as the log has them."""
    card = selectors.policy_card(viewer_of(request), number, lot)
    return HttpResponse(card.content, content_type="application/json")


@require_GET
def package(request: HttpRequest, number: str, lot: int) -> FileResponse:
    """Send the lot's verification package, in the edition that the viewer may have."""
    name, file = services.package_file(viewer_of(request), number, lot)
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@require_GET
def trust(request: HttpRequest) -> HttpResponse:
    """Send whom this installation believes, as verifiers read it."""
    del request
    return HttpResponse(services.trust_file(), content_type="application/json")


@require_POST
@signed_in(*HOLDERS)
def release(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Keep the shares that the viewer's own device opened and signed."""
    body = request.read(LONGEST_RELEASES)
    try:
        given = json.loads(body)
        statements, unopened = (
            [str(one).encode("utf-8") for one in given.get(name, [])]
            for name in ("statements", "unopened")
        )
    except (ValueError, AttributeError, TypeError) as error:
        raise InvalidInput({"statements": "份额释放声明的格式不正确"}) from error
    came = services.keep_releases(
        actor_of(request),
        project_number=number,
        lot_number=lot,
        statements=statements,
        unopened=unopened,
    )
    return JsonResponse({"kept": came})


@require_http_methods(["GET", "POST"])
@signed_in(*ENROLLING)
def own_keys(request: HttpRequest) -> HttpResponse:
    """Show the organisation's keys for openings; enrol new ones made on the viewer's device."""
    viewer = viewer_of(request)
    form = filled(HolderKeysIn)
    if request.method == "POST":
        form = read_form(HolderKeysIn, request)
        if form.data:
            services.enrol_holder(actor_of(request), **form.data.model_dump())
            flash(
                request, "开标密钥已登记。请妥善保管密钥文件和口令，平台没有您的私钥，也不能找回。"
            )
            return redirect("opening-keys")
    context = {
        "form": form,
        "held": enrolled.own_holders(viewer),
        "may_enrol": enrolled.may_enrol(viewer),
        "suite": settings.LUCAI_SEALING_SUITE,
        "recovers": viewer.side in RECOVERERS,
    }
    return page(request, "sealing/keys.html", context, status=422 if form.errors else 200)
