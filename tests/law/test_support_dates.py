"""Sub-contracting and domestic components: what binds the day before and the day itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from lucai.law.rules import coverage, elsewhere, outside
from lucai.law.support_rules import (
    ComponentFacts,
    ComponentStandard,
    SubcontractFacts,
    component_standards,
    domestic_components_are_enough,
    subcontract_is_lawful,
)
from tests.law.rule_cases import moment

PRODUCT = "A02010105"
ISSUED = ComponentStandard("A0201", Decimal("0.5"), date(2027, 1, 1))
RAISED = ComponentStandard("A0201", Decimal("0.6"), date(2028, 1, 1))


@pytest.mark.parametrize(
    ("day", "lawful"), [("2002-12-31", True), ("2003-01-01", False), ("2026-03-02", False)]
)
def test_the_core_is_not_passed_on_from_the_day_of_the_procurement_law(
    day: str, lawful: bool
) -> None:
    facts = SubcontractFacts(text="将主体工程分包给示例公司")
    assert subcontract_is_lawful(facts, moment(day)).holds is lawful


@pytest.mark.parametrize(("day", "lawful"), [("2017-09-30", True), ("2017-10-01", False)])
def test_a_subcontract_is_not_passed_on_again_from_the_day_of_order_87(
    day: str, lawful: bool
) -> None:
    facts = SubcontractFacts(text="安装分包给示例公司，示例公司可以再次分包")
    assert subcontract_is_lawful(facts, moment(day)).holds is lawful


@pytest.mark.parametrize(
    "text",
    [
        "",
        "运输、保洁等非主体、非关键性工作",
        "非主体、关键性工作以外的辅助服务，不得再次分包",
        "不转包",
    ],
)
def test_what_may_be_passed_on_is_not_taken_for_the_core(text: str) -> None:
    assert subcontract_is_lawful(SubcontractFacts(text=text), moment("2026-03-02")).holds


@pytest.mark.parametrize(
    ("day", "share", "holds"),
    [
        ("2026-12-31", None, True), ("2027-01-01", None, False),
        ("2027-01-01", "0.5", True), ("2027-01-01", "0.49", False),
        ("2027-12-31", "0.5", True), ("2028-01-01", "0.5", False), ("2028-01-01", "0.6", True),
    ],
)  # fmt: skip
def test_a_share_of_components_is_asked_for_from_the_day_of_its_product_standard(
    day: str, share: str | None, holds: bool
) -> None:
    facts = ComponentFacts(
        code=PRODUCT, share=Decimal(share) if share else None, standards=(ISSUED, RAISED)
    )
    assert domestic_components_are_enough(facts, moment(day)).holds is holds
    other = replace(facts, code="A05010101")
    assert domestic_components_are_enough(other, moment(day)).holds, "another product"
    assert domestic_components_are_enough(replace(facts, says_domestic=False), moment(day)).holds


def test_no_component_share_was_issued_yet_and_none_is_asked_for() -> None:
    assert component_standards() == ()
    facts = ComponentFacts(code=PRODUCT, share=None)
    assert domestic_components_are_enough(facts, moment("2026-03-02")).holds


def test_a_row_that_binds_no_step_says_why_and_is_claimed_by_nothing() -> None:
    found = coverage()
    assert set(outside()) & {*elsewhere(), *found.binding, *found.uncovered} == set()
    assert all(why.strip() for why in outside().values())
