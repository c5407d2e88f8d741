"""紧急采购 turns on 2026-10-01, for the day of the act and for the day of the event."""

from dataclasses import replace

import pytest

from lucai.law import emergency_rules as law
from lucai.law.method_rules import SupplierCount, enough_suppliers
from lucai.law.planning_rules import method_is_approved
from tests.law.rule_cases import ADDED, OCTOBER, PLAN, URGENT, WAN, day, moment


@pytest.mark.parametrize(
    ("at", "event", "holds"),
    [
        ("2026-09-30", "2026-09-30", False),
        ("2026-10-01", "2026-09-30", False),
        ("2026-10-01", "2026-10-01", True),
    ],
)
def test_neither_the_act_nor_the_event_may_be_earlier(at: str, event: str, holds: bool) -> None:
    facts = replace(URGENT, event_on=day(event))
    verdict = law.emergency_is_in_force(facts, moment(at))
    assert verdict.holds is holds
    assert verdict.blocks is not holds


def test_other_methods_are_no_business_of_it() -> None:
    assert law.emergency_is_in_force(replace(URGENT, method="open"), moment("2026-03-10")).holds


def test_a_rule_of_it_binds_nobody_the_day_before() -> None:
    bare = replace(URGENT, finding="")
    assert law.emergency_is_found(bare, moment("2026-09-30")).holds
    assert not law.emergency_is_found(replace(bare, event_on=None), moment("2026-10-01")).holds


def test_an_addition_above_its_share_is_warned_of_and_not_closed() -> None:
    verdict = law.addition_is_within_share(replace(ADDED, amount=31 * WAN), OCTOBER)
    assert not verdict.holds
    assert not verdict.blocks
    assert "30%" in verdict.message


def test_the_buyer_needs_no_approval_whatever_the_amount() -> None:
    facts = replace(PLAN, method="emergency", budget=900 * WAN)
    assert method_is_approved(facts, OCTOBER).holds
    assert not method_is_approved(replace(facts, method="negotiation"), OCTOBER).holds


def test_one_supplier_is_enough_and_none_is_not() -> None:
    for count, holds in ((0, False), (1, True)):
        facts = SupplierCount(method="emergency", step="final_quotes", count=count)
        assert enough_suppliers(facts, OCTOBER).holds is holds
