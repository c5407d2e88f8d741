"""Consortia and subcontracts: what small firms do of the contract counts for its price."""

from decimal import Decimal
from fractions import Fraction

import pytest

from lucai.kernel import clock
from lucai.law.status import LawRefuses
from lucai.stages.trade.bids.rules import SubmissionFacts, subcontract_is_announced
from lucai.stages.trade.evaluations.ranking import Entry, Terms, ranking
from tests.stages.trade.test_ranking import entry, terms

LAW = "0.05"


def evaluated(joint: Entry, **more: object) -> Fraction:
    agreed: Terms = terms(
        factors=(), domestic_applies=False, sme_rate=Decimal("0.15"),
        **{"sme_joint_rate": Decimal(LAW), **more},
    )  # fmt: skip
    found = ranking([joint, entry("B", 120), entry("C", 130)], agreed, {})
    return next(bid.evaluated for bid in found.bids if bid.code == "A")


@pytest.mark.parametrize(
    ("share", "price"), [("0.30", 95), ("0.2999", 100), (None, 100), ("1", 85)]
)
def test_a_share_of_three_tenths_earns_the_joint_rate_and_small_firms_alone_their_own(
    share: str | None, price: int
) -> None:
    held = None if share is None else Decimal(share)
    assert evaluated(entry("A", 100, small_share=held)) == price


def test_without_a_joint_rate_in_the_document_a_share_earns_nothing() -> None:
    assert evaluated(entry("A", 100, small_share=Decimal("0.5")), sme_joint_rate=None) == 100


def test_a_joint_rate_outside_the_law_is_refused() -> None:
    with pytest.raises(LawRefuses, match="联合体或者分包"):
        evaluated(entry("A", 100, small_share=Decimal("0.5")), sme_joint_rate=Decimal("0.15"))


@pytest.mark.parametrize(("allowed", "holds"), [(True, True), (False, False)])
def test_work_is_passed_on_only_where_the_document_says_so(allowed: bool, holds: bool) -> None:
    facts = SubmissionFacts(bid_deadline=clock.now(), subcontract=True, subcontract_allowed=allowed)
    assert subcontract_is_announced(facts, clock.now()).holds is holds
