"""Pages of the trust list: for everybody to read, for two officers to change."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel import clock
from lucai.kernel.actors import Side
from lucai.platform.pki import selectors, services
from lucai.platform.pki.anchors import Algorithm, KeyUsage
from lucai.platform.pki.functions import DECIDE
from lucai.platform.pki.schemas import TrustChangeIn, as_typed
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of

EMPTY = {
    "crl_addresses": "",
    "ocsp_addresses": "",
    "policies": "",
    "signing_usage": KeyUsage.DIGITAL_SIGNATURE.value,
}


@require_GET
def trust_list(request: HttpRequest) -> HttpResponse:
    """List the CAs whose certificates are taken."""
    viewer = viewer_of(request)
    context = {"anchors": selectors.trust_list(viewer), "now": clock.now()}
    return page(request, "pki/trust_list.html", context)


@require_GET
def anchor(request: HttpRequest, code: str) -> HttpResponse:
    """Show one CA."""
    found = selectors.anchor_seen(viewer_of(request), code)
    return page(request, "pki/anchor.html", {"anchor": found, "now": clock.now()})


@require_GET
@signed_in(Side.ADMINISTRATOR, Side.SUPERVISOR)
def changes(request: HttpRequest) -> HttpResponse:
    """List proposed and decided changes."""
    return page(request, "pki/changes.html", {"changes": selectors.changes(viewer_of(request))})


@require_http_methods(["GET", "POST"])
@signed_in(Side.ADMINISTRATOR)
def propose(request: HttpRequest) -> HttpResponse:
    """Write down a new CA, or one of the list anew."""
    form = read_form(TrustChangeIn, request) if request.method == "POST" else _blank(request)
    form.choices["algorithms"] = [(each.value, each.value) for each in Algorithm]
    form.choices["signing_usage"] = [(each.value, each.label) for each in KeyUsage]
    made: list[int] = []
    if form.attempt(
        lambda: made.append(services.propose_change(actor_of(request), change=_of(form)))
    ):
        flash(request, "变更已提出，由省级监管部门的另一位工作人员复核后生效。")
        return redirect(f"/trust-list/changes/{made[0]}/")
    return page(request, "pki/propose.html", {"form": form}, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.ADMINISTRATOR, Side.SUPERVISOR)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one change; the second officer decides it."""
    viewer = viewer_of(request)
    if request.method == "POST":
        approve = request.POST.get("approve") == "yes"
        note = request.POST.get("note", "")
        services.decide_change(actor_of(request), pk=pk, approve=approve, note=note)
        flash(request, "变更已生效。" if approve else "变更已退回。")
        return redirect(f"/trust-list/changes/{pk}/")
    found, sheet = selectors.change_seen(viewer, pk)
    context = {
        "change": found,
        "rows": selectors.compared(viewer, sheet),
        "may_decide": viewer.may(DECIDE.permission) and found.proposed_by != viewer.person,
    }
    return page(request, "pki/change.html", context)


def _blank(request: HttpRequest) -> Form[TrustChangeIn]:
    code = request.GET.get("code", "")
    if not code:
        return filled(TrustChangeIn, {**EMPTY, "valid_from": clock.now()})
    return filled(TrustChangeIn, as_typed(selectors.sheet_of(viewer_of(request), code)))


def _of(form: Form[TrustChangeIn]) -> TrustChangeIn:
    assert form.data is not None
    return form.data
