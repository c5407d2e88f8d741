"""What a method's sheet says is what holds: floors, minimums, cases, words and articles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from lucai.law import notice_rules
from lucai.law.calendar import BEIJING
from lucai.law.citations import Citation
from lucai.law.method_rules import (
    ChoiceFacts,
    SupplierCount,
    candidates_of,
    case_is_lawful,
    enough_suppliers,
    evaluation_suits_the_method,
    method_suits_the_object,
)
from lucai.law.methods import method, methods
from lucai.law.panel_rules import PanelFacts, panel_is_lawful
from lucai.law.tender_rules import ClarificationFacts, NoticeFacts

AT = datetime(2026, 3, 2, 10, tzinfo=BEIJING)
MONDAY = date(2026, 3, 2)
SINGLE = ("open", "invited", "negotiation", "consultation", "inquiry", "single_source")
# First lawful day of what is announced on Monday 2 March 2026: response, documents, notice.
FLOORS = {
    "open": (date(2026, 3, 22), date(2026, 3, 9), date(2026, 3, 9)),
    "consultation": (date(2026, 3, 12), date(2026, 3, 9), date(2026, 3, 5)),
    "negotiation": (date(2026, 3, 5), None, date(2026, 3, 5)),
    "inquiry": (date(2026, 3, 5), None, date(2026, 3, 5)),
}


def notice(key: str, **changes: object) -> NoticeFacts:
    late = datetime(2026, 4, 30, 9, tzinfo=BEIJING)
    facts: dict[str, object] = {
        "notice_on": MONDAY, "notice_until": date(2026, 4, 30), "documents_from": MONDAY,
        "documents_until": date(2026, 4, 29), "bid_deadline": late, "opening_at": late,
        "method": key,
    }  # fmt: skip
    return NoticeFacts(**{**facts, **changes})  # type: ignore[arg-type]


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=BEIJING)


@pytest.mark.parametrize("key", FLOORS)
def test_a_response_is_due_on_the_first_lawful_day_and_not_the_day_before(key: str) -> None:
    first = FLOORS[key][0]
    judge = notice_rules.response_period_is_long_enough
    assert judge(notice(key, bid_deadline=moment(first)), AT).holds
    early = judge(notice(key, bid_deadline=moment(first - timedelta(days=1))), AT)
    assert early.blocks
    assert early.cites


@pytest.mark.parametrize("key", [key for key, floors in FLOORS.items() if floors[1]])
def test_documents_are_there_until_the_first_lawful_day(key: str) -> None:
    first = FLOORS[key][1]
    assert first
    judge = notice_rules.documents_are_available_long_enough
    assert judge(notice(key, documents_until=first), AT).holds
    assert judge(notice(key, documents_until=first - timedelta(days=1)), AT).blocks


@pytest.mark.parametrize("key", FLOORS)
def test_a_notice_stands_until_the_first_lawful_day(key: str) -> None:
    first = FLOORS[key][2]
    judge = notice_rules.notice_runs_long_enough
    assert judge(notice(key, notice_until=first), AT).holds
    assert judge(notice(key, notice_until=first - timedelta(days=1)), AT).blocks


@pytest.mark.parametrize(
    ("key", "first"), [("consultation", date(2026, 3, 7)), ("negotiation", date(2026, 3, 5))]
)
def test_a_change_leaves_the_days_of_the_method(key: str, first: date) -> None:
    def judged(day: date) -> bool:
        facts = ClarificationFacts(bid_deadline=moment(day), affects_bids=True, method=key)
        return notice_rules.change_leaves_time(facts, AT).holds

    assert judged(first)
    assert not judged(first - timedelta(days=1))


@pytest.mark.parametrize(
    ("key", "step", "least", "two"),
    [
        ("open", "opening", 3, None), ("open", "substantive", 3, None),
        ("consultation", "final_quotes", 3, 2), ("negotiation", "final_quotes", 3, 2),
        ("inquiry", "opening", 3, None), ("single_source", "opening", 1, None),
    ],
)  # fmt: skip
def test_a_step_goes_on_with_the_least_and_stops_below(
    key: str, step: str, least: int, two: int | None
) -> None:
    def judged(count: int, **more: bool) -> bool:
        facts = SupplierCount(method=key, step=step, count=count, **more)
        return enough_suppliers(facts, AT).holds

    assert (judged(least), judged(least - 1)) == (True, False)
    fewest = two or least
    assert (judged(fewest, two_suppliers=True), judged(fewest - 1, two_suppliers=True)) == (
        True, False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("key", "two", "count"),
    [
        ("open", False, None),
        ("consultation", False, 3),
        ("consultation", True, 2),
        ("negotiation", True, 3),
    ],
)
def test_a_report_recommends_as_many_as_the_method_says(
    key: str, two: bool, count: int | None
) -> None:
    assert candidates_of(key, two_suppliers=two, on=MONDAY) == count


def choice(key: str, case: str, **changes: str | bool) -> ChoiceFacts:
    facts: dict[str, object] = {"object": "goods", "evaluation_method": "lowestPrice"}
    return ChoiceFacts(method=key, case=case, **{**facts, **changes})  # type: ignore[arg-type]


def test_the_open_tender_needs_no_case() -> None:
    assert case_is_lawful(choice("open", ""), AT).holds


@pytest.mark.parametrize(
    ("case", "changes", "holds"),
    [
        ("consultation.services", {"object": "services"}, True),
        ("consultation.services", {"object": "goods"}, False),
        ("", {}, False),
        ("negotiation.complex", {}, False),
    ],
)
def test_a_consultation_needs_one_of_its_own_cases(
    case: str, changes: dict[str, str], holds: bool
) -> None:
    assert case_is_lawful(choice("consultation", case, **changes), AT).holds is holds


def test_a_case_after_a_failure_names_what_failed_and_how() -> None:
    key = "negotiation.two_bidders"
    assert not case_is_lawful(choice("negotiation", key), AT).holds
    named = choice("negotiation", key, failed_project="SDGP1")
    assert not case_is_lawful(named, AT).holds
    assert not case_is_lawful(replace(named, failed=True), AT).holds
    assert case_is_lawful(replace(named, failed=True, failed_two=True), AT).holds


def test_a_tender_that_went_well_is_no_reason_to_negotiate() -> None:
    named = choice("negotiation", "negotiation.no_bids", failed_project="SDGP1")
    assert not case_is_lawful(named, AT).holds
    assert case_is_lawful(replace(named, failed=True), AT).holds


def test_an_inquiry_buys_goods_and_a_consultation_is_scored() -> None:
    assert method_suits_the_object(choice("inquiry", ""), AT).holds
    assert not method_suits_the_object(choice("inquiry", "", object="services"), AT).holds
    assert not evaluation_suits_the_method(choice("consultation", ""), AT).holds
    scored = choice("consultation", "", evaluation_method="comprehensive")
    assert evaluation_suits_the_method(scored, AT).holds


@pytest.mark.parametrize(
    ("key", "experts", "representatives", "holds"),
    [
        ("open", 4, 1, True), ("open", 2, 1, False), ("consultation", 2, 1, True),
        ("consultation", 1, 2, False), ("inquiry", 2, 1, True), ("single_source", 1, 1, True),
    ],
)  # fmt: skip
def test_a_panel_is_as_large_as_its_method_asks(
    key: str, experts: int, representatives: int, holds: bool
) -> None:
    facts = PanelFacts(
        method=key, budget=100, experts=experts, representatives=representatives,
        evaluation_on=MONDAY,
    )  # fmt: skip
    assert panel_is_lawful(facts, AT).holds is holds


def test_what_is_complex_makes_a_tenders_panel_larger_and_no_negotiations() -> None:
    facts = PanelFacts(
        method="negotiation", budget=100, experts=2, representatives=1, evaluation_on=MONDAY,
        special=True,
    )  # fmt: skip
    assert panel_is_lawful(facts, AT).holds
    assert not panel_is_lawful(replace(facts, method="open", experts=4), AT).holds


@pytest.mark.parametrize("key", SINGLE)
def test_a_sheet_cites_articles_that_are_known(key: str) -> None:
    sheet = method(key)
    cites = [cite for case in sheet.cases for cite in case.cites]
    cites += [own for _, own in sheet.articles]
    assert all(Citation.parse(cite).label for cite in cites)
    assert set(sheet.evaluation_methods) <= {"comprehensive", "lowestPrice"}


def test_each_method_speaks_its_own_words() -> None:
    text = "投标人应当获取招标文件，评标委员会确定中标候选人。"
    assert method("open").say(text) == text
    assert method("consultation").say(text) == "供应商应当获取磋商文件，磋商小组确定成交候选人。"
    assert method("inquiry").say(text) == "供应商应当获取询价通知书，询价小组确定成交候选人。"
    assert set(SINGLE) <= set(methods())
