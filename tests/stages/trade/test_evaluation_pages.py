"""The pages of panels, evaluations and awards, used without scripts by those they are for."""

import json
import re
from collections.abc import Iterator

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.platform.documents import page_texts
from lucai.stages.trade.awards.selectors import award_seen, letters_of
from lucai.stages.trade.evaluations.computing import ranking_from, read_inputs
from lucai.stages.trade.evaluations.selectors import evaluation_seen, ranking_of
from lucai.stages.trade.panels.selectors import panel_row
from lucai_trust.draw_check import check_draw
from lucai_trust.draw_record import DrawRecord
from tests.makers import evaluation, people
from tests.makers.browsing import browse, posted
from tests.makers.evaluation import Round
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

drawn = kept(evaluation.drawn)


@pytest.fixture(autouse=True)
def _on_the_day(drawn: Round) -> Iterator[None]:
    with clock.at(drawn.now):
        yield


def carried(drawn: Round, to: object) -> Round:
    return evaluation.carry(drawn, after=evaluation.drawn, to=to)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def send(client: Client, address: str, status: int = 302, **changes: str) -> str:
    """Post the page's form as it is shown, with these changes."""
    answer = client.post(address, {**posted(client.get(address)), **changes})
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def test_an_agency_draws_from_the_form_as_it_is_offered(drawn: Round) -> None:
    call = evaluation.bids.call_for_bids()
    agency = browse(people.agency())
    with clock.at(call.bid_deadline):
        assert agency.post(f"/rooms/{call.number}/panel/new/").status_code == 302
        page = send(agency, f"/rooms/{call.number}/panel/draw/", 422, size="4", wait_minutes="0")
        assert "应当为5人以上" in page
        assert 'value="4"' in page
        send(agency, f"/rooms/{call.number}/panel/draw/", wait_minutes="0")
    assert panel_row(SYSTEM, call.number).state == "short"


def test_a_buyer_appoints_from_its_own_people(drawn: Round) -> None:
    call = evaluation.bids.call_for_bids()
    buyer = browse(people.buyer())
    with clock.at(call.before):
        browse(people.agency()).post(f"/rooms/{call.number}/panel/new/")
        address = f"/rooms/{call.number}/panel/representative/"
        assert "示例代表" in text(buyer, address)
        person = str(evaluation.representative().person)
        send(buyer, address, person_id=person, authority="示例办函〔2026〕2号")
        assert "示例办函〔2026〕2号" in text(buyer, f"/rooms/{call.number}/panel/")


def test_a_member_signs_in_and_nothing_ticked_is_lost_when_something_is_missing(
    drawn: Round,
) -> None:
    member = browse(evaluation.seats(drawn)[0])
    address = f"/rooms/{drawn.number}/panel/sign-in/"
    page = send(member, address, 422, pledged="yes")
    assert 'name="pledged" value="yes" checked' in page
    send(member, address, pledged="yes", declared_free="yes", devices_kept="yes")
    assert "已签到" in text(member, f"/rooms/{drawn.number}/panel/")


def test_members_elect_their_chair_on_the_panels_page(drawn: Round) -> None:
    rnd = carried(drawn, evaluation.signed_in)
    for seat in rnd.members:
        member = browse(seat)
        page = text(member, f"/rooms/{rnd.number}/panel/")
        assert "投票给 3 号" in page
        assert "投票给 5 号" not in page
        member.post(f"/rooms/{rnd.number}/panel/steps/vote/", {"place": "3"})
    member = browse(rnd.members[2])
    assert "3 号</b>成员（评审专家，组长）" in text(member, f"/rooms/{rnd.number}/panel/")


def test_anybody_repeats_the_draw_on_a_page_and_from_a_file_once_the_result_is_known(
    drawn: Round,
) -> None:
    stranger, address = Client(), f"/draws/{drawn.number}/"
    text(stranger, address, 404)
    text(stranger, f"{address}draw.json", 404)
    carried(drawn, evaluation.announced_award)
    page = text(stranger, address)
    assert "重算一致" in page
    assert "不一致" not in page
    (record,) = json.loads(text(stranger, f"{address}draw.json"))["draws"]
    assert all(check.holds for check in check_draw(DrawRecord.parse(record)))
    assert "示例专家" not in page


def test_qualification_is_checked_bidder_by_bidder_and_finished_after_a_question(
    drawn: Round,
) -> None:
    rnd = carried(drawn, evaluation.started)
    agency, base = browse(people.agency()), f"/rooms/{rnd.number}/evaluation/1/"
    for code in rnd.codes():
        address = f"{base}qualification/{code}/"
        page = send(agency, address, 422, **{"findings.0.passed": "no"})
        assert "不符合的，请写明理由" in page
        send(agency, address, **{"findings.0.passed": "yes"})
    assert "不能再修改" in text(agency, f"{base}steps/finish_qualification/")
    send(agency, f"{base}steps/finish_qualification/")
    assert evaluation_seen(SYSTEM, rnd.number, 1).state == "compliance"


def test_a_review_form_opens_with_nothing_chosen_and_says_what_is_left(drawn: Round) -> None:
    rnd = carried(drawn, evaluation.qualified)
    member, (code, *_) = browse(rnd.members[0]), rnd.codes()
    address = f"/rooms/{rnd.number}/evaluation/1/compliance/{code}/"
    opened = posted(member.get(address))
    assert not [name for name in opened if name.endswith(".passed")]
    against = {"findings.1.passed": "no", "findings.1.reason": "没有承诺交货期限"}
    assert member.post(address, {**opened, **against}).headers["Location"] == f"{address}?left=1"
    page = text(member, f"{address}?left=1")
    assert page.count("请选择“符合”或者“不符合”") == 2
    assert "没有承诺交货期限" in page
    kept_so_far = posted(member.get(address))
    assert member.post(address, {**kept_so_far, "rest": "yes"}).headers["Location"] != address
    found = {name: value for name, value in posted(member.get(address)).items() if "passed" in name}
    assert sorted(found.values()) == ["no", "yes", "yes"]


@pytest.mark.nightly
def test_a_member_checks_scores_and_hands_in_on_the_pages_alone(drawn: Round) -> None:
    rnd = carried(drawn, evaluation.qualified)
    base = f"/rooms/{rnd.number}/evaluation/1/"
    chair = browse(rnd.members[0])
    for code in rnd.codes():
        ticks = {f"findings.{i}.passed": "yes" for i in range(3)}
        send(chair, f"{base}compliance/{code}/", **ticks)
    send(chair, f"{base}steps/submit_checks/")
    for member in rnd.members[1:]:
        evaluation.check(rnd, member)
    send(chair, f"{base}steps/finish_compliance/")
    for code in rnd.codes():
        address = f"{base}scores/{code}/"
        page = send(chair, f"{address}3/", 422, band="良", points="25", reason="见第 3 页")
        assert "应当在 10～20 之间" in page
        assert "见第 3 页" in page
        send(chair, f"{address}2/", points="40")
        send(chair, f"{address}3/", band="良", points="15", reason="见第 3 页")
    send(chair, f"{base}steps/submit_scores/")
    for member in rnd.members[1:]:
        evaluation.score(rnd, member, dict.fromkeys(rnd.codes(), ("40", "15")))
    send(chair, f"{base}steps/consolidate/")
    for member in rnd.members:
        send(browse(member), f"{base}report/")
    assert evaluation_seen(SYSTEM, rnd.number, 1).state == "reported"


def test_saving_a_mark_leads_to_the_next_thing_to_score(drawn: Round) -> None:
    rnd = carried(drawn, evaluation.compliant)
    member, code = browse(rnd.members[0]), rnd.codes()[0]
    address = f"/rooms/{rnd.number}/evaluation/1/scores/{code}/"
    answer = member.post(f"{address}2/", {"points": "40", "reason": ""})
    assert answer["Location"] == f"{address}3/"


def test_a_member_reads_the_cited_page_beside_the_score_sheet_and_bids_side_by_side(
    drawn: Round,
) -> None:
    rnd = carried(drawn, evaluation.compliant)
    member, codes = browse(rnd.members[0]), rnd.codes()
    base = f"/rooms/{rnd.number}/evaluation/1/"
    page = text(member, f"{base}scores/{codes[0]}/3/")
    assert "只用键盘评分" in page
    [file, *_] = re.findall(r"files/(\d+)/", page)
    shown = text(member, f"{base}scores/{codes[0]}/3/?file={file}&page=3")
    source = f"{base}bids/{codes[0]}/files/{file}/"
    assert f'src="{source}#page=3"' in shown
    paper = member.get(source)
    assert paper["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in paper["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in member.get(base)["Content-Security-Policy"]
    assert "?file=0" not in text(member, f"{base}scores/{codes[0]}/3/?file=0&page=x")
    beside = text(member, f"{base}compare/3/")
    assert all(f"scores/{code}/3/" in beside for code in codes)
    two = text(member, f"{base}compare/3/?bid={codes[0]}&bid={codes[2]}")
    assert f"scores/{codes[1]}/3/" not in two
    text(browse(people.agency()), f"{base}compare/3/", 404)
    text(member, f"{base}compare/99/", 404)


def test_another_members_marks_are_on_no_page_before_all_have_handed_in(drawn: Round) -> None:
    rnd = carried(drawn, evaluation.compliant)
    code = rnd.codes()[0]
    form = evaluation.ScoreIn(points="37.25", reason="独有的理由")  # type: ignore[arg-type]
    evaluation.evaluations.save_score(rnd.chair(), bid_code=code, criterion=2, form=form, **rnd.key)
    base = f"/rooms/{rnd.number}/evaluation/1/"
    assert "37.25" in text(browse(rnd.members[0]), f"{base}scores/{code}/2/")
    for viewer in (rnd.members[1], rnd.members[4]):
        client = browse(viewer)
        for address in (base, f"{base}scores/{code}/2/", f"{base}compliance/{code}/"):
            assert "37.25" not in text(client, address)
    for outsider in (people.agency(), people.finance(), people.buyer_reviewer()):
        assert "37.25" not in text(browse(outsider), base)


def test_the_report_is_a_paper_with_its_inputs_attached(drawn: Round) -> None:
    rnd = carried(drawn, evaluation.delivered)
    buyer, base = browse(people.buyer()), f"/rooms/{rnd.number}/evaluation/1/"
    pdf = buyer.get(f"{base}report.pdf").content
    paper = "".join("".join(page_texts(pdf)).split())
    assert "评标报告" in paper
    assert "第1中标候选人" in paper
    assert "（名单随结果公告公开）" in paper
    inputs = json.loads(buyer.get(f"{base}calculation.json").content)
    again = ranking_from(read_inputs(inputs))
    assert [bid.code for bid in again.bids] == [
        line.bid_code for line in ranking_of(people.buyer(), rnd.number, 1)
    ]
    assert "当场重新计算" in text(buyer, f"{base}calculation/")


def test_a_buyer_decides_and_an_agency_announces_on_the_pages(drawn: Round) -> None:
    rnd = carried(drawn, evaluation.reported)
    agency, buyer = browse(people.agency()), browse(people.buyer())
    room = f"/rooms/{rnd.number}/"
    send(agency, f"{room}evaluation/1/delivery/")
    page = send(buyer, f"{room}award/1/decision/", 422, rank="2")
    assert "不得越过" in page
    send(buyer, f"{room}award/1/decision/")
    assert "九、凡对本次公告内容提出询问" in text(agency, f"{room}award/1/notice/")
    send(agency, f"{room}award/1/notice/", agency_fee="12000.00")
    assert award_seen(SYSTEM, rnd.number, 1).state == "announced"
    assert buyer.get(f"{room}award/1/contract/").status_code == 200


def test_a_loser_reads_its_own_result_and_letter_and_nobody_elses(drawn: Round) -> None:
    rnd = carried(drawn, evaluation.announced_award)
    loser, other = browse(people.supplier(2)), browse(people.supplier(3))
    page = text(loser, f"/rooms/{rnd.number}/result/")
    assert "第 2 名" in page
    assert "74.35" not in page
    letter = letters_of(people.supplier(2), rnd.number)[0].number
    pdf = loser.get(f"/rooms/{rnd.number}/letters/{letter}.pdf").content
    assert "未中标通知" in "".join(page_texts(pdf))
    text(other, f"/rooms/{rnd.number}/letters/{letter}.pdf", 404)
