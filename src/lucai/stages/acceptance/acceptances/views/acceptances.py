"""An acceptance from the delivery to its public result."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel import clock
from lucai.kernel.actors import Side
from lucai.kernel.errors import InvalidInput
from lucai.platform.files.views import answer
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.rows import reshaped
from lucai.stages.acceptance.acceptances import selectors, services, signed
from lucai.stages.acceptance.acceptances.lifecycle import ACCEPTANCE, DRAFT
from lucai.stages.acceptance.acceptances.notices import notice_fields, notice_kind
from lucai.stages.acceptance.acceptances.papers import acceptance_pdf
from lucai.stages.acceptance.acceptances.schemas import AcceptanceIn, ObjectionIn
from lucai.stages.contract.contracts.preview import preview
from lucai.stages.contract.contracts.selectors import contract_card
from lucai.stages.contract.contracts.tabs import contract_tabs
from lucai.stages.contract.contracts.timeline import timeline_of
from lucai.stages.performance.deliveries.selectors import deliveries_of, delivery_seen

PARTIES = (Side.BUYER, Side.SUPPLIER, Side.AGENCY, Side.SUPERVISOR, Side.TREASURY)
EMPTY_MEMBERS = 3


@require_GET
@signed_in(*PARTIES)
def acceptances(request: HttpRequest, number: str) -> HttpResponse:
    """List the acceptances of a contract, and the deliveries that wait for one."""
    viewer = viewer_of(request)
    waiting = [d for d in deliveries_of(viewer, number) if d.state == "received"]
    context = {
        "card": contract_card(viewer, number),
        "tabs": contract_tabs(number, "acceptance", viewer.side),
        "acceptances": selectors.acceptances_of(viewer, number),
        "waiting": waiting,
        "may_draft": viewer.may(DRAFT.permission),
    }
    return page(request, "acceptances/acceptances.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def begin(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Begin the acceptance of a delivery."""
    if request.method == "POST":
        made = services.begin_acceptance(
            actor_of(request), contract_number=number, delivery_number=place
        )
        flash(request, "请逐项记录验收结果，可以随时保存。")
        return redirect("acceptance-edit", number=number, place=made)
    viewer = viewer_of(request)
    context = {
        "card": contract_card(viewer, number),
        "delivery": delivery_seen(viewer, number, place),
    }
    return page(request, "acceptances/begin.html", context)


@require_GET
@signed_in(*PARTIES)
def acceptance(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Show one acceptance."""
    return _acceptance_page(request, number, place, "acceptances/acceptance.html")


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def edit(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Write down what was found, line by line."""
    sheet = selectors.acceptance_seen(viewer_of(request), number, place)
    form: Form[Any] = filled(AcceptanceIn, _typed(sheet))
    if request.method == "POST":
        if changed := reshaped(AcceptanceIn, request):
            return _edit_page(request, number, place, changed)
        form = read_form(AcceptanceIn, request)
        act = partial(
            services.edit_acceptance, actor_of(request), contract_number=number, number=place,
            photos=request.FILES.getlist("photos"),
        )  # fmt: skip
        if form.attempt(act, acceptance=form.data):
            flash(request, "已保存逐项验收结果。")
            return redirect("acceptance", number=number, place=place)
    return _edit_page(request, number, place, form)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER, Side.SUPPLIER)
@signed_act({"submit": "出具验收意见", "agree": "确认验收结果"}, about=signed.acceptance)
def step(request: HttpRequest, number: str, place: int, step: str) -> HttpResponse:
    """Ask before, and take, a step that needs nothing typed."""
    if request.method == "POST":
        services.take(actor_of(request), contract_number=number, number=place, step=step)
        flash(request, "已办理。")
        return redirect("acceptance", number=number, place=place)
    return _acceptance_page(request, number, place, "acceptances/step.html", steps=(step,))


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def object_to(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Object to the result."""
    form: Form[Any] = filled(ObjectionIn)
    if request.method == "POST":
        form = read_form(ObjectionIn, request)
        if form.data:
            services.object_to(
                actor_of(request), contract_number=number, number=place, objection=form.data
            )
            flash(request, "异议已送达采购人，验收小组将重新核对。")
            return redirect("acceptances", number=number)
    return _acceptance_page(request, number, place, "acceptances/object.html", form=form)


@require_http_methods(["GET", "POST"])
@signed_in(Side.BUYER)
def publish(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Show the notice as it will be published, and publish it."""
    problem = ""
    if request.method == "POST":
        try:
            services.publish(actor_of(request), contract_number=number, number=place)
            flash(request, "验收结果已公开。")
            return redirect("acceptance", number=number, place=place)
        except InvalidInput as error:
            problem = str(error)
    viewer = viewer_of(request)
    sheet = selectors.acceptance_public(viewer, number, place)
    fields = notice_fields(viewer, contract_card(viewer, number), sheet)
    return _acceptance_page(
        request, number, place, "acceptances/publish.html", problem=problem,
        steps=("publish", "publish_failed"), sections=preview(notice_kind(sheet), fields),
    )  # fmt: skip


@require_GET
def pdf(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Send the 履约验收书, which the notice of the acceptance carries, to everybody who may read it."""
    card, sheet = selectors.acceptance_readable(viewer_of(request), number, place)
    content = acceptance_pdf(card, sheet)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{number}-Y{place}.pdf"'
    return response


@require_GET
@signed_in(*PARTIES)
def photo(request: HttpRequest, number: str, place: int, file_id: int) -> FileResponse:
    """Send a photo of an acceptance."""
    return answer(selectors.photo_seen(viewer_of(request), number, place, file_id))


def _edit_page(request: HttpRequest, number: str, place: int, form: Form[Any]) -> HttpResponse:
    viewer = viewer_of(request)
    context = {
        "card": contract_card(viewer, number),
        "sheet": selectors.acceptance_seen(viewer, number, place),
        "form": form,
    }
    return page(request, "acceptances/edit.html", context, status=form.status)


def _acceptance_page(
    request: HttpRequest,
    number: str,
    place: int,
    template: str,
    *,
    problem: str = "",
    steps: tuple[str, ...] = (),
    **more: Any,
) -> HttpResponse:
    """Show a page about an acceptance; ``offer`` is the step it is about, or None."""
    viewer, form = viewer_of(request), more.get("form")
    sheet = selectors.acceptance_seen(viewer, number, place)
    context = {
        "card": contract_card(viewer, number),
        "sheet": sheet,
        "entries": timeline_of(viewer, ACCEPTANCE.of, f"{number}-Y{place}"),
        "offer": next((o for o in sheet.offers if o.step.name in steps), None),
        "may_draft": viewer.may(DRAFT.permission),
        "problem": problem,
        **more,
    }
    bad = bool(problem) or bool(form and form.errors)
    return page(request, template, context, status=422 if bad else 200)


def _typed(sheet: selectors.AcceptanceSheet) -> dict[str, Any]:
    """Return what the form shows at first."""
    names = (
        "place", "opinion", "other_opinions", "public_service", "users_took_part", "complex_project",
    )  # fmt: skip
    members = [
        {"name": m.name, "organisation": m.organisation, "kind": m.kind, "signed": m.signed}
        for m in sheet.members
    ]
    blank = {"name": "", "organisation": "", "kind": "", "signed": False}
    return {
        **{name: getattr(sheet, name) for name in names},
        "accepted_on": sheet.accepted_on or clock.today(),
        "lines": [
            {
                "number": line.number,
                "accepted": "" if line.accepted is None else f"{line.accepted:f}",
                "found": line.found,
                "verdict": line.verdict,
            }
            for line in sheet.lines
        ],
        "members": members or [blank] * EMPTY_MEMBERS,
    }
