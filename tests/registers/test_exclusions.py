"""Sanctions: two persons publish them, their days bar and release, and what a gate heard is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from pydantic import ValidationError

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC, SYSTEM
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from lucai.platform.duties.selectors import duty_list
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.registers.exclusions import selectors, services
from lucai.registers.exclusions.models import ExclusionCheck
from lucai.registers.exclusions.schemas import LiftIn, SaidIn
from tests.makers import exclusions, people
from tests.makers.browsing import browse, posted
from tests.makers.crawling import counted
from tests.makers.registers import registered_expert

pytestmark = pytest.mark.django_db

BEGINS = date(2026, 3, 2)
ENDS = BEGINS + exclusions.YEAR
DAY = timedelta(days=1)
CODE = people.uscc(3001)
NAME = "示例供应商1有限公司"
LIFT = LiftIn(reason="行政复议决定书示例〔2026〕1号撤销原处罚决定")


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(clock.moment(BEGINS - DAY, 10)):
        yield


def banned(**changes: Any) -> str:
    return exclusions.banned(CODE, NAME, BEGINS, **changes)


def bars(on: date) -> bool:
    return bool(selectors.banned_until(SYSTEM, CODE, on))


def test_a_ban_bars_from_its_first_day_to_its_last_and_not_a_day_longer() -> None:
    banned()
    assert [bars(on) for on in (BEGINS - DAY, BEGINS, ENDS, ENDS + DAY)] == [
        False, True, True, False,
    ]  # fmt: skip


def test_an_entry_bars_nobody_and_is_seen_by_nobody_before_a_second_person_confirms_it() -> None:
    number = exclusions.entered(exclusions.content(CODE, NAME, BEGINS))
    assert not bars(BEGINS)
    with pytest.raises(NotFound):
        selectors.exclusion_seen(PUBLIC, number)
    services.take(exclusions.reviewer(), number=number, step="confirm")
    assert bars(BEGINS)
    assert selectors.exclusion_seen(PUBLIC, number).card.party_name == NAME


def test_who_entered_a_sanction_cannot_confirm_it() -> None:
    number = exclusions.entered(exclusions.content(CODE, NAME, BEGINS))
    with pytest.raises(RuleBroken, match="另一位同事"):
        services.take(people.actor(people.finance()), number=number, step="confirm")
    duty = next(d for d in duty_list(exclusions.second()) if number in d.href)
    assert duty.title == "复核处罚和失信记录"


@pytest.mark.parametrize(
    ("ends", "lawful"),
    [
        (date(2027, 2, 28), False), (date(2027, 3, 1), True),
        (date(2029, 3, 2), True), (date(2029, 3, 3), False),
    ],
)  # fmt: skip
def test_a_suppliers_ban_is_one_to_three_years(ends: date, *, lawful: bool) -> None:
    number = exclusions.entered(exclusions.content(CODE, NAME, BEGINS, ends_on=ends))
    if lawful:
        services.take(exclusions.reviewer(), number=number, step="confirm")
        return
    with pytest.raises(RuleBroken, match="禁止期限"):
        services.take(exclusions.reviewer(), number=number, step="confirm")


def test_a_fine_without_a_ban_is_listed_and_bars_nobody() -> None:
    number = banned(category="penalty", begins_on=None, ends_on=None)
    assert not bars(BEGINS)
    assert selectors.exclusion_seen(PUBLIC, number).card.standing_label == "没有禁止期限"


def test_a_lifted_ban_bars_until_a_second_person_lifts_it_and_then_no_longer() -> None:
    number = banned()
    with clock.at(clock.moment(BEGINS + DAY, 9)):
        services.propose_lift(people.actor(people.finance()), number=number, lift=LIFT)
        assert bars(BEGINS + DAY)
        with pytest.raises(RuleBroken, match="另一位同事"):
            services.take(people.actor(people.finance()), number=number, step="confirm_lift")
        services.take(exclusions.reviewer(), number=number, step="confirm_lift")
    assert bars(BEGINS)
    assert not bars(BEGINS + DAY)
    assert selectors.exclusion_seen(PUBLIC, number).card.lift_reason == LIFT.reason


def test_a_lifting_that_is_refused_leaves_the_ban_as_it_was() -> None:
    number = banned()
    services.propose_lift(people.actor(people.finance()), number=number, lift=LIFT)
    said = SaidIn(reason="复议申请没有被受理")
    services.keep(exclusions.reviewer(), number=number, said=said)
    assert bars(BEGINS)
    assert selectors.exclusion_seen(PUBLIC, number).card.state == "in_force"


def test_a_decision_is_entered_once_and_again_after_it_was_sent_back() -> None:
    form = exclusions.content(CODE, NAME, BEGINS)
    number = exclusions.entered(form)
    with pytest.raises(InvalidInput, match="已经录入"):
        exclusions.entered(form)
    services.refuse(exclusions.reviewer(), number=number, said=SaidIn(reason="文号有误"))
    assert exclusions.entered(form) != number


@pytest.mark.parametrize(
    "changes",
    [
        {"party_code": "91370100MA0000001X"}, {"ends_on": None}, {"begins_on": None},
        {"ends_on": BEGINS - DAY}, {"begins_on": None, "ends_on": None},
        {"decided_on": date(2026, 3, 9)},
    ],
)  # fmt: skip
def test_an_entry_without_a_code_or_a_term_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        exclusions.content(CODE, NAME, BEGINS, **changes)


def test_an_expert_is_barred_from_draws_and_named_to_nobody_but_finance_and_itself() -> None:
    key = registered_expert(1)
    number = exclusions.banned(
        key, "示例专家1", BEGINS, party_side="expert", ends_on=None, category="dishonest"
    )
    person = people.expert(1).person
    assert selectors.banned_experts(SYSTEM, BEGINS) == {person}
    assert selectors.banned_experts(SYSTEM, BEGINS - DAY) == frozenset()
    assert selectors.exclusion_seen(people.expert(1), number).card.party_name == "示例专家1"
    for other in (PUBLIC, people.expert(2), people.buyer(), people.finance("370202")):
        with pytest.raises(NotFound):
            selectors.exclusion_seen(other, number)
    with system_access("test"):
        told = JournalEntry.objects.filter(object_key=number)
        assert all("示例专家1" not in f"{e.body}{e.heading}{e.label}" for e in told)


def test_an_expert_is_entered_by_number_and_name() -> None:
    key = registered_expert(1)
    form = exclusions.content(key, "示例专家2", BEGINS, party_side="expert")
    with pytest.raises(InvalidInput, match="不一致"):
        exclusions.entered(form)


def test_another_department_sees_what_is_published_and_changes_nothing() -> None:
    number = banned()
    other = people.actor(people.finance("370202"))
    assert selectors.exclusion_seen(other.viewer, number).offers == ()
    with pytest.raises(NotAllowed):
        services.propose_lift(other, number=number, lift=LIFT)


def test_what_a_gate_heard_is_kept_as_it_was_after_the_ban_is_lifted() -> None:
    number = banned()
    place = services.Place(
        project_number="P-1", region=people.REGION, buyer_path="/1/", agency_id=None
    )
    with clock.at(clock.moment(BEGINS, 9)):
        asked = [services.Subject(CODE, NAME), services.Subject(people.uscc(3002), "示例")]
        answers = services.freeze(people.actor(people.buyer()), services.Gate.QUALIFY, asked, place)
        services.propose_lift(people.actor(people.finance()), number=number, lift=LIFT)
        services.take(exclusions.reviewer(), number=number, step="confirm_lift")
    assert answers[CODE].banned_until
    assert not answers[people.uscc(3002)].banned_until
    with system_access("test"):
        row = ExclusionCheck.objects.get(party_code=CODE)
    assert row.listed
    assert row.records[0]["number"] == number
    assert (row.at, row.sm3) == (clock.moment(BEGINS, 9), answers[CODE].sm3)


def test_the_list_is_public_searchable_and_cheap() -> None:
    banned()
    for place in range(30):
        with system_access("test"):
            row = selectors.exclusion_row(SYSTEM, selectors.exclusion_page(PUBLIC).items[0].number)
            row.pk, row.number = None, f"CFX{place:04d}"
            row.decision_number, row.party_name = f"示例{place}", f"示例企业{place}"
            row.save(force_insert=True)
    client = Client()
    answer, queries = counted(client, "/exclusions/?words=示例企业7")
    text = answer.content.decode()
    assert "示例企业7" in text
    assert "示例企业8" not in text
    assert queries < 15
    assert "示例企业" not in client.get("/exclusions/?standing=ended").content.decode()


def test_finance_enters_on_the_page_keeps_what_was_typed_and_a_colleague_confirms() -> None:
    client = browse(people.finance())
    filled = {
        **posted(client.get("/exclusions/new/")), "party_side": "supplier", "party_code": CODE,
        "party_name": NAME, "category": "dishonest", "authority": "示例市财政局",
        "decision_number": "示财采罚〔2026〕9号", "decided_on": "2026-03-01",
        "act": "提供虚假材料谋取中标", "basis": "政府采购法第七十七条", "fine": "",
        "begins_on": "2026-03-02",
    }  # fmt: skip
    refused = client.post("/exclusions/new/", filled)
    assert refused.status_code == 422
    assert "请填写禁止期限至哪一天" in refused.content.decode()
    assert "示财采罚〔2026〕9号" in refused.content.decode()
    done = client.post("/exclusions/new/", {**filled, "ends_on": "2027-03-01"})
    page = done.headers["Location"]
    assert "#why-confirm" in client.get(page).content.decode()
    colleague = browse(exclusions.second())
    assert f"{page}steps/confirm/" in colleague.get(page).content.decode()
    colleague.post(f"{page}steps/confirm/", {"confirmed": "yes"})
    assert NAME in Client().get("/exclusions/").content.decode()
