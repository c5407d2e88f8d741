"""Pages of framework agreements: every reader, every form, nothing lost."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from lucai.kernel import clock
from lucai.stages.trade.frameworks import selectors
from lucai.stages.trade.frameworks.numbering import round_number
from tests.makers import frameworks, people, rounds, sealing
from tests.makers.browsing import browse, posted
from tests.makers.crawling import counted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_working_day(db: None) -> Iterator[None]:
    with clock.at(clock.moment(date(2026, 4, 2), 10)):
        yield


def test_an_organiser_drafts_sends_and_announces_in_the_browser() -> None:
    sealing.keys_enrolled()
    desk, finance = browse(frameworks.centre()), browse(people.finance())
    typed = {
        "title": "示例打印纸框架协议", "kind": "closed", "object_kind": "goods",
        "ground": "catalogue", "surveyed_buyers": "3", "surveyed_suppliers": "3",
        "evaluation": "price_first", "rate": "20", "way": "direct", "quote_hours": "0",
        "starts_on": "2026-06-01", "ends_on": "2027-05-31", "demand": "办公用纸",
        "users": "本区预算单位", "qualification": "独立承担民事责任", "payment": "验收后支付",
        "upkeep": "按办法执行", "packages.0.name": "A4 纸", "packages.0.catalogue_code": "A05040101",
        "packages.0.requirement": "70 克", "packages.0.unit": "箱", "packages.0.ceiling": "120.00",
        "packages.0.estimated_quantity": "100",
    }  # fmt: skip
    wrong = desk.post("/frameworks/new/", {**typed, "ends_on": "2026-05-31"})
    assert wrong.status_code == 422
    assert posted(wrong)["title"] == typed["title"]
    more = desk.post("/frameworks/new/", {**typed, "add": "packages"})
    assert "packages.1.name" in posted(more)
    made = desk.post("/frameworks/new/", typed)
    page = made.headers["Location"]
    assert posted(desk.get(f"{page}edit/"))["packages.0.ceiling"] == "120.00"
    assert desk.post(f"{page}steps/submit/").status_code == 302
    assert "审核通过或者备案" in finance.get(page).content.decode()
    assert finance.post(f"{page}approve/", {"opinion": "备案"}).status_code == 302
    early = desk.post(f"{page}call/", {"response_deadline": "2026-04-20T09:00"})
    assert early.status_code == 422
    assert "2026-04-22" in early.content.decode()
    done = desk.post(f"{page}call/", {"response_deadline": "2026-04-22T09:00"})
    assert done.status_code == 302
    assert Client().get(page).status_code == 200


def test_a_supplier_responds_withdraws_and_is_admitted_in_the_browser() -> None:  # noqa: PLR0915
    number = frameworks.responded(suppliers=3)
    page = f"/frameworks/{number}/"
    with clock.at(clock.moment(date(2026, 3, 10), 10)):
        own = browse(people.supplier(4))
        shown = own.get(f"{page}respond/1/").content.decode()
        assert "data-round" in shown
        assert "<form" not in shown[shown.index("data-round") : shown.index("data-seal-now")]
        assert own.post(f"{page}respond/1/", {"price": "88.00"}).status_code == 422
        told = frameworks.response(price="95.00")
        made, handed = rounds.sealed(round_number(number, 1), 1, people.supplier(4), told)
        assert own.post(f"{page}respond/1/", rounds.posted(handed)).status_code == 200
        claim = {"claim": rounds.takes_back(made).decode()}
        assert own.post(f"{page}respond/1/steps/withdraw/", claim).status_code == 200
        assert own.get(f"{page}respond/1/receipt.json").status_code == 200
        assert own.get(f"{page}calls/1/packages/1.zip").status_code == 404
        assert "88.00" not in browse(people.supplier(2)).get(f"{page}calls/1/").content.decode()
    with clock.at(frameworks.DEADLINE):
        desk = browse(frameworks.centre())
        desk.post(f"{page}calls/1/steps/open/")
        assert "packages/1.zip" in desk.get(f"{page}calls/1/").content.decode()
        assert desk.get(f"{page}calls/1/packages/1.zip").status_code == 200
        assert "还没有签署评审报告" in desk.get(f"{page}calls/1/decide/").content.decode()
        assert desk.post(f"{page}calls/1/decide/").status_code == 422
        frameworks.seated(number)
        frameworks.review(number)
        assert "符合要求" in desk.get(f"{page}calls/1/decide/").content.decode()
        assert desk.post(f"{page}calls/1/decide/").status_code == 302
        place = selectors.framework_seen(people.public(), number).members[0].place
        supplier = browse(people.supplier(1))
        assert supplier.get(f"{page}members/{place}/steps/sign_supplier/").status_code == 200
        supplier.post(f"{page}members/{place}/steps/sign_supplier/")
        desk.post(f"{page}members/{place}/steps/sign/")
        assert "协议有效" in Client().get(f"{page}members/{place}/").content.decode()


def test_an_open_framework_is_joined_in_the_browser() -> None:
    number = frameworks.open_running()
    page = f"/frameworks/{number}/"
    own, desk = browse(people.supplier(3)), browse(frameworks.centre())
    typed = {**posted(own.get(f"{page}apply/")), "package_number": "1", "product": "示例软件",
             "specification": "标准版", "maker": "yes", "area": "本区", "contact": "示例 0531-0"}  # fmt: skip
    assert own.post(f"{page}apply/", typed).status_code == 422
    made = own.post(f"{page}apply/", {**typed, "accepts": "yes"})
    assert made.status_code == 302
    assert "示例软件" in desk.get(f"{page}applications/").content.decode()
    assert desk.get(f"{made.headers['Location']}steps/admit/").status_code == 200
    assert desk.post(f"{made.headers['Location']}steps/admit/").status_code == 302
    assert "示例供应商3有限公司" in Client().get(page).content.decode()
    assert own.post(f"{page}members/1/leave/", {"reason": "不再经营"}).status_code == 302


def test_lists_filter_and_others_see_only_what_is_announced() -> None:
    frameworks.running()
    frameworks.drafted(frameworks.plan(title="示例未公告框架协议"))
    stranger = Client().get("/frameworks/?words=示例")
    assert "示例复印纸框架协议" in stranger.content.decode()
    assert "示例未公告框架协议" not in stranger.content.decode()
    assert "示例未公告框架协议" in browse(frameworks.centre()).get("/frameworks/").content.decode()
    empty = Client().get("/frameworks/?state=summarised")
    assert "没有框架协议" in empty.content.decode()


def test_a_list_of_many_costs_no_more_than_a_list_of_few(
    django_assert_max_num_queries: object,
) -> None:
    frameworks.running()
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        Client().get("/frameworks/")


def test_the_page_of_a_call_costs_the_same_however_many_packages_it_has() -> None:
    costs = []
    for more in (0, 4):
        packages = frameworks.plan().packages * (1 + more)
        number = frameworks.opened(frameworks.plan(packages=packages), suppliers=3)
        browser = browse(frameworks.centre())
        with clock.at(frameworks.DEADLINE):
            answer, queries = counted(browser, f"/frameworks/{number}/calls/1/")
        assert answer.content.decode().count("密封方式与核验") == 1 + more
        costs.append(queries)
    assert costs[0] == costs[1]
