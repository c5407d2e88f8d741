"""The opening policy: one spelling, no contradictions, no organisation that opens alone."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from lucai_trust.encoding import canonical
from lucai_trust.envelope import BidderGroup, Group, OnAbsence, PartRule, Policy
from lucai_trust.errors import (
    EncodingRefused,
    EnvelopeRefused,
    KeyRefused,
    PolicyRefused,
    TrustError,
)
from lucai_trust.suites import GM1, INTL1, Suite
from tests.trust.bids import holder_of, tender_of


@pytest.mark.parametrize("suite", [GM1, INTL1], ids=lambda suite: suite.name)
@pytest.mark.parametrize("with_bidder", [False, True])
def test_a_policy_is_read_back_from_its_bytes(suite: Suite, with_bidder: bool) -> None:
    policy = tender_of(suite, with_bidder=with_bidder).policy
    assert Policy.parse(policy.encode()) == policy
    assert Policy.parse(policy.encode()).encode() == policy.encode()
    assert policy.hash == suite.digest(policy.encode())


def test_a_holder_and_its_group_are_found() -> None:
    policy = tender_of(with_bidder=True).policy
    assert policy.group("witness").place_of("finance") == 2
    assert policy.group("parties").holder("buyer").organisation == "示例buyer"
    assert policy.group_of("audit").name == "recovery"
    assert policy.part("technical").stage == "technical"
    assert policy.opening_stage == "opening"
    for ask in (
        lambda: policy.group("nobody"),
        lambda: policy.group("witness").place_of("buyer"),
        lambda: policy.group_of("stranger"),
        lambda: policy.part("drawings"),
    ):
        with pytest.raises(PolicyRefused):
            ask()


def changed(**changes: object) -> object:
    return lambda policy: replace(policy, **changes)


def with_one_organisation(policy: Policy) -> Policy:
    groups = tuple(
        replace(
            group,
            holders=(replace(group.holders[0], organisation="示例独家"), *group.holders[1:]),
        )
        for group in policy.groups
    )
    return replace(policy, groups=groups)


CONTRADICTIONS = {
    "no lots": (changed(lots=()), "at least one"),
    "no groups": (changed(groups=()), "at least one"),
    "no stages": (changed(stages=()), "at least one"),
    "no parts": (changed(parts=()), "at least one"),
    "a lot twice": (changed(lots=("1", "1")), "lot 1 stands twice"),
    "a stage twice": (changed(stages=("opening", "technical", "opening")), "stands twice"),
    "a stage that is no name": (changed(stages=("opening", "technical", "开标")), "a stage has"),
    "a part of no stage": (
        changed(parts=(PartRule("price", "never", required=True, published=True),)),
        "has not",
    ),
    "version 2 out of nothing": (changed(version=2), "every later one has"),
    "version 1 after another": (changed(previous=bytes(32)), "every later one has"),
    "version 0": (changed(version=0, previous=bytes(32)), "every later one has"),
    "one organisation alone": (with_one_organisation, "示例独家 alone"),
    "a holder in two groups": (
        lambda policy: replace(
            policy, groups=(policy.groups[0], replace(policy.groups[0], name="parties"))
        ),
        "holder centre stands twice",
    ),
    "a key of two holders": (
        lambda policy: replace(
            policy,
            groups=(
                policy.groups[0],
                replace(
                    policy.groups[1],
                    holders=(
                        replace(
                            policy.groups[1].holders[0], opens=policy.groups[0].holders[0].opens
                        ),
                        policy.groups[1].holders[1],
                    ),
                ),
            ),
        ),
        "stands twice",
    ),
    "k larger than n": (
        lambda policy: replace(policy.groups[0], threshold=3),
        "does not hold",
    ),
    "k of nothing": (lambda policy: replace(policy.groups[0], threshold=0), "does not hold"),
    "a group without a name": (lambda policy: replace(policy.groups[0], name="见证"), "a name"),
    "recovery by nobody": (
        lambda _: BidderGroup(30, OnAbsence.RECOVER),
        "needs a recovery group",
    ),
    "recovery by another name": (
        lambda policy: BidderGroup(30, OnAbsence.WITHDRAWN, policy.groups[0]),
        "called recovery",
    ),
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_a_policy_that_contradicts_itself_is_refused(name: str) -> None:
    change, why = CONTRADICTIONS[name]
    with pytest.raises(PolicyRefused, match=why):
        change(tender_of().policy)


def test_keys_of_another_suite_are_refused() -> None:
    with pytest.raises(KeyRefused):
        replace(tender_of(GM1).policy, suite=INTL1)


def test_one_group_alone_may_open_when_it_takes_two_organisations() -> None:
    suite = GM1
    keys = [(suite.opener(), suite.signer()) for _ in range(3)]
    same = Group(
        "quorum",
        2,
        tuple(
            holder_of(f"h{place}", "示例中心" if place < 2 else "示例财政", *pair)
            for place, pair in enumerate(keys)
        ),
    )
    with pytest.raises(PolicyRefused, match="示例中心 alone"):
        replace(tender_of().policy, groups=(same,))
    assert replace(tender_of().policy, groups=(replace(same, threshold=3),))


def test_the_next_version_may_move_the_deadline_later_only() -> None:
    old = tender_of().policy
    later = replace(old, version=2, previous=old.hash, deadline=old.deadline + timedelta(days=3))
    assert not later.needs_new_bids_after(old)
    assert replace(later, stages=("opening", "technical", "last")).needs_new_bids_after(old)
    other = tender_of().policy.groups
    assert replace(later, groups=other).needs_new_bids_after(old)
    for change, why in (
        ({"deadline": old.deadline - timedelta(seconds=1)}, "later"),
        ({"previous": bytes(32)}, "does not point"),
        ({"version": 3}, "not the next"),
        ({"tender": "another"}, "not the next"),
    ):
        with pytest.raises(PolicyRefused, match=why):
            replace(later, **change).needs_new_bids_after(old)


def test_every_member_left_out_added_or_of_another_kind_is_refused() -> None:
    encoded = tender_of(with_bidder=True).policy.encode()
    for path in paths_of(json.loads(encoded)):
        for wrong in (0.5, -1, True, None, "", [], {}, "Zz!"):
            value = json.loads(encoded)
            set_at(value, path, wrong)
            if allowed(path, wrong):
                continue
            with pytest.raises(TrustError):
                Policy.parse(canonical(value) if wrong != 0.5 else json.dumps(value).encode())
        value = json.loads(encoded)
        if delete_at(value, path):
            with pytest.raises(TrustError):
                Policy.parse(canonical(value))
    extra = json.loads(encoded) | {"more": 1}
    with pytest.raises(EncodingRefused, match="exactly"):
        Policy.parse(canonical(extra))
    with pytest.raises(EncodingRefused, match="type"):
        Policy.parse(canonical(json.loads(encoded) | {"type": "lucai-policy/2"}))
    with pytest.raises(EnvelopeRefused, match="no suite"):
        Policy.parse(canonical(json.loads(encoded) | {"suite": "GM9"}))


def allowed(path: tuple[object, ...], wrong: object) -> bool:
    """Say where a value that looks wrong is one of several that are right."""
    free_text = path[-1] in {"tender", "organisation", "origin", "address"} or path[0] == "lots"
    return (
        (free_text and wrong == "Zz!")
        or (path[-1] == "witnesses" and wrong == [])
        or (path[-1] in {"address", "bidder", "previous"} and wrong is None)
        or (path[-1] in {"required", "published"} and wrong is True)
    )


def paths_of(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, list):
        pairs = list(enumerate(value))
    else:
        return [path]
    found = [path] if path else []
    for key, item in pairs:
        found += paths_of(item, (*path, key))
    return found


def set_at(value: object, path: tuple[object, ...], wrong: object) -> None:
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = wrong


def delete_at(value: object, path: tuple[object, ...]) -> bool:
    for step in path[:-1]:
        value = value[step]
    if isinstance(value, list):
        return False
    del value[path[-1]]
    return True
