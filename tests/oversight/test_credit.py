"""信用: what counts, how it is computed again by anybody, and how it is objected to and put right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken, WrongState
from lucai.law.credit import CreditInput, credit_score
from lucai.oversight.credit import selectors, services
from lucai.oversight.credit.models import CreditRecord
from lucai.oversight.credit.schemas import CorrectionIn, ObjectionIn, Outcome, RulingIn
from lucai.platform.duties.selectors import duty_list
from lucai.platform.records import system_access
from lucai.registers.exclusions import services as sanctions
from lucai.registers.exclusions.schemas import LiftIn
from tests.makers import challenges, exclusions, people, ratings, trade
from tests.makers.browsing import browse, posted
from tests.makers.crawling import counted
from tests.makers.registers import registered_expert
from tests.makers.world import settle

pytestmark = pytest.mark.django_db

MONDAY = clock.moment(date(2026, 6, 1), 10)
AGENCY = people.uscc(2001)
WHY = ObjectionIn(objection="当日已按时答复，评价所说与往来记录不符，见附件")
RULING = "经调取往来记录，答复早于约定时间，评价所述不实"


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    people.finance()
    with clock.at(MONDAY):
        yield


@pytest.fixture
def record() -> int:
    """A bad rating of the agency that counts; return the record."""
    number = trade.published_project(1)
    ratings.asked_after_activity(number)
    low = {"first": 2, "second": 2, "third": 2, "comment": "两次未按时答复询问，影响投标"}
    ratings.given(people.buyer(), "activity", number, **low)
    settle()
    with system_access("test"):
        return CreditRecord.objects.get(kind="rating").pk


def total(code: str = AGENCY) -> int:
    return selectors.credit_sheet(PUBLIC, code).score.total


def agency():  # noqa: ANN201 - an actor
    return people.actor(people.agency())


def finance():  # noqa: ANN201 - an actor
    return people.actor(people.finance())


def object_to(record: int) -> None:
    services.raise_objection(agency(), pk=record, form=WHY, files=[challenges.upload()])


def test_a_rating_counts_once_and_everybody_computes_the_same_from_what_is_handed_out(
    record: int,
) -> None:
    settle()
    told = selectors.calculation(PUBLIC, AGENCY)
    inputs = [
        CreditInput(i["key"], i["kind"], date.fromisoformat(i["on"]), i["by"], i["value"])
        for i in told["inputs"]
    ]
    again = credit_score(told["party"]["side"], inputs, date.fromisoformat(told["on"]))
    # 60 + 40 × (2 − 1) ÷ 4 = 70.
    assert told["totalHundredths"] == again.total == total() == 7000
    assert told["formula"]["edition"] == "SL-2026-2"
    assert [i["key"] for i in told["inputs"]] == [str(record)]


def test_an_objection_is_raised_by_the_party_alone_and_gives_finance_a_duty(record: int) -> None:
    with pytest.raises(NotAllowed):
        services.raise_objection(people.actor(people.buyer()), pk=record, form=WHY)
    object_to(record)
    assert total() == 7000
    duty = next(d for d in duty_list(people.finance()) if d.title == "处理信用异议")
    # Ten workdays from Monday 2026-06-01: until the end of Monday 2026-06-15.
    assert duty.due_at == clock.moment(date(2026, 6, 16))


@pytest.mark.parametrize(("on", "open_"), [(date(2026, 6, 30), True), (date(2026, 7, 1), False)])
def test_an_objection_comes_within_twenty_workdays(record: int, on: date, *, open_: bool) -> None:
    with clock.at(clock.moment(on, 10)):
        if open_:
            object_to(record)
            return
        with pytest.raises(RuleBroken, match="异议期限"):
            object_to(record)


def test_a_corrected_mark_counts_in_place_of_the_old_one(record: int) -> None:
    object_to(record)
    form = CorrectionIn(outcome=Outcome.CHANGE, mark=Decimal("4.5"), ruling=RULING)
    with pytest.raises(NotFound):
        services.correct(people.actor(people.finance("370202")), pk=record + 999, form=form)
    services.correct(finance(), pk=record, form=form)
    # 60 + 40 × (4.5 − 1) ÷ 4 = 95.
    assert total() == 9500
    card = selectors.record_seen(PUBLIC, record)
    assert (card.ruling, card.objection) == (RULING, "")
    with pytest.raises(WrongState):
        services.uphold(finance(), pk=record, form=RulingIn(ruling=RULING))


def test_a_struck_record_counts_no_longer_and_an_upheld_one_still_does(record: int) -> None:
    object_to(record)
    services.uphold(finance(), pk=record, form=RulingIn(ruling="往来记录证明答复确实晚于约定时间"))
    assert total() == 7000
    with pytest.raises(WrongState):
        object_to(record)


def test_an_objection_can_be_taken_back_and_raised_again(record: int) -> None:
    object_to(record)
    services.withdraw(agency(), pk=record)
    assert selectors.record_seen(people.agency(), record).state == "counted"
    object_to(record)
    services.correct(finance(), pk=record, form=CorrectionIn(outcome=Outcome.STRIKE, ruling=RULING))
    assert total() == 9000


def test_another_department_cannot_decide(record: int) -> None:
    object_to(record)
    form = CorrectionIn(outcome=Outcome.STRIKE, ruling=RULING)
    with pytest.raises(NotAllowed):
        services.correct(people.actor(people.finance("370202")), pk=record, form=form)


def test_a_sanction_counts_from_its_confirmation_and_no_longer_once_lifted() -> None:
    code = people.uscc(3001)
    number = exclusions.banned_supplier(1, MONDAY.date())
    settle()
    assert total(code) == 6000
    with system_access("test"):
        row = CreditRecord.objects.get(kind="dishonest")
    services.raise_objection(people.actor(people.supplier()), pk=row.pk, form=WHY)
    change = CorrectionIn(outcome=Outcome.CHANGE, mark=Decimal(5), ruling=RULING)
    with pytest.raises(InvalidInput, match="不再计入"):
        services.correct(finance(), pk=row.pk, form=change)
    lift = LiftIn(reason="行政复议决定书示例〔2026〕1号撤销原处罚决定")
    sanctions.propose_lift(finance(), number=number, lift=lift)
    sanctions.take(exclusions.reviewer(), number=number, step="confirm_lift")
    settle()
    assert total(code) == 9000
    with clock.at(MONDAY + timedelta(days=1)):
        settle()
    assert "复议" in selectors.record_seen(PUBLIC, row.pk).ruling


def test_an_experts_credit_is_for_the_expert_and_finance_alone() -> None:
    key = registered_expert(1)
    exclusions.banned(key, "示例专家1", MONDAY.date(), party_side="expert", ends_on=None)
    settle()
    assert selectors.credit_sheet(people.expert(1), key).score.total == 5000
    for other in (PUBLIC, people.expert(2), people.buyer(), people.agency()):
        with pytest.raises(NotFound):
            selectors.credit_sheet(other, key)
    assert "示例专家1" not in str(selectors.record_page(PUBLIC).items)


def test_the_pages_explain_the_score_take_the_objection_and_stay_cheap(record: int) -> None:
    client = browse(people.agency())
    page, queries = counted(client, "/credit/me/")
    text = page.content.decode()
    assert "采购人 1 条合计 2×3" in text
    assert "SL-2026-2" in text
    assert queries < 15
    refused = client.post(f"/credit/records/{record}/object/", {"objection": "不对"})
    assert refused.status_code == 422
    client.post(f"/credit/records/{record}/object/", {"objection": WHY.objection})
    desk = browse(people.finance())
    fields = posted(desk.get(f"/credit/records/{record}/correct/"))
    assert {"outcome", "ruling"} <= set(fields) | {"outcome"}
    answer = desk.post(
        f"/credit/records/{record}/correct/",
        {"outcome": "change", "mark": "", "ruling": RULING},
    )
    assert "请填写更正后的平均分" in answer.content.decode()
    desk.post(
        f"/credit/records/{record}/correct/",
        {"outcome": "change", "mark": "4.5", "ruling": RULING},
    )
    assert "95 分" in client.get("/credit/me/").content.decode() or total() == 9500
