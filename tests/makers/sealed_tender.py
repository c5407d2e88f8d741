"""Tenders with the holders of their keys: announced, bid for by suppliers, opened in the hall."""

from __future__ import annotations

from dataclasses import replace
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


def spoilt_for_servers(call: Call, n: int) -> trust.Envelope:
    """Let a bidder hand in an envelope whose wraps for the automatic holders hold rubbish."""
    viewer = people.supplier(n)
    bids.obtained(call, viewer)
    with clock.at(call.before):
        made, chunks = sealing.sealed(call.number, 1, viewer, offer={}, response={})
        servers = {one.holder for one in sealing.outposts().servers}
        shares = tuple(
            replace(shared, holders=tuple(
                replace(one, wrap=bytes(len(one.wrap))) if one.to in servers else one
                for one in shared.holders
            ))
            for shared in made.envelope.core.shares
        )  # fmt: skip
        core = replace(made.envelope.core, shares=shares)
        envelope = trust.Envelope.parse(core.encode(), made.envelope.sealed)
        sealing.handed_in(call.number, 1, replace(made, envelope=envelope), chunks)
    return envelope


def opened(call: Call) -> None:
    """Hold the opening: the agency releases its shares, then begins."""
    with clock.at(call.bid_deadline):
        bids.held_opening(call.number)
