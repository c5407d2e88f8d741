"""Each rule of choosing whom to invite turns on its day."""

from dataclasses import replace

import pytest

from lucai.law import prequalification_rules as law
from lucai.law.verdicts import Rule
from tests.law.rule_cases import CLOSED, POOL, day, moment


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
