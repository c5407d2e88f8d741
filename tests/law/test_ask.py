"""The machine door never raises: wrong questions come back as Chinese sentences."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lucai.law.ask import ANSWERERS, answer

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
KEYS = (
    "from",
    "plus",
    "rule",
    "code",
    "industry",
    "employees",
    "date",
    "object",
    "method",
    "weight",
    "offers",
    "ceiling",
    "ratios",
    "budgetWan",
    "members",
    "responders",
    "rate",
    "base",
)
ONE = [{"bidder": "A", "price": 100}]


@given(JSON)
def test_any_json_value_gets_an_answer(question: object) -> None:
    assert isinstance(answer(question), dict)


@given(
    st.sampled_from(sorted(ANSWERERS)),
    st.dictionaries(st.sampled_from(KEYS), JSON | st.just("2026-03-02"), max_size=8),
)
def test_any_fields_get_an_answer_that_is_json(ask: str, fields: dict[str, object]) -> None:
    found = answer({**fields, "ask": ask})
    assert json.loads(json.dumps(found)) == found
    assert found.get("error", "句。").endswith(("。", "”"))


@pytest.mark.parametrize(
    "question",
    [
        {},
        {"ask": None},
        {"ask": "workdays"},
        {"ask": "workdays", "from": "2026-02-30", "plus": 1},
        {"ask": "workdays", "from": "2026-02-12", "plus": 1.5},
        {"ask": "workdays", "from": "2026-02-12", "plus": "x"},
        {"ask": "workdays", "from": "2026-02-12", "plus": True},
        {"ask": "workdays", "from": "2026-02-12", "plus": Decimal("1e9999999")},
        {"ask": "workdays", "from": 20260212, "plus": 1},
        {"ask": "deadline", "rule": "GP-XXX-99", "from": "2026-02-12"},
        {"ask": "deadline", "rule": "GP-QUA-07", "from": "2026-02-12"},
        {"ask": "deadline", "rule": "TEN-03", "from": "2026-02-12", "direction": "up"},
        {"ask": "uscc"},
        {"ask": "smeClass", "industry": 17},
        {"ask": "smeClass", "industry": 2, "employees": -1, "revenueWan": 1},
        {"ask": "smeClass", "industry": 2, "employees": None, "revenueWan": 50000},
        {"ask": "priceScore", "date": "2026-05-01", "object": "goods", "weight": 30, "offers": []},
        {"ask": "priceScore", "date": "2026-05-01", "object": "x", "weight": 30, "offers": ONE},
        {"ask": "priceScore", "date": "2026-05-01", "object": "goods", "weight": 30, "offers": [1]},
        {
            "ask": "priceScore",
            "date": "2026-05-01",
            "object": "goods",
            "weight": 30,
            "offers": [{"bidder": "A", "price": 0}],
        },
        {
            "ask": "priceScore",
            "date": "2026-05-01",
            "object": "goods",
            "weight": 30,
            "offers": ONE + ONE,
        },
        {
            "ask": "priceScore",
            "date": "2026-05-01",
            "object": "goods",
            "method": "询价",
            "weight": 30,
            "offers": ONE,
        },
        {"ask": "lowPrice", "date": "2026-05-01", "offers": [1, -1]},
        {"ask": "lowPrice", "date": "2026-05-01", "offers": [1, 2], "ratios": [0.5]},
        {"ask": "lowPrice", "date": "2026-05-01", "offers": [1, 2], "ratios": [0.4, 0.5, 0.45]},
        {"ask": "committee", "method": "x"},
        {"ask": "committee", "method": "open", "budgetWan": -1},
        {"ask": "elimination", "responders": 1, "rate": 0.2},
        {"ask": "elimination", "responders": 5, "rate": 0.19},
        {"ask": "elimination", "responders": 5, "rate": 0.2, "qualityFirst": True},
        {"ask": "cap", "rule": "GP-TEN-03", "base": 1},
        {"ask": "cap", "rule": "GP-BON-01", "base": -1},
        {"ask": "cap", "rule": "GP-BON-01", "base": "NaN"},
        {"ask": "interest", "overdue": 1, "days": -1},
    ],
)
def test_a_wrong_question_is_refused_in_chinese(question: dict[str, object]) -> None:
    error = answer(question)["error"]
    assert any("\u4e00" <= sign <= "\u9fff" for sign in error)


def scored(*offers: dict[str, Any], **more: object) -> dict[str, Any]:
    question = {
        "ask": "priceScore",
        "date": "2026-05-01",
        "object": "goods",
        "method": "open",
        "weight": 30,
        "offers": list(offers),
    }
    return answer(question | more)


A, B = {"bidder": "A", "price": 100}, {"bidder": "B", "price": 100, "domestic": False}


@pytest.mark.parametrize(
    ("policy", "evaluated"),
    [
        ({"micro": False, "smeRate": 0.10}, "100.00"),
        ({"micro": True, "smeRate": None}, "100.00"),
        ({"smeRate": 0.05, "consortiumShare": 0.30}, "95.00"),
        ({"smeRate": 0.05, "consortiumShare": 0.29}, "100.00"),
        ({"micro": True, "smeRate": 0.10, "consortiumShare": 1}, "90.00"),
        ({"domesticCostShare": 0.80}, "80.00"),
        ({"domesticCostShare": 0.79}, "100.00"),
        ({"domestic": True}, "80.00"),
        ({"domestic": True, "smeRate": 0.05, "consortiumShare": 0.4}, "75.00"),
    ],
)
def test_policies_deduct_from_the_offered_price(policy: dict[str, object], evaluated: str) -> None:
    assert scored({**A, **policy}, B)["evaluated"]["A"] == evaluated


@pytest.mark.parametrize(
    "policy",
    [{"smeRate": 0.07, "consortiumShare": 0.30}, {"smeRate": 0.05, "consortiumShare": 1.3}],
)
def test_a_consortium_rate_or_share_outside_its_range_is_refused(policy: dict[str, object]) -> None:
    assert "error" in scored({**A, **policy}, B)


@pytest.mark.parametrize(
    ("rate", "allowed"), [(0.03, True), (0.05, True), (0.06, False), (0.10, False)]
)
def test_works_have_their_own_rates(rate: float, allowed: bool) -> None:
    found = scored({**A, "micro": True, "smeRate": rate}, B, object="works")
    assert ("error" not in found) is allowed


def test_equal_scores_rank_by_the_lower_offered_price() -> None:
    first = {"bidder": "A", "price": 100, "micro": True, "smeRate": 0.10}
    found = scored(first, {"bidder": "B", "price": 90}, {"bidder": "C", "price": 100})
    assert found["scores"]["A"] == found["scores"]["B"]
    assert found["ranks"] == {"A": 2, "B": 1, "C": 3}


def test_without_a_weight_the_lowest_evaluated_price_ranks_first() -> None:
    found = scored(A, {"bidder": "C", "price": 90}, method="询价", weight=None)
    assert found["scores"] == {}
    assert found["ranks"] == {"A": 2, "C": 1}


def test_prices_may_be_texts_and_stay_exact() -> None:
    found = scored({"bidder": "A", "price": "88.10"}, {"bidder": "B", "price": 88.2})
    assert found["base"] == "88.10"


def test_a_late_evening_in_utc_is_the_next_beijing_day() -> None:
    found = answer({"ask": "workdays", "from": "2026-03-02T17:00:00+00:00", "plus": 1})
    assert found["date"] == "2026-03-04"


def test_low_prices_take_named_offers_too() -> None:
    offers = [{"bidder": "甲", "price": 41}, {"bidder": "乙", "price": 90}]
    found = answer({"ask": "lowPrice", "date": "2026-05-01", "offers": offers, "ceiling": 100})
    assert found["triggered"] == {"甲": ["AVG", "NEXT", "CEIL"][1:]}


def test_equal_unnamed_prices_stay_apart() -> None:
    found = answer(
        {
            "ask": "lowPrice",
            "date": "2026-05-01",
            "offers": [40, 40, 90],
            "ceiling": 100,
        }
    )
    assert found["triggered"] == {"40": ["CEIL"], "40#2": ["CEIL"]}


def test_workdays_count_back() -> None:
    found = answer({"ask": "workdays", "from": "2026-10-09", "plus": -2})
    assert found["date"] == "2026-09-30"
    assert found["counted"] == ["2026-10-08", "2026-09-30"]
    assert {"date": "2026-10-07", "reason": "国庆节"} in found["skipped"]


def test_thresholds_are_those_of_the_regions_budget_level_and_samples_say_so() -> None:
    asked = {"ask": "threshold", "date": "2026-05-01", "object": "goods", "amountWan": 60}
    county = answer({**asked, "region": "370102"})
    assert (county["purchaseWan"], county["applies"], county["openTender"]) == ("50", True, False)
    assert county["illustrative"] is True
    assert answer({**asked, "region": "370000"})["applies"] is False
    assert "applies" not in answer({**asked, "region": "370000", "amountWan": None})
    assert "没有代码" in answer({**asked, "region": "110000"})["error"]


def test_a_panel_is_large_by_the_threshold_of_its_region() -> None:
    asked = {"ask": "committee", "method": "negotiation", "date": "2026-05-01", "budgetWan": 400}
    assert answer({**asked, "region": "370102"})["minMembers"] == 5
    assert "没有代码" in answer({**asked, "region": "000000"})["error"]
