"""Pages of local values: what holds where, and changing it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.guidance.law import services
from lucai.guidance.law.changes import Change, Plan
from lucai.guidance.law.functions import SET_LOCAL
from lucai.guidance.law.schemas import LocalValueIn, WithdrawalIn
from lucai.guidance.law.selectors import local as selectors
from lucai.guidance.law.slots import Slot
from lucai.guidance.law.values import TYPED_UNITS, read_value
from lucai.kernel.actors import Side
from lucai.kernel.errors import InvalidInput
from lucai.law.regions import PROVINCE, cities, regions
from lucai.platform.access.permissions import demand
from lucai.platform.web.doors import signed_in
from lucai.platform.web.fields import FormField
from lucai.platform.web.forms import Form, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of

CONFIRMED = "confirmed"


@require_GET
def slots(request: HttpRequest) -> HttpResponse:
    """List what holds in a region."""
    viewer, region = viewer_of(request), _region(request)
    context = {
        "slots": selectors.slot_list(viewer, region=region),
        "place": regions()[region],
        "may_set": selectors.may_set(viewer, region),
        "region": _region_filter(region),
    }
    return page(request, "law_pages/local.html", context)


@require_GET
def slot(request: HttpRequest, rule: str, name: str) -> HttpResponse:
    """Show a value's history, and to its finance department the form for a new one."""
    found = selectors.slot_seen(viewer_of(request), rule, name)
    typed = {name: request.GET[name] for name in LocalValueIn.model_fields if name in request.GET}
    return _slot_page(request, found, Form(LocalValueIn, {**typed, "region": _region(request)}))


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def change(request: HttpRequest, rule: str, name: str) -> HttpResponse:
    """Set a value from a day on, after a look at what that changes."""
    viewer = viewer_of(request)
    demand(viewer, SET_LOCAL.permission)
    found = selectors.slot_seen(viewer, rule, name)
    if request.method == "GET":
        return redirect(found.href)
    form = read_form(LocalValueIn, request)
    try:
        wanted = _read_change(found, form)
        plan = selectors.change_planned(viewer, found, wanted) if wanted else None
        if wanted and request.POST.get(CONFIRMED) == "yes":
            return _set(request, found, wanted)
    except InvalidInput as error:
        form.refuse(error)
        return _slot_page(request, found, form)
    return _confirm_page(request, found, form, plan) if plan else _slot_page(request, found, form)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPERVISOR)
def withdraw(request: HttpRequest, rule: str, name: str, pk: int) -> HttpResponse:
    """Withdraw a value entered by mistake, with a reason."""
    viewer = viewer_of(request)
    demand(viewer, SET_LOCAL.permission)
    found = selectors.slot_seen(viewer, rule, name)
    version = selectors.version_seen(viewer, found, pk)
    selectors.demand_region(viewer, found, version.region)
    form = read_form(WithdrawalIn, request) if request.method == "POST" else Form(WithdrawalIn)
    if form.data and form.ok:
        services.withdraw_local_value(
            actor_of(request), rule=rule, name=name, pk=pk, reason=form.data.reason
        )
        flash(request, f"已撤销{found.title} {version.shown}。")
        return redirect(f"{found.href}?region={version.region}")
    context = {"slot": found, "version": version, "form": form}
    return page(request, "law_pages/withdraw.html", context, status=422 if form.problems else 200)


def _set(request: HttpRequest, found: Slot, wanted: Change) -> HttpResponse:
    rule, name = found.key
    services.set_local_value(actor_of(request), rule=rule, name=name, change=wanted)
    day = wanted.since.isoformat()
    flash(request, f"已保存：{found.title} {found.shown(wanted.value)}，{day} 起适用。")
    return redirect(f"{found.href}?region={wanted.region}")


def _read_change(found: Slot, form: Form[LocalValueIn]) -> Change | None:
    if not form.data:
        return None
    try:
        value = read_value(form.data.value, found.spec.unit)
    except ValueError as error:
        raise InvalidInput({"value": str(error)}) from error
    typed = form.data
    return Change(
        region=typed.region, value=value, since=typed.since, until=typed.until,
        document=typed.document,
    )  # fmt: skip


def _slot_page(request: HttpRequest, found: Slot, form: Form[LocalValueIn]) -> HttpResponse:
    viewer, region = viewer_of(request), form.values.get("region", PROVINCE)
    places = selectors.editable_regions(viewer, found)
    if region not in dict(places):
        form.values["region"] = places[0][0] if places else region
    form.choices = {"region": places}
    context = {
        "slot": found,
        "form": form,
        "unit": TYPED_UNITS.get(found.spec.unit, ""),
        "versions": selectors.versions_of(viewer, found),
        "held": selectors.held_in(viewer, found, region),
        "may_set": viewer.may(SET_LOCAL.permission) and bool(places),
    }
    return page(request, "law_pages/slot.html", context, status=422 if form.problems else 200)


def _confirm_page(
    request: HttpRequest, found: Slot, form: Form[LocalValueIn], plan: Plan
) -> HttpResponse:
    context: dict[str, Any] = {
        "slot": found,
        "plan": plan,
        "rows": selectors.change_lines(viewer_of(request), found, plan),
        "values": {name: form.values.get(name, "") for name in LocalValueIn.model_fields},
    }
    return page(request, "law_pages/confirm_local.html", context)


def _region(request: HttpRequest) -> str:
    asked = request.GET.get("region", "")
    return asked if asked in regions() else selectors.region_of(viewer_of(request))


def _region_filter(region: str) -> FormField:
    places = [(PROVINCE, regions()[PROVINCE].name)]
    places += [(city.code, city.name) for city in cities()]
    if region not in dict(places):
        places.append((region, regions()[region].name))
    return FormField("region", "地区", kind="select", value=region, required=True, choices=places)
