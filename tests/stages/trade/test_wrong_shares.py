"""Shares that are wrong or do not open: no single holder, and no bidder, stops an opening with them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings as configured

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.stages.trade.sealing import ports, services
from lucai.stages.trade.sealing.models import SealedBid
from lucai.stages.trade.sealing.selectors import (
    envelopes_handed_in,
    groups_missing,
    policy_rows,
    releases_of,
    unopened_of,
)
from lucai.stages.trade.sealing.services.unopened import Word, keep_words
from lucai_outposts.keyholder import Keyholder
from lucai_trust import envelope as trust
from lucai_trust.encoding import canonical
from lucai_trust.envelope.statements import SignedStatement
from lucai_trust.suites import suite_named
from tests.makers import bids, people, sealing
from tests.makers.bids import Call
from tests.makers.browsing import browse
from tests.makers.kept import kept
from tests.makers.sealed_tender import announced, bid_for, spoilt_for_servers

pytestmark = pytest.mark.django_db

ready = kept(announced)
Ready = tuple[Call, sealing.World]


def lot_of(call: Call) -> dict[str, Any]:
    return {"project_number": call.number, "lot_number": 1}


def agency() -> Actor:
    return people.actor(people.agency())


def buyer() -> Actor:
    return people.actor(people.buyer())


def falsified(release: bytes, secret: bytes = sealing.SECRETS["agency"][1]) -> bytes:
    """A holder's own signature under a share that is not the one committed to."""
    signed = SignedStatement.parse(release)
    statement = canonical(json.loads(signed.statement) | {"share": "00" * 32})
    signer = suite_named(configured.LUCAI_SEALING_SUITE).signer(secret)
    return replace(SignedStatement.by(statement, [signer])).encode()


def row_of(envelope: trust.Envelope) -> SealedBid:
    return SealedBid.objects.seen_by(SYSTEM).get(envelope_hash=envelope.hash.hex())


def test_a_wrong_share_is_refused_and_the_right_one_taken_after_it(ready: Ready) -> None:
    call, _ = ready
    for n in (1, 2, 3):
        bid_for(call, n)
    with clock.at(call.bid_deadline):
        services.prepare_opening(services.ANYBODY, project_number=call.number)
        first, *others = sealing.released(call.number, 1, people.agency())
        with pytest.raises(InvalidInput, match="承诺不符"):
            services.keep_releases(agency(), statements=[falsified(first), *others], **lot_of(call))
        assert services.keep_releases(agency(), statements=[first, *others], **lot_of(call)) == 3
        assert len(services.open_lot(agency(), **lot_of(call))) == 3


def test_a_wrong_share_of_a_share_server_is_set_aside_and_asked_for_again(ready: Ready) -> None:
    call, world = ready
    for n in (1, 2, 3):
        bid_for(call, n)
    [lying, *_] = world.servers
    honest = ports.server_of(lying.holder)
    assert honest

    class Liar:
        acknowledge, alarms = honest.acknowledge, honest.alarms

        def release(self, request: bytes) -> ports.Said:
            said = honest.release(request)
            wrong = json.loads(SignedStatement.parse(said.body).statement) | {"share": "00" * 32}
            signed = SignedStatement.by(canonical(wrong), [lying.keys.signer])
            return ports.Said(said.status, signed.encode())

    ports.use_server(lying.holder, Liar())
    try:
        with clock.at(call.bid_deadline):
            services.close_registries(services.ANYBODY, project_number=call.number)
            assert services.ask_servers(services.ANYBODY, **lot_of(call)) == 3
            ports.use_server(lying.holder, honest)
            assert services.ask_servers(services.ANYBODY, **lot_of(call)) == 3
    finally:
        ports.use_server(lying.holder, honest)


def test_a_bid_that_share_servers_cannot_open_stays_shut_and_stops_no_other(ready: Ready) -> None:
    call, world = ready
    for n in (1, 2, 3):
        bid_for(call, n)
    spoilt = spoilt_for_servers(call, 4)
    with clock.at(call.bid_deadline):
        bids.held_opening(call.number)
        row = row_of(spoilt)
        hall = browse(people.agency()).get(f"/rooms/{call.number}/opening/").content.decode()
    assert (row.state, row.fault["culprit"]) == ("shut", "absent-holder")
    said = {one.holder for one in unopened_of(SYSTEM, [row])[row.pk]}
    assert said == {one.holder for one in world.servers} == {*row.fault["holders"]}
    left = hall[hall.index('id="unopened"') :]
    assert "封给它的份额打不开" in left
    assert all(name in left for _, name in sealing.SERVERS)
    with clock.at(call.bid_deadline):
        states = SealedBid.objects.seen_by(SYSTEM).filter(project_number=call.number)
    assert sorted(states.values_list("state", flat=True)) == ["opened"] * 3 + ["shut"]


def test_who_says_that_its_share_does_not_open_leaves_the_opening_to_the_others(
    ready: Ready,
) -> None:
    call, _ = ready
    for n in (1, 2, 3):
        bid_for(call, n)
    with clock.at(call.bid_deadline):
        services.prepare_opening(services.ANYBODY, project_number=call.number)
        [row, *others] = envelopes_handed_in(SYSTEM, call.number, 1)
        _say(agency(), call, [row], others)
        assert groups_missing(people.agency(), call.number) == ()
        with pytest.raises(WrongState, match=people.buyer().organisation_name):
            services.open_lot(agency(), **lot_of(call))
        statements = sealing.released(call.number, 1, people.buyer(), "buyer")
        assert services.keep_releases(buyer(), statements=statements, **lot_of(call)) == 3
        assert len(services.open_lot(agency(), **lot_of(call))) == 3


def test_where_all_of_a_group_say_so_the_bid_is_shut_and_they_are_named(ready: Ready) -> None:
    call, _ = ready
    for n in (1, 2, 3):
        bid_for(call, n)
    with clock.at(call.bid_deadline):
        services.prepare_opening(services.ANYBODY, project_number=call.number)
        [row, *others] = envelopes_handed_in(SYSTEM, call.number, 1)
        _say(agency(), call, [row], others)
        _say(buyer(), call, [row], others, side="buyer")
        assert len(services.open_lot(agency(), **lot_of(call))) == 2
    row = SealedBid.objects.seen_by(SYSTEM).get(pk=row.pk)
    assert (row.state, row.fault["culprit"]) == ("shut", "absent-holder")
    assert len(row.fault["holders"]) == 2
    assert releases_of(SYSTEM, [row])[row.pk]


def _say(
    actor: Actor, call: Call, shut: list[SealedBid], others: list[SealedBid], side: str = "agency"
) -> None:
    """Let a party sign that its share of some does not open, and release that of the others."""
    hashes = {one.envelope_hash.encode() for one in others}
    statements = [
        one
        for one in sealing.released(call.number, 1, actor.viewer, side)
        if any(each in one for each in hashes)
    ]
    words = sealing.words_of_unopened(shut, actor.viewer, side)
    services.keep_releases(
        actor,
        statements=statements,
        unopened=[one.encode("utf-8") for one in words],
        **lot_of(call),
    )


def test_share_servers_that_said_the_contrary_when_the_bid_came_are_at_fault(ready: Ready) -> None:
    call, world = ready
    for n in (1, 2, 3):
        bid_for(call, n)
    with clock.at(call.bid_deadline):
        services.close_registries(services.ANYBODY, project_number=call.number)
        statements = sealing.released(call.number, 1, people.agency())
        services.keep_releases(agency(), statements=statements, **lot_of(call))
        [row, *_] = envelopes_handed_in(SYSTEM, call.number, 1)
        words = [word_of(one, row) for one in world.servers]
        keep_words(services.ANYBODY, words)
        services.ask_servers(services.ANYBODY, **lot_of(call))
        assert len(services.open_lot(agency(), **lot_of(call))) == 2
    row = SealedBid.objects.seen_by(SYSTEM).get(pk=row.pk)
    assert (row.state, row.fault["culprit"]) == ("shut", "holder")
    assert {*row.fault["holders"]} == {one.holder for one in world.servers}
    assert "递交时签名确认" in row.fault["what"]


def word_of(server: Keyholder, row: SealedBid) -> Word:
    """A share server's word that its share does not open."""
    policy = policy_rows(SYSTEM, row.project_number, row.lot_number)[-1].policy
    signed = trust.say_unopened(
        policy, row.envelope, server.holder, signer=server.keys.signer, at=clock.now()
    )
    return Word(row, server.holder, signed.encode(), clock.now())
