"""Trying a score sheet with invented bids."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from lucai.kernel import money
from lucai.platform.web.doors import signed_in
from lucai.platform.web.forms import Form, filled, read_form
from lucai.platform.web.pages import page
from lucai.platform.web.requests import viewer_of
from lucai.platform.web.rows import reshaped
from lucai.stages.trade.documents import selectors
from lucai.stages.trade.documents.cards import DocumentSheet
from lucai.stages.trade.documents.samples import SHARES
from lucai.stages.trade.documents.schemas import TrialIn
from lucai.stages.trade.documents.trials import Trial, TrialBid, try_scores
from lucai.stages.trade.documents.views.leads import FOLLOWERS
from lucai.stages.trade.projects.selectors import frame

HALF = 2


@require_http_methods(["GET", "POST"])
@signed_in(*FOLLOWERS)
def trial(request: HttpRequest, number: str, lot: int) -> HttpResponse:
    """Take invented bids and show what they would score; nothing is kept."""
    viewer = viewer_of(request)
    sheet = selectors.document_seen(viewer, number)
    card = sheet.project.lot(lot)
    form: Form[TrialIn] = filled(TrialIn, _first(sheet, lot))
    found: list[Trial] = []
    if request.method == "POST":
        form = reshaped(TrialIn, request) or read_form(TrialIn, request)
        form.attempt(lambda: found.append(try_scores(sheet, lot, _bids(form.data))))
    context = {
        "frame": frame(viewer, number, "document"),
        "sheet": sheet,
        "lot": card,
        "factors": [line for line in sheet.criteria_of(lot) if line.kind != "price"],
        "form": form,
        "trial": found[0] if found else None,
    }
    return page(request, "documents_trade/trial.html", context, status=form.status)


def _first(sheet: DocumentSheet, lot: int) -> dict[str, Any]:
    """Return three bids to begin with: shares of the ceiling, every factor at half its weight."""
    ceiling = sheet.project.lot(lot).ceiling
    factors = [line for line in sheet.criteria_of(lot) if line.kind != "price"]
    return {
        "rows": [
            {
                "bidder": bidder,
                "price": money.plain_yuan(int(ceiling * share)),
                "micro": small,
                "domestic": True,
                "scores": {f"f{line.number}": str(line.points / HALF) for line in factors},
            }
            for bidder, share, small in SHARES
        ]
    }


def _bids(content: TrialIn | None) -> list[TrialBid]:
    if content is None:
        return []
    return [
        TrialBid(
            bidder=row.bidder,
            price=row.price,
            micro=row.micro,
            domestic=row.domestic,
            scores={int(key[1:]): score for key, score in row.scores.items() if key[1:].isdigit()},
        )
        for row in content.rows
    ]
