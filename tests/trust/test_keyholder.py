"""A share server's decision: nothing before the deadline, nothing the log does not confirm."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from lucai_trust.encoding import parse_canonical
from lucai_trust.errors import TrustError
from lucai_trust.keyholder import Alarm, Decision, Reason, decide
from lucai_trust.merkle import leaf_hash
from lucai_trust.policy import WitnessPolicy
from lucai_trust.release_request import ReleaseRequest
from tests.trust.bids import DEADLINE, tender_of
from tests.trust.shown import AFTER, TRUSTED, WINDOW, World, opening_of, public, world

WORLD = world()
BEFORE = DEADLINE - timedelta(seconds=1)


def judge(request: ReleaseRequest, now: datetime = AFTER, **more: Any) -> Decision:
    return decide(request.shown(), TRUSTED, now, **more)


def test_a_share_is_released_after_the_deadline_when_log_and_witnesses_confirm_it() -> None:
    decision = judge(WORLD.request(DEADLINE, DEADLINE), DEADLINE)
    assert decision.releases
    assert not decision.alarms
    assert decision.witnessed_at == int(DEADLINE.timestamp())


def test_a_request_is_read_back() -> None:
    for request in (WORLD.request(), WORLD.request(stage="technical")):
        assert ReleaseRequest.parse(request.encode()) == request


def test_a_second_before_the_deadline_by_its_own_clock_it_releases_nothing_and_alarms() -> None:
    decision = judge(WORLD.request(AFTER, AFTER, AFTER), BEFORE)
    assert (decision.reason, decision.alarms) == (Reason.EARLY_HERE, True)
    assert not decision.releases


def test_before_a_quorum_of_witnesses_saw_the_deadline_it_releases_nothing_and_alarms() -> None:
    for times in ((BEFORE, BEFORE, BEFORE), (AFTER, BEFORE, BEFORE), (AFTER, BEFORE)):
        decision = judge(WORLD.request(*times))
        assert (decision.reason, decision.alarms) == (Reason.EARLY_WITNESSED, True)
        assert decision.witnessed_at == int(BEFORE.timestamp())
    assert judge(WORLD.request(AFTER, BEFORE, AFTER)).releases


def test_one_witness_from_the_far_future_confirms_nothing() -> None:
    far = datetime.fromtimestamp(253_402_000_000, tz=DEADLINE.tzinfo)
    assert judge(WORLD.request(far, BEFORE, BEFORE)).reason is Reason.EARLY_WITNESSED
    assert judge(WORLD.request(far, far, BEFORE)).releases


def test_too_few_witnesses_no_log_or_a_policy_without_witnesses_confirm_nothing() -> None:
    alone = WORLD.request(AFTER)
    assert judge(alone).reason is Reason.NOT_WITNESSED
    note = WORLD.log.note(AFTER, AFTER)
    unsigned = replace(WORLD.request(), note=replace(note, signatures=note.signatures[1:]))
    assert judge(unsigned).reason is Reason.NOT_WITNESSED
    careless = WitnessPolicy.parse(f"log {TRUSTED.logs[0].key.encode()}\nquorum none\n")
    assert decide(alone.shown(), careless, AFTER).reason is Reason.NOT_WITNESSED


def test_what_the_checkpoint_does_not_hold_is_not_believed() -> None:
    right = WORLD.request()
    policy, stage = right.policy_entries[0], WORLD.request(stage="technical")
    assert stage.stage_entry
    cases = [
        (replace(right, policy_entries=(replace(policy, index=1),)), Reason.POLICY_NOT_LOGGED),
        (replace(right, seal_entry=replace(right.seal_entry, path=())), Reason.SEAL_NOT_LOGGED),
        (replace(right, leaf_path=right.leaf_path[1:]), Reason.ENVELOPE_NOT_LOGGED),
        (replace(right, leaf_index=WORLD.seal_index), Reason.ENVELOPE_NOT_LOGGED),
        (replace(right, registry_path=()), Reason.NOT_IN_REGISTRY),
        (replace(stage, stage_entry=None), Reason.STAGE_CLOSED),
        (replace(stage, stage_entry=replace(stage.stage_entry, path=())), Reason.STAGE_CLOSED),
    ]
    for request, reason in cases:
        decision = judge(request)
        assert decision.reason is reason
        assert not decision.releases
        assert not decision.alarms


def test_a_later_stage_is_released_once_the_log_opened_it() -> None:
    assert judge(WORLD.request(stage="technical")).releases


def test_a_stage_said_to_be_open_before_the_seal_stays_closed() -> None:
    made = world()
    entry = made.stage
    made.log.leaves[1] = leaf_hash(entry)
    made.stage_index = 1
    assert judge(made.request(stage="technical")).reason is Reason.STAGE_CLOSED


def test_a_bid_logged_after_the_seal_is_not_opened() -> None:
    assert judge(world(late_by=1).request()).reason is Reason.AFTER_SEAL


def test_a_bid_that_came_late_by_its_own_entry_is_not_opened() -> None:
    assert judge(world(received_at=DEADLINE).request()).reason is Reason.LATE


def test_a_withdrawn_or_superseded_bid_is_not_in_the_registry_and_not_opened() -> None:
    made = world(sealed=[b"r" * 32])
    made.registry = (*made.registry[:-1], made.opening.leaf)
    assert judge(made.request()).reason is Reason.NOT_IN_REGISTRY


def test_a_seal_of_another_policy_opens_nothing() -> None:
    made, other = world(), world()
    made.seal, made.log.leaves[made.seal_index] = other.seal, leaf_hash(other.seal)
    assert judge(made.request()).reason is Reason.SEAL_OF_ANOTHER


def test_a_second_registry_of_the_same_policy_opens_nothing_and_alarms() -> None:
    request = WORLD.request()
    seal = request.shown().seal.entry.leaf
    assert judge(request, seal_seen=seal).releases
    decision = judge(request, seal_seen=b"another seal")
    assert (decision.reason, decision.alarms) == (Reason.SECOND_SEAL, True)


def test_a_moved_deadline_counts_for_bids_sealed_before_it_moved() -> None:
    made = world(versions=2)
    request = made.request()
    assert request.shown().deadline == DEADLINE + timedelta(hours=1)
    assert judge(request).reason is Reason.EARLY_HERE
    later = AFTER + timedelta(hours=1)
    assert judge(made.request(later, later), later).releases


def test_a_policy_that_asked_for_new_bids_opens_no_old_one() -> None:
    made = world(versions=2)
    policy, _, at = made.policies[1]
    changed = replace(policy, lots=("1",))
    made.policies[1] = (changed, public({"openingPolicy": changed.hash.hex()}), at)
    with pytest.raises(TrustError, match="sealed again"):
        made.request().shown()


def test_a_bid_sealed_under_the_newer_policy_is_opened_under_it() -> None:
    made = world(versions=2)
    policy, _, at = made.policies[1]
    changed = replace(policy, lots=("1",))
    entry = public({"openingPolicy": changed.hash.hex()})
    made.policies[1] = (changed, entry, at)
    made.log.leaves[at] = leaf_hash(entry)
    made.tender.policy = changed
    made.envelope = made.tender.seal().envelope
    made.opening = opening_of(made.envelope, BEFORE)
    made.log.leaves[made.leaf_index] = made.opening.leaf
    made.sealed_again(changed.hash)
    later = AFTER + timedelta(hours=1)
    assert judge(made.request(later, later), later).releases


def test_versions_are_shown_from_the_first_one_on() -> None:
    made = world(versions=2)
    made.policies = made.policies[1:]
    with pytest.raises(TrustError, match="first"):
        made.request().shown()


def foreign(made: World) -> list[ReleaseRequest]:
    right, stage = made.request(), made.request(stage="technical")
    other = world()
    assert stage.stage_entry
    elsewhere = public({"openStage": {"policy": "00", "stage": "technical"}})
    another = public({"openStage": {"policy": made.tender.policy.hash.hex(), "stage": "x"}})
    return [
        replace(right, note=replace(right.note, text=right.note.text.replace("log.", "fake."))),
        replace(right, policies=(tender_of().policy,)),
        replace(right, policy_entries=()),
        replace(right, policy_entries=other.request().policy_entries),
        replace(right, policy_entries=(replace(right.policy_entries[0], entry=b'{"body":{}}'),)),
        replace(right, policy_entries=(replace(right.policy_entries[0], entry=b"[]"),)),
        replace(right, envelope=other.envelope),
        replace(right, envelope=made.tender.seal().envelope),
        replace(right, opening=opening_of(other.envelope, BEFORE)),
        replace(right, opening=replace(right.opening, content=b'{"body":{}}')),
        replace(right, stage="price"),
        replace(right, seal_entry=right.policy_entries[0]),
        replace(stage, stage_entry=right.policy_entries[0]),
        replace(stage, stage_entry=replace(stage.stage_entry, entry=elsewhere)),
        replace(stage, stage_entry=replace(stage.stage_entry, entry=another)),
    ]


@pytest.mark.parametrize("request_", foreign(WORLD))
def test_parts_that_do_not_belong_together_are_refused(request_: ReleaseRequest) -> None:
    with pytest.raises(TrustError):
        request_.shown()


@pytest.mark.parametrize(
    "change",
    [
        {"type": "lucai-release-request/2"},
        {"policies": []},
        {"policies": [3]},
        {"core": "{}"},
        {"checkpoint": ""},
        {"leaf": None},
        {"registry": {"index": -1, "path": []}},
        {"stageEntry": 3},
        {"sealEntry": {}},
        {"policyEntries": [{}]},
    ],
)
def test_a_malformed_request_is_refused(change: dict[str, Any]) -> None:
    content = {**json.loads(WORLD.request().encode()), **change}
    with pytest.raises(TrustError):
        ReleaseRequest.parse(json.dumps(content).encode())


def test_an_alarm_says_who_was_asked_when_for_what_and_names_nobody() -> None:
    alarm = Alarm("centre", BEFORE, Reason.EARLY_HERE, b"p", b"e", "opening", DEADLINE, 7)
    said = parse_canonical(alarm.encode())
    assert said == {
        "type": "lucai-alarm/1",
        "holder": "centre",
        "at": "2026-03-02T01:29:59.000000Z",
        "reason": "early_here",
        "policy": "70",
        "envelope": "65",
        "stage": "opening",
        "deadline": "2026-03-02T01:30:00.000000Z",
        "witnessedAt": 7,
    }


RECOVERED = world(with_bidder=True)
WINDOW_ENDS = DEADLINE + WINDOW


def test_a_recovery_share_is_released_when_the_log_asks_for_it_after_the_bidders_window() -> None:
    request = RECOVERED.request(WINDOW_ENDS, WINDOW_ENDS, stage="recovery")
    assert ReleaseRequest.parse(request.encode()) == request
    assert judge(request, WINDOW_ENDS).releases


def test_in_the_bidders_window_no_recovery_share_is_released_and_supervision_hears() -> None:
    early = WINDOW_ENDS - timedelta(seconds=1)
    late = RECOVERED.request(WINDOW_ENDS, WINDOW_ENDS, stage="recovery")
    assert judge(late, early).reason is Reason.EARLY_HERE
    witnessed = RECOVERED.request(early, early, stage="recovery")
    decision = judge(witnessed, WINDOW_ENDS)
    assert (decision.reason, decision.alarms) == (Reason.EARLY_WITNESSED, True)


def test_the_window_keeps_no_share_of_the_opening_back() -> None:
    assert judge(RECOVERED.request(DEADLINE, DEADLINE), DEADLINE).releases


def test_without_a_request_in_the_log_nothing_is_recovered() -> None:
    request = RECOVERED.request(WINDOW_ENDS, WINDOW_ENDS, stage="recovery")
    unasked = replace(request, stage_entry=None)
    assert judge(unasked, WINDOW_ENDS).reason is Reason.STAGE_CLOSED


@pytest.mark.parametrize("named", ["policy", "envelope"])
def test_a_request_for_another_bid_or_policy_recovers_nothing(named: str) -> None:
    made = world(with_bidder=True)
    right = {"policy": made.policies[-1][0].hash.hex(), "envelope": made.envelope.hash.hex()}
    made.recovery = public({"recoveryRequest": right | {named: "00" * 32}})
    made.log.leaves[made.recovery_index] = leaf_hash(made.recovery)
    with pytest.raises(TrustError, match="another envelope"):
        made.request(WINDOW_ENDS, WINDOW_ENDS, stage="recovery").shown()


def test_where_the_policy_has_no_recovery_group_there_is_nothing_to_recover() -> None:
    with pytest.raises(TrustError, match="no group recovery"):
        WORLD.request(WINDOW_ENDS, WINDOW_ENDS, stage="recovery").shown()
