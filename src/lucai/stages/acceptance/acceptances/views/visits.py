"""People without an account: inviting them, and the short page that they see on their phone."""

from __future__ import annotations

from typing import Any

import segno
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import Side
from lucai.platform.files.views import answer
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.acceptance.acceptances import selectors, services
from lucai.stages.acceptance.acceptances.lifecycle import DRAFT, INVITE
from lucai.stages.acceptance.acceptances.schemas import (
    AttachmentIn,
    InvitationIn,
    OpinionIn,
    SignatureIn,
)
from lucai.stages.contract.contracts.selectors import contract_card

PARTIES = (Side.BUYER, Side.SUPPLIER, Side.AGENCY, Side.SUPERVISOR, Side.TREASURY)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def invitations(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Invite users, outside members and third parties by a link or a code to scan."""
    viewer = viewer_of(request)
    form: Form[Any] = filled(InvitationIn, {"purpose": "user", "days": 7})

    def act(data: Any) -> None:
        services.invite(actor_of(request), contract_number=number, number=place, invitation=data)

    if request.method == "POST":
        form = read_form(InvitationIn, request)
        if form.attempt(act, form.data):
            flash(request, "邀请已生成，可以出示二维码，也可以把地址发给对方。")
            return redirect("acceptance-invitations", number=number, place=place)
    found = selectors.invitations_of(viewer, number, place)
    context = {
        "card": contract_card(viewer, number),
        "sheet": selectors.acceptance_seen(viewer, number, place),
        "form": form,
        "invitations": [(one, *_code(request, one.address)) for one in found],
        "may_invite": viewer.may(INVITE.permission),
    }
    return page(request, "acceptances/invitations.html", context, status=form.status)


@require_POST
@signed_in(Side.BUYER)
def revoke(request: HttpRequest, number: str, place: int, pk: int) -> HttpResponse:
    """Close a way in."""
    services.revoke_invitation(
        actor_of(request), contract_number=number, number=place, invitation=pk
    )
    flash(request, "已收回，这个二维码不能再用。")
    return redirect("acceptance-invitations", number=number, place=place)


@never_cache
@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Show an invited person what is asked, and keep what they say."""
    line, sheet, digest = selectors.visit_seen(viewer_of(request), pk, token)
    member = line.purpose == "member"
    schema = SignatureIn if member else OpinionIn
    form: Form[Any] = filled(schema, {"sm3": digest})
    if request.method == "POST":
        form = read_form(schema, request)
        key = {"invitation": pk, "token": token}
        done = (
            form.attempt(services.sign_as_member, actor_of(request), signature=form.data, **key)
            if member
            else form.attempt(services.give_opinion, actor_of(request), opinion=form.data, **key)
        )
        if done:
            return redirect(f"{request.path}?done=yes")
    context = {
        "line": line,
        "sheet": sheet,
        "form": form,
        "digest": digest,
        "member": member,
        "done": request.GET.get("done") == "yes",
    }
    response = page(request, "acceptances/visit.html", context, status=form.status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def attachments(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Attach test reports, samples and records."""
    viewer = viewer_of(request)
    form: Form[Any] = filled(AttachmentIn, {"kind": "test_report"})

    def act(data: Any) -> None:
        services.attach(
            actor_of(request), contract_number=number, number=place, attachment=data,
            file=request.FILES.get("file"),
        )  # fmt: skip

    if request.method == "POST":
        form = read_form(AttachmentIn, request)
        if form.attempt(act, form.data):
            flash(request, "材料已保存。")
            return redirect("acceptance-attachments", number=number, place=place)
    context = {
        "card": contract_card(viewer, number),
        "sheet": selectors.acceptance_seen(viewer, number, place),
        "form": form,
        "may_draft": viewer.may(DRAFT.permission),
    }
    return page(request, "acceptances/attachments.html", context, status=form.status)


@require_POST
@signed_in(Side.BUYER)
def drop_attachment(request: HttpRequest, number: str, place: int, file_id: int) -> HttpResponse:
    """Take a paper out again."""
    services.drop_attachment(
        actor_of(request), contract_number=number, number=place, file_id=file_id
    )
    flash(request, "已移除。")
    return redirect("acceptance-attachments", number=number, place=place)


@require_GET
@signed_in(*PARTIES)
def attachment(request: HttpRequest, number: str, place: int, file_id: int) -> FileResponse:
    """Send a paper of an acceptance."""
    return answer(selectors.attachment_seen(viewer_of(request), number, place, file_id))


def _code(request: HttpRequest, address: str) -> tuple[str, str]:
    """Return the whole address and its picture to scan."""
    whole = request.build_absolute_uri(address)
    return whole, segno.make(whole, error="m").svg_data_uri(scale=5, border=2)
