"""Tenders whose suppliers hold a key of their own bids: announced, bid for, called to decrypt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason, Viewer
from lucai.stages.trade.decryptions import services as decryptions
from lucai.stages.trade.decryptions.models import Decryption
from lucai.stages.trade.decryptions.schemas import DecryptionIn
from lucai.stages.trade.documents import services as documents
from lucai.stages.trade.documents.bidder_keys import OnNoDecrypt
from lucai.stages.trade.openings import jobs
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.sealing.selectors import own_holder
from lucai.stages.trade.sealing.services import publish_policies
from lucai_trust import envelope as trust
from tests.makers import bids, people, sealing, trade
from tests.makers.bids import Call

RECOVERER = "server-finance"
WINDOW = 30


@dataclass(frozen=True, slots=True)
class Called:
    """A tender with three bids, sealed so that their suppliers open them."""

    call: Call
    sealed: tuple[trust.SealedBid, ...]

    def code(self, n: int) -> str:
        """The recovery code that a supplier printed, counted from 1."""
        return str(self.sealed[n - 1].recovery_code)


def chosen(**changes: Any) -> dict[str, Any]:
    """The terms' choice: one of the share servers recovers."""
    content: dict[str, Any] = {
        "bidder_keys": True,
        "window_minutes": WINDOW,
        "on_no_decrypt": OnNoDecrypt.RECOVER,
        "recovery": [RECOVERER],
        "threshold": 1,
    }
    return {**content, **changes}


def drafted() -> str:
    """Return a complete draft of one lot, where the holders have enrolled."""
    sealing.keys_enrolled()
    return trade.drafted_project(1)


def person_recovers(person: Viewer | None = None) -> str:
    """Enrol a supervisor's own keys, once; return the code under which it recovers bids."""
    sealing.keys_enrolled()
    person = person or people.finance()
    held = own_holder(person, settings.LUCAI_SEALING_SUITE)
    if not held:
        sealing.enrolled(person, *sealing.SECRETS["supervisor"])
        held = own_holder(person, settings.LUCAI_SEALING_SUITE)
    assert held
    code: str = held.code
    return code


def announced(
    on_no_decrypt: str = "recover",
    on: date = bids.PUBLISHED_ON,
    *,
    with_person: bool = False,
    threshold: int = 1,
    holders: int = 0,
    with_notary: bool = False,
) -> Call:
    """Return a tender of one lot that was published with the suppliers' group.

    ``with_person``: a supervisor recovers, alone, or with the share server where two must, or may
    (``holders``). ``with_notary``: it is a notary who does.
    """
    published_at = clock.moment(on, 10)
    agency, buyer = people.actor(people.agency()), people.actor(people.buyer_reviewer())
    with clock.at(published_at):
        number = drafted()
        choice = chosen(on_no_decrypt=OnNoDecrypt(on_no_decrypt), threshold=threshold)
        if with_person or with_notary:
            person = people.notary() if with_notary else people.finance()
            choice["recovery"] = [person_recovers(person), RECOVERER][: holders or threshold]
        terms = trade.terms(number, 1, **choice)
        documents.edit_terms(agency, project_number=number, content=terms)
        documents.take(agency, project_number=number, step="submit")
        documents.take(buyer, project_number=number, step="confirm")
        documents.publish(agency, project_number=number)
        publish_policies(Actor.system(Reason.JOURNAL_READER), project_number=number)
        deadline = project_seen(people.agency(), number).bid_deadline
    assert deadline is not None
    return Call(number, published_at, deadline)


def bid_for(on_no_decrypt: str = "recover", on: date = bids.PUBLISHED_ON, **choice: Any) -> Called:
    """Let three suppliers bid."""
    call = announced(on_no_decrypt, on, **choice)
    made = [bids.submitted_bid(call, people.supplier(n), share=90 + n) for n in (1, 2, 3)]
    return Called(call, tuple(made))


def called(
    on_no_decrypt: str = "recover",
    on: date = bids.PUBLISHED_ON,
    *,
    minutes: int = 0,
    **choice: Any,
) -> Called:
    """Let three suppliers bid, and begin the opening, so late: the suppliers' window runs."""
    world = bid_for(on_no_decrypt, on, **choice)
    with clock.at(world.call.bid_deadline + timedelta(minutes=minutes)):
        bids.held_opening(world.call.number)
    return world


def person_asked(on: date = bids.PUBLISHED_ON) -> Called:
    """Let nobody decrypt until the window is over: a supervisor is asked to stand in."""
    world = called(on=on, with_person=True)
    with clock.at(world.call.bid_deadline + timedelta(minutes=WINDOW)):
        jobs.unseal(clock.now())
    return world


def decryption_of(number: str, n: int) -> Decryption:
    """Return a supplier's own decryption."""
    viewer = people.supplier(n)
    row = Decryption.objects.seen_by(SYSTEM).get(
        project_number=number, supplier_id=viewer.organisation
    )
    found: Decryption = row
    return found


def decrypt(world: Called, n: int, *, code: str = "", viewer: Viewer | None = None) -> None:
    """Let a supplier type a code: its own, or another."""
    row = decryption_of(world.call.number, n)
    decryptions.decrypt(
        people.actor(viewer or people.supplier(n)),
        project_number=world.call.number,
        bid_code=row.bid_code,
        content=DecryptionIn(code=code or world.code(n)),
    )
