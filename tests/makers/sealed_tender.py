"""Tenders with the holders of their keys: announced, bid for by suppliers, opened in the hall."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai_trust import envelope as trust
from tests.makers import bids, people, sealing
from tests.makers.bids import Call


def announced() -> tuple[Call, sealing.World]:
    """Return a tender that asks for bids and the holders of its keys."""
    return bids.call_for_bids(), sealing.outposts()


def bid_for(call: Call, n: int, *, share: int = 95, **changes: Any) -> trust.SealedBid:
    """Let a supplier seal and hand in a complete bid for the first lot."""
    return bids.submitted_bid(call, people.supplier(n), share=share, offer=changes)


def opened(call: Call) -> None:
    """Hold the opening: the agency releases its shares, then begins."""
    with clock.at(call.bid_deadline):
        bids.held_opening(call.number)
