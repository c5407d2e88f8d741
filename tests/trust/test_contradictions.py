"""Who says that a share does not open, and signed at submission that it does, is at fault itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lucai_trust.envelope import (
    AbsentHolder,
    Culprit,
    Envelope,
    HolderFault,
    SignedStatement,
    acknowledge,
    contradicted,
    open_recovery_share,
    open_stage,
    recover_bidder_secret,
    say_unopened,
)
from lucai_trust.envelope.judging import Shown, judge
from lucai_trust.envelope.releases import release
from lucai_trust.schedule import Share
from lucai_trust.suites import INTL1
from tests.trust.bids import DEADLINE, Tender, tender_of


@pytest.fixture
def tender() -> Tender:
    return tender_of(INTL1, with_bidder=True)


def acknowledged(tender: Tender, envelope: Envelope, holder: str) -> SignedStatement:
    return acknowledge(
        tender.policy, envelope, holder, tender.openers[holder],
        signer=tender.signers[holder], at=DEADLINE,
    )  # fmt: skip


def denied(
    tender: Tender, envelope: Envelope, holder: str, signer: str | None = None
) -> SignedStatement:
    key = tender.signers[signer or holder]
    return say_unopened(tender.policy, envelope, holder, signer=key, at=DEADLINE)


def test_a_holder_contradicts_itself_only_by_two_words_of_its_own_of_one_envelope(
    tender: Tender,
) -> None:
    envelope, other = tender.seal().envelope, tender.seal().envelope
    once, now = acknowledged(tender, envelope, "centre"), denied(tender, envelope, "centre")

    def names(acks: list[SignedStatement], words: list[SignedStatement]) -> set[str]:
        return set(contradicted(tender.policy, envelope, acks, words))

    assert names([once], [now]) == {"centre"}
    assert names([], [now]) == names([once], []) == set()
    assert names([acknowledged(tender, other, "centre")], [now]) == set()
    assert names([once], [denied(tender, other, "centre")]) == set()
    assert names([once], [denied(tender, envelope, "centre", "finance")]) == set()
    assert names([acknowledged(tender, envelope, "finance")], [now]) == set()
    assert names([now], [once]) == set()


def test_its_fault_weighs_heavier_than_absence_and_lighter_than_a_wrong_share(
    tender: Tender,
) -> None:
    envelope = tender.seal().envelope
    policy, parties = tender.policy, tender.release(envelope, "opening", "buyer")
    with pytest.raises(AbsentHolder):
        open_stage(policy, envelope, "opening", parties)
    with pytest.raises(HolderFault) as fault:
        open_stage(policy, envelope, "opening", parties, {"finance"})
    assert (fault.value.culprit, fault.value.holders) == (Culprit.HOLDER, ("finance",))
    with pytest.raises(HolderFault) as fault:
        open_stage(policy, envelope, "opening", [], {"agency", "finance"})
    assert fault.value.holders == ("finance",)
    (centre,) = tender.release(envelope, "opening", "centre")
    wrong = replace(centre, share=Share(1, bytes(32), centre.share.blind))
    with pytest.raises(HolderFault) as fault:
        open_stage(policy, envelope, "opening", [wrong, *parties], {"finance"})
    assert fault.value.holders == ("centre",)


def test_it_hinders_nothing_that_others_carry(tender: Tender) -> None:
    envelope = tender.seal().envelope
    released = tender.release(envelope, "opening", "centre", "buyer")
    assert open_stage(tender.policy, envelope, "opening", released, {"finance"}).secret


def test_of_the_recovery_group_all_who_contradict_themselves_are_named(tender: Tender) -> None:
    envelope = tender.seal().envelope
    one = open_recovery_share(tender.policy, envelope, "city", tender.openers["city"])
    with pytest.raises(AbsentHolder):
        recover_bidder_secret(tender.policy, envelope, [one])
    with pytest.raises(HolderFault) as fault:
        recover_bidder_secret(tender.policy, envelope, [one], {"authority", "audit", "centre"})
    assert fault.value.holders == ("audit", "authority")


def test_a_bid_is_judged_by_the_acknowledgements_shown_with_it() -> None:
    tender = tender_of(INTL1)
    envelope = tender.seal().envelope
    released = [
        release(tender.policy, envelope, each, signer=tender.signers[each.holder], at=DEADLINE)
        for stage in tender.policy.stages
        for each in tender.release(envelope, stage, "buyer")
    ]
    said = [denied(tender, envelope, "centre"), *released]
    shown = Shown(
        core=envelope.core_bytes, sealed=envelope.sealed, receipted=envelope.digests,
        releases=(b"{}", *(each.encode() for each in said)), parts={},
    )  # fmt: skip
    with pytest.raises(AbsentHolder):
        judge(tender.policy, shown)
    acks = (b"{}", acknowledged(tender, envelope, "centre").encode())
    with pytest.raises(HolderFault) as fault:
        judge(tender.policy, replace(shown, acknowledgements=acks))
    assert fault.value.holders == ("centre",)
