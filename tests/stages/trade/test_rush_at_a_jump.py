"""Many hand in at once while the clock jumps over the deadline and back, and the registry is sealed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from threading import Event, Lock

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import RuleBroken, WrongState
from lucai.stages.trade.downloads.services import obtain_document
from lucai.stages.trade.sealing import services, vault
from lucai.stages.trade.sealing.selectors import envelopes_handed_in, registry_of
from lucai.stages.trade.sealing.services import admitting, intake
from lucai.stages.trade.sealing.services.closing import seal_registry
from lucai_trust import envelope as trust
from tests.lives.pressing import at_once
from tests.makers import bids, people, sealing
from tests.makers.bids import Call

pytestmark = pytest.mark.django_db(transaction=True)

SECOND = timedelta(seconds=1)
BIDDERS = 10


@dataclass
class Jumping:
    """A clock that every look at it may find before the deadline or after it."""

    moments: tuple[datetime, ...]
    chance: random.Random
    lock: Lock

    def tell(self) -> datetime:
        """Tell one of its moments."""
        with self.lock:
            return self.chance.choice(self.moments)


@pytest.fixture
def called() -> Call:
    sealing.new_outposts(sealing.holders())
    call = bids.call_for_bids(lots=1)
    with clock.at(call.before):
        obtain_document(people.actor(people.supplier(1)), project_number=call.number)
    return call


@pytest.fixture
def told() -> Iterator[Callable[[Callable[[], datetime]], None]]:
    """Let every thread go by a clock, until the test ends."""
    before = clock._source
    yield clock.use
    clock.use(before)


def arrived(call: Call) -> tuple[trust.SealedBid, str]:
    """Seal a bid in good time and let its parts arrive."""
    with clock.at(call.before):
        made, chunks = sealing.sealed(call.number, 1, people.supplier(1), offer={}, response={})
    upload = made.envelope.hash.hex()[:32]
    for part, pieces in chunks.items():
        for place, piece in enumerate(pieces):
            vault.keep_chunk(upload, part, place, piece)
    return made, upload


def hand_in(call: Call, one: tuple[trust.SealedBid, str]) -> trust.Receipt:
    made, upload = one
    encoded = services.hand_in(
        services.ANYBODY, project_number=call.number, lot_number=1, upload=upload,
        core=made.envelope.core_bytes, sealed=made.envelope.sealed,
    )  # fmt: skip
    return trust.Receipt.parse(encoded)


def close(call: Call) -> None:
    seal_registry(services.ANYBODY, project_number=call.number, lot_number=1)


@pytest.mark.parametrize("seed", range(3))
def test_whoever_has_a_receipt_was_on_time_and_stands_in_the_registry(
    called: Call, told: Callable[[Callable[[], datetime]], None], seed: int
) -> None:
    deadline = called.bid_deadline
    waiting = [arrived(called) for _ in range(BIDDERS)]
    moments = (deadline - SECOND, deadline, deadline + SECOND)
    told(Jumping(moments, random.Random(seed), Lock()).tell)
    presses: list[Callable[[], object]] = [partial(hand_in, called, one) for one in waiting]
    presses.insert(BIDDERS // 2, partial(close, called))
    answers = at_once(presses)
    del answers[BIDDERS // 2]
    receipts = [one for one in answers if isinstance(one, trust.Receipt)]
    refusals = [one for one in answers if not isinstance(one, trust.Receipt)]
    assert all(isinstance(one, RuleBroken | WrongState) for one in refusals), refusals
    assert all(one.statement.received_at < deadline for one in receipts)
    if not registry_of(SYSTEM, called.number, 1):
        told(lambda: deadline)
        close(called)
    registry = registry_of(SYSTEM, called.number, 1)
    assert registry
    assert registry.sealed_at >= deadline
    leaves = {one.statement.leaf.hex() for one in receipts}
    assert leaves == {row.leaf for row in envelopes_handed_in(SYSTEM, called.number, 1)}
    assert leaves <= set(registry.leaves)


@pytest.mark.parametrize("jump", [SECOND, -SECOND])
def test_what_is_being_written_when_the_clock_jumps_is_judged_by_the_moment_it_was_taken_up(
    called: Call,
    told: Callable[[Callable[[], datetime]], None],
    monkeypatch: pytest.MonkeyPatch,
    jump: timedelta,
) -> None:
    """On time it comes in though the registry is being sealed; late it does not though the clock goes back."""
    deadline = called.bid_deadline
    at = [deadline - jump / 2]
    told(lambda: at[0])
    one, judged, set_anew = arrived(called), Event(), Event()
    entered_at = admitting._entered_at

    def slowly(*given: object) -> object:
        judged.set()
        assert set_anew.wait(20)
        return entered_at(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(admitting, "_entered_at", slowly)

    def set_the_clock() -> None:
        assert judged.wait(20)
        at[0] += jump
        set_anew.set()
        close(called)

    handed, closed = at_once([partial(hand_in, called, one), set_the_clock])
    rows = envelopes_handed_in(SYSTEM, called.number, 1)
    if jump < timedelta(0):
        assert isinstance(handed, RuleBroken), handed
        assert isinstance(closed, RuleBroken), closed
        assert rows == []
        return
    assert isinstance(handed, trust.Receipt), handed
    assert closed is None
    registry = registry_of(SYSTEM, called.number, 1)
    assert registry
    assert rows[0].leaf in registry.leaves
    assert handed.statement.received_at == deadline - jump / 2
    assert intake.receipt_of(services.ANYBODY, envelope_hash=one[0].envelope.hash.hex())
