"""A price of nothing, or above the ceiling, ends that bid and holds nobody else up."""

from typing import Any

import pytest

from lucai.kernel.money import yuan
from lucai.stages.trade.evaluations import services
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import bids, evaluation, people

pytestmark = pytest.mark.django_db

FREE: dict[str, Any] = {"price": "0.00", "unit_confirmed": "on"}


def priced(fen_above_the_ceiling: int) -> dict[str, Any]:
    """Return an offer that many 分 above the ceiling of the first lot."""
    number = bids.call_for_bids().number
    ceiling = project_seen(people.agency(), number).lot(1).ceiling
    return {"price": yuan(ceiling + fen_above_the_ceiling)}


def found_to_comply(offer: dict[str, Any], others: int = 3) -> evaluation.Round:
    """Every member finds that every bid complies, also the first with an offer of its own."""
    call = bids.call_for_bids()
    bids.submitted_bid(call, people.supplier(4), offer=offer)
    rnd = evaluation.formed(evaluation.drawn(evaluation.opened(call, suppliers=others)))
    rnd = evaluation.qualified(evaluation.started(rnd))
    with evaluation.at(rnd):
        for member in rnd.members:
            evaluation.check(rnd, member)
        services.finish_compliance(rnd.chair(), **rnd.key)
    return rnd


@pytest.mark.parametrize(
    ("offer", "said"),
    [(lambda: FREE, "投标报价为零"), (lambda: priced(1), "超过最高限价")],
    ids=["nothing", "a 分 above the ceiling"],
)
def test_a_price_that_cannot_be_is_invalid_and_the_others_go_on(offer: Any, said: str) -> None:
    rnd = found_to_comply(offer())
    with evaluation.at(rnd):
        first, *others = rnd.sheet(rnd.members[0]).bids
        assert (first.supplier_name, first.compliant) == ("示例供应商4有限公司", False)
        assert said in first.reason
        for member in rnd.members:
            evaluation.score(rnd, member, {bid.code: ("40", "25") for bid in others})
        services.consolidate(rnd.chair(), **rnd.key)
        assert rnd.sheet(people.agency()).state == "reporting"


def test_a_price_at_the_ceiling_is_scored_like_any_other() -> None:
    rnd = found_to_comply(priced(0))
    with evaluation.at(rnd):
        assert all(bid.compliant for bid in rnd.sheet(rnd.members[0]).bids)


def test_a_price_of_nothing_does_not_make_three() -> None:
    rnd = found_to_comply(FREE, others=2)
    with evaluation.at(rnd):
        assert rnd.sheet(people.agency()).state == "failed"
