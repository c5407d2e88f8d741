"""Statements that are signed together: one signature, and each stands by itself all the same."""

from dataclasses import replace

import pytest

from lucai_trust.encoding import canonical
from lucai_trust.envelope.statements import Among, SignedStatement, StatementSignature
from lucai_trust.errors import EncodingRefused
from lucai_trust.suites import GM1, INTL1

SIGNERS = (GM1.signer(bytes(31) + b"\1"), INTL1.signer(bytes(32)))
SAID = [canonical({"number": number}) for number in range(7)]


def test_statements_signed_together_hold_each_by_itself() -> None:
    together = SignedStatement.together(SAID, SIGNERS)
    assert [each.statement for each in together] == SAID
    assert len({signature.value for each in together for signature in each.signatures}) == 2
    for each in together:
        read = SignedStatement.parse(each.encode())
        assert read == each
        assert all(read.is_signed_by(signer.public) for signer in SIGNERS)


@pytest.mark.parametrize("count", [0, 1])
def test_one_that_is_alone_is_signed_as_ever(count: int) -> None:
    together = SignedStatement.together(SAID[:count], SIGNERS)
    assert len(together) == count
    assert all(signature.among is None for each in together for signature in each.signatures)
    assert all(each.is_signed_by(SIGNERS[1].public) for each in together)


@pytest.mark.parametrize(
    "changed",
    [
        {"index": 3},
        {"size": 6},
        {"size": 1},
        {"path": ()},
        {"path": (bytes(32),) * 3},
        {"path": (b"short",) * 3},
    ],
)
def test_nothing_holds_at_a_place_that_is_not_its_own(changed: dict[str, object]) -> None:
    [signature, *_] = SignedStatement.together(SAID, SIGNERS[1:])[2].signatures
    assert signature.among
    assert signature.holds(SAID[2])
    assert not signature.holds(SAID[3])
    moved = replace(signature, among=replace(signature.among, **changed))
    assert not moved.holds(SAID[2])


def test_a_signature_for_all_is_none_for_one() -> None:
    [signature] = SignedStatement.together(SAID[:2], SIGNERS[1:])[0].signatures
    assert not replace(signature, among=None).holds(SAID[0])
    alone = StatementSignature(signature.key, SIGNERS[1].sign(SAID[0]), Among(0, 1, ()))
    assert not alone.holds(SAID[0])


def test_a_place_among_others_has_one_form() -> None:
    [signed, _] = SignedStatement.together(SAID[:2], SIGNERS[1:])
    spelt = signed.encode()
    for wrong in (b'"index":-1', b'"index":"0"', b'"place":0'):
        with pytest.raises(EncodingRefused):
            SignedStatement.parse(spelt.replace(b'"index":0', wrong))
