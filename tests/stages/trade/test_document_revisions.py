"""Revisions of the clause library: proposed, decided by finance, in force from their day on."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, NotAllowed, NotFound, WrongState
from lucai.stages.trade.documents import services
from lucai.stages.trade.documents.library import library_clause, searched
from lucai.stages.trade.documents.schemas import ChapterIn, OpinionIn, RevisionIn
from lucai.stages.trade.documents.selectors import document_seen
from lucai.stages.trade.documents.selectors.library import revision_seen, uses_of
from tests.makers import people, trade
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

drafted = kept(lambda: trade.drafted_project(1))
TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(clock.moment(TODAY, 10)):
        yield


def agency() -> Actor:
    return people.actor(people.agency())


def proposed(text: str = "代理服务费由采购人支付：〔代理费用〕。", since: date = TODAY) -> int:
    people.finance()
    content = RevisionIn(text=text, reason="统一本地区的支付方式", since=since)
    return services.propose_revision(agency(), clause="common.ins-fee", content=content)


def fee_of(number: str) -> str:
    services.draft_document(agency(), project_number=number, blank_code="goods")
    return document_seen(people.agency(), number).card.texts["ins-fee"]


def test_an_approved_revision_holds_for_what_is_drafted_from_its_day_on() -> None:
    pk = proposed(since=TODAY + timedelta(days=1))
    services.decide_revision(people.actor(people.finance()), pk=pk, step="approve")
    numbers = [trade.commissioned_project(1) for _ in "ab"]
    assert "由采购人支付" not in fee_of(numbers[0])
    with clock.at(clock.moment(TODAY + timedelta(days=1), 10)):
        assert "由采购人支付" in fee_of(numbers[1])
    assert not document_seen(people.agency(), numbers[1]).differing


def test_a_revision_that_is_only_proposed_or_retired_changes_nothing() -> None:
    pk = proposed()
    finance, numbers = people.actor(people.finance()), [trade.commissioned_project(1) for _ in "ab"]
    assert "由采购人支付" not in fee_of(numbers[0])
    services.decide_revision(finance, pk=pk, step="approve")
    opinion = OpinionIn(opinion="另有规定")
    services.decide_revision(finance, pk=pk, step="retire", content=opinion)
    assert "由采购人支付" not in fee_of(numbers[1])


def test_an_agency_approves_no_revision_and_nobody_decides_twice() -> None:
    pk = proposed()
    with pytest.raises(NotAllowed):
        services.decide_revision(agency(), pk=pk, step="approve")
    finance = people.actor(people.finance())
    services.decide_revision(finance, pk=pk, step="decline", content=OpinionIn(opinion="不必"))
    with pytest.raises(WrongState):
        services.decide_revision(finance, pk=pk, step="approve")


def test_what_is_proposed_is_not_for_other_agencies() -> None:
    pk = proposed()
    with pytest.raises(NotFound):
        revision_seen(people.agency(2), pk)
    assert revision_seen(people.finance(), pk).number == 1


def test_the_same_words_are_no_revision() -> None:
    with pytest.raises(InvalidInput):
        proposed(library_clause("common.ins-fee").clause.text)


def test_the_library_says_where_a_clause_is_used_and_changed(drafted: str) -> None:
    assert uses_of(people.agency(), "common.ins-fee").changed == 0
    content = ChapterIn(version=trade.version_of(drafted), clauses={"ins-fee": "由采购人支付。"})
    services.edit_chapter(agency(), project_number=drafted, chapter="instructions", content=content)
    uses = uses_of(people.agency(), "common.ins-fee")
    assert [use.project_number for use in uses.latest if use.changed] == [drafted]
    assert not uses_of(people.agency(2), "common.ins-fee").used


def test_the_library_is_searched_by_words_object_method_and_need() -> None:
    found = searched(words="质量保证期", object_kind="goods", need="library")
    assert [one.clause.id for one in found] == ["opt-warranty"]
    assert not searched(words="样品", method_key="inquiry", need="library")
    assert all(one.clause.must for one in searched(need="must"))
