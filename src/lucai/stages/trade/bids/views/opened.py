"""Opened bids, as those read them who take part after the opening; and the bonds."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import Side
from lucai.platform.files.views import answer as file_answer
from lucai.platform.signin.doors import signed_act
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.stages.trade.bids import canonical, papers, ports, selectors, services, signed
from lucai.stages.trade.bids.schemas import ArrivalIn, KeptIn, RefundIn
from lucai.stages.trade.bids.selectors.bonds import SecurityLine
from lucai.stages.trade.projects.selectors import frame

READERS = (Side.SUPPLIER, Side.BUYER, Side.AGENCY, Side.SUPERVISOR)
"""Who reads an opened bid: the bidder its own, the others those of their projects."""
TABS = {Side.SUPPLIER: "bids"}


@require_GET
@signed_in(
    Side.BUYER, Side.AGENCY, Side.SUPERVISOR, elsewhere={Side.SUPPLIER: "/rooms/{number}/bid/"}
)
def opened(request: HttpRequest, number: str) -> HttpResponse:
    """List the opened bids of a project, lot by lot, and the bonds."""
    viewer = viewer_of(request)
    around = frame(viewer, number, "opened-bids")
    lots = [(lot, selectors.opened_bids(viewer, number, lot.number)) for lot in around.card.lots]
    bonds = selectors.securities(viewer, number)
    context = {
        "frame": around, "lots": lots, "bonds": bonds,
        "may_refund": selectors.may_refund(viewer), "may_keep": selectors.may_keep(viewer),
        "may_confirm": selectors.may_confirm(viewer), "register": ports.register().name,
    }  # fmt: skip
    return page(request, "bids/opened.html", context)


@require_GET
@signed_in(*READERS)
def sheet(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Show one opened bid."""
    viewer = viewer_of(request)
    found = selectors.opened_bid(viewer, number, code)
    context = {"frame": frame(viewer, number, TABS.get(viewer.side, "opened-bids")), "sheet": found}
    return page(request, "bids/sheet.html", context)


@require_GET
@signed_in(*READERS)
def paper(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Send a bid as a document."""
    viewer = viewer_of(request)
    found = selectors.opened_bid(viewer, number, code)
    tender = selectors.tender_to_bid(viewer, number, found.lot_number)
    response = HttpResponse(papers.bid_paper(tender, found.content), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="bid-{found.code}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
@signed_in(*READERS)
def content(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Send the canonical content of a bid, from which all its pages are read."""
    found = selectors.opened_bid(viewer_of(request), number, code)
    response = HttpResponse(canonical.spelt(found.content), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{found.code}.json"'
    return response


@require_GET
@signed_in(*READERS)
def opened_file(request: HttpRequest, number: str, code: str, file_id: int) -> HttpResponseBase:
    """Send a file of an opened bid."""
    return file_answer(selectors.opened_file(viewer_of(request), number, code, file_id))


@require_POST
@signed_in(Side.AGENCY)
def confirm(request: HttpRequest, number: str, security: int) -> HttpResponse:
    """Note that a bond has arrived; a guarantee is looked up in its register."""
    found = services.confirm_security(actor_of(request), project_number=number, security=security)
    flash(request, f"已核实：{found}。")
    return redirect("opened-bids", number=number)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def deny(request: HttpRequest, number: str, security: int) -> HttpResponse:
    """Note that a bond did not arrive, and how that was found."""
    found = selectors.bond(viewer_of(request), number, security)
    form = read_form(ArrivalIn, request) if request.method == "POST" else filled(ArrivalIn)
    if form.data:
        services.deny_security(
            actor_of(request), project_number=number, security=security, form=form.data
        )
        flash(request, "已登记没有到账，供应商会收到通知；评审时据此认定。")
        return redirect("opened-bids", number=number)
    return _bond(request, number, "bids/deny.html", found, form)


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
def refund(request: HttpRequest, number: str, security: int) -> HttpResponse:
    """Note that a bond was given back, with what it bore meanwhile."""
    found = selectors.bond(viewer_of(request), number, security)
    form = read_form(RefundIn, request) if request.method == "POST" else filled(RefundIn)
    if form.data:
        services.refund_security(
            actor_of(request), project_number=number, security=security, form=form.data
        )
        flash(request, "已登记退还投标保证金，供应商会收到通知。")
        return redirect("opened-bids", number=number)
    return _bond(request, number, "bids/refund.html", found, form)


def _bond(
    request: HttpRequest, number: str, template: str, found: SecurityLine, form: Form[Any]
) -> HttpResponse:
    around = frame(viewer_of(request), number, "opened-bids")
    return page(request, template, {"frame": around, "bond": found, "form": form})


@require_http_methods(["GET", "POST"])
@signed_in(Side.AGENCY)
@signed_act("不予退还投标保证金", about=signed.kept_bond)
def keep(request: HttpRequest, number: str, security: int) -> HttpResponse:
    """Note that a bond is not given back, and on what ground."""
    viewer = viewer_of(request)
    around = frame(viewer, number, "opened-bids")
    found = selectors.bond(viewer, number, security)
    form = read_form(KeptIn, request) if request.method == "POST" else filled(KeptIn)
    if form.data:
        services.keep_security(
            actor_of(request), project_number=number, security=security, form=form.data
        )
        flash(request, "已登记不予退还投标保证金，供应商会收到通知。请将保证金上缴国库。")
        return redirect("opened-bids", number=number)
    return page(request, "bids/keep.html", {"frame": around, "bond": found, "form": form})
