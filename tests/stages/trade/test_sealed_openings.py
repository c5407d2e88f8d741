"""Sealed bids at the opening: read out like all others, set aside, returned, given back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.kernel.errors import WrongState
from lucai.platform.journal.frame import command
from lucai.stages.trade.bids.selectors import opened_bids
from lucai.stages.trade.bids.services import give_back
from lucai.stages.trade.openings import services as openings
from lucai.stages.trade.sealing import services
from lucai.stages.trade.sealing.jobs import close_due
from lucai.stages.trade.sealing.models import SealedBid, ShareRelease
from lucai_trust import envelope as trust
from tests.makers import people, sealing
from tests.makers.bids import Call
from tests.makers.browsing import browse
from tests.makers.kept import kept
from tests.makers.sealed_tender import announced, bid_for, opened

pytestmark = pytest.mark.django_db

ready = kept(announced)
SYSTEM_ACTOR = services.ANYBODY
Ready = tuple[Call, sealing.World]


def test_sealed_bids_are_read_out_in_the_hall_and_evaluated_like_all_others(ready: Ready) -> None:
    call, _ = ready
    for n in (1, 2, 3):
        bid_for(call, n, share=90 + n)
    with clock.at(call.bid_deadline), pytest.raises(WrongState, match="份额"):
        openings.start(people.actor(people.agency()), project_number=call.number)
    opened(call)
    sheets = opened_bids(people.agency(), call.number, 1)
    assert [sheet.supplier_name for sheet in sheets] == [
        people.supplier(n).organisation_name for n in (1, 2, 3)
    ]
    assert sheets[0].price < sheets[1].price < sheets[2].price
    assert {file.part for file in sheets[0].files} == {"qualification", "commercial", "technical"}
    assert all(line.response for line in sheets[0].responses)
    assert sheets[0].state == "opened"


def test_once_the_registry_is_sealed_a_clock_set_back_takes_nothing_in_and_gives_nothing_back(
    ready: Ready,
) -> None:
    call, _ = ready
    earlier = bid_for(call, 1)
    with clock.at(call.bid_deadline):
        services.close_registries(SYSTEM_ACTOR, project_number=call.number)
    with clock.at(call.bid_deadline - timedelta(hours=1)):
        claim = trust.make_claim(earlier.envelope, earlier.claim_secret, at=clock.now()).encode()
        with pytest.raises(WrongState, match="封存"):
            services.withdraw(services.ANYBODY, claim=claim)
    with pytest.raises(WrongState, match="封存"):
        bid_for(call, 2)
    assert SealedBid.objects.seen_by(SYSTEM).filter(project_number=call.number).count() == 1


def test_with_two_sealed_bids_the_lot_fails_and_nobody_asks_for_a_share(ready: Ready) -> None:
    call, _ = ready
    for n in (1, 2):
        bid_for(call, n)
    with clock.at(call.bid_deadline):
        openings.start(people.actor(people.agency()), project_number=call.number)
    rows = SealedBid.objects.seen_by(SYSTEM).filter(project_number=call.number)
    assert {row.state for row in rows} == {"returned"}
    assert not ShareRelease.objects.seen_by(SYSTEM).exists()


def test_an_envelope_that_holds_no_bid_is_set_aside_and_the_others_are_opened(
    ready: Ready,
) -> None:
    call, _ = ready
    for n in (1, 2, 3):
        bid_for(call, n)
    odd = bid_for(call, 4, price="一千元")
    opened(call)
    assert len(opened_bids(people.agency(), call.number, 1)) == 3
    row = SealedBid.objects.seen_by(SYSTEM).get(envelope_hash=odd.envelope.hash.hex())
    assert row.fault == {"culprit": "bidder", "what": "投标文件的报价或响应内容不符合格式"}


def test_a_second_envelope_of_the_same_bidder_is_set_aside(ready: Ready) -> None:
    call, _ = ready
    for n in (1, 2, 3):
        bid_for(call, n)
    again = bid_for(call, 1, share=80)
    opened(call)
    row = SealedBid.objects.seen_by(SYSTEM).get(envelope_hash=again.envelope.hash.hex())
    assert "没有声明替换" in row.fault["what"]


def test_bids_of_a_procurement_that_ended_are_given_back_and_no_share_is_asked_for(
    ready: Ready,
) -> None:
    call, _ = ready
    for n in (1, 2, 3):
        bid_for(call, n)
    ending(call)
    rows = SealedBid.objects.seen_by(SYSTEM).filter(project_number=call.number)
    assert {row.state for row in rows} == {"returned"}
    with clock.at(call.bid_deadline):
        close_due(call.bid_deadline)
    assert not ShareRelease.objects.seen_by(SYSTEM).exists()


@command
def _end(actor: Actor, call: Call) -> None:
    give_back(actor, project_number=call.number)


def ending(call: Call) -> None:
    """Give everything back, as the ending of a procurement does in its own command."""
    with clock.at(call.before):
        _end(Actor.system(Reason.CONSEQUENCE), call)


def test_the_page_offers_a_release_while_shares_are_wanted_and_no_longer(ready: Ready) -> None:
    call, _ = ready
    for n in (1, 2, 3):
        bid_for(call, n)
    agency, page = browse(people.agency()), f"/rooms/{call.number}/sealed/"
    with clock.at(call.bid_deadline):
        services.prepare_opening(services.ANYBODY, project_number=call.number)
        assert "data-release" in agency.get(page).content.decode()
    opened(call)
    with clock.at(call.bid_deadline):
        text = agency.get(page).content.decode()
    assert "data-release" not in text
    assert "没有等待本单位释放的密钥份额" in text
