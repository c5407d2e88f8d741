"""Founded challenges whose contract binds already: reported to finance, which disposes of them."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from lucai.law.challenges import Outcome, Remedy
from lucai.oversight.complaints import services as overseeing
from lucai.oversight.complaints.schemas import DisposalIn
from lucai.oversight.complaints.selectors.reported import disposal_choices
from lucai.platform.duties.selectors import duty_list
from lucai.platform.suspensions.selectors import suspensions_of
from lucai.stages.budget.indicators.selectors import indicator_seen
from lucai.stages.contract.contracts.selectors import contracts_of_project
from lucai.stages.contract.short_contracts import services as short_contracts
from lucai.stages.trade.calloffs import services as calloffs
from lucai.stages.trade.calloffs.schemas import DirectIn
from lucai.stages.trade.calloffs.selectors import order_seen
from lucai.stages.trade.challenges import selectors, services
from lucai.stages.trade.challenges.schemas import ReportIn
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import budget, challenges, contract, frameworks, people
from tests.makers import framework_disputes as disputes
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

NOW = clock.moment(date(2026, 4, 2), 10)
REPORT = ReportIn(text="质疑成立，合同已经签订，尚未履行。")


@pytest.fixture(autouse=True)
def _with_money(db: None) -> Iterator[None]:
    with clock.at(NOW):
        budget.indicator()
        yield


def _buyer() -> Actor:
    return people.actor(people.buyer())


def _finance() -> Actor:
    return people.actor(people.finance())


def _ordered(*, signed: bool = True) -> str:
    number = frameworks.running()
    chosen = people.supplier(2)
    form = DirectIn(**frameworks.order(supplier_id=chosen.organisation, reason="服务最方便"))
    order = calloffs.choose(_buyer(), framework=number, form=form)
    made = short_contracts.propose(_buyer(), order_number=order)
    if signed:
        short_contracts.sign(people.actor(chosen), number=made)
    return order


def _founded(order: str) -> str:
    made = disputes.raised(order, disputes.loser(1), lots=[])
    services.answer(_buyer(), number=made, form=challenges.reply(Outcome.RESTART))
    return made


def _dispose(number: str, remedy: Remedy) -> None:
    form = DisposalIn(remedy=remedy, text="查明情况属实，依法处理。")
    overseeing.dispose(_finance(), number=number, form=form)


def test_a_signed_order_is_reported_not_undone_and_its_contract_stays_held() -> None:
    order = _ordered()
    made = _founded(order)
    with pytest.raises(RuleBroken) as held:
        services.remedy(_buyer(), number=made, form=challenges.mended())
    assert {one.rule for one in held.value.verdicts} == {"GP-QST-06"}
    assert [one.title for one in duty_list(people.buyer()) if one.verb == "报告财政部门"]
    services.report(_buyer(), number=made, form=REPORT)
    assert order_seen(people.buyer(), order).state == "contracted"
    assert suspensions_of(people.finance(), order)
    assert [one for one in duty_list(people.finance()) if one.verb == "作出处理"]
    sheet = selectors.challenge_seen(people.finance(), made)
    assert (sheet.line.state, sheet.report_text) == ("reported", REPORT.text)


def test_finance_rescinds_the_contract_and_the_order_with_the_money_going_back() -> None:
    free = indicator_seen(people.buyer(), "ZB2026-0001").free
    order = _ordered()
    made = _founded(order)
    services.report(_buyer(), number=made, form=REPORT)
    assert [value for value, _ in disposal_choices(people.finance(), made)] == [
        "none", "rescindRestart",
    ]  # fmt: skip
    with pytest.raises(InvalidInput):
        _dispose(made, Remedy.DAMAGES)
    _dispose(made, Remedy.RESCIND_RESTART)
    assert [one.state for one in contracts_of_project(people.buyer(), order)] == ["rescinded"]
    assert order_seen(people.buyer(), order).state == "cancelled"
    assert indicator_seen(people.buyer(), "ZB2026-0001").free == free
    assert selectors.challenge_seen(people.buyer(), made).line.state == "remedied"
    assert not suspensions_of(people.finance(), order)


def test_finance_may_let_the_contract_stand() -> None:
    order = _ordered()
    made = _founded(order)
    services.report(_buyer(), number=made, form=REPORT)
    _dispose(made, Remedy.NONE)
    assert order_seen(people.buyer(), order).state == "contracted"
    assert [one.state for one in contracts_of_project(people.buyer(), order)] != ["rescinded"]
    assert not suspensions_of(people.finance(), order)


def test_a_contract_that_one_side_alone_has_signed_is_mended_without_finance() -> None:
    order = _ordered(signed=False)
    made = _founded(order)
    with pytest.raises(RuleBroken) as none:
        services.report(_buyer(), number=made, form=REPORT)
    assert {one.rule for one in none.value.verdicts} == {"GP-QST-06"}
    services.remedy(_buyer(), number=made, form=challenges.mended())
    assert order_seen(people.buyer(), order).state == "cancelled"


def test_the_report_is_due_in_days_and_only_the_own_finance_disposes_of_it() -> None:
    made = _founded(_ordered())
    duty = next(one for one in duty_list(people.buyer()) if one.verb == "报告财政部门")
    assert duty.due_at == clock.moment(date(2026, 4, 8))
    services.report(_buyer(), number=made, form=REPORT)
    form = DisposalIn(remedy=Remedy.NONE, text="查明情况属实")
    for other in (_buyer(), people.actor(people.supplier(1))):
        with pytest.raises((NotAllowed, NotFound)):
            overseeing.dispose(other, number=made, form=form)


def test_a_project_with_a_signed_contract_goes_the_same_way() -> None:
    result = challenges.award()
    lot = contract.Awarded(result.number, 1, result.at)
    contract.signed(lot)
    with clock.at(result.at + timedelta(days=4)):
        made = challenges.raised(result.number)
        services.answer(challenges.agency(), number=made, form=challenges.reply(Outcome.RESTART))
        with pytest.raises(RuleBroken):
            services.remedy(challenges.agency(), number=made, form=challenges.mended())
        services.report(challenges.agency(), number=made, form=REPORT)
        _dispose(made, Remedy.RESCIND_RESTART)
        found = contracts_of_project(people.buyer(), result.number)
        assert [one.state for one in found] == ["rescinded"]
        assert project_seen(people.buyer(), result.number).lot(1).state == "failed"


def test_the_pages_report_and_dispose() -> None:
    made = _founded(_ordered())
    page = f"/challenges/{made}/"
    desk, finance = browse(people.buyer()), browse(people.finance())
    assert "合同已经签订" in desk.get(f"{page}report/").content.decode()
    assert desk.post(f"{page}report/", {"text": "短"}).status_code == 422
    assert desk.post(f"{page}report/", {"text": REPORT.text}).status_code == 302
    shown = finance.get(f"{page}disposal/").content.decode()
    assert REPORT.text in shown
    assert finance.post(f"{page}disposal/", {"remedy": "none"}).status_code == 422
    content = {"remedy": "none", "text": "合同继续履行，另行处理责任"}
    assert finance.post(f"{page}disposal/", content).status_code == 302
    assert "财政部门处理" in desk.get(page).content.decode()
