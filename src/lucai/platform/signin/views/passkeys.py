"""Passkeys on the account page and at the sign-in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from lucai.kernel.errors import InvalidInput
from lucai.platform.signin import nonces, passkeys
from lucai.platform.signin.assurance import Level
from lucai.platform.signin.backend import person_known
from lucai.platform.signin.entering import enter, entering_actor
from lucai.platform.signin.forms import sign_in_form
from lucai.platform.signin.nonces import Purpose
from lucai.platform.signin.sites import site_of
from lucai.platform.web.doors import signed_in
from lucai.platform.web.pages import flash
from lucai.platform.web.requests import actor_of


@require_POST
def sign_in_options(request: HttpRequest) -> JsonResponse:
    """Ask any passkey of this site to answer."""
    nonce = nonces.issue(request, Purpose.PASSKEY)
    return JsonResponse(passkeys.request_options(site_of(request), nonce))


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let somebody in by a passkey."""
    answer = request.POST.get("answer", "")
    try:
        nonce = nonces.redeem(request, Purpose.PASSKEY)
        person = person_known(passkeys.owner_of(answer))
        actor = entering_actor(request, person)
        passkeys.prove(actor, answer=answer, site=site_of(request), nonce=nonce)
    except InvalidInput as error:
        return sign_in_form(request, str(error))
    return enter(request, person, Level.PASSKEY)


@require_POST
@signed_in()
def options(request: HttpRequest) -> JsonResponse:
    """Ask an authenticator to make a passkey for the person who is signed in."""
    nonce = nonces.issue(request, Purpose.NEW_PASSKEY)
    return JsonResponse(passkeys.creation_options(actor_of(request), site_of(request), nonce))


@require_POST
@signed_in()
def register(request: HttpRequest) -> HttpResponse:
    """Keep a new passkey."""
    try:
        passkeys.register(
            actor_of(request),
            answer=request.POST.get("answer", ""),
            site=site_of(request),
            nonce=nonces.redeem(request, Purpose.NEW_PASSKEY),
            name=request.POST.get("name", ""),
        )
    except InvalidInput as error:
        flash(request, f"没有登记：{error}")
        return redirect("/account/#passkeys")
    flash(request, "通行密钥已登记，下次登录可以直接使用。")
    return redirect("/account/#passkeys")


@require_POST
@signed_in()
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a passkey otherwise."""
    try:
        passkeys.rename(actor_of(request), pk=pk, name=request.POST.get("name", ""))
    except InvalidInput as error:
        flash(request, f"没有改名：{error}")
    else:
        flash(request, "名称已修改。")
    return redirect("/account/#passkeys")


@require_POST
@signed_in()
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop taking a passkey."""
    passkeys.remove(actor_of(request), pk=pk)
    flash(request, "通行密钥已停用。设备里的那一份也可以删除了。")
    return redirect("/account/#passkeys")
