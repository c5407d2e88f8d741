"""From prices and marks to a ranking: exact, rounded only where the document says, repeatable."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from lucai.law.status import LawRefuses
from lucai.stages.trade.evaluations.ranking import Entry, Factor, Terms, ranking

ON = date(2026, 3, 2)
FACTORS = (
    Factor(number=1, kind="price", name="价格", weight=3000),
    Factor(number=2, kind="objective", name="参数", weight=4000),
    Factor(number=3, kind="subjective", name="方案", weight=3000),
)


def entry(code: str, yuan: int, **more: object) -> Entry:
    return Entry(code=code, name=f"示例{code}", price=yuan * 100, **more)  # type: ignore[arg-type]


def terms(**more: object) -> Terms:
    content: dict[str, object] = {
        "object_kind": "goods",
        "method": "open",
        "on": ON,
        "factors": FACTORS,
    }
    return Terms(**{**content, **more})  # type: ignore[arg-type]


def marks(
    *codes: str, objective: int = 4000, subjective: int = 2000
) -> dict[str, dict[int, list[int]]]:
    return {code: {2: [objective] * 5, 3: [subjective] * 5} for code in codes}


def test_the_lowest_offer_gets_all_price_points_and_the_others_in_proportion() -> None:
    found = ranking(
        [entry("A", 90), entry("B", 100), entry("C", 120)], terms(), marks("A", "B", "C")
    )
    assert {bid.code: str(bid.price_score) for bid in found.bids} == {
        "A": "30.00",
        "B": "27.00",
        "C": "22.50",
    }


def test_a_small_firm_is_scored_with_its_deducted_price_and_others_with_their_own() -> None:
    found = ranking(
        [entry("A", 100, small=True), entry("B", 95), entry("C", 120)],
        terms(sme_rate=Decimal("0.10"), domestic_applies=False),
        marks("A", "B", "C"),
    )
    by_code = {bid.code: bid for bid in found.bids}
    assert by_code["A"].evaluated == Fraction(90)
    assert str(by_code["A"].price_score) == "30.00"
    assert str(by_code["B"].price_score) == "28.42"


def test_deductions_for_small_firms_and_domestic_products_add_on_the_offer() -> None:
    found = ranking(
        [entry("A", 100, small=True, domestic=True), entry("B", 100), entry("C", 100)],
        terms(sme_rate=Decimal("0.10")),
        marks("A", "B", "C"),
    )
    assert next(b for b in found.bids if b.code == "A").evaluated == Fraction(70)


def test_every_members_mark_counts_and_only_the_mean_is_rounded() -> None:
    given = {
        "A": {2: [4000] * 3, 3: [2000, 2100, 2000]},
        "B": {2: [4000] * 3, 3: [2000] * 3},
        "C": {2: [4000] * 3, 3: [2000] * 3},
    }
    found = ranking([entry("A", 90), entry("B", 100), entry("C", 120)], terms(), given)
    best = found.bids[0]
    assert [str(each.mean) for each in best.factors] == ["40.00", "20.33"]
    assert str(best.total) == "90.33"


def test_equal_totals_are_ordered_by_the_lower_offer() -> None:
    given = {
        "A": {2: [4000], 3: [2000]},
        "B": {2: [4000], 3: [2300]},
        "C": {2: [1000], 3: [1000]},
    }
    found = ranking([entry("A", 90), entry("B", 100), entry("C", 120)], terms(), given)
    assert found.bids[0].total == found.bids[1].total
    assert [bid.code for bid in found.bids[:2]] == ["A", "B"]


def test_a_full_tie_is_settled_by_a_draw_that_its_seed_repeats() -> None:
    bids = [entry("A", 100), entry("B", 100), entry("C", 120)]
    given = marks("A", "B", "C")
    seeds = ["one", "two", "three", "four", "five"]
    orders = [
        tuple(b.code for b in ranking(bids, terms(tie_seed=seed), given).bids) for seed in seeds
    ]
    again = [
        tuple(b.code for b in ranking(bids, terms(tie_seed=seed), given).bids) for seed in seeds
    ]
    assert orders == again
    assert len(set(orders)) == 2
    assert all(b.tie for b in ranking(bids, terms(), given).bids if b.code in "AB")


def test_without_factors_the_lowest_evaluated_price_ranks() -> None:
    found = ranking(
        [entry("A", 100, small=True), entry("B", 95), entry("C", 120)],
        terms(factors=(), sme_rate=Decimal("0.10"), domestic_applies=False),
        {},
    )
    assert [(bid.code, bid.rank, bid.total) for bid in found.bids] == [
        ("A", 1, None),
        ("B", 2, None),
        ("C", 3, None),
    ]


def test_a_price_weight_below_the_law_is_refused() -> None:
    heavy = Factor(number=2, kind="objective", name="参数", weight=4100)
    light = (Factor(number=1, kind="price", name="价格", weight=2900), heavy, FACTORS[2])
    with pytest.raises(LawRefuses, match="30分"):
        ranking([entry("A", 90), entry("B", 100)], terms(factors=light), marks("A", "B"))


def test_the_calculation_names_bidders_and_shows_every_step() -> None:
    found = ranking(
        [entry("A", 90), entry("B", 100), entry("C", 120)], terms(), marks("A", "B", "C")
    )
    text = "\n".join(found.calculation)
    assert "示例B：90.00 ÷ 100.00 × 30 ＝ 27.00分。" in text
    assert "示例A·方案：（20 ＋ 20 ＋ 20 ＋ 20 ＋ 20）÷ 5 ＝ 20.00分。" in text
    assert "示例A：30.00 ＋ 40.00 ＋ 20.00 ＝ 90.00分。" in text


def test_objective_marks_that_differ_are_not_ranked() -> None:
    given = {**marks("A", "B"), "C": {2: [4000, 3999], 3: [2000, 2000]}}
    with pytest.raises(LawRefuses, match="应当一致"):
        ranking([entry("A", 90), entry("B", 100), entry("C", 120)], terms(), given)
