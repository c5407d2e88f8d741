"""Pages of 投诉: the whole way without scripts, the desk, and what no other bidder sees."""

import pytest

from lucai.kernel import clock
from lucai.law.challenges import Remedy
from lucai.oversight.complaints import services
from tests.makers import challenges, complaints, people
from tests.makers.browsing import browse, posted
from tests.makers.crawling import counted
from tests.makers.kept import kept

pytestmark = pytest.mark.django_db


world = kept(challenges.answered_award)
World = tuple[challenges.Announced, str]


@pytest.mark.nightly
def test_the_whole_way_in_the_browser_without_scripts(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        supplier, finance = browse(people.supplier(3)), browse(people.finance())
        agency = browse(people.agency())
        start = f"/complaints/new/?challenge={challenge}"
        form = posted(supplier.get(start)) | {"request": "认定中标结果无效"}
        form |= {f"points.{n}.facts": "附件第 1 页" for n in (0, 1)}
        made = supplier.post(start, form, follow=True)
        page = made.request["PATH_INFO"]
        assert "提交前检查" in made.content.decode()
        supplier.post(f"{page}files/", {"files": challenges.upload()})
        supplier.post(f"{page}steps/submit/", {"confirmed": "yes"})
        assert "受理条件" in finance.get(page).content.decode()
        assert agency.get(page).status_code == 404
        for step in ("accept", "serve"):
            assert finance.get(f"{page}steps/{step}/").status_code == 200
            finance.post(f"{page}steps/{step}/", {"confirmed": "yes"})
        assert agency.get(page).status_code == 200
        until = clock.today().replace(day=clock.today().day + 3).isoformat()
        finance.post(f"{page}pause/", {"until": until, "reason": "防止损害扩大"})
        room = agency.get(f"/rooms/{result.number}/award/").content.decode()
        assert "暂停采购活动" in room
        decision = {
            "ruling": "upheld", "remedy": "voidRestart", "findings": "业绩不实",
            "basis": "94号令", "decision": "认定中标结果无效",
        }  # fmt: skip
        finance.post(f"{page}decision/", decision)
        decided = browse(people.finance_reviewer()).post(f"{page}approval/", follow=True)
        assert "处理决定书" in decided.content.decode()
        assert "认定中标结果无效" in finance.get(f"{page}notice/").content.decode()
        finance.post(f"{page}notice/")
        agency.post(f"{page}fulfilment/", {"text": "已终止本包，重新采购"})
        assert "已办结" in supplier.get(page).content.decode()
        for paper in ("complaint.pdf", "decision.pdf"):
            assert supplier.get(page + paper).content.startswith(b"%PDF")


def test_a_related_supplier_states_on_its_own_copy_and_never_sees_the_complaint(
    world: World,
) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.examining(challenge)
        winner = browse(people.supplier(1))
        desk = winner.get("/complaints/").content.decode()
        assert "要本单位书面说明的投诉" in desk
        copy = next(part for part in desk.split('"') if "/complaints/statements/" in part)
        assert "投诉书副本" in winner.get(copy).content.decode()
        assert winner.get(f"/complaints/{number}/").status_code == 404
        winner.post(f"{copy}state/", {"text": "业绩真实，附合同"})
        winner.post(f"{copy}evidence/", {"text": "合同原件扫描件", "files": challenges.upload()})
        whole = browse(people.finance()).get(f"/complaints/{number}/").content.decode()
        assert "业绩真实" in whole
        assert "合同原件扫描件" in whole
        assert browse(people.supplier(2)).get(copy).status_code == 404


def test_a_closed_button_says_why_and_a_mistake_loses_nothing(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.examining(challenge)
        finance = browse(people.finance())
        page = f"/complaints/{number}/decision/"
        answer = finance.post(page, {"ruling": "rejected", "findings": "查明的事实保留"})
        assert answer.status_code == 422
        body = answer.content.decode()
        assert "查明的事实保留" in body
        assert "法定情形" in body
        assert "认定中标结果无效，责令重新开展采购活动" in finance.get(page).content.decode()
        assert Remedy.DAMAGES.label not in finance.get(page).content.decode()


def test_the_desk_costs_the_same_for_one_and_for_many(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        finance = browse(people.finance())
        first = complaints.received(challenge)
        _, few = counted(finance, "/complaints/")
        services.refuse(
            complaints.finance(), number=first, form=complaints.ReasonIn(reason="不符合条件")
        )
        for _ in range(4):
            complaints.received(challenge)
        page, many = counted(finance, "/complaints/?state=received&words=示例")
        assert page.status_code == 200
        assert many <= few < 15


def test_the_complaint_itself_is_read_in_few_queries(world: World) -> None:
    result, challenge = world
    with clock.at(result.at):
        number = complaints.examining(challenge)
        _, asked = counted(browse(people.finance()), f"/complaints/{number}/")
        assert asked < 60
