"""Each rule of choosing whom to invite turns on its day."""

from dataclasses import replace

import pytest

from lucai.law import prequalification_rules as law
from lucai.law.methods import methods
from lucai.law.verdicts import Rule
from tests.law.rule_cases import CLOSED, FOUND, NAMED, POOL, day, moment


@pytest.mark.parametrize(
    ("rule", "broken", "before", "after"),
    [
        (law.applications_are_closed, {"apply_until": moment("2026-03-17")}, "2015-02-28", "2015-03-01"),
        (law.draw_is_witnessed, {"witnesses": 1}, "2002-12-31", "2003-01-01"),
        (law.enough_can_be_invited, {"pool": 2}, "2002-12-31", "2003-01-01"),
    ],
)  # fmt: skip
def test_a_rule_binds_from_its_day_on(
    rule: Rule, broken: dict[str, object], before: str, after: str
) -> None:
    facts = replace(CLOSED, **broken)
    assert rule(facts, moment(before)).holds
    assert not rule(facts, moment(after)).holds


def test_a_holiday_is_no_working_day_of_the_period() -> None:
    # 清明节 2026-04-04 to 06: five working days after 3 April end on 13 April.
    facts = replace(POOL, notice_on=day("2026-04-03"), apply_until=moment("2026-04-10"))
    assert not law.application_period_is_long_enough(facts, moment("2026-04-03")).holds
    later = replace(facts, apply_until=moment("2026-04-13"))
    assert law.application_period_is_long_enough(later, moment("2026-04-03")).holds


def test_twice_the_places_are_asked_only_of_lists_without_a_notice() -> None:
    assert law.pool_is_large_enough(replace(POOL, pool=3), moment("2026-03-10")).holds
    for way in (law.LIBRARY, law.RECOMMENDED):
        facts = replace(POOL, way=way, places=4, pool=7)
        assert not law.pool_is_large_enough(facts, moment("2026-03-10")).holds
        assert law.pool_is_large_enough(replace(facts, pool=8), moment("2026-03-10")).holds


def test_a_change_never_brings_the_deadline_forward() -> None:
    facts = law.ChangeFacts(apply_until=moment("2026-03-20"), new_until=moment("2026-03-19"))
    assert not law.change_leaves_time(facts, moment("2026-03-10")).holds


@pytest.mark.parametrize(
    ("by_buyer", "by_experts", "lawful"),
    [(2, 3, True), (2, 2, True), (3, 2, False), (0, 3, True), (0, 0, False)],
)
def test_the_buyer_recommends_half_at_most(by_buyer: int, by_experts: int, lawful: bool) -> None:
    # Test vector SR-01 is the first row: two of the buyer's and three of the experts'.
    facts = replace(NAMED, by_buyer=by_buyer, by_experts=by_experts)
    assert law.buyers_share_is_lawful(facts, moment("2026-03-10")).holds is lawful


def test_the_share_is_told_with_its_numbers_and_its_article() -> None:
    told = law.buyers_share_is_lawful(replace(NAMED, by_buyer=4), moment("2026-03-10"))
    assert "采购人推荐4家，超过推荐总数7家的50%" in told.message
    assert told.cites == ("财政部令第74号/12",)


@pytest.mark.parametrize("key", sorted(law.FOUND))
def test_three_are_drawn_or_recommended_whatever_the_method(key: str) -> None:
    drawn, named = replace(FOUND, method=key), replace(NAMED, method=key)
    at = moment("2026-03-10")
    assert law.enough_are_drawn(replace(drawn, places=3), at).holds
    assert not law.enough_are_drawn(replace(drawn, places=2), at).holds
    assert law.enough_are_recommended(replace(named, by_buyer=1, by_experts=2), at).holds
    assert not law.enough_are_recommended(replace(named, by_buyer=1, by_experts=1), at).holds


def test_what_binds_an_invited_tender_binds_no_negotiation() -> None:
    facts = replace(FOUND, pool=3, witnesses=0)
    for rule in (law.pool_is_large_enough, law.draw_is_witnessed, law.enough_can_be_invited):
        assert rule(replace(facts, pool=2), moment("2026-03-10")).holds


def test_the_sheets_say_how_suppliers_may_be_found() -> None:
    ways = {key: found.supplier_ways for key, found in methods().items() if found.supplier_ways}
    every = (law.ANNOUNCED, law.LIBRARY, law.RECOMMENDED)
    assert {key for key, found in ways.items() if found == every} == {*law.FOUND, "invited"}
    assert ways["open"] == (law.ANNOUNCED,)
    assert "single_source" not in ways
