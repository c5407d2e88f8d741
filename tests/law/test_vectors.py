"""Every vector of the rule book §13, asked as a machine would ask it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from lucai.law.ask import answer
from lucai.law.calendar import CalendarMissing, add_workdays
from lucai.law.challenges import remedies_after_silence
from lucai.law.counts import (
    check_first_purchase_advance,
    check_invitation_pool,
    recommendation_is_balanced,
    refill_is_allowed,
    research_payment,
)
from lucai.law.parameters import status
from lucai.law.payments import late_interest
from lucai.law.prices import rank
from lucai.law.sme import goods_count_as_small
from lucai.law.status import LawRefuses, Status
from lucai.law.tender_rules import earliest_deadline_after


def score(weight: float | None, *offers: dict[str, Any], **more: object) -> dict[str, Any]:
    question = {
        "ask": "priceScore",
        "date": "2026-05-01",
        "object": "goods",
        "method": "open",
        "weight": weight,
        "offers": list(offers),
    }
    return answer(question | more)


def offer(bidder: str, price: float, **more: object) -> dict[str, Any]:
    return {"bidder": bidder, "price": price, **more}


FOUR = (offer("甲", 88), offer("乙", 95), offer("丙", 82), offer("丁", 105))


def test_ps_01_price_scores_without_trimming() -> None:
    found = score(30, *FOUR)
    assert Decimal(found["base"]) == 82
    assert found["scores"] == {"甲": "27.95", "乙": "25.89", "丙": "30.00", "丁": "23.43"}
    assert found["ranks"] == {"丙": 1, "甲": 2, "乙": 3, "丁": 4}


def test_ps_02_price_scores_of_a_consultation() -> None:
    found = score(60, *FOUR, method="磋商")
    assert found["scores"] == {"甲": "55.91", "乙": "51.79", "丙": "60.00", "丁": "46.86"}


@pytest.mark.parametrize(
    ("case", "weight", "more"),
    [
        ("PS-03", 20, {"method": "磋商"}),
        ("PS-03 above", 60.01, {"method": "磋商"}),
        ("PS-04", 9.99, {"object": "service", "method": "公开"}),
        ("PS-24", 15, {"object": "service", "method": "公开", "kind": "政务信息系统"}),
        ("goods floor", 29.99, {}),
        ("above full score", 101, {}),
        ("services above", 31, {"object": "services", "method": "磋商"}),
    ],
)
def test_a_price_weight_outside_the_law_is_refused(
    case: str, weight: float | None, more: dict[str, str]
) -> None:
    assert "error" in score(weight, *FOUR, **more), case


@pytest.mark.parametrize(
    ("weight", "more"),
    [
        (30, {}),
        (10, {"object": "services"}),
        (10, {"object": "services", "kind": "政务信息系统"}),
        (30, {"method": "磋商"}),
        (60, {"method": "磋商"}),
        (30, {"object": "services", "method": "磋商"}),
    ],
)
def test_a_price_weight_on_the_edge_of_the_law_is_allowed(
    weight: float | None, more: dict[str, str]
) -> None:
    assert "error" not in score(weight, *FOUR, **more)


def test_ps_05_a_micro_firm_is_evaluated_at_the_deducted_price_only() -> None:
    found = score(30, offer("A", 100, micro=True, smeRate=0.10), offer("B", 95))
    assert found["evaluated"] == {"A": "90.00", "B": "95.00"}
    assert found["base"] == "90.00"
    assert found["scores"] == {"A": "30.00", "B": "28.42"}


def test_ps_07_a_higher_rate_pushes_the_other_down() -> None:
    found = score(30, offer("A", 100, micro=True, smeRate=0.20), offer("B", 95))
    assert found["scores"]["B"] == "25.26"


@pytest.mark.parametrize(
    ("case", "day", "rate"),
    [("PS-09", "2021-10-01", 0.15), ("PS-10", "2026-05-01", 0.06), ("high", "2026-05-01", 0.21)],
)
def test_a_deduction_rate_outside_the_dated_range_is_refused(
    case: str, day: str, rate: float
) -> None:
    assert "error" in score(30, offer("A", 100, micro=True, smeRate=rate), date=day), case


@pytest.mark.parametrize(
    ("day", "rate", "allowed"),
    [
        ("2022-06-30", 0.08, True),
        ("2022-07-01", 0.08, False),
        ("2022-06-30", 0.20, False),
        ("2022-07-01", 0.20, True),
    ],
)
def test_the_deduction_range_changes_on_its_day(day: str, rate: float, allowed: bool) -> None:
    found = score(30, offer("A", 100, micro=True, smeRate=rate), date=day)
    assert ("error" not in found) is allowed


def test_ps_13_mixed_medium_and_micro_makers_earn_no_deduction() -> None:
    assert not goods_count_as_small(["中型", "微型"])


def test_ps_14_a_large_supplier_of_goods_made_by_micro_firms_earns_it() -> None:
    assert goods_count_as_small(["微型", "微型"])


DOMESTIC = offer("A", 100, micro=True, smeRate=0.15, domesticCostShare=0.85, domestic=True)
FOREIGN = offer("B", 95, domestic=False)


def test_ps_15_deductions_add_up_on_the_original_price() -> None:
    assert score(30, DOMESTIC, FOREIGN)["evaluated"]["A"] == "65.00"


def test_ps_18_no_preference_when_all_products_are_domestic() -> None:
    found = score(30, offer("A", 100, domestic=True), offer("B", 95, domestic=True))
    assert found["evaluated"] == {"A": "100.00", "B": "95.00"}


def test_ps_19_the_domestic_preference_begins_in_2026() -> None:
    assert status("GP-DOM-01", date(2025, 12, 31)) is Status.NOT_YET_EFFECTIVE
    pair = (offer("A", 100, domestic=True), FOREIGN)
    assert score(30, *pair, date="2025-12-31")["evaluated"]["A"] == "100.00"
    assert score(30, *pair, date="2026-01-01")["evaluated"]["A"] == "80.00"


def test_ps_21_equal_score_and_price_share_a_rank() -> None:
    assert score(30, offer("A", 90), offer("B", 90), offer("C", 95))["ranks"] == {
        "A": 1,
        "B": 1,
        "C": 3,
    }
    assert rank({"A": (1, 2), "B": (1, 2)}) == {"A": 1, "B": 1}


def low(offers: list[float], **more: object) -> dict[str, Any]:
    question = {"ask": "lowPrice", "date": "2026-05-01", "offers": offers}
    return answer(question | more)


@pytest.mark.parametrize(
    ("case", "offers", "more", "triggered"),
    [
        ("LP-01", [41, 78, 80, 89], {"ceiling": 100}, {"41": ["CEIL"]}),
        ("LP-03", [45, 90, 90], {"ceiling": 100}, {}),
        ("LP-05", [40, 80, 82], {"ceiling": 85}, {}),
        (
            "LP-07",
            [60, 95, 98],
            {"ceiling": 100, "ratios": [0.65, 0.65, 0.65]},
            {"60": ["NEXT", "CEIL"]},
        ),
        ("LP-09", [44, 80, 90], {"ceiling": 100}, {"44": ["CEIL"]}),
        ("budget instead", [44, 80, 90], {"budget": 100}, {"44": ["CEIL"]}),
    ],
)
def test_low_prices_are_found_by_strict_comparison(
    case: str, offers: list[float], more: dict[str, Any], triggered: dict[str, list[str]]
) -> None:
    assert low(offers, **more)["triggered"] == triggered, case


def test_lp_01_shows_mean_and_lines() -> None:
    found = low([41, 78, 80, 89], ceiling=100)
    assert found["mean"] == "72.00"
    assert found["lines"] == {"AVG": "36.00", "NEXT": "39.00", "CEIL": "45.00"}


def test_lp_08_a_ratio_above_the_limit_is_refused() -> None:
    assert "65%" in low([50, 90], ratios=[0.5, 0.5, 0.70])["error"]


def test_lp_08_a_raised_ratio_within_the_limit_is_allowed() -> None:
    assert "error" not in low([50, 90], ratios=[0.55, 0.5, 0.45])


def test_lp_12_before_february_2026_there_are_no_triggers() -> None:
    found = low([41, 78], ceiling=100, date="2026-01-31")
    assert found["status"] == "NOT_YET_EFFECTIVE"
    assert "error" not in low([41, 78], ceiling=100, date="2026-02-01")


@pytest.mark.parametrize(
    ("case", "rule", "base", "most"),
    [
        ("CP-01", "GP-BON-01", 1234567.00, "24691.34"),
        ("CP-03", "GP-BON-07", 987654.32, "98765.43"),
        ("CP-05", "GP-MET-10", 566000, "169800.00"),
        ("without prefix", "CTR-05", "1000.05", "100.00"),
    ],
)
def test_caps_are_rounded_down(case: str, rule: str, base: object, most: str) -> None:
    assert answer({"ask": "cap", "rule": rule, "base": base})["max"] == most, case


def test_cp_06_late_interest_without_an_agreed_rate() -> None:
    assert late_interest(100_000_00, 15).amount == 750_00
    assert answer({"ask": "interest", "overdue": 100000, "days": 15})["interest"] == "750.00"


@pytest.mark.parametrize(
    ("case", "question", "bounds"),
    [
        ("CM-01", {"method": "open", "budgetWan": 999.99}, (5, 4, 1)),
        ("large", {"method": "open", "budgetWan": 1000}, (7, 5, 2)),
        ("CM-03", {"method": "negotiation", "members": 3}, (3, 2, 1)),
        ("CM-05", {"method": "open", "members": 9}, (5, 6, 3)),
        ("consultation", {"method": "磋商", "members": 3}, (3, 2, 1)),
    ],
)
def test_committees_have_their_bounds(
    case: str, question: dict[str, object], bounds: tuple[int, int, int]
) -> None:
    found = answer({"ask": "committee", **question})
    assert (found["minMembers"], found["minExperts"], found["maxRepresentatives"]) == bounds, case


@pytest.mark.parametrize(
    "question",
    [
        {"method": "open", "members": 6},
        {"method": "open", "members": 3},
        {"method": "open", "budgetWan": 1000, "members": 5},
        {"method": "单一来源", "members": 3},
    ],
)
def test_cm_04_unlawful_committees_are_refused(question: dict[str, object]) -> None:
    assert "error" in answer({"ask": "committee", **question})


@pytest.mark.parametrize(
    ("case", "responders", "rate", "out", "admitted"),
    [("FR-01", 4, 0.20, 1, 3), ("FR-02", 5, 0.40, 2, 3), ("FR-04", 12, 0.20, 3, 9)],
)
def test_elimination_rounds_up(
    case: str, responders: int, rate: float, out: int, admitted: int
) -> None:
    found = answer({"ask": "elimination", "responders": responders, "rate": rate})
    assert found == {"eliminate": out, "admitted": admitted}, case


def test_fr_06_a_framework_is_refilled_when_too_few_are_left() -> None:
    assert refill_is_allowed(8, 5, execution_hurt=True)
    assert not refill_is_allowed(8, 5, execution_hurt=False)
    assert not refill_is_allowed(10, 7, execution_hurt=True)


def test_sr_01_the_purchaser_recommends_at_most_half() -> None:
    assert recommendation_is_balanced(2, 3)
    assert not recommendation_is_balanced(3, 2)


def test_sr_03_the_pool_is_twice_the_number_drawn() -> None:
    with pytest.raises(LawRefuses, match="6家"):
        check_invitation_pool(3, 5)
    check_invitation_pool(3, 6)


def test_in_01_research_is_paid_by_cost_and_ratio() -> None:
    assert research_payment(9_000_000_00, Decimal("0.80")) == 7_200_000_00


def test_in_03_a_first_purchase_is_prepaid_by_thirty_percent() -> None:
    with pytest.raises(LawRefuses, match=r"3,000,000\.00元"):
        check_first_purchase_advance(10_000_000_00, 1_500_000_00)
    check_first_purchase_advance(10_000_000_00, 3_000_000_00)


@pytest.mark.parametrize(
    ("case", "rule", "start", "name", "expected"),
    [
        ("WD-01", "CMP-03", "2025-12-12", None, "2025-12-19"),
        ("WD-02", "CMP-03", "2025-11-03", "reject", "2025-11-06"),
        ("WD-03", "FRA-12", "2025-05-06", None, "2025-05-15"),
        ("WD-05 period", "GP-TEN-20", "2025-12-01", "period", "2025-12-02"),
        ("WD-05 question", "GP-QST-02", "2025-12-02", None, "2025-12-11"),
        ("WD-07 period", "TEN-01", "2025-06-03", None, "2025-06-10"),
        ("WD-07 documents", "TEN-02", "2025-06-03", None, "2025-06-10"),
        ("WD-07 deadline", "TEN-03", "2025-06-03", None, "2025-06-23"),
        ("WD-09 days", "CON-01", "2026-04-30", None, "2026-05-10"),
        ("WD-09 sale", "CON-01", "2026-04-30", "sale", "2026-05-11"),
        ("WD-11 period", "TEN-01", "2026-09-25", None, "2026-10-09"),
        ("WD-11 deadline", "GP-TEN-03", "2026-09-25", None, "2026-10-15"),
        ("WD-13 reply", "QST-05", "2026-09-18", None, "2026-09-29"),
        ("WD-13 complaint", "CMP-01", "2026-09-29", None, "2026-10-26"),
        ("WD-15 publish", "CTR-03", "2026-09-30", None, "2026-10-09"),
        ("WD-15 file", "CTR-04", "2026-09-30", None, "2026-10-15"),
        ("WD-17", "TEN-05", "2026-06-30", None, "2026-06-15"),
        ("WD-18", "INT-01", "2026-01-30", None, "2026-03-01"),
        ("WD-19", "EXP-03", "2026-10-09", None, "2026-09-30"),
        ("CNT-03", "TEN-03", "2026-02-12", None, "2026-03-04"),
    ],
)
def test_deadlines_fall_where_the_rule_book_says(
    case: str, rule: str, start: str, name: str | None, expected: str
) -> None:
    found = answer({"ask": "deadline", "rule": rule, "from": start, "name": name})
    assert found["date"] == expected, case
    assert found["cites"]


def test_wd_17_a_late_clarification_moves_the_deadline() -> None:
    assert earliest_deadline_after(date(2026, 6, 20)).date == date(2026, 7, 5)
    assert add_workdays(date(2026, 7, 5), 1).date == date(2026, 7, 6)


def test_wd_20_workdays_of_2027_are_refused() -> None:
    with pytest.raises(CalendarMissing, match="2027年"):
        add_workdays(date(2026, 12, 31), 1)
    assert "2027年" in answer({"ask": "workdays", "from": "2026-12-30", "plus": 5})["error"]


def test_tm_01_emergency_procurement_begins_in_october_2026() -> None:
    early = answer({"ask": "cap", "rule": "MET-10", "base": 1, "date": "2026-09-25"})
    assert early["status"] == "NOT_YET_EFFECTIVE"
    assert "error" not in answer({"ask": "cap", "rule": "MET-10", "base": 1, "date": "2026-10-03"})


def test_tm_03_silence_leads_to_review_first_since_2024() -> None:
    assert remedies_after_silence(date(2023, 12, 31)) == ("review", "lawsuit")
    assert remedies_after_silence(date(2024, 1, 2)) == ("review",)


@pytest.mark.parametrize(
    ("industry", "employees", "revenue", "expected"),
    [
        (12, 80, 1200, "小型"),
        (12, 400, 9000, "中型"),
        (2, 350, 1500, "小型"),
        (2, 1200, 50000, "大型"),
        (14, 90, 600, "微型"),
    ],
)
def test_firms_fall_into_their_size_class(
    industry: int, employees: int, revenue: int, expected: str
) -> None:
    found = answer(
        {
            "ask": "smeClass",
            "industry": industry,
            "employees": employees,
            "revenueWan": revenue,
            "assetsWan": None,
        }
    )
    assert found == {"class": expected}
