"""Pages of the directory: for everybody, for the agency itself, for finance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import BaseModel

from lucai.kernel.actors import PUBLIC, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.platform.access.permissions import demand
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.performing import ActPage, perform
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.rows import reshaped, rows_of
from lucai.platform.web.timelines import timeline_of
from lucai.registers.agencies import selectors, services, signed
from lucai.registers.agencies.contributions import figures_of
from lucai.registers.agencies.lifecycle import AGENCY, KEEP, PLAN, STAFF_RIGHTS
from lucai.registers.agencies.schemas import (
    EntryIn,
    ObjectionIn,
    RoomIn,
    RulingIn,
    SaidIn,
    StaffIn,
    UpdateIn,
    served_choices,
)

FILTERS = ("words", "served", "rooms", "state", "after")
CONFIRMING = {
    "submit": "已提交，等待省级财政部门核对信息是否完整。",
    "enlist": "已列入名录并公开，采购人可以委托。",
}
ROOMS = (("yes", "有自有开标、评审场所"),)


@require_GET
def agencies(request: HttpRequest) -> HttpResponse:
    """Show everybody the directory."""
    asked = _asked(request, "words", "served", "rooms", "after")
    context = {"found": selectors.agency_page(PUBLIC, **asked), "served_in": served_choices()[1:]}
    return page(request, "agencies/public.html", {**context, "with_rooms": ROOMS, **asked})


@require_GET
@signed_in(Side.SUPERVISOR)
def desk(request: HttpRequest) -> HttpResponse:
    """List what waits for finance, and everything else by state."""
    viewer, asked = viewer_of(request), _asked(request, "words", "served", "state", "after")
    asked["state"] = asked["state"] or "submitted"
    context = {
        "found": selectors.agency_page(viewer, **asked),
        "counts": by_state(selectors.counts(viewer)),
        "states": [one for one in AGENCY.states.items() if one[0] != AGENCY.initial],
        "served_in": served_choices()[1:],
        **asked,
    }
    return page(request, "agencies/desk.html", context)


@require_GET
def agency(request: HttpRequest, number: str) -> HttpResponse:
    """Show one entry."""
    viewer = viewer_of(request)
    sheet = selectors.agency_seen(viewer, number)
    card = sheet.card
    context = {
        "sheet": sheet,
        "figures": figures_of(viewer, card.organisation_id, card.uscc),
        "changes": selectors.changes_of(viewer, number),
        "inspections": selectors.inspections_of(viewer, card.organisation_id),
        "entries": timeline_of(viewer, AGENCY.of, number),
        "may_inspect": viewer.may(PLAN.permission),
    }
    return page(request, "agencies/agency.html", context)


@require_GET
@signed_in(Side.AGENCY)
def own(request: HttpRequest) -> HttpResponse:
    """Lead an agency to its own entry, or to the form that begins one."""
    sheet = selectors.own_agency(viewer_of(request))
    return redirect("agency", sheet.card.number) if sheet else redirect("agency_new")


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def new(request: HttpRequest) -> HttpResponse:
    """Begin the agency's own entry."""
    demand(viewer_of(request), KEEP.permission)
    made: list[str] = []

    def act(data: EntryIn) -> None:
        made.append(services.begin_entry(actor_of(request), entry=data))

    form = reshaped(EntryIn, request) or _form(request, EntryIn, {})
    if form.attempt(act, form.data):
        flash(request, "已保存。核对无误后提交名录登记。")
        return redirect("agency", made[0])
    return _entry_page(request, form, "填写名录登记", "/agencies/")


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Change an entry that is not submitted."""

    def act(data: EntryIn) -> None:
        services.edit_entry(actor_of(request), number=number, entry=data)

    before = selectors.entry_of(viewer_of(request), number)
    form = reshaped(EntryIn, request) or _form(request, EntryIn, before)
    if form.attempt(act, form.data):
        flash(request, "已保存。")
        return redirect("agency", number)
    return _entry_page(request, form, "修改名录登记", f"/agencies/{number}/")


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def update(request: HttpRequest, number: str) -> HttpResponse:
    """Keep a listed entry right."""
    in_time: list[bool] = []

    def act(data: UpdateIn) -> None:
        in_time.append(services.update_entry(actor_of(request), number=number, update=data))

    before = selectors.entry_of(viewer_of(request), number)
    form = reshaped(UpdateIn, request) or _form(request, UpdateIn, before)
    if form.attempt(act, form.data):
        late = "" if in_time[0] else "本次更新超过法定期限，按逾期记载。"
        flash(request, f"登记信息已更新并公开。{late}")
        return redirect("agency", number)
    return _entry_page(request, form, "更新登记信息", f"/agencies/{number}/")


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY, Side.SUPERVISOR)
@signed_act({"submit": "提交名录登记", "enlist": "列入代理机构名录"}, about=signed.entry)
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Ask before, and take, a step that needs nothing typed."""
    if step not in CONFIRMING:
        raise NotFound("没有找到这个页面。")
    if request.method == "POST":
        services.take(actor_of(request), number=number, step=step)
        flash(request, CONFIRMING[step])
        return redirect("agency", number)
    sheet = selectors.agency_seen(viewer_of(request), number)
    return page(request, "agencies/step.html", {"sheet": sheet, "offer": sheet.offer(step)})


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
@signed_act("退回名录登记", about=signed.entry)
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    """Send an entry back with reasons."""
    return _act(
        request,
        number,
        "send_back",
        SaidIn,
        services.send_back,
        "said",
        "已退回，机构可以补正或者提出异议。",
    )


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def objection(request: HttpRequest, number: str) -> HttpResponse:
    """Object to having been sent back."""
    return _act(
        request,
        number,
        "object",
        ObjectionIn,
        services.object_to,
        "form",
        "异议已提交，由另一位工作人员处理。",
    )


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
@signed_act("处理名录登记异议", about=signed.entry)
def decision(request: HttpRequest, number: str) -> HttpResponse:
    """Decide an objection."""
    return _act(
        request,
        number,
        "accept_objection",
        RulingIn,
        services.decide,
        "ruling",
        "异议已处理，结果已告知机构。",
    )


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
@signed_act("注销名录登记", about=signed.entry)
def leave(request: HttpRequest, number: str) -> HttpResponse:
    """Leave the directory."""
    return _act(request, number, "leave", SaidIn, services.leave, "said", "名录登记已注销。")


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
@signed_act("移出代理机构名录", about=signed.entry)
def remove(request: HttpRequest, number: str) -> HttpResponse:
    """Take an agency out of the directory."""
    return _act(
        request, number, "remove", SaidIn, services.remove, "said", "已移出名录并公开理由。"
    )


def _act(
    request: HttpRequest, number: str, step: str, schema: type[BaseModel],
    act: Callable[..., None], argument: str, done: str,
) -> HttpResponse:  # fmt: skip
    def taken(data: Any) -> None:
        act(actor_of(request), number=number, **{argument: data})

    return perform(
        request, schema, taken, done, lambda: _about(viewer_of(request), number, step),
        to=f"/agencies/{number}/",
    )  # fmt: skip


LABELS = {"object": "对退回提出异议", "accept_objection": "处理名录登记异议"}
LEAVING = "注销以后不能再接受委托；代理项目的档案应当移交采购人。在理由中写明档案移交情况。"


def _about(viewer: Viewer, number: str, step: str) -> ActPage:
    sheet = selectors.agency_seen(viewer, number)
    card, judging = sheet.card, step in LABELS
    told = [
        (f"退回理由：{sheet.said}", judging and sheet.said),
        (f"机构的异议：{sheet.objection}", step == "accept_objection" and sheet.objection),
    ]
    notes = [(text, "info") for text, wanted in told if wanted]
    return ActPage(
        offer=sheet.offer(step), back=card.href, name=card.name, code=card.uscc,
        label=LABELS.get(step, ""), closed=f"这项登记{card.state_label}，现在不能办理这一步。",
        notes=(*notes, *([(LEAVING, "warn")] if step == "leave" else [])),
        danger=step in ("leave", "remove"), draft=f"agency-{step}-{number}",
    )  # fmt: skip


def _form(request: HttpRequest, schema: type[BaseModel], before: Any) -> Form[Any]:
    return read_form(schema, request) if request.method == "POST" else filled(schema, before)


def _entry_page(request: HttpRequest, form: Form[Any], title: str, back: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "back": back,
        "served": form.field("served", choices=served_choices()),
        **rows_of(form, "staff", StaffIn, choices={"rights": list(STAFF_RIGHTS.items())}),
        **rows_of(form, "rooms", RoomIn),
        "updating": "changed_on" in form.schema.model_fields,
    }
    return page(request, "agencies/form.html", context, status=form.status)


def by_state(counts: dict[tuple[str, str], int]) -> dict[str, int]:
    """Add up the regions."""
    found: dict[str, int] = {}
    for (state, _), n in counts.items():
        found[state] = found.get(state, 0) + n
    return found


def _asked(request: HttpRequest, *names: str) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip() for name in names}
