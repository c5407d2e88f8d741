"""The pages of bids and openings, as a browser without scripts gets them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lucai.kernel import clock
from lucai.platform.documents import attached, page_texts
from lucai.stages.trade.bids import canonical, selectors
from lucai.stages.trade.openings.selectors import hall as hall_of
from tests.makers import bids as make
from tests.makers import people
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db

OTHERS = (
    "buyer", "other buyer", "agency", "other agency", "other supplier", "expert", "finance",
    "other finance", "treasury", "administrator",
)  # fmt: skip
PARTS = (
    "", "qualification/", "commercial/", "technical/", "terms/", "price/", "files/", "bond/",
    "check/",
)  # fmt: skip
SECRET = ("", "check/", "receipt/", "receipt.pdf", "bid.pdf", "bid.json", "price/")
QUERIES = 20


def lot_page(call: make.Call, lot: int = 1) -> str:
    return f"/rooms/{call.number}/bid/{lot}/"


def text(response: Any) -> str:
    return response.content.decode()


def test_every_part_of_a_bid_has_its_page() -> None:
    call = make.call_for_bids()
    make.filled_bid(call, people.supplier())
    client = browse(people.supplier())
    with clock.at(call.before):
        answers = {part: client.get(lot_page(call) + part).status_code for part in PARTS}
    assert set(answers.values()) == {200}, answers


def words_of(pdf: bytes) -> str:
    return "".join("".join(page_texts(pdf)).split())


@pytest.mark.parametrize("name", OTHERS)
def test_for_everybody_else_the_pages_of_a_bid_are_not_there(name: str) -> None:
    call = make.call_for_bids()
    make.submitted_bid(call, people.supplier())
    client = browse(people.everyone()[name])
    with clock.at(call.before):
        found = [part for part in SECRET if client.get(lot_page(call) + part).status_code != 404]
    assert found == []


def test_a_supplier_goes_from_the_list_of_lots_to_its_receipt() -> None:
    call = make.call_for_bids()
    supplier = people.supplier()
    make.filled_bid(call, supplier)
    client = browse(supplier)
    with clock.at(call.before):
        assert lot_page(call) in text(client.get(f"/rooms/{call.number}/bid/"))
        checked = client.get(lot_page(call) + "check/")
        assert "可以提交" in text(checked)
        answer = client.post(lot_page(call) + "steps/submit/", follow=True)
        assert "投标文件已收到" in text(answer)
        receipt = selectors.my_bid(supplier, call.number, 1).receipt
        assert receipt is not None
        assert receipt.sm3 in text(answer)
        assert call.number in text(client.get("/bids/"))


def test_the_receipt_as_paper_carries_the_content_whose_digest_it_prints() -> None:
    call = make.call_for_bids()
    supplier = people.supplier()
    make.submitted_bid(call, supplier)
    client = browse(supplier)
    with clock.at(call.before):
        pdf = client.get(lot_page(call) + "receipt.pdf").content
        sent = client.get(lot_page(call) + "bid.json").content
        receipt = selectors.my_bid(supplier, call.number, 1).receipt
    assert attached(pdf)["bid.json"] == sent
    assert receipt is not None
    assert canonical.digests_of(sent).sm3 == receipt.sm3
    assert receipt.number in words_of(pdf)


def test_the_working_copy_can_be_read_as_a_paper() -> None:
    call = make.call_for_bids()
    make.filled_bid(call, people.supplier())
    with clock.at(call.before):
        pdf = browse(people.supplier()).get(lot_page(call) + "bid.pdf").content
    assert "示例供应商1有限公司" in words_of(pdf)


def test_a_closed_button_says_why_with_the_article() -> None:
    call = make.call_for_bids()
    make.started_bid(call, people.supplier())
    with clock.at(call.before):
        shown = text(browse(people.supplier()).get(lot_page(call) + "check/"))
    assert "为什么现在不能" in shown
    assert "没有响应" in shown
    assert 'aria-disabled="true"' in shown


def test_a_price_in_wan_keeps_what_was_typed_and_says_what_to_do() -> None:
    call = make.call_for_bids()
    make.started_bid(call, people.supplier())
    with clock.at(call.before):
        answer = browse(people.supplier()).post(lot_page(call) + "price/", {"price": "285万"})
    assert answer.status_code == 422
    assert "请以“元”为单位填写" in text(answer)
    assert 'value="285万"' in text(answer)


def test_a_wrong_file_is_answered_at_its_field() -> None:
    call = make.call_for_bids()
    make.started_bid(call, people.supplier())
    with clock.at(call.before):
        client = browse(people.supplier())
        wrong = client.post(
            lot_page(call) + "files/",
            {"part": "technical", "upload": make.upload("a.exe", b"MZ")},
        )
        missing = client.post(lot_page(call) + "files/", {"part": "technical"})
    assert (wrong.status_code, missing.status_code) == (422, 422)
    assert 'id="e-upload"' in text(wrong)
    assert "请选择要上传的文件" in text(missing)


def test_a_late_submission_is_answered_with_its_article() -> None:
    call = make.call_for_bids()
    make.filled_bid(call, people.supplier())
    with clock.at(call.bid_deadline):
        answer = browse(people.supplier()).post(lot_page(call) + "steps/submit/")
    assert answer.status_code == 422
    assert "已经截止" in text(answer)
    assert "财政部令第87号" in text(answer)


def test_a_bid_is_withdrawn_after_being_asked_once_more() -> None:
    call = make.call_for_bids()
    make.submitted_bid(call, people.supplier())
    client = browse(people.supplier())
    with clock.at(call.before):
        assert "视同没有投标" in text(client.get(lot_page(call) + "steps/withdraw/"))
        client.post(lot_page(call) + "steps/withdraw/", {"confirmed": "yes"})
        assert "已撤回" in text(client.get(lot_page(call)))


def test_a_file_of_the_own_bid_comes_back_and_nobody_elses() -> None:
    call = make.call_for_bids()
    supplier = people.supplier()
    make.filled_bid(call, supplier)
    make.filled_bid(call, people.supplier(2), marker="2")
    with clock.at(call.before):
        mine = selectors.my_bid(supplier, call.number, 1).copy.files[0].file_id
        theirs = selectors.my_bid(people.supplier(2), call.number, 1).copy.files[0].file_id
        client = browse(supplier)
        assert client.get(f"{lot_page(call)}files/{mine}/").status_code == 200
        assert client.get(f"{lot_page(call)}files/{theirs}/").status_code == 404


def test_after_the_opening_the_agency_reads_every_bid_and_notes_a_refund() -> None:
    call = make.call_for_bids()
    make.submitted_bid(call, people.supplier(), lot=2)
    make.opened_lot(call)
    client = browse(people.agency())
    sheet = selectors.opened_bids(people.agency(), call.number, 1)[0]
    with clock.at(call.bid_deadline + timedelta(minutes=1)):
        shown = text(client.get(f"/rooms/{call.number}/bids/"))
        assert sheet.supplier_name in shown
        assert shown.count("登记退还") == 1
        page = f"/rooms/{call.number}/bids/{sheet.code}/"
        assert sheet.sm3 in text(client.get(page))
        file = sheet.files[0].file_id
        assert client.get(f"{page}files/{file}/").status_code == 200
        assert browse(people.agency(2)).get(page).status_code == 404
        bonds = selectors.securities(people.agency(), call.number)
        bond = next(line.pk for line in bonds if line.state == "due")
        client.post(f"/rooms/{call.number}/bids/bonds/{bond}/refund/")
        assert "已退还" in text(client.get(f"/rooms/{call.number}/bids/"))


def test_the_hall_waits_then_opens_for_everybody_who_belongs_there() -> None:
    call = make.call_for_bids()
    for n in (1, 2, 3):
        make.submitted_bid(call, people.supplier(n), share=90 + n)
    hall = f"/rooms/{call.number}/opening/"
    agency = browse(people.agency())
    with clock.at(call.bid_deadline - timedelta(seconds=1)):
        early = text(agency.get(hall))
        assert "示例供应商1" not in early
        assert "为什么现在不能“开标”" in early
        assert agency.post(hall + "steps/start/").status_code == 422
    with clock.at(call.bid_deadline):
        agency.post(hall + "steps/start/")
        for viewer in (people.agency(), people.buyer(), people.finance(), people.supplier(2)):
            assert "示例供应商1有限公司" in text(browse(viewer).get(hall + "?lot=1"))
        for viewer in (people.expert(), people.treasury(), people.administrator()):
            assert browse(viewer).get(hall).status_code == 404
        assert "示例供应商1" not in text(browse(people.supplier(9)).get(hall + "?lot=1"))


def test_in_the_hall_a_bidder_signs_in_confirms_asks_and_is_answered() -> None:
    call = make.opened_lot()
    hall = f"/rooms/{call.number}/opening/"
    bidder, agency = browse(people.supplier()), browse(people.agency())
    with clock.at(call.bid_deadline + timedelta(minutes=1)):
        bidder.post(hall + "sign-in/?lot=1")
        bidder.post(hall + "1/confirm/")
        refused = bidder.post(hall + "1/ask/", {"text": "啊"})
        assert refused.status_code == 422
        bidder.post(hall + "1/ask/", {"text": "请确认交付期"})
        waiting = text(agency.get(hall + "?lot=1"))
        assert "请确认交付期" in waiting
        assert "询问没有答复" in waiting
        (asked,) = hall_of(people.agency(), call.number, 1).enquiries
        agency.post(f"{hall}1/enquiries/{asked.pk}/", {"reply": "按日历天计算"})
        assert "按日历天计算" in text(browse(people.supplier(2)).get(hall + "?lot=1"))
        assert "形成后不能再修改" in text(agency.get(hall + "steps/record/"))
        agency.post(hall + "steps/record/", {"confirmed": "yes"})
        pdf = bidder.get(hall + "record.pdf?lot=1").content
    words = words_of(pdf)
    assert "示例供应商3有限公司" in words
    assert "视同认可" in words


def test_the_live_part_is_sent_again_only_when_something_happened() -> None:
    call = make.opened_lot()
    live = f"/rooms/{call.number}/opening/live/?lot=1"
    client = browse(people.buyer())
    with clock.at(call.bid_deadline + timedelta(minutes=1)):
        first = client.get(live)
        again = client.get(live, headers={"If-None-Match": first["ETag"]})
        browse(people.supplier()).post(f"/rooms/{call.number}/opening/1/confirm/")
        later = client.get(live, headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, later.status_code) == (200, 304, 200)
    assert "<form" not in text(first)


def test_before_the_opening_the_record_cannot_be_fetched() -> None:
    call = make.call_for_bids()
    with clock.at(call.before):
        answer = browse(people.agency()).get(f"/rooms/{call.number}/opening/record.pdf")
    assert answer.status_code == 404


@pytest.mark.parametrize("page", ["/bids/", "{room}bid/1/", "{room}opening/?lot=1", "{room}bids/"])
def test_a_page_costs_few_queries(
    page: str, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    call = make.opened_lot()
    viewer = people.agency() if page.endswith("bids/") and "room" in page else people.supplier()
    client = browse(viewer)
    with clock.at(call.bid_deadline), django_assert_max_num_queries(QUERIES):
        client.get(page.format(room=f"/rooms/{call.number}/"))
