"""The supplier's pages: its bids, the task list, the check, the receipt."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lucai.kernel.actors import Side
from lucai.kernel.errors import NotFound
from lucai.platform.files.views import answer as file_answer
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import filled
from lucai.platform.web.pages import flash, page
from lucai.platform.web.requests import actor_of, viewer_of
from lucai.registers.suppliers.selectors import own_company
from lucai.stages.trade.bids import canonical, papers, prefill, selectors, services
from lucai.stages.trade.bids.lifecycle import BID
from lucai.stages.trade.bids.schemas import SealedBidIn
from lucai.stages.trade.bids.selectors import BidDesk, Receipt
from lucai.stages.trade.bids.selectors.desk import KIND_LABELS
from lucai.stages.trade.bids.wording import NOT_SEALED, PARTS
from lucai.stages.trade.downloads.selectors import has_document
from lucai.stages.trade.projects.selectors import frame
from lucai.stages.trade.sealing.selectors import is_sealed


@require_GET
@signed_in(Side.SUPPLIER)
def my_bids(request: HttpRequest) -> HttpResponse:
    """List the supplier's own bids."""
    asked = {name: request.GET.get(name, "").strip() for name in ("state", "after")}
    found = selectors.my_bids(viewer_of(request), **asked)
    context = {"found": found, "states": list(BID.states.items()), **asked}
    return page(request, "bids/my_bids.html", context)


@require_GET
@signed_in(Side.SUPPLIER)
def lots(request: HttpRequest, number: str) -> HttpResponse:
    """List a project's lots with the own bid for each."""
    viewer = viewer_of(request)
    found = selectors.lots_to_bid(viewer, number)
    context = {
        "frame": frame(viewer, number, "bids"),
        "lots": found,
        "obtained": has_document(viewer, number),
        "sealed": is_sealed(viewer, number),
        "not_sealed": NOT_SEALED,
    }
    return page(request, "bids/lots.html", context)


@require_POST
@signed_in(Side.SUPPLIER)
def start(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Begin a bid."""
    services.start_bid(actor_of(request), project_number=number, lot_number=lot)
    return redirect("bid", number=number, lot=lot)


@require_GET
@signed_in(Side.SUPPLIER)
def desk(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Show the task list of one's own bid."""
    return page(request, "bids/desk.html", context_of(request, number, lot))


@require_GET
@signed_in(Side.SUPPLIER)
def seal(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Show the page on which a bid is written, sealed and handed in by the bidder's own browser."""
    viewer = viewer_of(request)
    order = selectors.sealing_page(viewer, number, lot)
    tender = selectors.tender_to_bid(viewer, number, lot)
    context = {
        "frame": frame(viewer, number, "bids"),
        "tender": tender,
        "order": order,
        "checks": selectors.sealing_checks(),
        "form": filled(SealedBidIn, prefill.sealed_bid_of(tender, own_company(viewer))),
        "kinds": KIND_LABELS,
        "parts": PARTS,
    }
    return page(request, "bids/seal.html", context)


@require_GET
@signed_in(Side.SUPPLIER)
def check(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Show what is checked before a bid is taken."""
    context = context_of(request, number, lot)
    offer = next((o for o in context["desk"].offers if o.step.page == "check/"), None)
    if offer is None:
        return redirect("bid", number=number, lot=lot)
    return page(request, "bids/check.html", {**context, "offer": offer})


@require_http_methods(["GET", "POST"])
@signed_in(Side.SUPPLIER)
def withdraw(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Ask once more, then take the bid back."""
    if request.method == "POST":
        services.withdraw(actor_of(request), project_number=number, lot_number=lot)
        flash(request, "投标文件已撤回，截止时间前可以重新提交。")
        return redirect("bid", number=number, lot=lot)
    return page(request, "bids/withdraw.html", context_of(request, number, lot))


@require_POST
@signed_in(Side.SUPPLIER)
def step(request: HttpRequest, number: str, lot: int, step: str) -> HttpResponse:
    """Hand the bid in, or replace what was handed in."""
    if step not in {"submit", "replace"}:
        raise NotFound("没有找到这个页面。")
    services.submit(actor_of(request), project_number=number, lot_number=lot, step=step)
    flash(request, "投标文件已收到，请保存回执。")
    return redirect("bid-receipt", number=number, lot=lot)


@require_GET
@signed_in(Side.SUPPLIER)
def receipt(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Show the receipt."""
    context = context_of(request, number, lot)
    _receipt_of(context["desk"])
    content = selectors.my_submission(viewer_of(request), number, lot)
    return page(request, "bids/receipt.html", {**context, "content": content})


@require_GET
@signed_in(Side.SUPPLIER)
def receipt_pdf(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Send the receipt as PDF."""
    viewer = viewer_of(request)
    own = selectors.my_bid(viewer, number, lot)
    content = selectors.my_submission(viewer, number, lot)
    return _pdf(papers.receipt_paper(own, _receipt_of(own), content), f"receipt-{own.line.code}")


@require_GET
@signed_in(Side.SUPPLIER)
def bid_pdf(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Send the working copy as a document, to be read once more before it is handed in."""
    own = selectors.my_bid(viewer_of(request), number, lot)
    return _pdf(papers.bid_paper(own, own.content), f"bid-{own.line.code}")


@require_GET
@signed_in(Side.SUPPLIER)
def content(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Send the canonical content that was handed in: whoever hashes it gets the receipt's digests."""
    handed_in = selectors.my_submission(viewer_of(request), number, lot)
    response = HttpResponse(canonical.spelt(handed_in), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{handed_in["bid"]["code"]}.json"'
    return response


@require_GET
@signed_in(Side.SUPPLIER)
def own_file(request: HttpRequest, number: str, lot: int, file_id: int) -> HttpResponseBase:
    """Send one of the own files."""
    return file_answer(selectors.my_file(viewer_of(request), number, lot, file_id))


def context_of(request: HttpRequest, number: str, lot: int) -> dict[str, Any]:
    """Return what every page of one's own bid shows."""
    viewer = viewer_of(request)
    own = selectors.my_bid(viewer, number, lot)
    return {
        "frame": frame(viewer, number, "bids"),
        "desk": own,
        "base": own.line.href,
        "not_sealed": NOT_SEALED,
    }


def _receipt_of(own: BidDesk) -> Receipt:
    if own.receipt is None:
        raise NotFound("这份投标文件还没有提交，没有回执。")
    return own.receipt


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
