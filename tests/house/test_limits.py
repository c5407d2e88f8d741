"""Every limit of the rule book lies on somebody's desk before it passes, or is named as one that cannot."""

from __future__ import annotations

import pytest

from lucai.law.methods import methods
from lucai.law.parameters import rule_sheets
from lucai.platform.access.permissions import lifecycles

DAYS = frozenset({"workday", "calendar_day", "month", "year"})

OF_A_METHOD = frozenset({"GP-NEG-10", "GP-CON-08", "GP-INQ-01"})
"""Report and decision by the method's own sheet (``rule_of`` of evaluations and awards)."""

DONE_AT_ONCE = {
    "GP-FRA-11": "框架协议以外的成交在确定的同时抄送征集人",
    "GP-CMP-07": "暂停到期由系统自动恢复",
    "GP-AGE-01": "变更由代理机构自己知道，更新时注明是否逾期",
}
"""What the system does in the same act, or by itself, so that nothing can be late."""

BY_ITS_OWN_DATES = {
    "GP-EXP-10": "oversight.ratingTask:give", "CRD-03": "oversight.ratingTask:give",
    "CRD-04": "oversight.creditRecord:correct",
    "CRD-06": "expertLibrary.expertDecision:revoke",
    "CRD-07": "expertLibrary.expertChange:approve",
    "MAL-10": "contract.priceReport:answer",
    "GP-SME-12": "contract.reserveReport:publish",
    "GP-PAY-01": "payment.request:pay", "GP-PAY-02": "payment.request:pay",
    "GP-PAY-07": "payment.request:pay",
    "GP-TEN-17": "trade.bidSecurity:refund",
}  # fmt: skip
"""Rule → the step whose to-do carries the day that was computed from it."""

RIGHTS = {
    "GP-CMP-14": "复议、诉讼的期限写在处理决定上，是否提起由当事人决定",
}
"""What nobody has to do."""

TERMS = {
    "GP-CRE-01", "GP-CRE-05", "CRD-02", "GP-QUA-02", "GP-EXP-01", "GP-EXP-04", "GP-DEM-02",
    "GP-FRA-03", "GP-FRA-06", "COI-08",
}  # fmt: skip
"""How long something lasts or how far back one looks: no act is due."""

ELSEWHERE = {
    "GP-SME-11": "由中小企业主管部门答复，不在本系统办理",
}


def limits() -> set[str]:
    """Return the rules that say until when something is to be done."""
    return {
        sheet.id
        for sheet in rule_sheets().values()
        for one in sheet.params.values()
        if one.unit in DAYS and one.bound != "min"
    }


def on_a_desk() -> set[str]:
    """Return the rules from which a declared to-do has its last day."""
    return {step.within for life in lifecycles() for step in life.steps if step.within}


def test_every_limit_raises_a_to_do_or_says_why_it_cannot() -> None:
    named = [
        on_a_desk(), OF_A_METHOD, DONE_AT_ONCE, BY_ITS_OWN_DATES, RIGHTS, TERMS, ELSEWHERE,
    ]  # fmt: skip
    assert limits() - set().union(*named) == set()
    # What is raised is not excused as well, and no excuse outlives its rule.
    for reasons in (OF_A_METHOD, DONE_AT_ONCE, BY_ITS_OWN_DATES, RIGHTS, TERMS, ELSEWHERE):
        assert set(reasons) & on_a_desk() == set()
        assert set(reasons) <= limits()


def test_a_to_do_has_a_limit_only_where_the_law_gives_one() -> None:
    assert {rule for rule in on_a_desk() if rule not in rule_sheets()} == set()


@pytest.mark.parametrize("permission", sorted(set(BY_ITS_OWN_DATES.values())))
def test_the_step_that_carries_a_computed_day_is_a_to_do(permission: str) -> None:
    steps = {life.permission(step): step for life in lifecycles() for step in life.steps}
    assert steps[permission].duty


@pytest.mark.parametrize("rule", sorted(OF_A_METHOD))
def test_a_method_names_the_rule_of_its_report_and_decision(rule: str) -> None:
    found = {one.rule for sheet in methods().values() for one in sheet.award.values() if one}
    assert rule in found
