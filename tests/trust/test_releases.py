"""Holders' signed words: the wraps open, this share was released then; nobody else can say so."""

from dataclasses import replace

import pytest

from lucai_trust.encoding import canonical, parse_canonical
from lucai_trust.envelope import (
    HolderFault,
    SignedStatement,
    acknowledge,
    is_right_share,
    open_recovery_share,
    open_stage,
    read_acknowledgement,
    read_release,
    read_unopened,
    recover_bidder_secret,
    release,
    released_shares,
    say_unopened,
    says_unopened,
)
from lucai_trust.envelope.statements import StatementSignature
from lucai_trust.errors import EncodingRefused, EnvelopeRefused, PolicyRefused
from lucai_trust.schedule import Share
from lucai_trust.suites import GM1, INTL1, Suite
from tests.trust.bids import DEADLINE, tender_of

BOTH = pytest.mark.parametrize("suite", [GM1, INTL1], ids=lambda suite: suite.name)


@BOTH
def test_released_shares_travel_signed_and_open_the_bid(suite: Suite) -> None:
    tender = tender_of(suite)
    envelope = tender.seal().envelope
    files = [
        release(
            tender.policy, envelope, each, signer=tender.signers[each.holder], at=DEADLINE
        ).encode()
        for each in tender.release(envelope, "opening", "finance", "agency")
    ]
    read = [read_release(tender.policy, envelope, SignedStatement.parse(file)) for file in files]
    assert {each.at for each in read} == {DEADLINE}
    assert open_stage(tender.policy, envelope, "opening", released_shares(read)).secret


def test_recovery_shares_travel_signed_too() -> None:
    tender = tender_of(with_bidder=True)
    envelope = tender.seal().envelope
    read = []
    for holder in ("audit", "authority"):
        opened = open_recovery_share(tender.policy, envelope, holder, tender.openers[holder])
        signed = release(
            tender.policy, envelope, opened, signer=tender.signers[holder], at=DEADLINE
        )
        read.append(read_release(tender.policy, envelope, signed))
    assert recover_bidder_secret(tender.policy, envelope, released_shares(read)).secret


def test_a_recovery_share_is_the_one_committed_to_at_its_holders_place() -> None:
    tender = tender_of(with_bidder=True)
    envelope = tender.seal().envelope
    right = open_recovery_share(tender.policy, envelope, "audit", tender.openers["audit"])
    share = right.share
    assert is_right_share(tender.policy, envelope, right)
    for wrong in (
        replace(right, share=replace(share, value=bytes(32))),
        replace(right, share=replace(share, index=share.index + 1)),
        replace(right, holder="authority"),
    ):
        assert not is_right_share(tender.policy, envelope, wrong)
    with pytest.raises(PolicyRefused):
        is_right_share(tender.policy, envelope, replace(right, holder="agency"))


def test_a_share_of_a_stage_is_the_one_committed_to_at_its_holders_place() -> None:
    tender = tender_of()
    envelope = tender.seal().envelope
    right, other = tender.release(envelope, "opening", "centre", "buyer")
    assert is_right_share(tender.policy, envelope, right)
    assert not is_right_share(tender.policy, envelope, replace(right, share=other.share))
    with pytest.raises(EnvelopeRefused):
        is_right_share(tender.policy, envelope, replace(right, stage="nothing"))


def test_a_wrong_share_rightly_signed_is_its_holders() -> None:
    tender = tender_of()
    envelope = tender.seal().envelope
    centre, buyer = tender.release(envelope, "opening", "centre", "buyer")
    wrong = replace(centre, share=Share(1, bytes(32), bytes(32)))
    signed = release(tender.policy, envelope, wrong, signer=tender.signers["centre"], at=DEADLINE)
    read = read_release(tender.policy, envelope, signed)
    with pytest.raises(HolderFault, match="centre"):
        open_stage(tender.policy, envelope, "opening", [buyer, read.released])


def test_a_release_in_anothers_name_is_no_release() -> None:
    tender = tender_of()
    envelope, other = tender.seal().envelope, tender.seal().envelope
    (centre,) = tender.release(envelope, "opening", "centre")
    forged = release(tender.policy, envelope, centre, signer=tender.signers["finance"], at=DEADLINE)
    with pytest.raises(EnvelopeRefused, match="not signed by the holder"):
        read_release(tender.policy, envelope, forged)
    right = release(tender.policy, envelope, centre, signer=tender.signers["centre"], at=DEADLINE)
    with pytest.raises(EnvelopeRefused, match="another envelope"):
        read_release(tender.policy, other, right)
    with pytest.raises(PolicyRefused):
        read_release(
            tender.policy,
            envelope,
            release(
                tender.policy,
                envelope,
                replace(centre, holder="stranger"),
                signer=tender.signers["centre"],
                at=DEADLINE,
            ),
        )
    stageless = replace(centre, stage="")
    with pytest.raises(EncodingRefused, match="stage"):
        read_release(
            tender.policy,
            envelope,
            release(
                tender.policy, envelope, stageless, signer=tender.signers["centre"], at=DEADLINE
            ),
        )


@BOTH
def test_a_holder_acknowledges_what_it_could_open(suite: Suite) -> None:
    tender = tender_of(suite, with_bidder=True)
    envelope = tender.seal().envelope
    for holder in ("centre", "audit"):
        signed = acknowledge(
            tender.policy,
            envelope,
            holder,
            tender.openers[holder],
            signer=tender.signers[holder],
            at=DEADLINE,
        )
        read = read_acknowledgement(tender.policy, envelope, SignedStatement.parse(signed.encode()))
        assert (read.holder, read.at, read.envelope) == (holder, DEADLINE, envelope.hash)
    with pytest.raises(EnvelopeRefused, match="another envelope"):
        read_acknowledgement(tender.policy, tender.seal().envelope, signed)
    with pytest.raises(EncodingRefused):
        read_release(tender.policy, envelope, signed)


@BOTH
def test_a_holder_signs_that_its_share_does_not_open(suite: Suite) -> None:
    tender = tender_of(suite, with_bidder=True)
    envelope, signers = tender.seal().envelope, tender.signers
    for holder in ("buyer", "audit"):
        signed = say_unopened(tender.policy, envelope, holder, signer=signers[holder], at=DEADLINE)
        read = read_unopened(tender.policy, envelope, SignedStatement.parse(signed.encode()))
        assert (read.holder, read.at, read.envelope) == (holder, DEADLINE, envelope.hash)
        assert says_unopened(signed)
    with pytest.raises(EnvelopeRefused, match="another envelope"):
        read_unopened(tender.policy, tender.seal().envelope, signed)
    forged = say_unopened(tender.policy, envelope, "buyer", signer=signers["audit"], at=DEADLINE)
    with pytest.raises(EnvelopeRefused, match="not signed"):
        read_unopened(tender.policy, envelope, forged)
    [share] = tender.release(envelope, "opening", "buyer")
    released = release(tender.policy, envelope, share, signer=signers["buyer"], at=DEADLINE)
    assert not says_unopened(released)
    assert not says_unopened(SignedStatement(b"[]", ()))


def test_a_signature_by_no_key_we_know_holds_nothing() -> None:
    statement = SignedStatement.by(b'"x"', [GM1.signer(), INTL1.signer()])
    for each in statement.signatures:
        assert statement.is_signed_by(each.key)
        assert not replace(statement, statement=b'"y"').is_signed_by(each.key)
    assert not statement.is_signed_by(GM1.signer().public)
    for key in (b"", bytes(33), bytes(65)):
        strange = replace(statement, signatures=(StatementSignature(key, b"s"),))
        assert not strange.is_signed_by(key)


def test_a_statement_file_has_one_form() -> None:
    signed = SignedStatement.by(b'{"a":1}', [INTL1.signer()])
    assert SignedStatement.parse(signed.encode()) == signed
    value = parse_canonical(signed.encode())
    assert isinstance(value, dict)
    with pytest.raises(EncodingRefused):
        SignedStatement.parse(canonical(value | {"signatures": [{"key": "00"}]}))
    with pytest.raises(EncodingRefused):
        SignedStatement.parse(canonical(value | {"statement": ""}))
