"""Changing from the open tender: each method's sheet says whether it needs approval, and the rule obeys."""

from dataclasses import replace

import pytest

from lucai.law.methods import methods
from lucai.law.planning_rules import method_is_approved
from tests.law.rule_cases import PLAN, WAN, moment

AT = moment("2026-10-12")
SINGLE = ("invited", "negotiation", "consultation", "inquiry", "single_source", "emergency",
          "cooperative")  # fmt: skip


@pytest.mark.parametrize("key", SINGLE)
def test_a_large_project_by_another_method_waits_for_approval_where_its_sheet_says_so(
    key: str,
) -> None:
    large = replace(PLAN, method=key, budget=3000 * WAN)
    needs_approval = methods()[key].approval is not None
    assert method_is_approved(large, AT).holds is not needs_approval
    assert method_is_approved(replace(large, method_approved=True), AT).holds


@pytest.mark.parametrize("key", SINGLE)
def test_a_small_project_by_another_method_needs_no_approval(key: str) -> None:
    small = replace(PLAN, method=key, budget=50 * WAN)
    assert method_is_approved(small, AT).holds
