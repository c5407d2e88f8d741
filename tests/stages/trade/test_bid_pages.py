"""The pages of bids and openings, as a browser without scripts gets them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC
from lucai.platform.documents import attached, page_texts
from lucai.platform.journal.models import JournalEntry
from lucai.platform.signatures.judging.ofd import is_ofd
from lucai.platform.web.offline import SEALING, digest_of
from lucai.stages.trade.bids import canonical, selectors
from lucai.stages.trade.bids import services as bids
from lucai.stages.trade.openings.selectors import hall as hall_of
from tests.makers import bids as make
from tests.makers import people
from tests.makers.browsing import browse
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db

opened = kept(make.opened_lot)

OTHERS = (
    "buyer", "other buyer", "agency", "other agency", "other supplier", "expert", "finance",
    "other finance", "treasury", "administrator",
)  # fmt: skip
QUERIES = 21


def text(response: Any) -> str:
    return response.content.decode()


def words_of(pdf: bytes) -> str:
    return "".join("".join(page_texts(pdf)).split())


@pytest.mark.parametrize("name", OTHERS)
def test_for_everybody_else_the_sealing_page_is_not_there(name: str) -> None:
    call = make.call_for_bids(1)
    make.obtained(call, people.supplier())
    client = browse(people.everyone()[name])
    with clock.at(call.before):
        assert client.get(f"/rooms/{call.number}/bid/1/seal/").status_code == 404
        assert browse(people.supplier()).get(f"/rooms/{call.number}/bid/1/seal/").status_code == 200


def test_a_supplier_goes_from_the_workbench_to_the_page_on_which_it_seals() -> None:
    call = make.call_for_bids(1)
    client = browse(people.supplier())
    lots = f"/rooms/{call.number}/bid/"
    with clock.at(call.before):
        assert "先获取招标文件" in text(client.get(lots))
        make.obtained(call, people.supplier())
        assert lots in text(client.get("/desk/"))
        assert lots in text(client.get("/bids/"))
        assert f"{lots}1/seal/" in text(client.get(lots))
        shown = text(client.get(f"{lots}1/seal/"))
    assert "封标并递交" in shown
    digest = digest_of(SEALING)
    assert digest
    assert digest in shown
    told = JournalEntry.objects.seen_by(PUBLIC).filter(project_number=call.number)
    assert any(digest in str(entry.body.get("notice")) for entry in told)
    assert "<form" not in shown.split('id="seal-bid"')[1].split("</main>")[0]
    with clock.at(call.bid_deadline):
        assert "已截止" in text(client.get(lots))


def test_a_bidder_reads_its_own_bid_after_the_opening_and_nobody_elses() -> None:
    call = make.opened_lot(make.call_for_bids(1))
    client = browse(people.supplier())
    mine, theirs, _ = selectors.opened_bids(people.agency(), call.number, 1)
    page = f"/rooms/{call.number}/bids/{mine.code}/"
    with clock.at(call.bid_deadline + timedelta(minutes=1)):
        assert page in text(client.get("/bids/"))
        assert mine.sm3 in text(client.get(page))
        pdf = client.get(f"{page}bid.pdf").content
        sent = client.get(f"{page}bid.json").content
        file = f"{page}files/{mine.files[0].file_id}/"
        assert client.get(file).status_code == 200
        other = f"/rooms/{call.number}/bids/{theirs.code}/"
        assert client.get(other).status_code == 404
        assert client.get(f"{other}bid.json").status_code == 404
    assert attached(pdf)["bid.json"] == sent == canonical.spelt(mine.content)
    assert "示例供应商1有限公司" in words_of(pdf)


def test_after_the_opening_the_agency_reads_every_bid_and_notes_a_refund(opened: make.Call) -> None:
    client = browse(people.agency())
    sheet = selectors.opened_bids(people.agency(), opened.number, 1)[0]
    with clock.at(opened.bid_deadline + timedelta(minutes=1)):
        bids.release(
            people.actor(people.agency()),
            bids.LOSERS,
            project_number=opened.number,
            bid_code=sheet.code,
        )
        shown = text(client.get(f"/rooms/{opened.number}/bids/"))
        assert sheet.supplier_name in shown
        assert shown.count("登记退还") == 1
        page = f"/rooms/{opened.number}/bids/{sheet.code}/"
        assert sheet.sm3 in text(client.get(page))
        file = sheet.files[0].file_id
        assert client.get(f"{page}files/{file}/").status_code == 200
        assert browse(people.agency(2)).get(page).status_code == 404
        bonds = selectors.securities(people.agency(), opened.number)
        bond = next(line.pk for line in bonds if line.state == "due")
        client.post(f"/rooms/{opened.number}/bids/bonds/{bond}/refund/")
        assert "已退还" in text(client.get(f"/rooms/{opened.number}/bids/"))


def test_a_bidder_who_is_told_of_its_bond_is_led_to_its_own_bids(opened: make.Call) -> None:
    room = f"/rooms/{opened.number}/"
    assert browse(people.supplier()).get(f"{room}bids/")["Location"] == f"{room}bid/"
    assert browse(people.expert()).get(f"{room}bids/").status_code == 404


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
        waiting = text(agency.get(hall))
        assert "还缺当事人组" in waiting
        assert f"/rooms/{call.number}/sealed/" in waiting
        assert "示例供应商1" not in waiting
        make.released(call.number)
        assert "已齐备" in text(agency.get(hall))
        agency.post(hall + "steps/start/")
        for viewer in (people.agency(), people.buyer(), people.finance(), people.supplier(2)):
            assert "示例供应商1有限公司" in text(browse(viewer).get(hall + "?lot=1"))
        for viewer in (people.expert(), people.treasury(), people.administrator()):
            assert browse(viewer).get(hall).status_code == 404
        assert "示例供应商1" not in text(browse(people.supplier(9)).get(hall + "?lot=1"))


def test_in_the_hall_a_bidder_signs_in_confirms_asks_and_is_answered(opened: make.Call) -> None:
    hall = f"/rooms/{opened.number}/opening/"
    bidder, agency = browse(people.supplier()), browse(people.agency())
    with clock.at(opened.bid_deadline + timedelta(minutes=1)):
        bidder.post(hall + "sign-in/?lot=1")
        bidder.post(hall + "1/confirm/")
        refused = bidder.post(hall + "1/ask/", {"text": "啊"})
        assert refused.status_code == 422
        bidder.post(hall + "1/ask/", {"text": "请确认交付期"})
        waiting = text(agency.get(hall + "?lot=1"))
        assert "请确认交付期" in waiting
        assert "询问没有答复" in waiting
        (asked,) = hall_of(people.agency(), opened.number, 1).enquiries
        agency.post(f"{hall}1/enquiries/{asked.pk}/", {"reply": "按日历天计算"})
        assert "按日历天计算" in text(browse(people.supplier(2)).get(hall + "?lot=1"))
        assert bidder.get(hall + "record.ofd?lot=1").status_code == 404
        assert "形成后不能再修改" in text(agency.get(hall + "steps/record/"))
        agency.post(hall + "steps/record/", {"confirmed": "yes"})
        pdf = bidder.get(hall + "record.pdf?lot=1").content
        ofd = [b"".join(bidder.get(hall + "record.ofd?lot=1")) for _ in range(2)]
    assert is_ofd(ofd[0])
    assert ofd[0] == ofd[1]
    words = words_of(pdf)
    assert "示例供应商3有限公司" in words
    assert "视同认可" in words


def test_the_live_part_is_sent_again_only_when_something_happened(opened: make.Call) -> None:
    live = f"/rooms/{opened.number}/opening/live/?lot=1"
    client = browse(people.buyer())
    with clock.at(opened.bid_deadline + timedelta(minutes=1)):
        first = client.get(live)
        again = client.get(live, headers={"If-None-Match": first["ETag"]})
        browse(people.supplier()).post(f"/rooms/{opened.number}/opening/1/confirm/")
        later = client.get(live, headers={"If-None-Match": first["ETag"]})
        stranger = browse(people.buyer(2)).get(live, headers={"If-None-Match": first["ETag"]})
    assert stranger.status_code == 404
    assert (first.status_code, again.status_code, later.status_code) == (200, 304, 200)
    assert "<form" not in text(first)


def test_before_the_opening_the_record_cannot_be_fetched() -> None:
    call = make.call_for_bids()
    with clock.at(call.before):
        answer = browse(people.agency()).get(f"/rooms/{call.number}/opening/record.pdf")
    assert answer.status_code == 404


@pytest.mark.parametrize("page", ["/bids/", "{room}bid/", "{room}opening/?lot=1", "{room}bids/"])
def test_a_page_costs_few_queries(
    page: str,
    django_assert_max_num_queries: Callable[..., Any],
    opened: make.Call,
) -> None:
    viewer = people.agency() if page.endswith("bids/") and "room" in page else people.supplier()
    client = browse(viewer)
    with clock.at(opened.bid_deadline), django_assert_max_num_queries(QUERIES):
        client.get(page.format(room=f"/rooms/{opened.number}/"))


def test_holders_find_the_page_of_their_keys_in_the_menu_and_others_do_not() -> None:
    for viewer, there in ((people.agency(), 1), (people.buyer(), 1), (people.supplier(), 0)):
        assert text(browse(viewer).get("/desk/")).count('href="/opening-keys/"') == there
    assert "不能发布" in text(browse(people.agency(2)).get("/opening-keys/"))
    assert browse(people.supplier()).get("/opening-keys/").status_code == 404
