"""The share server: releases by the log and the clocks, writes down before it answers, alarms."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from lucai_outposts.asking import post
from lucai_outposts.keyholder import Keyholder, open_keyholder, routes
from lucai_outposts.keys import HolderKeys, holder_keys
from lucai_outposts.ledger import Ledger
from lucai_trust.encoding import canonical
from lucai_trust.envelope import (
    SignedStatement,
    open_stage,
    read_acknowledgement,
    read_release,
    read_unopened,
    released_shares,
)
from lucai_trust.suites import GM1, INTL1
from lucai_trust.witness import Answer
from tests.outposts.processes import asked, running
from tests.trust.bids import DEADLINE, with_core
from tests.trust.shown import AFTER, TRUSTED, World, world

BEFORE = DEADLINE - timedelta(minutes=1)


class Clock:
    """A clock that stands where the test puts it."""

    def __init__(self, at: datetime = AFTER) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def made() -> World:
    return world()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def centre(tmp_path: Path, made: World, clock: Clock) -> Keyholder:
    return holder(made, "centre", tmp_path, clock)


def holder(made: World, name: str, folder: Path, clock: Clock) -> Keyholder:
    keys = HolderKeys(made.tender.openers[name], made.tender.signers[name])
    ledger = Ledger(folder / f"{name}.sqlite3")
    return Keyholder(name, INTL1, keys, TRUSTED, ledger, clock)


def said(answer: Answer) -> dict[str, object]:
    content: dict[str, object] = json.loads(answer.body)
    return content


def signed(answer: Answer) -> SignedStatement:
    assert answer.status == 200, answer.body
    return SignedStatement.parse(answer.body.encode())


def test_its_releases_open_the_bid_after_the_deadline(
    made: World, centre: Keyholder, clock: Clock, tmp_path: Path
) -> None:
    buyer = holder(made, "buyer", tmp_path, clock)
    releases = [
        read_release(made.tender.policy, made.envelope, signed(each.release(body)))
        for body in [made.request().encode()]
        for each in (centre, buyer)
    ]
    opened = open_stage(made.tender.policy, made.envelope, "opening", released_shares(releases))
    assert not opened.faults
    assert {each.at for each in releases} == {AFTER}


def test_a_request_before_the_deadline_is_refused_written_down_and_alarmed(
    made: World, centre: Keyholder, clock: Clock
) -> None:
    clock.at = BEFORE
    answer = centre.release(made.request().encode())
    assert (answer.status, said(answer)["reason"]) == (403, "early_here")
    clock.at = AFTER
    answer = centre.release(made.request(BEFORE, BEFORE).encode())
    assert (answer.status, said(answer)["reason"]) == (403, "early_witnessed")
    assert [reason for _, _, reason in centre.ledger.requests()] == [
        "early_here",
        "early_witnessed",
    ]
    alarms = said(centre.alarms(b""))["alarms"]
    assert isinstance(alarms, list)
    first, second = (SignedStatement.parse(each.encode()) for each in alarms)
    assert first.is_signed_by(centre.keys.signer.public)
    assert json.loads(first.statement)["reason"] == "early_here"
    assert json.loads(second.statement)["witnessedAt"] == int(BEFORE.timestamp())


def test_a_refusal_for_another_reason_is_written_down_and_alarms_nobody(
    made: World, centre: Keyholder
) -> None:
    answer = centre.release(made.request(AFTER).encode())
    assert said(answer)["reason"] == "not_witnessed"
    assert centre.ledger.alarms() == []
    assert len(centre.ledger.requests()) == 1


def test_the_same_release_is_given_again_word_for_word(
    made: World, centre: Keyholder, clock: Clock
) -> None:
    first = centre.release(made.request().encode())
    clock.at = AFTER + timedelta(hours=1)
    assert centre.release(made.request().encode()) == first
    technical = signed(centre.release(made.request(stage="technical").encode()))
    assert json.loads(technical.statement)["stage"] == "technical"


def test_a_second_registry_of_the_tender_is_refused_and_alarmed(
    made: World, centre: Keyholder
) -> None:
    assert centre.release(made.request().encode()).status == 200
    made.sealed_again(made.tender.policy.hash)
    answer = centre.release(made.request().encode())
    assert said(answer)["reason"] == "second_seal"
    assert len(centre.ledger.alarms()) == 1


def test_a_share_that_does_not_open_is_the_bidders_fault_and_written_down(
    made: World, centre: Keyholder
) -> None:
    def wrong(made: World) -> None:
        (first, *others) = made.envelope.core.shares
        (mine, *rest) = first.holders
        spoilt = replace(first, holders=(replace(mine, commitment=bytes(32)), *rest))
        made.envelope = with_core(made.envelope, shares=(spoilt, *others))

    wrong(made)
    body = canonical(
        {
            "policy": made.tender.policy.encode().decode(),
            "core": made.envelope.core_bytes.decode(),
            "sealed": made.envelope.sealed.hex(),
        }
    )
    answer = centre.acknowledge(body)
    assert (answer.status, said(answer)["reason"]) == (422, "bidder_fault")
    from lucai_trust.merkle import leaf_hash
    from tests.trust.shown import opening_of

    made.opening = opening_of(made.envelope, BEFORE)
    made.log.leaves[made.leaf_index] = made.opening.leaf
    made.sealed_again(made.tender.policy.hash)
    assert made.log.leaves[made.seal_index] == leaf_hash(made.seal)
    answer = centre.release(made.request().encode())
    assert (answer.status, said(answer)["reason"]) == (422, "bidder_fault")
    word = SignedStatement.parse(str(said(answer)["word"]).encode())
    assert read_unopened(made.tender.policy, made.envelope, word).holder == centre.holder
    assert [reason for _, _, reason in centre.ledger.requests()] == ["bidder_fault"]


def test_it_acknowledges_a_bid_whose_wraps_open(made: World, centre: Keyholder) -> None:
    content = {
        "policy": made.tender.policy.encode().decode(),
        "core": made.envelope.core_bytes.decode(),
        "sealed": made.envelope.sealed.hex(),
    }
    word = signed(centre.acknowledge(canonical(content)))
    assert read_acknowledgement(made.tender.policy, made.envelope, word).holder == "centre"
    stranger = world().tender.policy.encode().decode()
    other = replace(made.tender.policy, tender="SDGP370000000202600002").encode().decode()
    for change in ({"policy": stranger}, {"policy": other}, {"core": "{}"}, {"sealed": 3}):
        assert centre.acknowledge(canonical({**content, **change})).status == 400


def test_what_is_malformed_or_for_others_is_turned_away_unwritten(
    made: World, centre: Keyholder, tmp_path: Path, clock: Clock
) -> None:
    stranger = replace(centre, holder="stranger")
    other_keys = replace(centre, keys=HolderKeys(INTL1.opener(), INTL1.signer()))
    national = replace(centre, suite=GM1)
    body = made.request().encode()
    for each in (stranger, other_keys, national):
        assert said(each.release(body))["reason"] == "malformed"
    assert centre.release(b"{}").status == 400
    assert centre.ledger.requests() == []


def test_its_book_outlives_it(made: World, centre: Keyholder, clock: Clock, tmp_path: Path) -> None:
    first = centre.release(made.request().encode())
    centre.ledger.close()
    again = holder(made, "centre", tmp_path, clock)
    assert again.release(made.request().encode()) == first
    made.sealed_again(made.tender.policy.hash)
    assert said(again.release(made.request().encode()))["reason"] == "second_seal"


@pytest.mark.parametrize("suite", [GM1, INTL1])
def test_it_runs_as_a_process_and_keeps_its_keys(tmp_path: Path, suite: object) -> None:
    name = GM1.name if suite is GM1 else INTL1.name
    trust = tmp_path / "trust.policy"
    trust.write_text(TRUSTED.encode(), encoding="utf-8")
    command = ["keyholder", "--data", str(tmp_path / "data"), "--holder", "centre"]
    command += ["--suite", name, "--trust", str(trust)]
    shown = json.loads(asked(*command, "--show-keys"))
    assert (shown["holder"], shown["suite"]) == ("centre", name)
    with running(*command) as address:
        reply = post(f"{address}release", b"{}")
        assert (reply.status, json.loads(reply.body)["reason"]) == (400, "malformed")
        assert post(f"{address}alarms", b"").status == 404
    kept = holder_keys(tmp_path / "data", GM1 if suite is GM1 else INTL1)
    assert kept.opener.public.hex() == shown["opens"]
    assert "opener" not in repr(kept)


def test_it_says_who_it_is_and_what_alarms_it_keeps(tmp_path: Path) -> None:
    opened = open_keyholder(tmp_path, "centre", INTL1, TRUSTED)
    acts = routes(opened)
    assert json.loads(acts["GET", "/holder"](b"").body)["holder"] == "centre"
    assert json.loads(acts["GET", "/alarms"](b"").body) == {"holder": "centre", "alarms": []}
