"""An opening whose suppliers hold a key of their own bids: some open them, one is stood in for.

A share server and a person of the finance department recover it together; a notary could have.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from datetime import timedelta
from typing import Any

from lucai.kernel.actors import Actor
from lucai.site.demo.people import NOTARY
from lucai.site.demo.plots import Tale
from lucai.site.demo.scenes import sealing
from lucai.site.demo.scenes.sealing import Submitted
from lucai.site.demo.timeline import Cue
from lucai.stages.trade.bids.services import OpenedLot
from lucai.stages.trade.decryptions import services
from lucai.stages.trade.decryptions.schemas import DecryptionIn, RecoverySharesIn
from lucai.stages.trade.decryptions.selectors import (
    open_requests,
    own_decryptions,
    recovery_seen,
)
from lucai.stages.trade.openings import services as openings

OWN_KEYS = frozenset({"370100-17", "370100-43"})
"""The stories whose tender document chose it; in the second the shares are still waited for."""
WINDOW = 30
CHOSEN: dict[str, Any] = {"bidder_keys": True, "window_minutes": WINDOW, "threshold": 2}


def choice(tale: Tale) -> dict[str, Any]:
    """Return what the document's terms say of it; who recovers has enrolled keys by then."""
    if tale.story.key not in OWN_KEYS:
        return {}
    people = (tale.finance, tale.cast.actor(NOTARY))
    return {**CHOSEN, "recovery": ["server-finance", *map(sealing.holder_of, people)]}


def keep_codes(tale: Tale, number: int, submitted: Mapping[int, Submitted]) -> None:
    """Let a supplier keep the recovery codes that it has printed, by lot."""
    for lot, one in submitted.items():
        if code := one.made.recovery_code:
            tale.codes[number, lot] = code


def start_opening(tale: Tale) -> Generator[Cue, None, list[OpenedLot]]:
    """Begin the opening; where suppliers hold keys all but the last decrypt, and all bids open."""
    opened = openings.start(tale.agency, project_number=tale.project)
    if not tale.codes:
        return opened
    for place, number in enumerate(tale.present[:-1]):
        yield Cue(tale.deadline + timedelta(minutes=4 + 5 * place), f"opening.decrypt.{place}")
        _decrypt(tale, number, tale.supplier(number))
    yield Cue(tale.deadline + timedelta(minutes=WINDOW + 1), "opening.recover")
    services.settle(tale.system, project_number=tale.project)
    yield Cue(tale.deadline + timedelta(minutes=WINDOW + 4), "opening.release_recovery")
    _recover(tale)
    yield Cue(tale.deadline + timedelta(minutes=WINDOW + 6), "opening.unseal")
    return openings.unseal(tale.agency, project_number=tale.project)


def _decrypt(tale: Tale, number: int, supplier: Actor) -> None:
    for own in own_decryptions(supplier.viewer, tale.project):
        form = DecryptionIn(code=tale.codes[number, own.lot_number])
        services.decrypt(supplier, project_number=tale.project, bid_code=own.bid_code, content=form)


def _recover(tale: Tale) -> None:
    for code in open_requests(tale.finance.viewer, tale.project):
        lot = recovery_seen(tale.finance.viewer, code).lot_number
        statements = sealing.recovery_statements(tale.finance, tale.project, lot)
        form = RecoverySharesIn(statements=[one.decode("utf-8") for one in statements])
        services.release_shares(tale.finance, code=code, content=form)
