"""The workbench: what is one's own, in a handful of queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from pytest_django import DjangoAssertNumQueries

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.platform.duties.gathering import gathered
from lucai.platform.duties.selectors import DutyLine
from lucai.site.workbench import gather
from lucai.stages.trade.bids import services
from tests.makers import bids, people, trade
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db
REFUND = "退还投标保证金"


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(clock.moment(date(2026, 6, 1), 10)):
        yield


def hrefs(viewer: Viewer) -> list[str]:
    return [row["href"] for row in gather(viewer)["projects"]]


def test_the_parties_find_their_projects_on_the_workbench() -> None:
    number = trade.published_project(1)
    for viewer in (people.buyer(), people.agency(), people.finance()):
        assert hrefs(viewer) == [f"/rooms/{number}/"]
        assert f"/rooms/{number}/" in browse(viewer).get("/desk/").content.decode()
    assert hrefs(people.buyer(2)) == []


def test_a_supplier_finds_only_what_it_bids_for() -> None:
    call = bids.call_for_bids(1)
    with clock.at(call.before):
        assert hrefs(people.supplier(1)) == []
        bids.obtained(call, people.supplier(1))
        assert hrefs(people.supplier(1)) == [f"/rooms/{call.number}/"]
        assert hrefs(people.supplier(2)) == []


def test_who_has_no_projects_of_its_own_has_no_list() -> None:
    trade.published_project(1)
    assert gather(people.expert())["projects"] is None
    assert "我的项目" not in browse(people.treasury()).get("/desk/").content.decode()


def test_the_workbench_asks_the_database_a_handful_of_times(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    trade.published_project(1)
    for viewer in (people.buyer(), people.agency(), people.supplier(1)):
        client = browse(viewer)
        with django_assert_max_num_queries(15):
            assert client.get("/desk/").status_code == 200


def test_to_dos_of_one_kind_in_one_procurement_are_one_line_that_leads_to_their_list() -> None:
    call = bids.opened_lot()
    with clock.at(call.bid_deadline):
        services.release(
            people.actor(people.agency()), services.TERMINATED, project_number=call.number
        )
        agency = browse(people.agency())
        [line] = [one for one in gather(people.agency())["duties"] if one.title == REFUND]
        assert (line.count, line.heading) == (3, "示例供应商1有限公司的投标保证金（包 1）等")
        for page in ("/desk/", "/duties/", f"/rooms/{call.number}/"):
            shown = agency.get(page).content.decode()
            assert shown.count(f"{REFUND}：") == 1, page
            assert line.href in unescape(shown)
            assert "3 件" in shown
        assert line.href == f"/rooms/{call.number}/bids/", "one page where all can be done"


def test_the_list_of_one_kind_in_one_procurement_is_its_holders_alone() -> None:
    call = bids.opened_lot()
    with clock.at(call.bid_deadline):
        services.release(
            people.actor(people.agency()), services.TERMINATED, project_number=call.number
        )
        alike = f"/duties/?project={call.number}&kind=trade.bidSecurity:refund"
        shown = browse(people.agency()).get(alike).content.decode()
        assert shown.count(f"{REFUND}：") == 3
        assert "全部待办" in shown
        others = browse(people.agency(2)).get(alike).content.decode()
    assert REFUND not in others
    assert "已经全部办完" in others


def test_one_line_keeps_what_its_headings_share_and_says_how_many_are_late() -> None:
    line = DutyLine(
        kind="trade.expertPay:pay", title="支付评审报酬", heading="", verb="支付", href="",
        project_number="SDGP1", rule="", opens_at=None, due_at=None, cites=(), note="",
        waiting=False, overdue=False, urgent=False,
    )  # fmt: skip
    title = "示例学校保洁服务（第二批）"
    told = [
        replace(line, heading=f"{title}　{n} 号专家", href=f"/pay/{n}/", overdue=n == 1)
        for n in (1, 11, 12)
    ]
    [one] = gathered(told)
    assert (one.heading, one.count, one.note) == (title, 3, "其中 1 件已超过期限")
    [here] = gathered([replace(each, heading=title, href="/pay/") for each in told])
    assert (here.heading, here.href, here.verb) == (title, "/pay/", "支付")
    assert gathered(told[:2]) == told[:2], "two pages are quicker found by themselves"
    assert len(gathered([replace(each, href="/pay/") for each in told[:2]])) == 1
    others = [replace(each, project_number="") for each in told]
    assert gathered(others) == others
    assert len(gathered([*told[:2], replace(told[2], waiting=True)])) == len(told)


def test_nobody_is_offered_to_start_what_the_post_does_not_grant() -> None:
    everything, nothing = people.buyer(), replace(people.buyer(), grants=frozenset())
    assert [start["href"] for start in gather(everything)["starts"]] == [
        "/intentions/new/",
        "/plans/new/",
    ]
    assert gather(nothing)["starts"] == []
