"""The pages of the clause library, of composing, checking and comparing, without scripts."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.platform.documents import page_texts
from lucai.stages.trade.documents import services
from lucai.stages.trade.documents.blanks import codes
from lucai.stages.trade.documents.library import METHODS, has_template
from lucai.stages.trade.documents.schemas import ClarificationIn, LeadAnswerIn, RevisionIn, TextsIn
from lucai.stages.trade.documents.selectors import document_seen
from tests.makers import people, trade
from tests.makers.browsing import browse
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

drafted = kept(lambda: trade.drafted_project(1))
published = kept(lambda: trade.published_project(1))
TODAY = date(2026, 6, 1)
GUILTY = "投标人注册资本不低于500万元。"
FEW = 15


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(clock.moment(TODAY, 10)):
        yield


def base(number: str) -> str:
    return f"/rooms/{number}/document/"


def told(client: Client, href: str, status: int = 200) -> str:
    found = client.get(href)
    assert found.status_code == status, href
    return found.content.decode()


def write(client: Client, number: str, text: str, **more: str) -> Any:
    typed = {"version": trade.version_of(number), "clauses.ins-fee": text, **more}
    return client.post(f"{base(number)}chapters/instructions/", typed)


def test_both_parties_write_a_clause_with_its_reason_from_the_page(drafted: str) -> None:
    agency, buyer = browse(people.agency()), browse(people.buyer())
    assert write(agency, drafted, "由采购人支付。").status_code == 302
    reason = {"reasons.ins-fee": "委托协议约定"}
    assert write(buyer, drafted, "由中标人支付。", **reason).status_code == 302
    shown = told(browse(people.finance()), f"{base(drafted)}differences/")
    assert "委托协议约定" in shown
    trail = told(buyer, f"{base(drafted)}changes/?side=buyer")
    assert "<del>" in trail
    assert "示例采购单位" in trail


def test_who_is_late_keeps_what_was_typed(drafted: str) -> None:
    old = trade.version_of(drafted)
    write(browse(people.buyer()), drafted, "由采购人支付。")
    typed = {"version": old, "clauses.ins-fee": "我写的文字"}
    late = browse(people.agency()).post(f"{base(drafted)}chapters/instructions/", typed)
    assert late.status_code == 422
    assert "我写的文字" in late.content.decode()


def test_a_clause_is_taken_in_and_moved_by_plain_buttons(drafted: str) -> None:
    agency, href = browse(people.agency()), f"{base(drafted)}chapters/needs/clauses/"
    assert "opt-warranty" in told(agency, href)
    for act in ("add", "up", "leave"):
        typed = {"version": trade.version_of(drafted), "act": act, "clause": "opt-warranty"}
        assert agency.post(href, typed).status_code == 302
    typed = {"version": trade.version_of(drafted), "act": "leave", "clause": "need-quality"}
    refused = agency.post(href, typed)
    assert refused.status_code == 422
    assert "法律规定应当载明" in refused.content.decode()


def test_a_lead_is_answered_from_its_page_and_the_supervisor_reads_it(drafted: str) -> None:
    agency = browse(people.agency())
    write(agency, drafted, GUILTY)
    (lead,) = document_seen(people.agency(), drafted).leads
    assert lead.key in told(agency, f"{base(drafted)}leads/")
    href = f"{base(drafted)}leads/{lead.key}/"
    assert agency.post(href, {"reason": "短"}).status_code == 422
    assert agency.post(href, {"reason": "与合同履行直接相关"}).status_code == 302
    shown = told(browse(people.finance()), f"{base(drafted)}leads/")
    assert "与合同履行直接相关" in shown
    assert "说明理由</a>" not in shown


def test_the_need_is_kept_with_the_file_and_its_reviews_are_not_for_the_agency(
    drafted: str,
) -> None:
    href = f"{base(drafted)}demand/"
    assert "审查记录" in told(browse(people.finance()), href)
    assert "审查记录</h2>" not in told(browse(people.agency()), href)


def test_strangers_find_none_of_it(drafted: str) -> None:
    for viewer in (people.agency(2), people.buyer(2)):
        for page in ("leads/", "differences/", "changes/", "editions/"):
            told(browse(viewer), base(drafted) + page, 404)
    assert browse(people.supplier()).get(f"{base(drafted)}leads/").status_code in {403, 404}


def test_suppliers_read_what_a_clarification_changed(published: str) -> None:
    agency = browse(people.agency())
    place = services.clarify(
        people.actor(people.agency()), project_number=published,
        content=ClarificationIn(text="更正代理服务费，详见对照。", affects_bids=False),
    )  # fmt: skip
    href = f"/rooms/{published}/clarifications/{place}/"
    assert "texts.clause:ins-fee" in told(agency, f"{href}texts/")
    assert agency.post(f"{href}texts/", {"texts.clause:ins-fee": " "}).status_code == 422
    assert (
        agency.post(f"{href}texts/", {"texts.clause:ins-fee": "由采购人支付。"}).status_code == 302
    )
    services.publish_clarification(
        people.actor(people.agency()), project_number=published, number=place
    )
    supplier = browse(people.supplier())
    assert "修改前后对照" in told(supplier, href)
    assert "第 2 版" in told(supplier, f"{base(published)}editions/")
    assert "<ins>" in told(supplier, f"{base(published)}editions/2/")
    told(supplier, f"{base(published)}editions/3/", 404)
    sent = supplier.get(f"{base(published)}editions/2.pdf")
    paper = b"".join(sent.streaming_content) if sent.streaming else sent.content
    assert "由采购人支付" in "".join(page_texts(paper))


def test_a_published_clarification_takes_no_other_words(published: str) -> None:
    actor = people.actor(people.agency())
    content = ClarificationIn(text="说明，不改变文件。", affects_bids=False)
    place = services.clarify(actor, project_number=published, content=content)
    services.amend_texts(actor, project_number=published, number=place, content=TextsIn())
    services.publish_clarification(actor, project_number=published, number=place)
    href = f"/rooms/{published}/clarifications/{place}/texts/"
    assert browse(people.agency()).get(href).status_code == 409


def test_the_library_is_searched_and_a_clause_revised_with_approval() -> None:
    agency, finance = browse(people.agency()), browse(people.finance())
    assert "质量保证期与售后服务" in told(agency, "/clauses/?words=质量保证期&need=library")
    assert "没有符合条件的条款" in told(agency, "/clauses/?words=没有这个词")
    href = "/clauses/optional.opt-warranty/"
    assert "质量保证期" in told(agency, href)
    told(agency, "/clauses/optional.nothing/", 404)
    typed = {"text": "保证期〔质保月数〕个月。", "reason": "写得更短一些", "since": "2026-05-31"}
    assert agency.post(f"{href}revise/", typed).status_code == 422
    assert agency.post(f"{href}revise/", typed | {"since": "2026-06-01"}).status_code == 302
    listed = told(finance, "/clauses/revisions/?state=proposed")
    place = listed.partition("/clauses/revisions/")[2]
    while not place.partition("/")[0].isdigit():
        place = place.partition("/clauses/revisions/")[2]
    one = f"/clauses/revisions/{place.partition('/')[0]}/"
    assert "批准修订" in told(finance, one)
    assert finance.post(f"{one}steps/decline/", {"opinion": ""}).status_code == 422
    assert finance.post(f"{one}steps/approve/").status_code == 302
    assert "已批准" in told(agency, one)


def test_every_template_can_be_read_and_shows_an_approved_revision() -> None:
    finance, agency = people.actor(people.finance()), browse(people.agency())
    content = RevisionIn(text="由采购人支付。", reason="统一本地区的方式", since=TODAY)
    pk = services.propose_revision(
        people.actor(people.agency()), clause="common.ins-fee", content=content
    )
    services.decide_revision(finance, pk=pk, step="approve")
    listed = told(agency, "/clauses/templates/")
    for code in codes():
        for spoken in METHODS:
            there = f"/clauses/templates/{code}/{spoken}/" in listed
            assert there == has_template(code, spoken)
    assert "二次竞价" in told(agency, "/clauses/templates/goods/framework_closed/")
    told(agency, "/clauses/templates/goods/nothing/", 404)
    for client in (agency, browse(people.finance())):
        assert "由采购人支付。" in told(client, "/clauses/templates/services/consultation/")


def test_answered_leads_of_all_documents_are_listed_for_those_who_follow_them(
    drafted: str,
) -> None:
    write(browse(people.agency()), drafted, GUILTY)
    (lead,) = document_seen(people.agency(), drafted).leads
    reason = LeadAnswerIn(reason="与合同履行直接相关")
    services.answer_lead(
        people.actor(people.agency()), project_number=drafted, key=lead.key, content=reason
    )
    finance = browse(people.finance())
    assert drafted in told(finance, "/clauses/answered/?form=D05")
    assert drafted not in told(finance, "/clauses/answered/?form=D06")
    assert drafted not in told(browse(people.agency(2)), "/clauses/answered/")


def test_the_lists_ask_few_queries(drafted: str, django_assert_max_num_queries: Any) -> None:
    agency = browse(people.agency())
    for number in range(6):
        write(agency, drafted, f"由采购人支付 {number}。")
    for page in (
        f"{base(drafted)}changes/",
        "/clauses/",
        "/clauses/revisions/",
        "/clauses/answered/",
    ):
        told(agency, page)
        with django_assert_max_num_queries(FEW):
            told(agency, page)
