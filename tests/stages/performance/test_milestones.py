"""What is due when is data: planned once or by period, reported, confirmed, returned."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, NotAllowed, WrongState
from lucai.platform.duties.selectors import duty_list
from lucai.stages.performance.milestones import services
from lucai.stages.performance.milestones.periods import months_later
from lucai.stages.performance.milestones.schemas import MilestoneIn, ReportIn, SaidIn
from lucai.stages.performance.milestones.selectors import milestone_seen, milestones_of
from tests.makers import contract as make
from tests.makers import people
from tests.makers.browsing import browse


@pytest.mark.parametrize(
    ("months", "day"),
    [
        (1, date(2026, 2, 28)),
        (13, date(2027, 2, 28)),
        (25, date(2028, 2, 29)),
        (12, date(2027, 1, 31)),
    ],
)
def test_a_period_ends_on_the_same_day_or_the_months_last(months: int, day: date) -> None:
    assert months_later(date(2026, 1, 31), months) == day


@pytest.mark.django_db
def test_a_service_of_three_years_is_planned_quarter_by_quarter_within_its_price() -> None:
    number = make.signed()
    amount = make.sheet(number).card.amount
    key = {"contract_number": number}
    with clock.at(make.after_signing(number, 1)):
        quarters = {
            "kind": "period", "title": "示例运维服务", "due_on": clock.today(), "rhythm": "quarter",
            "count": 12,
        }  # fmt: skip
        each = f"{amount // 12 / 100:.2f}"
        over = MilestoneIn(**quarters, amount=f"{(amount // 12 + 100) / 100:.2f}")
        with pytest.raises(InvalidInput) as refusal:
            services.plan_milestones(make.buyer(), **key, milestone=over)
        assert set(refusal.value.fields) == {"amount"}
        made = services.plan_milestones(
            make.buyer(), **key, milestone=MilestoneIn(**quarters, amount=each)
        )
        with pytest.raises(NotAllowed):
            services.plan_milestones(make.supplier(), **key, milestone=MilestoneIn(**quarters))
    found = milestones_of(people.supplier(), number)
    assert made == list(range(1, 13))
    assert found[-1].due_on == months_later(found[0].due_on, 33)
    assert browse(people.finance()).get(f"/contracts/{number}/milestones/").status_code == 200
    assert browse(people.supplier(2)).get(f"/contracts/{number}/milestones/").status_code == 404


@pytest.mark.django_db
def test_a_milestone_is_reported_returned_reported_late_with_its_reason_and_confirmed() -> None:
    number = make.signed()
    key = {"contract_number": number, "number": 1}
    with clock.at(make.after_signing(number, 1)):
        due = clock.today() + timedelta(days=5)
        training = MilestoneIn(kind="training", title="示例操作培训", due_on=due)
        services.plan_milestones(make.buyer(), contract_number=number, milestone=training)
        duty = next(duty for duty in duty_list(people.supplier()) if duty.title == "完成履约节点")
        assert duty.due_at == clock.moment(due) + timedelta(days=1)
        in_time = ReportIn(reported_on=clock.today(), report="已培训二十人")
        services.report(make.supplier(), **key, report=in_time)
        services.return_report(make.buyer(), **key, said=SaidIn(said="缺签到表"))
        with pytest.raises(WrongState):
            services.confirm(make.buyer(), **key, said=SaidIn(said="确认"))
    with clock.at(clock.moment(due + timedelta(days=1), 10)):
        late = ReportIn(reported_on=clock.today(), report="已补训")
        with pytest.raises(InvalidInput, match="晚了 1 天"):
            services.report(make.supplier(), **key, report=late)
        late.late_reason = "讲师生病"
        services.report(make.supplier(), **key, report=late)
        services.confirm(make.buyer(), **key, said=SaidIn(said="确认"))
    found = milestone_seen(people.buyer(), number, 1)
    assert (found.state, found.late_days, found.late_reason) == ("confirmed", 1, "讲师生病")
