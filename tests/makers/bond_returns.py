"""Bonds of bids that nobody opened: withdrawn before the deadline, or given back with the envelope."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.platform.journal import readers, sequencer
from lucai.stages.trade.bids.wording import SecurityKind
from lucai.stages.trade.bond_returns import services
from lucai.stages.trade.bond_returns.schemas import NoticeIn
from lucai.stages.trade.sealing import services as sealing
from lucai_trust import envelope as trust
from tests.makers import bids, people

AMOUNT = 500_000


def withdrawn(call: bids.Call, viewer: Viewer) -> str:
    """Let a supplier hand a bid in and withdraw it; return the envelope's hash."""
    made = bids.submitted_bid(call, viewer)
    with clock.at(call.before):
        claim = trust.make_claim(made.envelope, made.claim_secret, at=clock.now()).encode()
        sealing.withdraw(sealing.ANYBODY, claim=claim)
    return made.envelope.hash.hex()


def unopened(call: bids.Call, *viewers: Viewer) -> list[str]:
    """Let too few suppliers bid, so that their envelopes stay shut; return the envelopes' hashes."""
    made = [bids.submitted_bid(call, one).envelope.hash.hex() for one in viewers]
    with clock.at(call.bid_deadline):
        bids.held_opening(call.number)
        caught_up()
    return made


def caught_up() -> None:
    """Let the readers of the journal do their work."""
    sequencer.sequence_all()
    while readers.advance_all():
        sequencer.sequence_all()


def notice(call: bids.Call, envelope: str, **changes: Any) -> NoticeIn:
    """A supplier's notice that breaks no rule."""
    filled: dict[str, Any] = {
        "project_number": call.number, "lot_number": 1, "envelope_hash": envelope,
        "kind": SecurityKind.TRANSFER, "amount": f"{AMOUNT / 100:.2f}",
        "payer_account_name": "示例供应商账户", "reference": "HK2026030100017",
    }  # fmt: skip
    return NoticeIn.model_validate({**filled, **changes})


def asked(call: bids.Call, viewer: Viewer, envelope: str, **changes: Any) -> int:
    """Give notice; return its number."""
    return services.ask(people.actor(viewer), form=notice(call, envelope, **changes))


def waiting() -> None:
    """Leave a notice, and a lot whose bids stayed shut, on the desk of the agency at home."""
    call = bids.call_for_bids(1)
    gone = withdrawn(call, people.supplier())
    with clock.at(call.before + timedelta(hours=1)):
        asked(call, people.supplier(), gone)
    unopened(call, people.supplier(2), people.supplier(3))
