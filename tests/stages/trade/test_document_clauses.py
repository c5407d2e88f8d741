"""Documents as data: composed from the library, compared with the template, checked, amended."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import (
    Conflict,
    InvalidInput,
    NotAllowed,
    NotFound,
    RuleBroken,
    WrongState,
)
from lucai.law.unfair_forms import Passage, unfair_leads
from lucai.platform.documents import page_texts
from lucai.stages.trade.documents import services
from lucai.stages.trade.documents.blanks import blank, codes
from lucai.stages.trade.documents.composing import optional_clauses
from lucai.stages.trade.documents.papers import tender_pdf
from lucai.stages.trade.documents.schemas import (
    ArrangeIn,
    ChapterIn,
    ClarificationIn,
    LeadAnswerIn,
    OwnClauseIn,
    RequirementsIn,
    TextsIn,
)
from lucai.stages.trade.documents.selectors import (
    change_page,
    document_seen,
    edition_list,
    edition_seen,
)
from tests.makers import people, trade
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

drafted = kept(lambda: trade.drafted_project(1))
published = kept(lambda: trade.published_project(1))
TODAY = date(2026, 6, 1)
GUILTY = "投标人注册资本不低于500万元。"
REASON = LeadAnswerIn(reason="与合同履行直接相关，已在需求调查中论证。")


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(clock.moment(TODAY, 10)):
        yield


def agency() -> Actor:
    return people.actor(people.agency())


def buyer() -> Actor:
    return people.actor(people.buyer())


def write(number: str, clause: str, text: str, actor: Actor | None = None, **more: Any) -> None:
    content = ChapterIn(version=trade.version_of(number), clauses={clause: text}, **more)
    services.edit_chapter(
        actor or agency(), project_number=number, chapter="instructions", content=content
    )


def act(number: str, name: str, clause: str, chapter: str = "needs", reason: str = "") -> None:
    content = ArrangeIn(version=trade.version_of(number), act=name, clause=clause, reason=reason)
    services.arrange(agency(), project_number=number, chapter=chapter, content=content)


def ids_of(number: str, chapter: str) -> list[str]:
    sheet = document_seen(people.agency(), number)
    return [c.id for found in sheet.chapters if found.key == chapter for c in found.clauses]


def warned(number: str) -> str:
    return "".join(v.message for v in document_seen(people.agency(), number).broken)


# --- the library ---------------------------------------------------------------------------


@pytest.mark.parametrize("code", codes())
def test_no_clause_of_the_library_looks_unfair_itself(code: str) -> None:
    methods = ("open", "consultation", "negotiation", "inquiry", "single_source")
    clauses = [c for method in methods for c in blank(code, method).clauses]
    clauses += [one.clause for one in optional_clauses().values()]
    passages = [Passage(clause.id, clause.text) for clause in clauses]
    assert [lead.sentence for lead in unfair_leads(passages, on=TODAY)] == []


def test_an_optional_clause_suits_its_objects_methods_and_days() -> None:
    samples = optional_clauses()["opt-samples"]
    assert samples.suits("goods", "open", samples.since)
    assert not samples.suits("goods", "open", samples.since - timedelta(days=1))
    assert not samples.suits("services", "open", TODAY)
    assert not samples.suits("goods", "single_source", TODAY)


# --- composing -----------------------------------------------------------------------------


def test_a_clause_of_the_library_is_taken_in_filled_and_printed(drafted: str) -> None:
    act(drafted, "add", "opt-warranty")
    assert "可选条款还有空没有填写" in warned(drafted)
    content = ChapterIn(
        version=trade.version_of(drafted),
        clauses={},
        blanks={"warranty_months": "36", "answer_hours": "2", "onsite_hours": "24"},
    )
    services.edit_chapter(agency(), project_number=drafted, chapter="needs", content=content)
    assert "可选条款还有空没有填写" not in warned(drafted)
    sheet = document_seen(people.agency(), drafted)
    pages = "".join("".join(page_texts(tender_pdf(sheet, moment=clock.now()))).split())
    assert "验收合格之日起36个月" in pages


@pytest.mark.parametrize(
    ("typed", "right"), [("1", True), ("0", False), ("121", False), ("三", False)]
)
def test_a_blank_takes_what_its_type_and_bounds_allow(
    drafted: str, typed: str, right: bool
) -> None:
    act(drafted, "add", "opt-warranty")
    content = ChapterIn(
        version=trade.version_of(drafted), clauses={}, blanks={"warranty_months": typed}
    )
    key: dict[str, Any] = {"project_number": drafted, "chapter": "needs", "content": content}
    if right:
        services.edit_chapter(agency(), **key)
        return
    with pytest.raises(InvalidInput) as refused:
        services.edit_chapter(agency(), **key)
    assert set(refused.value.fields) == {"blanks.warranty_months"}


def test_a_clause_that_does_not_suit_the_object_is_not_offered(drafted: str) -> None:
    with pytest.raises(NotFound):
        act(drafted, "add", "opt-price-adjust", "contract_text")


def test_a_compulsory_clause_cannot_be_left_out(drafted: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        act(drafted, "leave", "need-quality", reason="不需要")
    assert refused.value.verdicts[0].cites


def test_an_optional_clause_of_the_template_goes_with_a_reason_and_comes_back(drafted: str) -> None:
    with pytest.raises(InvalidInput):
        act(drafted, "leave", "need-packing")
    act(drafted, "leave", "need-packing", reason="没有包装")
    assert "need-packing" not in ids_of(drafted, "needs")
    assert [c.reason for c in document_seen(people.agency(), drafted).left] == ["没有包装"]
    act(drafted, "back", "need-packing")
    assert "need-packing" in ids_of(drafted, "needs")


def test_a_clause_moves_up_and_stays_at_the_top(drafted: str) -> None:
    first, second, *_ = ids_of(drafted, "needs")
    act(drafted, "up", second)
    act(drafted, "up", second)
    assert ids_of(drafted, "needs")[:2] == [second, first]


def test_an_own_clause_stands_apart_with_its_reason(drafted: str) -> None:
    content = OwnClauseIn(
        version=trade.version_of(drafted),
        heading="夜间施工",
        text="不安排夜间施工。",
        reason="临近宿舍",
    )
    key = services.write_own(agency(), project_number=drafted, chapter="needs", content=content)
    (own,) = document_seen(people.agency(), drafted).differing
    assert (own.id, own.origin, own.reason) == (key, "own", "临近宿舍")
    act(drafted, "leave", key)
    assert not document_seen(people.agency(), drafted).differing


# --- template and trail --------------------------------------------------------------------


def test_a_change_without_a_reason_is_named_and_a_reason_settles_it(drafted: str) -> None:
    write(drafted, "ins-fee", "由采购人支付。")
    assert "代理服务费" in warned(drafted)
    write(drafted, "ins-fee", "由采购人支付。", reasons={"ins-fee": "委托协议约定"})
    assert "代理服务费" not in warned(drafted)


def test_both_parties_write_and_the_trail_tells_who_wrote_what(drafted: str) -> None:
    write(drafted, "ins-fee", "由采购人支付。")
    write(drafted, "ins-fee", "由中标人支付。", buyer(), reasons={"ins-fee": "按计划"})
    newest, older = change_page(people.finance(), drafted, kind="clause").items[:2]
    assert (newest.side, older.side) == ("buyer", "agency")
    assert (newest.before, newest.after) == ("由采购人支付。", "由中标人支付。")
    assert newest.reason == "按计划"
    assert len(change_page(people.finance(), drafted, side="buyer").items) == 1


def test_saving_the_same_words_leaves_no_trail(drafted: str) -> None:
    before = len(change_page(people.agency(), drafted).items)
    content = trade.common_requirements(drafted)
    services.edit_requirements(agency(), project_number=drafted, lot_number=0, content=content)
    assert len(change_page(people.agency(), drafted).items) == before


def test_who_saves_second_over_an_older_version_is_told(drafted: str) -> None:
    old = ChapterIn(version=trade.version_of(drafted), clauses={"ins-fee": "甲"})
    write(drafted, "ins-fee", "由采购人支付。", buyer())
    with pytest.raises(Conflict):
        services.edit_chapter(agency(), project_number=drafted, chapter="instructions", content=old)


def test_outsiders_read_neither_trail_nor_leads(published: str) -> None:
    assert document_seen(people.expert(), published).leads == ()
    assert change_page(people.expert(), published).items == []


# --- the check -----------------------------------------------------------------------------


def test_a_lead_is_found_at_its_clause_and_answered_with_a_reason(drafted: str) -> None:
    write(drafted, "ins-fee", GUILTY)
    (lead,) = document_seen(people.agency(), drafted).leads
    assert (lead.form, lead.place, lead.open) == ("D05", "clause:ins-fee", True)
    assert "1 处提示" in warned(drafted)
    services.answer_lead(buyer(), project_number=drafted, key=lead.key, content=REASON)
    (seen,) = document_seen(people.finance(), drafted).leads
    assert seen.answer is not None
    assert (seen.answer.reason, seen.answer.side) == (REASON.reason, "buyer")
    assert "处提示" not in warned(drafted)


def test_an_answered_lead_stays_visible_after_its_words_were_changed(drafted: str) -> None:
    write(drafted, "ins-fee", GUILTY)
    (lead,) = document_seen(people.agency(), drafted).leads
    services.answer_lead(agency(), project_number=drafted, key=lead.key, content=REASON)
    write(drafted, "ins-fee", "由中标人支付。")
    (gone,) = document_seen(people.finance(), drafted).leads
    assert gone.gone
    assert gone.sentence == GUILTY


def test_an_answer_holds_while_other_requirements_come_and_go(drafted: str) -> None:
    guilty = trade.requirement("technical", "硬盘", text="硬盘应为知名品牌。")
    for rows in ([guilty], [trade.requirement("technical", "内存"), guilty]):
        content = RequirementsIn(version=trade.version_of(drafted), rows=rows)
        services.edit_requirements(agency(), project_number=drafted, lot_number=1, content=content)
        (lead,) = document_seen(people.agency(), drafted).leads
        if lead.open:
            services.answer_lead(agency(), project_number=drafted, key=lead.key, content=REASON)
    assert not lead.open


def test_a_lead_that_is_not_there_cannot_be_answered(drafted: str) -> None:
    with pytest.raises(NotFound):
        services.answer_lead(agency(), project_number=drafted, key="0" * 16, content=REASON)


def test_a_supervisor_answers_no_lead(drafted: str) -> None:
    with pytest.raises(NotAllowed):
        services.answer_lead(
            people.actor(people.finance()), project_number=drafted, key="0" * 16, content=REASON
        )


# --- editions ------------------------------------------------------------------------------


def clarified(number: str, texts: dict[str, str]) -> int:
    content = ClarificationIn(text="更正部分条款，详见对照。", affects_bids=True)
    place = services.clarify(agency(), project_number=number, content=content)
    services.amend_texts(
        agency(), project_number=number, number=place, content=TextsIn(texts=texts)
    )
    return place


def test_a_clarification_makes_a_new_edition_with_a_visible_difference(published: str) -> None:
    place = clarified(
        published, {"clause:ins-fee": "由采购人支付。", "requirement:1-J02": "不高于 40 分贝。"}
    )
    with clock.at(clock.moment(date(2026, 6, 15), 10)):
        services.publish_clarification(agency(), project_number=published, number=place)
    assert [one.number for one in edition_list(people.supplier(), published)] == [2, 1]
    second = edition_seen(people.supplier(), published, 2)
    assert second.file_id != edition_seen(people.supplier(), published, 1).file_id
    assert {d.place for d in second.differences} == {"clause:ins-fee", "requirement:1-J02"}
    texts = document_seen(people.agency(), published)
    assert texts.card.texts["ins-fee"] == "由采购人支付。"


def test_nothing_of_the_document_changes_before_the_clarification_is_published(
    published: str,
) -> None:
    clarified(published, {"clause:ins-fee": "由采购人支付。"})
    assert document_seen(people.agency(), published).card.texts["ins-fee"] != "由采购人支付。"
    assert len(edition_list(people.agency(), published)) == 1


def test_a_qualification_is_not_among_what_a_clarification_may_replace(published: str) -> None:
    place = clarified(published, {"requirement:Z01": "另一种资格。"})
    services.publish_clarification(agency(), project_number=published, number=place)
    assert not edition_seen(people.agency(), published, 2).differences


def test_a_published_document_takes_no_more_clauses(published: str) -> None:
    with pytest.raises(WrongState):
        act(published, "add", "opt-warranty")


# --- a clarification that waited -----------------------------------------------------------


def test_a_draft_that_waited_counts_its_deadline_from_today_when_asked() -> None:
    number = trade.published_project(1)
    place = clarified(number, {"clause:ins-fee": "由采购人支付。"})
    key: dict[str, Any] = {"project_number": number, "number": place}
    with clock.at(clock.moment(date(2026, 6, 20), 10)):
        with pytest.raises(RuleBroken):
            services.publish_clarification(agency(), **key)
        services.recount_deadline(agency(), **key)
        services.publish_clarification(agency(), **key)
        with pytest.raises(WrongState):
            services.recount_deadline(agency(), **key)
    second = edition_seen(people.supplier(), number, 2)
    assert (second.old_deadline, second.bid_deadline) == (
        clock.moment(date(2026, 6, 22), 9, 30),
        clock.moment(date(2026, 7, 5), 9, 30),
    )
