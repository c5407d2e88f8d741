"""What a browser is told to check of a form before it seals it."""

from lucai.stages.contract.mall.schemas import QuoteIn
from lucai.stages.trade.cooperations.schemas import ResponseIn as ResearchIn
from lucai.stages.trade.frameworks.schemas import ResponseIn
from lucai.stages.trade.rounds.papers import Limit, Need, paper


def test_lengths_and_ranges_are_those_by_which_the_opening_reads() -> None:
    told = paper(ResponseIn)
    assert told["lengths"]["product"] == [2, 200]
    assert told["lengths"]["quality"] == [None, 4000]
    assert told["ranges"]["consumable_years"] == [0.0, 20.0]
    assert paper(ResearchIn)["ranges"]["months"] == [1, 120]


def test_a_field_of_rows_is_named_without_its_number() -> None:
    assert paper(QuoteIn)["lengths"]["answers.value"] == [1, 200]


def test_limits_and_needs_are_spelt_as_the_browser_reads_them() -> None:
    limit = Limit(field="price", most=100, why="超过", when=("product_number", "SP1"))
    told = paper(QuoteIn, limits=[limit], needs=[Need(field="maker", why="必须")])
    assert told["limits"] == [
        {
            "field": "price", "most": 100, "why": "超过", "unit": "元", "whole": False,
            "when": ("product_number", "SP1"),
        }
    ]  # fmt: skip
    assert told["needs"] == [{"field": "maker", "why": "必须", "least": 0}]
