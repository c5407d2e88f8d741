"""Pages of first accounts: the department invites, the invited person opens the account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import BaseModel

from lucai.kernel.actors import Actor, Side
from lucai.kernel.errors import NotFound
from lucai.platform.access.permissions import demand
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.timelines import timeline_of
from lucai.registers.accounts import selectors, services
from lucai.registers.accounts.lifecycle import INVITATION, ISSUE, KINDS
from lucai.registers.accounts.schemas import BuyerInvitationIn, InviteeIn, OpeningIn
from lucai.registers.accounts.services import Issued


@require_GET
@signed_in(Side.SUPERVISOR)
def invitations(request: HttpRequest) -> HttpResponse:
    """List the department's invitations."""
    viewer = viewer_of(request)
    asked = {name: request.GET.get(name, "").strip() for name in ("words", "state", "after")}
    states = list(INVITATION.states.items())
    filters = [
        FormField("words", "单位或者姓名", value=asked["words"]),
        FormField("state", "状态", kind="select", value=asked["state"], choices=states),
    ]
    context = {
        "found": selectors.invitation_page(viewer, **asked), "filters": filters,
        "words": asked["words"], "state": asked["state"], "may_issue": viewer.may(ISSUE.permission),
    }  # fmt: skip
    return page(request, "accounts/invitations.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
@never_cache
def invite_buyer(request: HttpRequest) -> HttpResponse:
    """Invite the first person of a unit; the code is shown once."""
    form: Form[BuyerInvitationIn] = filled(BuyerInvitationIn)
    if request.method == "POST":
        form = read_form(BuyerInvitationIn, request)
    form.choices["region"] = selectors.regions_of(viewer_of(request))
    return _invite(request, "buyer", form, services.invite_buyer)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
@never_cache
def invite_expert(request: HttpRequest) -> HttpResponse:
    """Invite an expert; the code is shown once."""
    form: Form[InviteeIn] = filled(InviteeIn)
    if request.method == "POST":
        form = read_form(InviteeIn, request)
    return _invite(request, "expert", form, services.invite_expert)


@require_GET
@signed_in(Side.SUPERVISOR)
def invitation(request: HttpRequest, number: str) -> HttpResponse:
    """Show one invitation."""
    viewer = viewer_of(request)
    context = {
        "card": selectors.invitation_seen(viewer, number),
        "entries": timeline_of(viewer, INVITATION.of, number),
    }
    return page(request, "accounts/invitation.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
@never_cache
def step(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Ask before, and then send another code, shown once, or take the invitation back."""
    if name not in {"renew", "withdraw"}:
        raise NotFound("没有这个步骤。")
    if request.method != "POST":
        card = selectors.invitation_seen(viewer_of(request), number)
        offer = next((one for one in card.offers if one.step.name == name), None)
        return page(request, "accounts/step.html", {"card": card, "offer": offer})
    actor = actor_of(request)
    if name == "renew":
        return _issued(request, services.renew(actor, number=number))
    services.withdraw(actor, number=number)
    flash(request, "邀请已撤回，邀请码不能再使用。")
    return redirect("account-invitation", number)


@sensitive_post_parameters("code", "password", "again")
@require_http_methods(["GET", "POST"])
@never_cache
def opening(request: HttpRequest) -> HttpResponse:
    """Let whoever was invited open the account, without signing in."""
    form: Form[OpeningIn] = filled(OpeningIn)
    if request.method == "POST":
        form = read_form(OpeningIn, request)
        if form.attempt(services.open_account, actor_of(request), form=form.data):
            flash(request, "账号已开通，请用刚才填写的登录名和密码登录。")
            return redirect("sign-in")
    return page(request, "accounts/opening.html", {"form": form}, status=form.status)


def _invite(
    request: HttpRequest, kind: str, form: Form[Any], service: Callable[..., Issued]
) -> HttpResponse:
    demand(viewer_of(request), ISSUE.permission)
    made: list[Issued] = []

    def act(actor: Actor, *, form: BaseModel) -> None:
        made.append(service(actor, form=form))

    if request.method == "POST" and form.attempt(act, actor_of(request), form=form.data):
        return _issued(request, made[0])
    context = {"form": form, "kind": kind, "kind_label": KINDS[kind]}
    return page(request, "accounts/invite.html", context, status=form.status)


def _issued(request: HttpRequest, made: Issued) -> HttpResponse:
    """Show a code this once: it goes into no address, no session and no message."""
    shown = selectors.invitation_seen(viewer_of(request), made.number)
    address = request.build_absolute_uri("/invited/")
    context = {"card": shown, "code": made.code, "address": address}
    return page(request, "accounts/issued.html", context)
