"""The sign-in page, shown again with what went wrong by whichever way somebody tried."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from lucai.kernel.actors import Side
from lucai.platform.pki.selectors import bindings_of
from lucai.platform.signin.entering import wanted
from lucai.platform.web.pages import page
from lucai.platform.web.requests import viewer_of


def sign_in_form(request: HttpRequest, problem: str = "") -> HttpResponse:
    """Return the sign-in page with what was typed."""
    context = {
        "problem": problem,
        "login": request.POST.get("login", ""),
        "next": wanted(request),
        "resume": request.POST.get("resume", ""),
    }
    status = HTTPStatus.UNAUTHORIZED if problem else HTTPStatus.OK
    return page(request, "signin/sign_in.html", context, status=status)


def certificate_form(
    request: HttpRequest, problem: str = "", *, kept: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    """Return the page that asks for a certificate's signature: to sign in, or to confirm."""
    viewer = viewer_of(request)
    context = {
        "problem": problem,
        "confirming": viewer.side is not Side.PUBLIC,
        "own": [card.fingerprint for card in bindings_of(viewer)],
        "next": wanted(request),
        "resume": kept or request.POST.get("resume", ""),
    }
    return page(request, "signin/certificate.html", context, status=status)
