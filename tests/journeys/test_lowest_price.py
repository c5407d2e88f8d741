"""A procurement by 最低评标价法, without a browser: from the bids to the payment."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lucai.kernel import clock
from lucai.stages.contract.contracts.selectors import contract_seen
from lucai.stages.trade.awards.selectors import award_seen
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import bids, contract, evaluation, people

pytestmark = pytest.mark.django_db


def test_the_lowest_price_is_bought_signed_and_paid_without_a_single_mark() -> None:
    rnd = evaluation.opened(bids.call_for_bids(evaluation_method="lowestPrice"))
    rnd = evaluation.carry(rnd, after=evaluation.opened, to=evaluation.compliant)
    rnd = evaluation.carry(rnd, after=evaluation.scored, to=evaluation.announced_award)
    with evaluation.at(rnd):
        award = award_seen(people.buyer(), rnd.number, rnd.lot)
        assert award.supplier_name == "示例供应商1有限公司"
        assert [line.total_text for line in award.candidates] == ["", "", ""]
        assert min(line.price for line in award.candidates) == award.amount
    people.treasury()
    awarded = contract.Awarded(rnd.number, rnd.lot, rnd.now + timedelta(days=1))
    number = contract.filed(awarded)
    request = contract.paid(number)
    with clock.at(contract.after_signing(number, 15)):
        card = contract_seen(people.buyer(), number).card
        assert (card.amount, card.paid, card.state) == (award.amount, award.amount, "completed")
        assert project_seen(people.agency(), rnd.number).state == "completed"
    assert request
