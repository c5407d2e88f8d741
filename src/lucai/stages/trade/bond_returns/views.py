"""Pages of bonds of bids that nobody opened."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from lucai.kernel.actors import Side
from lucai.platform.access.permissions import demand
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.performing import ActPage, perform
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.platform.web.timelines import timeline_of
from lucai.stages.trade.bond_returns import selectors, services
from lucai.stages.trade.bond_returns.lifecycle import ASK, RETURN, UNOPENED
from lucai.stages.trade.bond_returns.schemas import DeniedIn, NoticeIn, RefundIn, SettledIn

CONCERNED = (Side.SUPPLIER, Side.AGENCY, Side.BUYER, Side.SUPERVISOR)
WATCHING = (Side.AGENCY, Side.BUYER, Side.SUPERVISOR)
LIST = (("/bond-returns/", "保证金退还"),)


@require_GET
@signed_in(*CONCERNED)
def returns(request: HttpRequest) -> HttpResponse:
    """List notices, and the lots whose bids stayed shut."""
    viewer = viewer_of(request)
    asked = {name: request.GET.get(name, "").strip() for name in ("state", "after")}
    context = {
        "found": selectors.return_page(viewer, **asked),
        "lots": selectors.unopened_list(viewer),
        "states": list(RETURN.states.items()),
        "may_ask": viewer.may(ASK.permission),
        **asked,
    }
    return page(request, "bond_returns/returns.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
@signed_act("申请退还投标保证金")
def new(request: HttpRequest) -> HttpResponse:
    """Give notice that a bond has to go back."""
    demand(viewer_of(request), ASK.permission)
    made: list[int] = []

    def act(data: NoticeIn) -> None:
        made.append(services.ask(actor_of(request), form=data))

    form = read_form(NoticeIn, request) if request.method == "POST" else filled(NoticeIn)
    if request.method == "POST" and form.attempt(act, form.data):
        flash(request, "已通知代理机构，五个工作日的退还期限见本页。")
        return redirect("bond-return", made[0])
    return page(request, "bond_returns/new.html", {"form": form}, status=form.status)


@require_GET
@signed_in(*CONCERNED)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one notice."""
    viewer = viewer_of(request)
    context = {
        "sheet": selectors.return_seen(viewer, pk),
        "entries": timeline_of(viewer, RETURN.of, str(pk)),
    }
    return page(request, "bond_returns/return.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def refund(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a bond was given back."""

    def taken(data: Any) -> None:
        services.refund(actor_of(request), pk=pk, form=data)

    done = "已登记退还，供应商会收到消息。"
    return perform(request, RefundIn, taken, done, lambda: _about(request, pk, "refund"))


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def denial(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that no such bond came in."""

    def taken(data: Any) -> None:
        services.deny(actor_of(request), pk=pk, form=data)

    done = "已登记没有收到，供应商会收到消息。"
    return perform(request, DeniedIn, taken, done, lambda: _about(request, pk, "deny"))


@require_GET
@signed_in(*WATCHING)
def unopened(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a lot whose bids stayed shut."""
    viewer = viewer_of(request)
    sheet = selectors.unopened_seen(viewer, pk)
    key = f"{sheet.project_number}-{sheet.lot_number}"
    context = {"sheet": sheet, "entries": timeline_of(viewer, UNOPENED.of, key)}
    return page(request, "bond_returns/unopened.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def settlement(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that all bonds of a lot's unopened bids were given back."""

    def taken(data: Any) -> None:
        services.settle(actor_of(request), pk=pk, form=data)

    def shown() -> ActPage:
        sheet = selectors.unopened_seen(viewer_of(request), pk)
        return ActPage(
            offer=sheet.offer("settle"), back=sheet.href, trail=LIST, name=sheet.project_title,
            code=sheet.project_number, closed=f"这一项{sheet.state_label}。",
            notes=((f"按到账记录退还包 {sheet.lot_number} 全部没有开启的投标文件的保证金。", "info"),),
            draft=f"unopened-bonds-{pk}",
        )  # fmt: skip

    return perform(request, SettledIn, taken, "已登记全部退还。", shown)


def _about(request: HttpRequest, pk: int, step: str) -> ActPage:
    sheet = selectors.return_seen(viewer_of(request), pk)
    notes = [(f"{sheet.supplier_name}　{sheet.kind_label} {sheet.reference}", "info")]
    if step == "refund":
        notes += [
            (f"已经逾期，还应当支付超期资金占用费。{line}", "warn") for line in sheet.fee_lines
        ]
    return ActPage(
        offer=sheet.offer(step), back=sheet.href, trail=LIST, name=sheet.project_title,
        code=sheet.project_number, closed=f"这份申请{sheet.state_label}，现在不能办理这一步。",
        notes=tuple(notes), danger=step == "deny", draft=f"bond-return-{step}-{pk}",
    )  # fmt: skip
