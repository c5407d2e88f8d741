"""The sign-in page, shown again with what went wrong by whichever way somebody tried."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from lucai.platform.signin.entering import wanted
from lucai.platform.web.pages import page


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
