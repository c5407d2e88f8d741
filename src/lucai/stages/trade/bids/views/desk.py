"""The supplier's pages: what it bids for, its bids, the page on which one is written and sealed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from lucai.kernel.actors import Side
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import filled
from lucai.platform.web.offline import SEALING, digest_of
from lucai.platform.web.pages import page
from lucai.platform.web.requests import viewer_of
from lucai.registers.suppliers.selectors import own_company, papers_on_hand
from lucai.stages.trade.bids import prefill, selectors
from lucai.stages.trade.bids.lifecycle import BID
from lucai.stages.trade.bids.schemas import SealedBidIn
from lucai.stages.trade.bids.wording import KIND_LABELS
from lucai.stages.trade.downloads.selectors import has_document
from lucai.stages.trade.projects.selectors import frame
from lucai.stages.trade.projects.standing import bars


@require_GET
@signed_in(Side.SUPPLIER)
def my_bids(request: HttpRequest) -> HttpResponse:
    """List what the supplier may still bid for, and its own bids that were opened."""
    viewer = viewer_of(request)
    asked = {name: request.GET.get(name, "").strip() for name in ("state", "after")}
    context = {
        "found": selectors.my_bids(viewer, **asked),
        "in_hand": selectors.tenders_in_hand(viewer),
        "states": list(BID.states.items()),
        **asked,
    }
    return page(request, "bids/my_bids.html", context)


@require_GET
@signed_in(Side.SUPPLIER)
def lots(request: HttpRequest, number: str) -> HttpResponse:
    """List a project's lots with the own bid for each."""
    viewer = viewer_of(request)
    context = {
        "frame": frame(viewer, number, "bids"),
        "lots": selectors.lots_to_bid(viewer, number),
        "obtained": has_document(viewer, number),
        "may_seal": selectors.may_seal(viewer),
        "barred": bars(viewer.organisation or 0),
    }
    return page(request, "bids/lots.html", context)


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
        "papers": papers_on_hand(viewer),
        "offline_digest": digest_of(SEALING),
    }
    return page(request, "bids/seal.html", context)
