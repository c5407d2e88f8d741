"""Doors that ask for more than a session: a level of assurance, reached lately enough."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from lucai.platform.signin.assurance import Level, assurance
from lucai.platform.signin.forms import certificate_form
from lucai.platform.web import resume
from lucai.platform.web.doors import View

WHERE = {Level.CERTIFICATE: "/sign-in/certificate/"}


def assured(level: Level) -> Callable[[View], View]:
    """Let in whoever has reached a level; ask others to confirm, and carry on afterwards.

    Stands below ``@signed_in``. A posted form is kept and offered again after the confirmation.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if assurance(request) >= level:
                return view(request, *args, **kwargs)
            return _confirm(request, level)

        return guarded

    return wrap


def _confirm(request: HttpRequest, level: Level) -> HttpResponse:
    place = WHERE.get(level, "/sign-in/")
    if request.method != "POST":
        return redirect(f"{place}?next={quote(request.get_full_path())}")
    if level is not Level.CERTIFICATE:
        return resume.keep(request)
    kept = resume.pack(request)
    return certificate_form(request, kept=kept, status=HTTPStatus.UNAUTHORIZED)
