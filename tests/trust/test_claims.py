"""Withdrawing and replacing: only who sealed may, once, and only the last one is opened."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lucai_trust.commitment import commit
from lucai_trust.envelope import Claim, SealedBid, live_envelopes, make_claim, read_claim
from lucai_trust.errors import EncodingRefused, EnvelopeRefused
from lucai_trust.suites import GM1, INTL1, Suite
from tests.trust.bids import DEADLINE, Tender, tender_of

AT = DEADLINE - timedelta(hours=1)


def chain() -> tuple[Tender, SealedBid, SealedBid]:
    tender = tender_of()
    first = tender.seal()
    return tender, first, tender.seal(previous=first.envelope.hash)


@pytest.mark.parametrize("suite", [GM1, INTL1], ids=lambda suite: suite.name)
def test_a_withdrawal_is_signed_with_the_envelopes_own_key(suite: Suite) -> None:
    tender = tender_of(suite)
    sealed = tender.seal()
    proof = commit(b"signature of the certificate", bytes(32))
    signed = make_claim(sealed.envelope, sealed.claim_secret, at=AT, proof=proof)
    claim = read_claim(sealed.envelope, type(signed).parse(signed.encode()))
    assert claim == Claim(tender.policy.hash, sealed.envelope.hash, None, AT, proof)
    assert not live_envelopes({sealed.envelope.hash: sealed.envelope.core}, [claim])


def test_of_a_chain_only_the_last_envelope_lives() -> None:
    tender, first, second = chain()
    other = tender.seal()
    signed = make_claim(first.envelope, first.claim_secret, at=AT, new=second.envelope)
    claim = read_claim(first.envelope, signed)
    cores = {each.envelope.hash: each.envelope.core for each in (first, second, other)}
    assert live_envelopes(cores, [claim]) == {second.envelope.hash, other.envelope.hash}
    assert live_envelopes(cores, []) == cores.keys()


def test_a_claim_by_anybody_else_is_refused() -> None:
    _, first, second = chain()
    with pytest.raises(EnvelopeRefused, match="belongs to another"):
        make_claim(first.envelope, second.claim_secret, at=AT)
    by_other = make_claim(second.envelope, second.claim_secret, at=AT)
    with pytest.raises(EnvelopeRefused, match="another envelope"):
        read_claim(first.envelope, by_other)
    own = make_claim(first.envelope, first.claim_secret, at=AT)
    forged = replace(own, signatures=by_other.signatures)
    with pytest.raises(EnvelopeRefused, match="not signed"):
        read_claim(first.envelope, forged)


def test_a_replacement_must_name_what_it_replaces() -> None:
    tender, first, second = chain()
    stranger = tender.seal()
    with pytest.raises(EnvelopeRefused, match="does not name"):
        make_claim(first.envelope, first.claim_secret, at=AT, new=stranger.envelope)
    cores = {each.envelope.hash: each.envelope.core for each in (first, second, stranger)}
    for new in (stranger.envelope.hash, bytes(32)):
        claim = Claim(tender.policy.hash, first.envelope.hash, new, AT)
        with pytest.raises(EnvelopeRefused, match="does not"):
            live_envelopes(cores, [claim])


def test_an_envelope_is_claimed_once() -> None:
    tender, first, second = chain()
    cores = {each.envelope.hash: each.envelope.core for each in (first, second)}
    withdrawn = Claim(tender.policy.hash, first.envelope.hash, None, AT)
    with pytest.raises(EnvelopeRefused, match="already claimed"):
        live_envelopes(cores, [withdrawn, replace(withdrawn, new=second.envelope.hash)])
    with pytest.raises(EnvelopeRefused, match="not there"):
        live_envelopes({}, [withdrawn])


def test_a_malformed_claim_is_refused() -> None:
    _, first, _ = chain()
    signed = make_claim(first.envelope, first.claim_secret, at=AT)
    with pytest.raises(EncodingRefused):
        read_claim(first.envelope, replace(signed, statement=b"{}"))
