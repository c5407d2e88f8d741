"""Pages of negotiations: the panel's and the organisers' table, and each supplier's own desk."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import Side
from lucai.platform.access.permissions import demand
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.negotiations import selectors, services, signed
from lucai.stages.trade.negotiations.lifecycle import NEGOTIATION, PROPOSE, WRITE
from lucai.stages.trade.negotiations.numbering import round_number
from lucai.stages.trade.negotiations.schemas import (
    CallIn,
    ChangeIn,
    ConfirmationIn,
    LeavingIn,
    SettlementIn,
    TalkIn,
)
from lucai.stages.trade.projects.selectors import frame
from lucai.stages.trade.rounds import services as rounds
from lucai.stages.trade.rounds.doors import claimed, handed_in, hands_in, packed, receipted

INSIDE = (Side.BUYER, Side.AGENCY, Side.SUPERVISOR, Side.EXPERT)
EVERYBODY = (*INSIDE, Side.SUPPLIER)
TALKING = (Side.AGENCY, Side.EXPERT, Side.BUYER)
MEMBERS = (Side.EXPERT, Side.BUYER)
STEPS = {"next_round": services.next_round, "open_quotes": services.open_quotes}
SAYS = {"next_round": "已进入下一轮谈判。", "open_quotes": "最后报价已一并开启，请继续评审。"}


@require_GET
@signed_in(*EVERYBODY)
def negotiations(request: HttpRequest, number: str) -> HttpResponse:
    """Lead to the first lot under negotiation that concerns the viewer."""
    lot = selectors.first_lot(viewer_of(request), number)
    return redirect("negotiation", number=number, lot=lot)


@require_GET
@signed_in(*EVERYBODY)
def negotiation(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Show the negotiation: to a supplier its own part, to the others all but the sealed quotes."""
    viewer = viewer_of(request)
    context: dict[str, Any] = {
        "frame": frame(viewer, number, "negotiation"),
        "lots": selectors.negotiated_lots(viewer, number),
        "lot": lot,
    }
    if desk := selectors.own_desk(viewer, number, lot):
        context["desk"] = desk
        return page(request, "negotiations/desk.html", context)
    context["sheet"] = selectors.negotiation_seen(viewer, number, lot)
    return page(request, "negotiations/negotiation.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(*MEMBERS)
@signed_act({"open_quotes": "开启最后报价"})
def step(request: HttpRequest, number: str, lot: int, step: str) -> HttpResponse:
    """Ask, then take a step of the chair that needs nothing typed."""
    if step not in STEPS:
        raise Http404
    if request.method == "POST":
        STEPS[step](actor_of(request), project_number=number, lot_number=lot)
        flash(request, SAYS[step])
        return redirect("negotiation", number=number, lot=lot)
    viewer = viewer_of(request)
    context = {
        "frame": frame(viewer, number, "negotiation"),
        "sheet": selectors.negotiation_seen(viewer, number, lot),
        "step": NEGOTIATION.step(step),
    }
    return page(request, "negotiations/step.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(*TALKING)
def new_record(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Write down a talk with one supplier."""
    viewer = viewer_of(request)
    demand(viewer, WRITE.permission)
    sheet = selectors.negotiation_seen(viewer, number, lot)
    form: Form[TalkIn] = (
        read_form(TalkIn, request)
        if request.method == "POST"
        else filled(TalkIn, {"supplier_id": request.GET.get("supplier", "")})
    )
    form.choices["supplier_id"] = [
        (str(one.supplier_id), one.name) for one in sheet.participants if not one.left
    ]
    if request.method == "POST" and form.attempt(
        services.record_talk, actor_of(request), project_number=number, lot_number=lot,
        form=form.data,
    ):  # fmt: skip
        flash(request, "谈判记录已保存，等待供应商确认。")
        return redirect("negotiation", number=number, lot=lot)
    context = {"frame": frame(viewer, number, "negotiation"), "sheet": sheet, "form": form}
    return page(request, "negotiations/new_record.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(*EVERYBODY)
@signed_act("确认谈判记录", about=signed.record)
def record(request: HttpRequest, number: str, lot: int, pk: int) -> HttpResponse:
    """Show one record; its supplier confirms it here."""
    viewer = viewer_of(request)
    line = selectors.record_seen(viewer, number, pk)
    form: Form[ConfirmationIn] = filled(ConfirmationIn)
    if request.method == "POST":
        form = read_form(ConfirmationIn, request)
        if form.attempt(
            services.confirm_record, actor_of(request), project_number=number, pk=pk, form=form.data
        ):
            flash(request, "谈判记录已确认。")
            return redirect("negotiation", number=number, lot=lot)
    context = {
        "frame": frame(viewer, number, "negotiation"),
        "record": line,
        "form": form,
        "back": f"/rooms/{number}/negotiation/{lot}/",
        "may_confirm": viewer.side is Side.SUPPLIER and line.state == "recorded",
    }
    return page(request, "negotiations/record.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(*MEMBERS)
def new_change(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Propose a change of technical, service or contract terms."""
    viewer = viewer_of(request)
    demand(viewer, PROPOSE.permission)
    sheet = selectors.negotiation_seen(viewer, number, lot)
    form = read_form(ChangeIn, request) if request.method == "POST" else filled(ChangeIn)
    if request.method == "POST" and form.attempt(
        services.propose_change, actor_of(request), project_number=number, lot_number=lot,
        form=form.data,
    ):  # fmt: skip
        flash(request, "变动已提出，等待采购人代表确认。")
        return redirect("negotiation", number=number, lot=lot)
    context = {"frame": frame(viewer, number, "negotiation"), "sheet": sheet, "form": form}
    return page(request, "negotiations/new_change.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(*EVERYBODY)
@signed_act("决定谈判文件的实质性变动", about=signed.change)
def change(request: HttpRequest, number: str, lot: int, pk: int) -> HttpResponse:
    """Show a change; the buyer's representative decides on it here."""
    viewer = viewer_of(request)
    line = selectors.change_seen(viewer, number, pk)
    form: Form[SettlementIn] = filled(SettlementIn)
    if request.method == "POST":
        form = read_form(SettlementIn, request)
        if form.attempt(
            services.settle_change, actor_of(request), project_number=number, pk=pk, form=form.data
        ):
            flash(request, "已作出决定；确认的变动已同时通知所有参加谈判的供应商。")
            return redirect("negotiation", number=number, lot=lot)
    context = {
        "frame": frame(viewer, number, "negotiation"),
        "change": line,
        "form": form,
        "back": f"/rooms/{number}/negotiation/{lot}/",
        "may_settle": viewer.side is Side.BUYER and line.state == "proposed",
    }
    return page(request, "negotiations/change.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(*MEMBERS)
@signed_act("要求提交最后报价")
def quotes(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """End the talks and ask for last quotes, with the same time for all."""
    viewer = viewer_of(request)
    sheet = selectors.negotiation_seen(viewer, number, lot)
    form = read_form(CallIn, request) if request.method == "POST" else filled(CallIn)
    if request.method == "POST" and form.attempt(
        services.call_quotes, actor_of(request), project_number=number, lot_number=lot,
        form=form.data,
    ):  # fmt: skip
        flash(request, "已通知所有参加谈判的供应商提交最后报价。")
        return redirect("negotiation", number=number, lot=lot)
    context = {"frame": frame(viewer, number, "negotiation"), "sheet": sheet, "form": form}
    return page(request, "negotiations/quotes.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
@hands_in
def offer(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Let a supplier write its last quote; its browser seals it, and posts the envelope here."""
    viewer = viewer_of(request)
    desk = selectors.desk_of(viewer, number, lot)
    if request.method == "POST":
        return receipted(
            services.hand_in(
                actor_of(request), project_number=number, lot_number=lot, handed=handed_in(request)
            )
        )
    context = {
        "frame": frame(viewer, number, "negotiation"),
        "desk": desk,
        "order": selectors.quoting_order(viewer, number, lot),
    }
    return page(request, "negotiations/offer.html", context)


@require_POST
@signed_in(Side.SUPPLIER)
@hands_in
def offer_step(request: HttpRequest, number: str, lot: int, name: str) -> HttpResponse:
    """Withdraw one's last quote, by the claim that its browser has signed."""
    claim = claimed(request, name)
    return receipted(
        services.withdraw(actor_of(request), project_number=number, lot_number=lot, claim=claim)
    )


@require_GET
@signed_in(Side.SUPPLIER)
def receipt(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Send the receipt of one's own last quote."""
    found = services.receipt(actor_of(request), project_number=number, lot_number=lot)
    return receipted(found, file_name=f"{number}-{lot}-最后报价回执.json")


@require_GET
@signed_in(*EVERYBODY)
def package(request: HttpRequest, number: str, lot: int) -> FileResponse:
    """Send the verification package of the opened last quotes, in the viewer's edition."""
    viewer = viewer_of(request)
    edition = selectors.package_edition(viewer, number, lot)
    sealed = round_number(number, lot)
    return packed(rounds.package(viewer, sealed, lot, edition=edition), f"{sealed}-{edition}.zip")


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
@signed_act("退出谈判")
def leave(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Let a supplier leave before its last quote."""
    viewer = viewer_of(request)
    desk = selectors.desk_of(viewer, number, lot)
    form = read_form(LeavingIn, request) if request.method == "POST" else filled(LeavingIn)
    if request.method == "POST" and form.attempt(
        services.leave, actor_of(request), project_number=number, lot_number=lot, form=form.data
    ):
        flash(request, "已退出谈判，保证金将在法定期限内退还。")
        return redirect("negotiation", number=number, lot=lot)
    context = {"frame": frame(viewer, number, "negotiation"), "desk": desk, "form": form}
    return page(request, "negotiations/leave.html", context, status=form.status)
