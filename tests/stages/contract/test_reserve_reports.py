"""The yearly report on what was reserved for small firms (GP-SME-12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, NotAllowed, RuleBroken
from lucai.law.reserve_rules import is_reported, report_due
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.publication.board.channels import channel_of
from lucai.stages.contract.contracts.models import Contract
from lucai.stages.contract.reserve_reports import jobs, selectors, services
from lucai.stages.contract.reserve_reports.figures import ReserveLine, figures_of, short_of
from lucai.stages.contract.reserve_reports.schemas import AdjustIn
from lucai.stages.plan.plans.models import PlanPackage, ProcurementPlan
from lucai.stages.plan.plans.selectors.reserving import ReservedShare
from tests.makers import contract as make
from tests.makers import people
from tests.makers.browsing import browse
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

DUTY = "公开上一年度面向中小企业预留项目执行情况"
YEAR = 2025
filed = kept(make.filed)


def reserved(number: str, **changes: Any) -> Contract:
    """A contract on a reserved lot, signed last year with a small firm, its plan too."""
    with system_access("test"):
        row = Contract.objects.get(number=number)
        plan = ProcurementPlan.objects.get(number=row.plan_number)
        plan.change(fiscal_year=YEAR, sme_reason="")
        PlanPackage.objects.filter(plan=plan).update(sme_reserved=True)
        signed = clock.moment(date(YEAR, 6, 1), 9)
        values = {"sme_reserved": True, "payee_is_sme": True, "payee_is_small": True}
        return row.change(**{**values, "signed_at": signed, **changes})


def new_year() -> datetime:
    return clock.moment(date(YEAR + 1, 1, 4), 9)


def turn(moment: datetime) -> int:
    with clock.at(moment):
        return jobs.open_last_year(moment)


def key(row: Contract) -> dict[str, int]:
    return {"year": YEAR, "buyer_id": row.buyer_id}


def sheet(row: Contract) -> selectors.ReportSheet:
    return selectors.report_seen(people.buyer(), YEAR, row.buyer_id)


def put_right(row: Contract, **changes: Any) -> AdjustIn:
    values = {
        "contract_number": row.number, "title": "示例项目", "option": "lot",
        "amount": "100000", "small": "40000", "reason": "按结算价更正",
    }  # fmt: skip
    return AdjustIn(**{**values, **changes})


def test_who_reserved_a_lot_gets_the_duty_once_with_the_day_of_its_region(filed: str) -> None:
    row = reserved(filed)
    assert turn(new_year()) == 1
    assert turn(new_year() + timedelta(days=1)) == 0
    assert turn(new_year() + timedelta(days=2)) == 0
    duty = next(one for one in duty_list(people.buyer()) if one.title == DUTY)
    assert duty.due_at == clock.moment(date(YEAR + 1, 4, 1))
    assert duty.href == f"/reserve-reports/{YEAR}/{row.buyer_id}/publish/"
    assert report_due(YEAR, "370102") == date(YEAR + 1, 3, 31)


@pytest.mark.parametrize(
    "changes",
    [
        {"sme_reserved": False}, {"signed_at": clock.moment(date(YEAR + 1, 1, 1))},
        {"signed_at": clock.moment(date(YEAR, 1, 1)) - timedelta(seconds=1)},
    ],
)  # fmt: skip
def test_other_lots_and_other_years_ask_for_no_report(filed: str, changes: dict[str, Any]) -> None:
    reserved(filed, **changes)
    assert turn(new_year()) == 0


def test_years_before_the_duty_began_are_not_reported() -> None:
    assert not is_reported(2020)
    assert is_reported(2021)


def test_what_is_published_is_a_public_notice_computed_from_the_contracts(filed: str) -> None:
    row, buyer = reserved(filed), people.actor(people.buyer())
    turn(new_year())
    with clock.at(new_year()):
        services.publish(buyer, **key(row), remark="")
        with pytest.raises(RuleBroken, match="不需要更正"):
            services.correct(buyer, **key(row), remark="示例：再次公开")
    with system_access("test"):
        entry = JournalEntry.objects.get(event="contract.reserveReport.publish")
    told = entry.body["notice"]
    assert (told["kind"], entry.public) == ("smeReserveReport", True)
    assert (told["fields"]["smeTotal"], told["fields"]["smallMicroShare"]) == (
        row.amount, "100.00%",
    )  # fmt: skip
    assert told["fields"]["projects"][0]["projectName"] == row.title
    assert channel_of("smeReserveReport").key == channel_of("overduePayment").key


def test_a_firm_that_is_not_small_counts_for_nothing(filed: str) -> None:
    row = reserved(filed, payee_is_sme=False, payee_is_small=False)
    turn(new_year())
    assert (sheet(row).now.projects, sheet(row).now.total) == (0, 0)
    assert len(sheet(row).lines) == 1


def test_a_line_is_put_right_with_a_reason_and_taken_back(filed: str) -> None:
    row, buyer = reserved(filed), people.actor(people.buyer())
    turn(new_year())
    services.adjust(buyer, **key(row), line=put_right(row))
    found = sheet(row)
    assert (found.now.total, found.now.small, found.now.share) == (100000_00, 40000_00, "40.00%")
    assert found.lines[0].reason == "按结算价更正"
    assert found.computed[0].amount == row.amount
    services.withdraw_adjustment(buyer, **key(row), pk=found.lines[0].adjustment)
    assert sheet(row).now.total == row.amount


def test_a_project_from_elsewhere_is_added_and_what_was_published_is_put_right(filed: str) -> None:
    row, buyer = reserved(filed), people.actor(people.buyer())
    turn(new_year())
    with clock.at(new_year()):
        services.publish(buyer, **key(row), remark="")
        services.adjust(buyer, **key(row), line=put_right(row, contract_number=""))
        services.correct(buyer, **key(row), remark="补充在其他系统签订的合同")
    found = sheet(row)
    assert found.line.figures.total == row.amount + 100000_00
    assert found.corrections == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"contract_number": "没有"}, "contract_number"), ({"contract_number": "", "amount": "0", "small": "0"}, "amount")],
)  # fmt: skip
def test_a_line_that_is_nowhere_is_told_at_its_field(
    filed: str, changes: dict[str, Any], field: str
) -> None:
    row = reserved(filed)
    turn(new_year())
    with pytest.raises(InvalidInput) as refused:
        services.adjust(people.actor(people.buyer()), **key(row), line=put_right(row, **changes))
    assert set(refused.value.fields) == {field}


def test_too_small_a_share_is_explained_before_it_is_published(filed: str) -> None:
    row, buyer = reserved(filed), people.actor(people.buyer())
    turn(new_year())
    with system_access("test"):
        PlanPackage.objects.filter(plan__number=row.plan_number).update(sme_reserved=False)
    with clock.at(new_year()):
        with pytest.raises(RuleBroken, match=r"预留 0\.00%") as refusal:
            services.publish(buyer, **key(row), remark="")
        assert {v.rule for v in refusal.value.verdicts} == {"GP-SME-12"}
        services.publish(buyer, **key(row), remark="预留项目流标，改为不预留")


@pytest.mark.parametrize(("reserved_", "short"), [(30, False), (29, True)])
def test_the_share_of_the_law_is_reached_at_thirty_per_cent(reserved_: int, short: bool) -> None:
    assert bool(short_of([ReservedShare("goods", 100, reserved_)], YEAR)) == short


def test_nobody_publishes_for_another_and_only_the_head_reports(filed: str) -> None:
    row = reserved(filed)
    turn(new_year())
    with clock.at(new_year()), pytest.raises(NotAllowed):
        services.publish(people.actor(people.finance()), **key(row), remark="")
    below = replace(people.buyer(), unit_path=f"/99/{people.buyer().organisation}/")
    with clock.at(new_year()), pytest.raises(NotAllowed, match="主管预算单位"):
        services.prepare(people.actor(below), year=YEAR)


def test_finance_sees_the_sum_of_its_region_and_takes_the_table_away(filed: str) -> None:
    row, buyer = reserved(filed), people.actor(people.buyer())
    turn(new_year())
    with clock.at(new_year()):
        services.publish(buyer, **key(row), remark="")
    totals = selectors.report_totals(people.finance())
    assert (totals.published, totals.figures.total) == (1, row.amount)
    assert selectors.report_totals(people.finance("370202")).reports == 0
    told = browse(people.finance()).get("/reserve-reports/export/").content.decode()
    assert "100.00%" in told
    lines = browse(people.buyer()).get(f"/reserve-reports/{YEAR}/{row.buyer_id}/export/?kind=xlsx")
    assert lines.content.startswith(b"PK")


def test_the_pages_say_what_counts_and_keep_what_was_typed(filed: str) -> None:
    row = reserved(filed)
    turn(new_year())
    page, at = browse(people.buyer()), f"/reserve-reports/{YEAR}/{row.buyer_id}/"
    assert row.title in page.get(at).content.decode()
    wrong = {**put_right(row).model_dump(mode="json"), "small": "200000"}
    answer = page.post(f"{at}adjustments/", wrong)
    assert answer.status_code == 422
    assert "小微企业的金额不能超过" in answer.content.decode()
    shown = page.get(f"{at}adjustments/?contract={row.number}").content.decode()
    assert row.title in shown


def test_lines_that_do_not_count_are_no_projects() -> None:
    line = ReserveLine("1", "示例", "单位", "", "lot", 0, 0)
    assert figures_of([line]).projects == 0
    assert figures_of([line]).share == "—"
