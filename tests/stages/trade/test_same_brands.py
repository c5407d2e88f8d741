"""Bidders who offer the same brand count as one, and one of them stands for it (87号令 art 31)."""

import pytest

from lucai.kernel.actors import SYSTEM
from lucai.law import replay
from lucai.stages.trade.evaluations import services
from lucai.stages.trade.evaluations.computing import ranking_from, read_inputs
from lucai.stages.trade.evaluations.selectors import calculation_of, evaluation_seen
from lucai.stages.trade.evaluations.selectors.rows import bids_of, session_row
from tests.makers import evaluation
from tests.makers.evaluation import Round, at
from tests.stages.trade.test_ranking import entry, marks, ranking, terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def started() -> Round:
    return evaluation.started()


def test_of_one_brand_the_lowest_offer_takes_part_where_the_price_decides() -> None:
    found = ranking(
        [entry("A", 100, brand="x"), entry("B", 90, brand="x"), entry("C", 95, brand="y")],
        terms(factors=()),
        {},
    )
    assert [(bid.code, bid.rank) for bid in found.bids] == [("B", 1), ("C", 2)]
    assert "报价最低的示例B参加评标，其他投标无效" in found.passed_over["A"]


def test_of_one_brand_the_highest_score_stands_and_the_others_keep_their_scores() -> None:
    given = {**marks("A", "C"), **marks("B", subjective=1900)}
    found = ranking(
        [entry("A", 100, brand="x"), entry("B", 100, brand="x"), entry("C", 105)], terms(), given
    )
    assert [(bid.code, bid.rank) for bid in found.bids] == [("A", 1), ("C", 2), ("B", None)]
    assert found.bids[-1].total
    assert "示例A获得推荐资格，不作为中标候选人" in found.passed_over["B"]


def test_equal_scores_of_one_brand_are_drawn_and_the_seed_repeats_it() -> None:
    def first(seed: str) -> str:
        both = [entry("A", 100, brand="x"), entry("B", 100, brand="x"), entry("C", 120)]
        return ranking(both, terms(tie_seed=seed), marks("A", "B", "C")).bids[0].code

    assert {first(seed) for seed in "12345678"} == {"A", "B"}
    assert first("1") == first("1")


def brand(rnd: Round, *brands: str) -> None:
    for bid, name in zip(bids_of(SYSTEM, session_row(SYSTEM, rnd.number, 1)), brands, strict=False):
        bid.change(brands=[name])


def test_the_brand_of_the_core_product_is_read_from_the_bid(started: Round) -> None:
    found = [bid.brands for bid in bids_of(SYSTEM, session_row(SYSTEM, started.number, 1))]
    assert len({tuple(brands) for brands in found}) == 3
    assert all(len(brands) == 1 and brands[0] for brands in found)


def test_two_bidders_of_one_brand_count_as_one_when_three_are_needed(started: Round) -> None:
    brand(started, "示例泉", "示例 泉")
    rnd = evaluation.qualified(started)
    with at(rnd):
        for member in rnd.members:
            evaluation.check(rnd, member)
        services.finish_compliance(rnd.chair(), **rnd.key)
    sheet = evaluation_seen(SYSTEM, rnd.number, 1)
    assert (sheet.state, "不足3家" in sheet.failed_reason) == ("failed", True)


def test_anybody_recomputes_the_same_ranking_with_one_bidder_for_the_brand() -> None:
    rnd = evaluation.consolidated()
    inputs = calculation_of(SYSTEM, rnd.number, 1).inputs
    first, second, *_ = inputs["offers"]
    first["brand"] = second["brand"] = "示例泉"
    found = ranking_from(read_inputs(inputs))
    told = replay.score_file(inputs)
    assert len(found.passed_over) == len(told["passedOver"]) == 1
    assert {bid.code: bid.rank for bid in found.bids if bid.rank} == told["ranks"]
