"""Pages on which a negotiation's suppliers are drawn or recommended, for each side and on a phone's form."""

from __future__ import annotations

import pytest

from lucai.stages.trade.prequalifications import services
from lucai.stages.trade.prequalifications.schemas import Way
from lucai.stages.trade.prequalifications.selectors import prequalification_seen
from tests.makers import finding, methods, people, prequalifying, trade
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

FOUND, BAD, MISSING = 302, 422, 404


def room(number: str) -> str:
    return f"/rooms/{number}/prequalification/"


def test_the_document_page_offers_to_do_without_the_notice_where_the_law_does() -> None:
    for method, says in (("negotiation", "74号"), ("consultation", "214号")):
        number = trade.commissioned_project(1, method=method)
        shown = browse(people.agency()).get(f"/rooms/{number}/document/").content.decode()
        assert "不发公告，抽取或者书面推荐供应商" in shown
        assert says in shown
    single = trade.commissioned_project(1, method="single_source")
    shown = browse(people.agency()).get(f"/rooms/{single}/document/").content.decode()
    assert "不发公告，抽取" not in shown


def test_the_terms_are_typed_kept_and_shown_again() -> None:
    number = finding.begun()
    client = browse(people.agency())
    shown = client.get(f"{room(number)}edit/").content.decode()
    assert "全部行业" in shown
    typed = {
        "way": "library", "places": "3", "industry": "2", "certificate": "安全许可",
        "specialties": "", "conditions.0.name": "有效的营业执照", "conditions.0.text": "具有营业执照。",
    }  # fmt: skip
    assert client.post(f"{room(number)}edit/", {**typed, "way": "announcement"}).status_code == BAD
    assert client.post(f"{room(number)}edit/", typed).status_code == FOUND
    assert 'value="安全许可"' in client.get(f"{room(number)}edit/").content.decode()
    page = client.get(room(number)).content.decode()
    assert "应当具有的有效证书" in page
    assert "登记到场监督" not in page
    assert "改为发布公告邀请供应商" in page


def test_the_draw_is_held_and_proven_on_its_pages() -> None:
    finding.library()
    number = finding.confirmed()
    client = browse(people.agency())
    assert "符合条件的全部供应商" in client.get(f"{room(number)}draw/").content.decode()
    assert client.post(f"{room(number)}draw/", {"wait_minutes": "0"}).status_code == FOUND
    assert "重算一致" in client.get(f"/invitation-draws/{number}/").content.decode()
    assert client.get(f"/invitation-draws/{number}/draw.json").json()["draws"]


def test_an_expert_recommends_on_a_page_of_his_own() -> None:
    number = finding.asked()
    expert = people.expert(finding.EXPERTS[0])
    pk = finding.words(number, expert)
    client, address = browse(expert), f"/recommendations/{pk}/"
    assert "供应商的资格条件" in client.get(address).content.decode()
    code = prequalifying.candidate(2).uscc
    typed = {"suppliers.0.uscc": code, "suppliers.0.reason": "熟悉这类设备，售后可靠。"}
    undeclared = client.post(address, typed)
    assert undeclared.status_code == BAD
    assert "没有利害关系的声明" in undeclared.content.decode()
    assert client.post(address, {**typed, "declared": "yes"}).status_code == FOUND
    assert "售后可靠" in client.get(address).content.decode()
    assert browse(people.expert(finding.EXPERTS[1])).get(address).status_code == MISSING


def test_the_agency_closes_the_list_or_reads_why_it_cannot() -> None:
    number = finding.said((1, 2, 3), ((4,), (5,)))
    client = browse(people.agency())
    shown = client.get(room(number)).content.decode()
    assert "超过推荐总数5家的50%" in shown
    lawful = finding.said()
    done = client.post(f"{room(lawful)}steps/settle/", {"confirmed": "yes"})
    assert done.status_code == FOUND
    assert prequalification_seen(people.agency(), lawful).state == "drawn"


def test_who_is_not_waited_for_is_told_of_with_a_reason() -> None:
    number = finding.asked()
    pk = finding.words(number, people.expert(finding.EXPERTS[0]))
    client = browse(people.agency())
    address = f"/recommendations/{pk}/excuse/"
    assert client.post(address, {"reason": ""}).status_code == BAD
    assert client.post(address, {"reason": "多次联系没有答复。"}).status_code == FOUND
    assert "多次联系没有答复" in client.get(room(number)).content.decode()
    buyers = finding.words(number, people.buyer())
    declined = browse(people.buyer()).post(
        f"/recommendations/{buyers}/decline/", {"reason": "由专家推荐更合适。"}
    )
    assert declined.status_code == FOUND


def test_the_invited_read_a_letter_in_the_method_s_words() -> None:
    number = methods.published("negotiation", project=finding.drawn())
    shown = browse(people.supplier(1)).get(f"{room(number)}invitation/").content.decode()
    assert "竞争性谈判" in shown
    assert "谈判邀请书" in shown
    assert browse(people.supplier(7)).get(f"{room(number)}invitation/").status_code == MISSING


def test_a_round_of_recommendation_asks_for_specialties_first() -> None:
    number = finding.begun()
    form = prequalifying.content(Way.RECOMMENDATION, places=1)
    services.edit(people.actor(people.agency()), project_number=number, content=form)
    page = browse(people.agency()).get(room(number)).content.decode()
    assert "推荐专家的评审专业" in page
