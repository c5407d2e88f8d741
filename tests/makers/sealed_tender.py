"""Tenders whose bids are sealed: announced with holders, bid for by suppliers, opened in the hall."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.stages.trade.downloads.services import obtain_document
from lucai.stages.trade.openings import services as openings
from lucai.stages.trade.sealing import services
from lucai_trust import envelope as trust
from tests.makers import bids, people, sealing
from tests.makers.bids import Call


def announced() -> tuple[Call, sealing.World]:
    with clock.at(clock.moment(bids.PUBLISHED_ON, 9)):
        world = sealing.holders()
    call = bids.call_for_bids()
    with clock.at(call.published_at):
        services.publish_policies(people.actor(people.agency()), project_number=call.number)
    return call, world


def bid_for(call: Call, n: int, *, share: int = 95, **changes: Any) -> trust.SealedBid:
    """Let a supplier seal and hand in a complete bid for the first lot."""
    supplier = people.supplier(n)
    with clock.at(call.before):
        obtain_document(people.actor(supplier), project_number=call.number)
        offer, response = bids.written(call, supplier, share=share)
        files = [
            (part, f"{part}.pdf", bids.PDF + f"{n} {part}".encode())
            for part in ("qualification", "commercial", "technical")
        ]
        made, chunks = sealing.sealed(
            call.number, 1, supplier, offer={**offer, **changes}, response=response, files=files
        )
        sealing.handed_in(call.number, 1, made, chunks)
    return made


def opened(call: Call) -> None:
    """Hold the opening: the agency releases its shares, then begins."""
    agency = people.actor(people.agency())
    with clock.at(call.bid_deadline):
        services.prepare_opening(services.ANYBODY, project_number=call.number)
        statements = sealing.released(call.number, 1, people.agency())
        services.keep_releases(
            agency, project_number=call.number, lot_number=1, statements=statements
        )
        openings.start(agency, project_number=call.number)
