"""单一来源公示: seven items, its days, objections, and what a plan needs of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, NotFound, RuleBroken
from lucai.law.notices import check_notice
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.stages.plan.justifications import services
from lucai.stages.plan.justifications.schemas import ConclusionIn, ObjectionIn
from lucai.stages.plan.justifications.selectors import justification_seen
from lucai.stages.plan.plans import services as plans
from tests.makers import people, plan
from tests.makers.browsing import browse, posted

pytestmark = pytest.mark.django_db
WAN = plan.WAN
MONDAY = clock.moment(date(2026, 3, 2), 10)


def buyer() -> Actor:
    return people.actor(people.buyer())


def why(error: pytest.ExceptionInfo[RuleBroken]) -> list[str]:
    return [verdict.rule for verdict in error.value.verdicts]


def passed(code: str, **changes: str) -> None:
    form = ConclusionIn(**{"step": "conclude", **changes})
    services.conclude(buyer(), code=code, form=form)


def test_a_publicity_is_a_complete_public_notice() -> None:
    code = plan.published_justification()
    with system_access("test"):
        entry = JournalEntry.objects.get(event="plan.singleSourceJustification.publish")
    assert entry.public
    assert check_notice("singleSource", entry.body["notice"]["fields"]) == []
    assert justification_seen(people.supplier(), code).line.state == "published"


def test_a_draft_is_the_buyers_alone() -> None:
    code = plan.justification()
    with pytest.raises(NotFound):
        justification_seen(people.supplier(), code)


def test_it_is_concluded_after_its_last_day_and_not_on_it() -> None:
    with clock.at(MONDAY):
        code = plan.published_justification()
        until = justification_seen(people.buyer(), code).line.notice_until
    assert until
    with clock.at(clock.moment(until, 17)), pytest.raises(RuleBroken) as error:
        passed(code)
    assert "GP-SIN-01" in why(error)
    with clock.at(clock.moment(until + timedelta(days=1), 9)):
        passed(code)


def test_an_objection_needs_an_argument_and_its_period() -> None:
    with clock.at(MONDAY):
        code = plan.published_justification()
        supplier = people.actor(people.supplier(2))
        text = ObjectionIn(text="本单位同样具备维护该系统的能力和授权。")
        services.object_to(supplier, code=code, form=text)
        until = justification_seen(people.buyer(), code).line.notice_until
    assert until
    with clock.at(clock.moment(until + timedelta(days=1), 9)):
        with pytest.raises(RuleBroken) as error:
            passed(code)
        assert "GP-SIN-02" in why(error)
        with pytest.raises(RuleBroken):
            services.object_to(supplier, code=code, form=text)
        passed(code, argument="经补充论证，该供应商没有源代码授权，异议不成立。")
    assert justification_seen(people.supplier(1), code).objections == ()


def test_an_objection_that_holds_ends_in_another_method_with_its_reason() -> None:
    code = plan.published_justification()
    with pytest.raises(InvalidInput):
        passed(code, step="drop")
    passed(code, step="drop", argument="市场上另有两家可以提供，改用竞争性磋商。")
    assert justification_seen(people.buyer(), code).line.state == "dropped"


ONLY = {
    "method": "single_source",
    "method_case": "single_source.only_supplier",
    "method_reason": "只能从唯一供应商处采购。",
    "method_consent": "主管预算单位同意",
}


def test_above_the_threshold_leave_for_one_supplier_waits_for_the_publicity() -> None:
    number = plan.reviewed((450 * WAN,), **ONLY)
    with pytest.raises(RuleBroken) as error:
        plans.take(buyer(), number=number, step="request_method")
    assert "GP-SIN-01" in why(error)
    number = plan.reviewed((450 * WAN,), justification=plan.passed_justification(), **ONLY)
    plans.take(buyer(), number=number, step="request_method")


def test_below_the_threshold_no_publicity_is_asked() -> None:
    plan.filed_plan((300 * WAN,), **ONLY)


def test_a_buyer_drafts_and_publishes_by_the_pages() -> None:
    people.finance()
    client = browse(people.buyer())
    content = plan.justification_content().model_dump()
    opinion = content.pop("opinions")[0]
    values = {**content, **{f"opinions.0.{name}": text for name, text in opinion.items()}}
    answer = client.post(
        "/justifications/new/", {**posted(client.get("/justifications/new/")), **values}
    )
    assert answer.status_code == 302
    page = answer["Location"]
    assert client.get(f"{page}edit/").status_code == 200
    assert client.post(f"{page}steps/publish/").status_code == 302
    shown = client.get(page).content.decode()
    assert "公示中" in shown
    assert "为什么现在不能“办结公示”" in shown or "办结公示" in shown
    assert browse(people.supplier()).get(f"{page}objection/").status_code == 200
