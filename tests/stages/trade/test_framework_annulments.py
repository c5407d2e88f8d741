"""Admissions that were wrong: struck off, ranked anew, or undone with the whole call."""

import pytest

from lucai.kernel import clock
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.stages.trade.frameworks import services
from lucai.stages.trade.frameworks.schemas import ReasonIn
from lucai.stages.trade.frameworks.selectors import application_seen, call_seen, framework_seen
from lucai.stages.trade.frameworks.selectors.standing import can_rank_on
from tests.makers import frameworks, people

pytestmark = pytest.mark.django_db

WHY = "质疑成立：业绩材料不属实"
MORNING = clock.moment(frameworks.DECIDED, 11)


def _states(number: str) -> dict[str, str]:
    return {m.supplier_name: m.state for m in framework_seen(frameworks.centre(), number).members}


def test_who_is_struck_off_goes_and_nobody_comes_in_where_the_elimination_forbids_it() -> None:
    number = frameworks.decided()
    with clock.at(MORNING):
        came = services.strike(
            people.actor(frameworks.centre()), number=number, round_=1, places=[1], reason=WHY
        )
        sheet = framework_seen(frameworks.centre(), number)
    # Five good responses, four admitted; of the four left at least one is eliminated: three stay.
    assert came == []
    assert [m.state for m in sheet.members] == ["voided", "awaiting", "awaiting", "awaiting"]
    assert "按淘汰率没有递补" in call_seen(people.public(), number, 1).calculation[-1]


def test_the_next_comes_in_where_the_call_set_a_number() -> None:
    number = frameworks.decided(frameworks.plan(most_admitted="2"))
    with clock.at(MORNING):
        came = services.strike(
            people.actor(frameworks.centre()), number=number, round_=1, places=[1], reason=WHY
        )
        sheet = framework_seen(frameworks.centre(), number)
    assert came == [people.supplier(3).organisation_name]
    assert [m.state for m in sheet.members] == ["voided", "awaiting", "awaiting"]
    with system_access("test"):
        again = JournalEntry.objects.get(event="trade.frameworkAgreement.redecide")
    assert again.public
    admitted = [one["supplierName"] for one in again.body["notice"]["fields"]["admitted"]]
    assert admitted == [people.supplier(n).organisation_name for n in (2, 3)]


def test_only_who_is_still_admitted_by_that_call_can_be_struck_off() -> None:
    number = frameworks.decided()
    centre = people.actor(frameworks.centre())
    with clock.at(MORNING):
        for places in ([], [9]):
            with pytest.raises(InvalidInput):
                services.strike(centre, number=number, round_=1, places=places, reason=WHY)


def test_two_good_ones_must_be_left_without_the_struck() -> None:
    for suppliers, left in ((2, False), (3, True)):
        number = frameworks.decided(
            frameworks.plan(title=f"示例{suppliers}家"), suppliers=suppliers
        )
        assert can_rank_on(people.public(), number, 1, ()) is left


def test_striking_the_last_unsigned_lets_the_framework_begin() -> None:
    number = frameworks.decided()
    centre = people.actor(frameworks.centre())
    with clock.at(MORNING):
        frameworks.signed(number, but=1)
        services.strike(centre, number=number, round_=1, places=[1], reason=WHY)
        services.run(centre, number=number)
    assert framework_seen(people.public(), number).card.state == "running"


def test_a_decided_call_that_is_annulled_ends_its_framework_for_a_new_one() -> None:
    number = frameworks.running()
    with clock.at(MORNING):
        services.annul(people.actor(frameworks.centre()), number=number, round_=1, reason=WHY)
    sheet = framework_seen(people.public(), number)
    assert set(_states(number).values()) == {"voided"}
    assert (sheet.card.state, sheet.calls[0].state) == ("ended", "annulled")
    assert sheet.ended_reason == WHY


def test_a_call_under_way_that_is_annulled_fails_and_responses_go_back_unopened() -> None:
    number = frameworks.responded(suppliers=2)
    with clock.at(clock.moment(frameworks.ANNOUNCED, 15)):
        services.annul(people.actor(frameworks.centre()), number=number, round_=1, reason=WHY)
    sheet = framework_seen(people.public(), number)
    assert (sheet.card.state, sheet.calls[0].state) == ("ended", "failed")


def test_a_refused_application_is_reviewed_again_and_its_days_begin_anew() -> None:
    number = frameworks.open_running()
    supplier, centre = people.supplier(1), people.actor(frameworks.centre())
    with clock.at(clock.moment(frameworks.DECIDED, 9)):
        place = services.apply(people.actor(supplier), number=number, form=frameworks.application())
        services.refuse(centre, number=number, place=place, form=ReasonIn(reason="材料不全"))
    with clock.at(MORNING):
        again = {"number": number, "supplier": supplier.organisation}
        assert services.reopen_application(centre, **again) == place
        card = application_seen(supplier, number, place)
        with pytest.raises(WrongState):
            services.reopen_application(centre, **again)
    assert (card.state, card.applied_at) == ("applied", MORNING)
