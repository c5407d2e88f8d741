"""At the door: an envelope that is not as its policy asks is refused before any key is used."""

from dataclasses import replace

import pytest

from lucai_trust.encoding import canonical, parse_canonical
from lucai_trust.envelope import (
    BidderGroup,
    Envelope,
    Inner,
    OnAbsence,
    OwnKeys,
    bidder_secret_by_code,
    check_envelope,
    part_matches,
    unwrap_bidder_secret,
)
from lucai_trust.envelope.checking import MOST_PARTS, shared_secret
from lucai_trust.envelope.core import Core
from lucai_trust.errors import EncodingRefused, EnvelopeRefused, KeyRefused, TrustError
from lucai_trust.suites import GM1, INTL1, Suite
from tests.trust.bids import PRICE, Tender, tender_of, with_core

TENDER = tender_of(with_bidder=True)
SEALED = TENDER.seal()
ENVELOPE = SEALED.envelope
CORE = ENVELOPE.core
assert CORE.bidder is not None
BIDDER = CORE.bidder

REFUSED: dict[str, tuple[dict[str, object], str]] = {
    "another policy": ({"policy_hash": bytes(32)}, "another policy"),
    "another suite": ({"suite": INTL1}, "another policy"),
    "a secret less": ({"shares": CORE.shares[1:]}, "one secret per stage"),
    "secrets exchanged": ({"shares": CORE.shares[::-1]}, "not shared as"),
    "a lowered k": (
        {"shares": (replace(CORE.shares[0], threshold=2), *CORE.shares[1:])},
        "not shared as",
    ),
    "a holder less": (
        {
            "shares": (
                replace(CORE.shares[0], holders=CORE.shares[0].holders[1:]),
                *CORE.shares[1:],
            )
        },
        "not shared as",
    ),
    "holders exchanged": (
        {
            "shares": (
                replace(CORE.shares[0], holders=CORE.shares[0].holders[::-1]),
                *CORE.shares[1:],
            )
        },
        "not shared as",
    ),
    "no bidder's secret": ({"bidder": None}, "exactly when"),
    "a recovery holder less": (
        {"bidder": replace(BIDDER, recovery=BIDDER.recovery[1:])},
        "recovery shares",
    ),
    "two wraps of one name": ({"bidder": replace(BIDDER, wraps=BIDDER.wraps * 2)}, "one name"),
    "no parts": ({"parts": ()}, "1 to 200 parts"),
    "too many parts": ({"parts": CORE.parts * (MOST_PARTS // 2 + 1)}, "1 to 200 parts"),
    "parts exchanged": ({"parts": CORE.parts[::-1]}, "numbered"),
    "a part of no stage": (
        {"parts": (replace(CORE.parts[0], stage="never"), CORE.parts[1])},
        "a stage of the policy",
    ),
    "a part not padded": (
        {"parts": (replace(CORE.parts[0], size=4097), CORE.parts[1])},
        "padded and cut",
    ),
    "a part of other chunks": (
        {"parts": (replace(CORE.parts[0], chunks=2), CORE.parts[1])},
        "padded and cut",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_envelope_that_is_not_as_its_policy_asks_is_refused(name: str) -> None:
    changes, why = REFUSED[name]
    check_envelope(TENDER.policy, ENVELOPE)
    with pytest.raises(EnvelopeRefused, match=why):
        check_envelope(TENDER.policy, with_core(ENVELOPE, **changes))


def test_a_claim_key_that_is_none_and_a_bare_header_are_refused() -> None:
    with pytest.raises(KeyRefused):
        check_envelope(
            TENDER.policy, with_core(ENVELOPE, claim=replace(CORE.claim, public=b"no key"))
        )
    with pytest.raises(EnvelopeRefused, match="not padded"):
        check_envelope(TENDER.policy, Envelope.parse(ENVELOPE.core_bytes, ENVELOPE.sealed + b"\0"))


def test_a_bidders_secret_that_nobody_asked_for_is_refused() -> None:
    tender = tender_of()
    envelope = with_core(tender.seal().envelope, bidder=BIDDER)
    with pytest.raises(EnvelopeRefused, match="exactly when"):
        check_envelope(tender.policy, envelope)


def test_what_the_envelope_has_not_is_not_found() -> None:
    for number in (0, 3):
        with pytest.raises(EnvelopeRefused, match=f"no part {number}"):
            part_matches(ENVELOPE, number, [])
    with pytest.raises(EnvelopeRefused, match="shares nothing"):
        shared_secret(ENVELOPE, "opening", "strangers")


@pytest.mark.parametrize("suite", [GM1, INTL1], ids=lambda suite: suite.name)
def test_a_core_is_read_back_from_its_bytes(suite: Suite) -> None:
    envelope = tender_of(suite, with_bidder=True).seal(previous=bytes(32)).envelope
    assert Core.parse(envelope.core_bytes) == envelope.core
    assert envelope.core.encode() == envelope.core_bytes


def test_every_member_of_a_core_is_looked_at() -> None:
    for path in _paths(parse_canonical(ENVELOPE.core_bytes)):
        for wrong in (0.5, -1, True, [], {}, "Zz!"):
            value = parse_canonical(ENVELOPE.core_bytes)
            _set(value, path, wrong)
            if path[-1] in {"wraps", "recovery", "holders", "shares", "parts"} and wrong == []:
                continue
            with pytest.raises(TrustError):
                Core.parse(canonical(value))
        value = parse_canonical(ENVELOPE.core_bytes)
        _set(value, path[:-1], _without(value, path)) if path[:-1] else value.pop(path[-1])
        if not isinstance(path[-1], int):
            with pytest.raises(EncodingRefused):
                Core.parse(canonical(value))


def _paths(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        for key, item in value.items():
            found += _paths(item, (*path, key))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            found += _paths(item, (*path, place))
    return found


def _at(value: object, path: tuple[object, ...]) -> object:
    for step in path:
        value = value[step]
    return value


def _set(value: object, path: tuple[object, ...], new: object) -> None:
    _at(value, path[:-1])[path[-1]] = new


def _without(value: object, path: tuple[object, ...]) -> object:
    holder = _at(value, path[:-1])
    if isinstance(holder, dict):
        return {key: item for key, item in holder.items() if key != path[-1]}
    return holder


def test_declarations_are_texts() -> None:
    inner = TENDER.header(ENVELOPE, "centre", "buyer").inner
    value = parse_canonical(inner.encode())
    assert isinstance(value, dict)
    for wrong in ([], {"a": 1}, {"a": None}):
        with pytest.raises(EncodingRefused):
            Inner.parse(canonical(value | {"declarations": wrong}))
    with pytest.raises(EnvelopeRefused, match="lists no part 9"):
        TENDER.header(ENVELOPE, "centre", "buyer").listed(9)


def test_a_mistyped_recovery_code_is_told_from_a_wrong_one() -> None:
    code = str(SEALED.recovery_code)
    assert bidder_secret_by_code(ENVELOPE, code.replace("-", " ").replace("0", "O"))
    other = code[:-1] + ("0" if code[-1] != "0" else "1")
    with pytest.raises(EncodingRefused, match="mistyped"):
        bidder_secret_by_code(ENVELOPE, other)


def test_where_nobody_could_open_a_bid_it_is_not_sealed() -> None:
    policy = replace(TENDER.policy, bidder=BidderGroup(30, OnAbsence.WITHDRAWN))
    tender = Tender(policy, TENDER.openers, TENDER.signers, TENDER.own)
    with pytest.raises(EnvelopeRefused, match="nobody could ever open"):
        tender.seal(own=OwnKeys())
    envelope = tender.seal().envelope
    check_envelope(policy, envelope)
    secret = unwrap_bidder_secret(envelope, "certificate-1", tender.own)
    assert tender.read(envelope, 1, bidder_secret=secret) == PRICE
