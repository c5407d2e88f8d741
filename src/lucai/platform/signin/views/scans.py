"""Signing in by scanning: the computer's page, and the phone's, which is simulated."""

from __future__ import annotations

import base64
from functools import wraps
from http import HTTPStatus
from typing import Any

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.errors import InvalidInput
from lucai.platform.signin import certificates, scans
from lucai.platform.signin.backend import person_known
from lucai.platform.signin.entering import entering_actor, wanted
from lucai.platform.signin.forms import certificate_form
from lucai.platform.signin.ports import SimulatedApp
from lucai.platform.signin.sites import origin_of
from lucai.platform.signin.views.certificates import demand_the_same, go_on
from lucai.platform.web.doors import View
from lucai.platform.web.pages import page

APP = SimulatedApp()


def where_simulated(view: View) -> View:
    """Open a page only where the phone's application is simulated: in the demonstration."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.LUCAI_DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "POST"])
@where_simulated
def wait(request: HttpRequest) -> HttpResponse:
    """Show a code to scan, and wait."""
    if request.method == "POST":
        scans.begin(request)
        return redirect(request.get_full_path())
    scan = scans.begun(request)
    if scan is None:
        return certificate_form(request)
    address = f"{origin_of(request)}/scan/{scan.code}/"
    picture = segno.make(APP.code_content(address), error="m").svg_data_uri(scale=5, border=2)
    context = {"scan": scan, "picture": picture, "address": address, "app": APP.name}
    return page(request, "signin/scan.html", {**context, "next": wanted(request)})


@require_GET
@where_simulated
def state(request: HttpRequest) -> HttpResponse:
    """Say where the scan stands, for the page that waits."""
    context = {"scan": scans.begun(request), "next": wanted(request)}
    return page(request, "signin/scan_state.html", context)


@require_POST
@where_simulated
def finish(request: HttpRequest) -> HttpResponse:
    """Go on at the computer after the phone has confirmed."""
    try:
        person = person_known(scans.finish(request))
        demand_the_same(request, person)
    except InvalidInput as error:
        return certificate_form(request, str(error), status=HTTPStatus.UNAUTHORIZED)
    return go_on(request, person)


@require_http_methods(["GET", "POST"])
@where_simulated
def phone(request: HttpRequest, code: str) -> HttpResponse:
    """Play the application on the phone: show what is asked, choose the number, sign."""
    if request.method == "POST":
        return _confirm(request, code)
    return _phone_page(request, code)


@require_POST
@where_simulated
def question(request: HttpRequest, code: str) -> JsonResponse:
    """Return what the phone's certificate has to sign."""
    return JsonResponse({"message": base64.b64encode(scans.question(code)).decode()})


def _confirm(request: HttpRequest, code: str) -> HttpResponse:
    try:
        scans.demand_number(code, request.POST.get("number", ""))
        signature = certificates.read_signature(request.POST.get("signature", ""))
        person = person_known(certificates.owner_of(signature))
        certificates.prove(
            entering_actor(request, person), signature=signature, message=scans.question(code)
        )
        scans.confirm(code, person.pk)
    except InvalidInput as error:
        return _phone_page(request, code, str(error))
    return _phone_page(request, code)


def _phone_page(request: HttpRequest, code: str, problem: str = "") -> HttpResponse:
    scan = scans.scanned(code)
    context = {
        "scan": scan,
        "problem": problem,
        "pairs": [(each, each) for each in scans.choices(scan)],
        "origin": origin_of(request),
        "app": APP.name,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return page(request, "signin/phone.html", context, status=status)
