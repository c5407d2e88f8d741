"""模拟 UKey: in the demonstration alone, a signed-in person's browser fetches its device's keys here."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.access.selectors import OrganisationCard, organisation
from lucai.platform.web.doors import signed_in
from lucai.platform.web.requests import viewer_of
from lucai.site.demo import ukeys


@require_GET
@signed_in(Side.BUYER, Side.AGENCY, Side.SUPERVISOR)
def holder(request: HttpRequest) -> HttpResponse:
    """Send the private halves of the organisation's keys for openings."""
    return _secret(JsonResponse(ukeys.holder_secrets(_own(request).uscc)))


@require_GET
@signed_in(Side.SUPPLIER, Side.BUYER, Side.AGENCY, Side.SUPERVISOR)
def certificate(request: HttpRequest) -> HttpResponse:
    """Send the organisation's two certificates, to sign and to be sealed to, with their keys."""
    firm = _own(request)
    pem = ukeys.certificate_pem(firm.name, firm.uscc)
    return _secret(HttpResponse(pem, content_type="application/x-pem-file"))


def _own(request: HttpRequest) -> OrganisationCard:
    if not settings.LUCAI_DEMO:
        raise NotFound("没有找到这个页面。")
    viewer = viewer_of(request)
    return organisation(viewer, viewer.organisation or 0)


def _secret(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
