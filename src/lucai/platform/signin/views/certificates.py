"""Certificates: signing in, confirming an act, binding, and the demonstration's own CAs."""

from __future__ import annotations

import base64
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from lucai.kernel.errors import InvalidInput
from lucai.platform.access.models import Person
from lucai.platform.pki import demonstration as authorities
from lucai.platform.pki import selectors, services
from lucai.platform.pki.errors import CertificateRefused
from lucai.platform.signin import certificates, questions
from lucai.platform.signin.assurance import Level, assurance, reached
from lucai.platform.signin.backend import person_known
from lucai.platform.signin.entering import carry_on, enter, entering_actor, wanted
from lucai.platform.signin.forms import certificate_form
from lucai.platform.signin.nonces import Purpose
from lucai.platform.web.doors import signed_in
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of

OTHER = "这张证书绑定的是另一个账号，不能为当前登录的人确认。"


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let somebody in by a certificate, or let who is in confirm by it."""
    if request.method == "GET" or request.POST.get("open"):
        return certificate_form(request)
    try:
        message = questions.asked(request, Purpose.CERTIFICATE)
        signature = certificates.read_signature(request.POST.get("signature", ""))
        person = person_known(certificates.owner_of(signature))
        demand_the_same(request, person)
        actor = entering_actor(request, person)
        certificates.prove(actor, signature=signature, message=message)
    except InvalidInput as error:
        return certificate_form(request, str(error), status=HTTPStatus.UNAUTHORIZED)
    return go_on(request, person)


@require_POST
def question(request: HttpRequest) -> JsonResponse:
    """Ask for a signature to sign in or to confirm."""
    return _spelt(questions.ask(request, Purpose.CERTIFICATE))


@require_http_methods(["GET", "POST"])
@signed_in()
def account(request: HttpRequest) -> HttpResponse:
    """Show the own certificates; bind one that has just signed."""
    if request.method == "POST":
        return _bind(request)
    return _account_page(request)


@require_POST
@signed_in()
def binding_question(request: HttpRequest) -> JsonResponse:
    """Ask for a signature to bind a certificate."""
    return _spelt(questions.ask(request, Purpose.BINDING))


@require_POST
@signed_in()
def unbind(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a certificate off the account."""
    services.end_binding(actor_of(request), pk=pk)
    flash(request, "证书已解除绑定，不能再用它登录和办事。")
    return redirect("/account/certificates/")


@require_POST
@signed_in()
def issue(request: HttpRequest) -> JsonResponse:
    """Have a CA of the demonstration certify a key that this browser made."""
    try:
        key = bytes.fromhex(request.POST.get("key", ""))
    except ValueError as error:
        raise CertificateRefused("没有收到公钥，请重试。") from error
    path = authorities.issue(viewer_of(request), request.POST.get("ca", ""), key)
    return JsonResponse({"certificates": [der.hex() for der in path]})


@require_POST
@signed_in()
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the demonstration's CA revoke an own certificate."""
    if not settings.LUCAI_DEMO:
        raise Http404
    authorities.revoke(viewer_of(request), pk)
    flash(request, "模拟机构已吊销这张证书，现在用它登录会被拒绝。")
    return redirect("/account/certificates/")


def demand_the_same(request: HttpRequest, person: Person) -> None:
    """Somebody who is signed in confirms with an own certificate, nobody else's."""
    held = viewer_of(request).person
    if held not in {None, person.pk}:
        raise CertificateRefused(OTHER)


def go_on(request: HttpRequest, person: Person) -> HttpResponse:
    """Let in whose certificate signed; raise the session of who is in already."""
    if viewer_of(request).person is None:
        return enter(request, person, Level.CERTIFICATE)
    request.session.cycle_key()
    reached(request, Level.CERTIFICATE)
    return carry_on(request) or redirect(wanted(request) or "/desk/")


def _bind(request: HttpRequest) -> HttpResponse:
    try:
        message = questions.asked(request, Purpose.BINDING)
        signature = certificates.read_signature(request.POST.get("signature", ""))
        certificates.bind(actor_of(request), signature=signature, message=message)
    except InvalidInput as error:
        return _account_page(request, str(error))
    flash(request, "证书已绑定，可以用它登录，并为有法律效力的操作签名。")
    return redirect("/account/certificates/")


def _account_page(request: HttpRequest, problem: str = "") -> HttpResponse:
    context = {
        "problem": problem,
        "bindings": selectors.bindings_of(viewer_of(request)),
        "authorities": list(authorities.PLANS.values()) if settings.LUCAI_DEMO else [],
        "level": assurance(request),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return page(request, "signin/certificates.html", context, status=status)


def _spelt(message: bytes) -> JsonResponse:
    return JsonResponse({"message": base64.b64encode(message).decode()})
