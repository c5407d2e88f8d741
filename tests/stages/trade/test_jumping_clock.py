"""A clock that jumps while a request is in flight: nothing late gets in, nothing on time is refused.

An act is judged by one moment, the one that is written down. So wherever in it the clock jumps,
over the deadline or back, the act is either wholly on time or wholly late.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.kernel.errors import LuCaiError, RuleBroken, WrongState
from lucai.platform.journal.models import JournalEntry
from lucai.stages.trade.sealing import services
from lucai.stages.trade.sealing.models import SealedBid
from lucai.stages.trade.sealing.selectors import envelopes_handed_in, registry_of
from lucai.stages.trade.sealing.services.closing import seal_registry
from lucai_trust import envelope as trust
from tests.makers import people, sealing
from tests.makers.bids import Call
from tests.makers.kept import kept
from tests.makers.sealed_tender import announced

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
MOST_LOOKS = 60
ready = kept(announced)
Ready = tuple[Call, sealing.World]
Sealed = tuple[trust.SealedBid, dict[int, list[bytes]]]


@contextmanager
def jumping(first: datetime, then: datetime, looks: int) -> Iterator[list[datetime]]:
    """Tell one moment for so many looks at the clock, and another from then on; list what was told."""
    told: list[datetime] = []

    def tell() -> datetime:
        told.append(first if len(told) < looks else then)
        return told[-1]

    before = clock._source
    clock.use(tell)
    try:
        yield told
    finally:
        clock.use(before)


@dataclass(frozen=True)
class Bidder:
    """Seals and hands in, under whatever clock there is."""

    call: Call

    def sealed(self, previous: bytes | None = None) -> Sealed:
        """Seal a bid in good time."""
        with clock.at(self.call.before):
            return sealing.sealed(
                self.call.number, 1, people.supplier(1), offer={}, response={}, previous=previous
            )

    def in_place(self) -> Sealed:
        """Hand a bid in, in good time."""
        made = self.sealed()
        with clock.at(self.call.before):
            self.hand_in(made)
        return made

    def hand_in(self, made: Sealed, claim: bytes = b"") -> trust.Receipt:
        """Hand it in now."""
        return sealing.handed_in(self.call.number, 1, *made, claim=claim)

    def claim(self, old: Sealed, new: trust.Envelope | None = None) -> bytes:
        """Say that a bid is withdrawn, or that another takes its place."""
        made, _ = old
        at = self.call.before
        return trust.make_claim(made.envelope, made.claim_secret, at=at, new=new).encode()

    def rows(self) -> dict[str, SealedBid]:
        """Return what counts at this moment."""
        rows = envelopes_handed_in(SYSTEM, self.call.number, 1)
        return {row.envelope_hash: row for row in rows}


def refusal(act: Callable[[], object]) -> LuCaiError | None:
    """Act; return why it was refused."""
    try:
        act()
    except (RuleBroken, WrongState) as error:
        return error
    return None


def name(made: Sealed) -> str:
    """Return by what others call an envelope."""
    return made[0].envelope.hash.hex()


def entered_at(event: str) -> list[datetime]:
    """Return the moments of the entries of that event, the last one last."""
    rows = JournalEntry.objects.seen_by(SYSTEM).filter(event=event)
    return list(rows.order_by("pk").values_list("at", flat=True))


def every_jump(call: Call, act: Callable[[datetime, datetime, int], int]) -> None:
    """Jump over the deadline and back, at every look at the clock that an act takes.

    Args:
        act: acts under such a clock, judges what came of it, and returns how often it looked.
    """
    early, late = call.bid_deadline - SECOND, call.bid_deadline + SECOND
    for first, then in ((early, late), (late, early)):
        looks = 0
        while act(first, then, looks) > looks:
            looks += 1
            assert looks < MOST_LOOKS


def test_a_bid_comes_in_whole_and_dated_on_time_or_not_at_all(ready: Ready) -> None:
    bidder = Bidder(ready[0])
    deadline = bidder.call.bid_deadline
    came: set[tuple[bool, bool]] = set()

    def act(first: datetime, then: datetime, looks: int) -> int:
        made = bidder.sealed()
        with jumping(first, then, looks) as told:
            refused = refusal(lambda: bidder.hand_in(made))
        row = bidder.rows().get(name(made))
        assert (row is None) == (refused is not None)
        assert row is None or row.received_at < deadline
        assert row is None or entered_at("trade.sealedBid.receive")[-1] == row.received_at
        if len({one < deadline for one in told}) == 1:
            assert (row is not None) == (told[0] < deadline)
        came.add((first < deadline, row is not None))
        return len(told)

    every_jump(bidder.call, act)
    assert came == {(True, True), (True, False), (False, True), (False, False)}


def test_a_bid_takes_anothers_place_or_leaves_it_there(ready: Ready) -> None:
    bidder = Bidder(ready[0])
    deadline = bidder.call.bid_deadline

    def act(first: datetime, then: datetime, looks: int) -> int:
        old = bidder.in_place()
        new = bidder.sealed(previous=old[0].envelope.hash)
        claim = bidder.claim(old, new[0].envelope)
        replaced = len(entered_at("trade.sealedBid.replace"))
        with jumping(first, then, looks) as told:
            refused = refusal(lambda: bidder.hand_in(new, claim))
        standing = bidder.rows()
        assert (name(new) in standing) is (name(old) not in standing) is (refused is None)
        at = entered_at("trade.sealedBid.replace")
        assert len(at) == replaced + (refused is None)
        if not refused:
            assert standing[name(new)].received_at == at[-1] < deadline
        assert_judged_once(told, refused, deadline)
        return len(told)

    every_jump(bidder.call, act)


def test_a_bid_is_withdrawn_on_time_or_stays(ready: Ready) -> None:
    bidder = Bidder(ready[0])
    deadline = bidder.call.bid_deadline

    def act(first: datetime, then: datetime, looks: int) -> int:
        old = bidder.in_place()
        with jumping(first, then, looks) as told:
            refused = refusal(lambda: services.withdraw(services.ANYBODY, claim=bidder.claim(old)))
        assert (name(old) in bidder.rows()) is (refused is not None)
        if not refused:
            row = SealedBid.objects.seen_by(SYSTEM).get(envelope_hash=name(old))
            assert row.state_since == entered_at("trade.sealedBid.withdraw")[-1] < deadline
        assert_judged_once(told, refused, deadline)
        return len(told)

    every_jump(bidder.call, act)


def assert_judged_once(
    told: list[datetime], refused: LuCaiError | None, deadline: datetime
) -> None:
    """Insist that who was told but one time of day was judged by it."""
    if len({one < deadline for one in told}) == 1:
        assert (refused is None) == (told[0] < deadline)


@pytest.mark.parametrize("looks", range(6))
@pytest.mark.parametrize("forward", [True, False])
def test_a_registry_is_sealed_and_dated_at_the_deadline_or_later(
    ready: Ready, looks: int, forward: bool
) -> None:
    bidder = Bidder(ready[0])
    made = bidder.in_place()
    deadline = bidder.call.bid_deadline
    moments = (deadline - SECOND, deadline + SECOND)
    first, then = moments if forward else moments[::-1]
    with jumping(first, then, looks):
        refused = refusal(
            lambda: seal_registry(services.ANYBODY, project_number=bidder.call.number, lot_number=1)
        )
    registry = registry_of(SYSTEM, bidder.call.number, 1)
    assert (registry is None) == (refused is not None)
    if registry:
        assert registry.sealed_at >= deadline
        assert bidder.rows()[name(made)].leaf in registry.leaves


def test_what_a_clock_that_ran_ahead_closed_stays_closed_when_it_is_set_back(
    ready: Ready,
) -> None:
    bidder = Bidder(ready[0])
    standing = bidder.in_place()
    late = bidder.sealed()
    replacing = bidder.sealed(previous=standing[0].envelope.hash)
    with clock.at(bidder.call.bid_deadline):
        seal_registry(services.ANYBODY, project_number=bidder.call.number, lot_number=1)
    claim = bidder.claim(standing, replacing[0].envelope)
    acts: list[Callable[[], object]] = [
        lambda: bidder.hand_in(late),
        lambda: bidder.hand_in(replacing, claim),
        lambda: services.withdraw(services.ANYBODY, claim=bidder.claim(standing)),
    ]
    with clock.at(bidder.call.before):
        assert all(isinstance(refusal(act), WrongState) for act in acts)
        again = bidder.hand_in(standing)  # what is in the registry has its receipt as before
    assert set(bidder.rows()) == {name(standing)}
    assert again.statement.received_at < bidder.call.bid_deadline
