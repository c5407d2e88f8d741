"""Envelopes that come at once: one transaction, one head of the log, and each judged by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import InvalidInput, RuleBroken
from lucai.platform.journal.models import JournalEntry
from lucai.stages.trade.sealing import services, vault
from lucai.stages.trade.sealing.models import SealedBid
from lucai.stages.trade.sealing.selectors import envelopes_handed_in
from lucai.stages.trade.sealing.services.admitting import Arrival, take_in_together
from lucai.stages.trade.sealing.services.receipts import placed
from lucai_trust import envelope as trust
from lucai_trust.checkpoint import Checkpoint, SignedNote
from lucai_trust.merkle import verify_inclusion
from tests.makers import people, sealing
from tests.makers.bids import Call
from tests.makers.kept import kept
from tests.makers.sealed_tender import announced

pytestmark = pytest.mark.django_db

ready = kept(announced)
Ready = tuple[Call, sealing.World]


def made(call: Call, lot: int = 1, previous: bytes | None = None) -> trust.SealedBid:
    sealed, _ = sealing.sealed(
        call.number, lot, people.supplier(1), offer={"price": 1}, response={}, previous=previous
    )
    return sealed


def arrival(call: Call, sealed: trust.SealedBid, lot: int = 1, claim: bytes = b"") -> Arrival:
    return Arrival((call.number, lot), sealed.envelope, claim)


def outcomes(*arrivals: Arrival) -> list[SealedBid | Exception]:
    return [*take_in_together(services.ANYBODY, arrivals)]


def entries() -> int:
    return JournalEntry.objects.seen_by(SYSTEM).filter(event="trade.sealedBid.receive").count()


def test_all_are_entered_and_proven_under_one_head(ready: Ready) -> None:
    call, _ = ready
    lots = (1, 2, 1)
    before = entries()
    with clock.at(call.before):
        rows = outcomes(*[arrival(call, made(call, lot), lot) for lot in lots])
        found = placed([row for row in rows if isinstance(row, SealedBid)])
    assert [one.row.lot_number for one in found] == [*lots]
    assert entries() == before + 3
    assert len({one.proof.checkpoint for one in found if one.proof}) == 1
    for one in found:
        assert one.proof
        head = Checkpoint.parse(SignedNote.parse(one.proof.checkpoint).text)
        assert one.opening.leaf.hex() == one.row.leaf
        assert verify_inclusion(
            one.opening.leaf, one.proof.index, head.size, one.proof.path, head.root
        )


def test_who_is_refused_leaves_the_others_in(ready: Ready) -> None:
    """A salt used before, a false claim, the same envelope twice: none of it touches its neighbours."""
    call, _ = ready
    with clock.at(call.before):
        old, good = made(call), made(call)
        [first] = outcomes(arrival(call, old))
        replacing = made(call, previous=old.envelope.hash)
        copied = replace(made(call).envelope, core=old.envelope.core)
        rows = outcomes(
            Arrival((call.number, 1), copied),
            arrival(call, replacing, claim=b"{}"),
            arrival(call, good),
            arrival(call, good),
            arrival(call, old),
        )
    assert [isinstance(row, InvalidInput) for row in rows] == [True, True, False, False, False]
    assert rows[2] is rows[3]
    assert rows[4] == first
    held = {row.envelope_hash for row in envelopes_handed_in(SYSTEM, call.number, 1)}
    assert held == {old.envelope.hash.hex(), good.envelope.hash.hex()}


def test_one_takes_anothers_place_beside_a_newcomer(ready: Ready) -> None:
    call, _ = ready
    with clock.at(call.before):
        old = made(call)
        outcomes(arrival(call, old))
        new, other = made(call, previous=old.envelope.hash), made(call)
        claim = trust.make_claim(
            old.envelope, old.claim_secret, at=clock.now(), new=new.envelope
        ).encode()
        outcomes(arrival(call, new, claim=claim), arrival(call, other))
    held = {row.envelope_hash for row in envelopes_handed_in(SYSTEM, call.number, 1)}
    assert held == {new.envelope.hash.hex(), other.envelope.hash.hex()}


@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_all_are_judged_by_the_moment_that_is_written_down(ready: Ready, seconds: int) -> None:
    call, _ = ready
    at = call.bid_deadline + timedelta(seconds=seconds)
    before = entries()
    with clock.at(at):
        rows = outcomes(arrival(call, made(call)), arrival(call, made(call)))
    if seconds < 0:
        assert [row.received_at for row in rows if isinstance(row, SealedBid)] == [at, at]
    else:
        assert all(isinstance(row, RuleBroken) for row in rows)
        assert entries() == before


def test_an_envelope_that_is_in_is_receipted_again_whatever_came_of_its_chunks(
    ready: Ready,
) -> None:
    call, _ = ready
    with clock.at(call.before):
        sealed, chunks = sealing.sealed(
            call.number, 1, people.supplier(1), offer={"price": 1}, response={}
        )
        first = sealing.handed_in(call.number, 1, sealed, chunks)
        vault.clear()  # as the worker does in a moment
        vault.keep_chunk(sealed.envelope.hash.hex()[:32], 1, 0, b"only this came again")
        again = sealing.handed_in(call.number, 1, sealed, {})
    assert again.statement == first.statement
