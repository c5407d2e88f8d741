"""When an opening goes wrong, the right one is named: platform, holder, bidder or the absent."""

from dataclasses import replace

import pytest

from lucai_trust.envelope import (
    AbsentHolder,
    BidderFault,
    Culprit,
    Envelope,
    Fault,
    HolderFault,
    PlatformFault,
    check_envelope,
    contexts,
    header_key,
    open_header,
    open_part,
    open_recovery_share,
    open_share,
    open_stage,
    part_key,
    part_matches,
    recover_bidder_secret,
    unwrap_bidder_secret,
    unwrap_claim_key,
)
from lucai_trust.envelope.core import Wrap
from lucai_trust.envelope.releases import acknowledge
from lucai_trust.errors import EnvelopeRefused
from lucai_trust.schedule import Share, part_root
from lucai_trust.suites import GM1, INTL1, Suite
from tests.trust.bids import (
    DEADLINE,
    PRICE,
    Draws,
    Tender,
    price_key,
    tender_of,
    with_core,
)

BOTH = pytest.mark.parametrize("suite", [GM1, INTL1], ids=lambda suite: suite.name)


# --- the holders ---


def test_a_wrong_share_is_its_holders_and_the_others_open_all_the_same() -> None:
    tender = tender_of()
    envelope = tender.seal().envelope
    centre, finance, buyer = tender.release(envelope, "opening", "centre", "finance", "buyer")
    wrong = replace(centre, share=Share(1, bytes(32), centre.share.blind))
    opened = open_stage(tender.policy, envelope, "opening", [wrong, finance, buyer])
    (fault,) = opened.faults
    assert isinstance(fault, HolderFault)
    assert (fault.culprit, fault.holders) == (Culprit.HOLDER, ("centre",))
    assert opened.secret == open_stage(tender.policy, envelope, "opening", [centre, buyer]).secret
    with pytest.raises(HolderFault, match="centre"):
        open_stage(tender.policy, envelope, "opening", [wrong, buyer])


def test_a_holder_cannot_pass_anothers_share_for_its_own() -> None:
    tender = tender_of(groups={"quorum": (2, ("a", "b", "c"))})
    envelope = tender.seal().envelope
    first, second = tender.release(envelope, "opening", "a", "b")
    posing = replace(second, holder="c")
    with pytest.raises(HolderFault) as caught:
        open_stage(tender.policy, envelope, "opening", [first, posing])
    assert caught.value.holders == ("c",)


def test_those_who_released_nothing_are_named() -> None:
    tender = tender_of(groups={"quorum": (2, ("a", "b", "c"))})
    envelope = tender.seal().envelope
    with pytest.raises(AbsentHolder, match="2 are needed") as caught:
        open_stage(tender.policy, envelope, "opening", tender.release(envelope, "opening", "b"))
    assert caught.value.culprit is Culprit.ABSENT_HOLDER
    assert caught.value.holders == ("a", "c")


def test_a_share_of_another_stage_group_or_stranger_counts_for_nothing() -> None:
    tender = tender_of()
    envelope = tender.seal().envelope
    centre, buyer = tender.release(envelope, "opening", "centre", "buyer")
    technical = tender.release(envelope, "technical", "centre")
    for useless in (
        technical,
        [replace(centre, group="parties")],
        [replace(centre, holder="stranger")],
    ):
        with pytest.raises(AbsentHolder):
            open_stage(tender.policy, envelope, "opening", [buyer, *useless])


def test_recovery_holders_are_held_to_their_shares_alike() -> None:
    tender = tender_of(with_bidder=True)
    envelope = tender.seal().envelope
    audit, city = (
        open_recovery_share(tender.policy, envelope, each, tender.openers[each])
        for each in ("audit", "city")
    )
    with pytest.raises(AbsentHolder):
        recover_bidder_secret(tender.policy, envelope, [audit])
    wrong = replace(city, share=replace(city.share, value=bytes(32)))
    with pytest.raises(HolderFault, match="city"):
        recover_bidder_secret(tender.policy, envelope, [audit, wrong])


# --- the bidder ---


def quorum() -> tuple[Tender, Envelope, bytes]:
    """Seal under 2 of 3 with known secrets; return the opening stage's group secret too."""
    tender, draws = tender_of(groups={"quorum": (2, ("a", "b", "c"))}), Draws()
    envelope = tender.seal(draw=draws).envelope
    return tender, envelope, draws.given[1]


def reshared(tender: Tender, envelope: Envelope, shares: list[Share]) -> Envelope:
    """Wrap other shares for the opening stage's first group, commitments and all."""
    schedule, first = envelope.core.schedule, envelope.core.shares[0]
    holders = tuple(
        replace(
            old,
            wrap=tender.suite.wrap(
                tender.openers[old.to].public,
                share.encode(),
                contexts.of_share(schedule, first.stage, first.group, share.index),
            ),
            commitment=schedule.commit_to_share(share),
        )
        for old, share in zip(first.holders, shares, strict=True)
    )
    return with_core(envelope, shares=(replace(first, holders=holders), *envelope.core.shares[1:]))


def test_a_lowered_k_is_refused_at_the_door_and_at_the_opening() -> None:
    tender, envelope, secret = quorum()
    first = envelope.core.shares[0]
    told = with_core(envelope, shares=(replace(first, threshold=1), *envelope.core.shares[1:]))
    with pytest.raises(EnvelopeRefused, match="quorum"):
        check_envelope(tender.policy, told)
    untold = reshared(tender, envelope, list(envelope.core.schedule.shares(secret, 1, 3)))
    check_envelope(tender.policy, untold)
    released = tender.release(untold, "opening", "a", "b")
    with pytest.raises(BidderFault, match="one sharing") as caught:
        open_stage(tender.policy, untold, "opening", released)
    assert caught.value.culprit is Culprit.BIDDER


def test_shares_of_two_secrets_are_the_bidders_fault_whoever_releases() -> None:
    tender, draws = tender_of(), Draws()
    envelope = tender.seal(draw=draws).envelope
    schedule = envelope.core.schedule
    one, other = schedule.shares(draws.given[1], 1, 2), schedule.shares(bytes(32), 1, 2)
    forked = reshared(tender, envelope, [one[0], other[1]])
    check_envelope(tender.policy, forked)
    for witness in ("centre", "finance"):
        with pytest.raises(BidderFault, match="one sharing"):
            open_stage(
                tender.policy,
                forked,
                "opening",
                tender.release(forked, "opening", witness, "buyer"),
            )


def test_exchanged_wraps_are_found_by_the_holder_at_once() -> None:
    tender, envelope, _ = quorum()
    first = envelope.core.shares[0]
    a, b, c = first.holders
    swapped = replace(first, holders=(replace(a, wrap=b.wrap), replace(b, wrap=a.wrap), c))
    broken = with_core(envelope, shares=(swapped, *envelope.core.shares[1:]))
    check_envelope(tender.policy, broken)
    with pytest.raises(BidderFault, match="wrapped for a does not open"):
        open_share(tender.policy, broken, "opening", "a", tender.openers["a"])
    with pytest.raises(BidderFault):
        acknowledge(
            tender.policy,
            broken,
            "b",
            tender.openers["b"],
            signer=tender.signers["b"],
            at=DEADLINE,
        )


def test_a_wrap_of_another_share_than_committed_is_found_by_the_holder() -> None:
    tender, envelope, secret = quorum()
    schedule = envelope.core.schedule
    shares = list(schedule.shares(secret, 2, 3))
    shares[0] = replace(shares[0], value=bytes(32))
    forged = reshared(tender, envelope, shares).core.shares[0].holders[0]
    first = envelope.core.shares[0]
    mixed = replace(
        first, holders=(replace(first.holders[0], wrap=forged.wrap), *first.holders[1:])
    )
    broken = with_core(envelope, shares=(mixed, *envelope.core.shares[1:]))
    with pytest.raises(BidderFault, match="not the one committed to"):
        open_share(tender.policy, broken, "opening", "a", tender.openers["a"])


@BOTH
def test_wraps_copied_into_a_tender_that_opens_earlier_stay_shut(suite: Suite) -> None:
    victim = tender_of(suite)
    envelope = victim.seal().envelope
    earlier = replace(victim.policy, tender="SDGP370000000202600002")
    stolen = with_core(envelope, policy_hash=earlier.hash)
    check_envelope(earlier, stolen)
    with pytest.raises(BidderFault, match="does not open"):
        open_share(earlier, stolen, "opening", "centre", victim.openers["centre"])


def test_a_bid_copied_into_another_tender_is_refused_at_the_door() -> None:
    tender = tender_of()
    other = replace(tender.policy, tender="SDGP370000000202600002")
    with pytest.raises(EnvelopeRefused, match="another policy"):
        check_envelope(other, tender.seal().envelope)


def test_a_part_that_was_never_readable_is_the_bidders() -> None:
    tender, draws = tender_of(), Draws()
    envelope = tender.seal([("price", PRICE)], draw=draws).envelope
    garbage = bytes(len(tender.blobs[1]))
    root = part_root(tender.suite, [tender.suite.digest(garbage)])
    entry = replace(envelope.core.parts[0], root=root)
    broken, header = with_core(envelope, parts=(entry,)), tender.header(envelope, "centre", "buyer")
    key = price_key(tender, envelope, draws)
    assert part_matches(broken, 1, [garbage])
    with pytest.raises(BidderFault, match="does not open under its key"):
        list(open_part(broken, header, 1, key.published, [garbage]))


def test_another_content_under_the_right_key_is_the_platforms() -> None:
    tender, draws = tender_of(), Draws()
    envelope = tender.seal([("price", PRICE)], draw=draws).envelope
    key = price_key(tender, envelope, draws)
    forged = tender.suite.encrypt(key.secret, key.nonce_of(0), PRICE[::-1].ljust(4096, b"\0"))
    with pytest.raises(PlatformFault, match="not what the core names"):
        tender.read(envelope, 1, blob=forged)


def test_something_hidden_in_the_padding_is_the_bidders() -> None:
    tender, draws = tender_of(), Draws()
    envelope = tender.seal([("price", PRICE)], draw=draws).envelope
    key = price_key(tender, envelope, draws)
    blob = tender.suite.encrypt(key.secret, key.nonce_of(0), PRICE.ljust(4095, b"\0") + b"!")
    root = part_root(tender.suite, [tender.suite.digest(blob)])
    broken = with_core(envelope, parts=(replace(envelope.core.parts[0], root=root),))
    header = tender.header(envelope, "centre", "buyer")
    with pytest.raises(BidderFault, match="padding"):
        list(open_part(broken, header, 1, key.published, [blob]))
    # With the keys out, the platform can forge chunks that open; the root tells them apart.
    with pytest.raises(PlatformFault):
        list(open_part(envelope, header, 1, key.published, [blob]))


@pytest.mark.parametrize("field", ["commitment", "key_hash"])
def test_another_key_than_the_one_committed_to_is_the_bidders(field: str) -> None:
    tender = tender_of()
    envelope = tender.seal([("price", PRICE)]).envelope
    released = tender.release(envelope, "opening", "centre", "buyer")
    opened = open_stage(tender.policy, envelope, "opening", released)
    other = {field: bytes(32)}
    header = with_core(envelope, header=replace(envelope.core.header, **other))
    with pytest.raises(BidderFault):
        header_key(tender.policy, header, opened)
    part = with_core(envelope, parts=(replace(envelope.core.parts[0], **other),))
    with pytest.raises(BidderFault):
        part_key(tender.policy, part, 1, opened=opened)


def test_a_secret_of_another_stage_opens_nothing() -> None:
    tender = tender_of()
    envelope = tender.seal().envelope
    technical = open_stage(
        tender.policy,
        envelope,
        "technical",
        tender.release(envelope, "technical", "centre", "buyer"),
    )
    with pytest.raises(EnvelopeRefused, match="opens at opening"):
        header_key(tender.policy, envelope, technical)
    with pytest.raises(EnvelopeRefused, match="opens at opening"):
        part_key(tender.policy, envelope, 1, opened=technical)
    with pytest.raises(EnvelopeRefused, match="has no part 3"):
        part_key(tender.policy, envelope, 3, opened=technical)


def test_a_published_key_opens_its_own_part_and_no_other() -> None:
    tender = tender_of()
    envelope = tender.seal([("price", PRICE), ("price", b"another")]).envelope
    released = tender.release(envelope, "opening", "centre", "buyer")
    opened = open_stage(tender.policy, envelope, "opening", released)
    header = open_header(tender.policy, envelope, header_key(tender.policy, envelope, opened))
    first = part_key(tender.policy, envelope, 1, opened=opened)
    assert b"".join(open_part(envelope, header, 1, first, [bytes(tender.blobs[1])])) == PRICE
    for number, key in ((2, first), (1, bytes(28))):
        with pytest.raises(EnvelopeRefused, match="commits to"):
            open_part(envelope, header, number, key, [bytes(tender.blobs[number])])
    with pytest.raises(EnvelopeRefused, match="28 bytes"):
        open_header(tender.policy, envelope, b"short")


def test_a_wrong_secret_in_the_bidders_own_wraps_is_the_bidders() -> None:
    tender = tender_of(with_bidder=True)
    envelope = tender.seal().envelope
    assert envelope.core.bidder is not None
    context = contexts.of_bidder_secret(envelope.core.schedule, "certificate-1")
    wrap = Wrap("certificate-1", tender.suite.wrap(tender.own.public, bytes(32), context))
    broken = with_core(envelope, bidder=replace(envelope.core.bidder, wraps=(wrap,)))
    with pytest.raises(BidderFault, match="another secret"):
        unwrap_bidder_secret(broken, "certificate-1", tender.own)


def test_recovery_shares_of_another_secret_are_the_bidders() -> None:
    tender = tender_of(with_bidder=True)
    envelope = tender.seal().envelope
    assert envelope.core.bidder is not None
    other = replace(envelope.core.bidder, commitment=bytes(32))
    broken = with_core(envelope, bidder=other)
    released = [
        open_recovery_share(tender.policy, broken, each, tender.openers[each])
        for each in ("audit", "city")
    ]
    with pytest.raises(BidderFault, match="another secret"):
        recover_bidder_secret(tender.policy, broken, released)


def test_a_claim_wrap_of_another_key_is_refused() -> None:
    tender = tender_of(with_bidder=True)
    envelope = tender.seal().envelope
    claim = replace(envelope.core.claim, public=tender.suite.signer().public)
    with pytest.raises(EnvelopeRefused, match="another claim key"):
        unwrap_claim_key(with_core(envelope, claim=claim), "certificate-1", tender.own)


def test_each_culprit_has_its_fault() -> None:
    assert {fault.culprit for fault in Fault.__subclasses__()} == set(Culprit)
