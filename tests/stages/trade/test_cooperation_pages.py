"""The pages of a cooperation: forms keep what was typed, strangers see nothing, acts lead on."""

from datetime import timedelta

import pytest

from lucai.kernel import clock
from lucai.stages.trade.cooperations.numbering import LOT, round_number
from tests.makers import contract, cooperating, people, rounds
from tests.makers.browsing import browse

pytestmark = pytest.mark.django_db


def test_the_scheme_is_written_refused_at_the_field_and_published_on_its_pages() -> None:
    number = cooperating.begun()
    room = f"/rooms/{number}/cooperation/"
    agency, buyer = browse(people.agency()), browse(people.buyer_reviewer())
    form = {
        "goal": "误差不大于千分之五", "wanted": "2", "months": "24", "most_cost": "9000000",
        "ratio": "80", "quantity": "10", "price_ceiling": "2900000", "inside": "yes",
        "scene": "野外监测", "qualification": "具有研发能力", "rights": "归供应商所有",
        "acceptance": "第三方检测", "upgrade": "每年一次", "risk": "分阶段评估",
        "factors.0.name": "研发方案", "factors.0.points": "60", "factors.0.research": "yes",
        "factors.1.name": "研发成本", "factors.1.points": "40",
        "stages.0.name": "样机", "stages.0.goal": "样机通过检测", "stages.0.percent": "60",
    }  # fmt: skip
    refused = agency.post(f"{room}edit/", form)
    assert refused.status_code == 422
    assert "成本占比之和应当为 100%" in refused.content.decode()
    assert "误差不大于千分之五" in refused.content.decode()
    rest = {"stages.1.name": "定型", "stages.1.goal": "产品通过验收", "stages.1.percent": "40"}
    assert agency.post(f"{room}edit/", form | rest).status_code == 302
    assert "80%" in agency.get(room).content.decode()
    assert agency.post(f"{room}steps/submit/").status_code == 302
    assert buyer.post(f"{room}steps/confirm/").status_code == 302
    early = {"apply_until": f"{clock.today() + timedelta(days=5)}T17:00"}
    answer = agency.post(f"{room}publish/", early)
    assert "最早应为" in answer.content.decode()
    until = cooperating.closes().astimezone(clock.BEIJING)
    answer = agency.post(f"{room}publish/", {"apply_until": f"{until:%Y-%m-%dT%H:%M}"})
    assert answer.status_code == 302
    assert browse(people.supplier(5)).get(room).status_code == 200
    assert browse(people.buyer(2)).get(f"{room}decide/").status_code == 404


def test_suppliers_apply_and_respond_and_the_group_judges_on_its_pages() -> None:
    now = clock.now()
    with clock.at(now - timedelta(days=cooperating.REVIEWED)):
        number = cooperating.applied()
        room = f"/rooms/{number}/cooperation/"
        late = browse(people.supplier(4)).get(f"{room}apply/")
        assert late.status_code == 200
    agency = browse(people.agency())
    assert agency.post(f"{room}steps/open_applications/").status_code == 302
    first = cooperating.seen(number).applicants[0]
    assert agency.get(first.href).status_code == 200
    assert agency.post(first.href, {"passed": "yes"}).status_code == 405, "the group finds"
    cooperating.found(number, "qualify")
    cooperating.services.finish_review(cooperating.agency(), project_number=number)
    cooperating.exchanged(number)
    supplier = browse(people.supplier(1))
    page = supplier.get(f"{room}respond/").content.decode()
    assert "首次响应文件" in page
    assert "<form" not in page[page.index("data-round") : page.index("data-seal-now")]
    assert supplier.post(f"{room}respond/", {"price": "2800000"}).status_code == 422
    told = cooperating.response(1)
    made, handed = rounds.sealed(round_number(number, 1), LOT, people.supplier(1), told)
    assert supplier.post(f"{room}respond/", rounds.posted(handed)).status_code == 200
    claim = {"claim": rounds.takes_back(made).decode()}
    assert supplier.post(f"{room}respond/steps/withdraw/", claim).status_code == 200
    assert "lucai-bid-withdrawal/1" in supplier.get(f"{room}respond/receipt.json").content.decode()
    assert "下载撤回回执" in supplier.get(room).content.decode()
    assert agency.get(f"{room}rounds/1.zip").status_code == 404
    assert browse(people.supplier(9)).get(f"{room}respond/").status_code == 404


@pytest.mark.nightly
def test_report_choice_contract_and_stages_are_reached_on_their_pages() -> None:
    number = cooperating.evaluated()
    room, decider = f"/rooms/{number}/cooperation/", browse(people.buyer_reviewer())
    assert "示例供应商1" in decider.get(f"{room}decide/").content.decode()
    assert decider.post(f"{room}decide/", {"count": "2"}).status_code == 302
    assert browse(people.agency()).post(f"{room}steps/announce/").status_code == 302
    buyer = browse(people.buyer())
    link = f"/rooms/{number}/award/1/contract/?supplier={people.supplier(1).organisation}"
    assert link in buyer.get(room).content.decode()
    assert "元可补偿成本" in buyer.get(link).content.decode()
    assert link in buyer.get(f"/rooms/{number}/contracts/").content.decode()
    made = cooperating.research_contract(number)
    stage = f"/contracts/{made}/research/1/"
    assert "研发阶段" in buyer.get(f"/contracts/{made}/").content.decode()
    assert (
        buyer.post(f"{stage}negotiate/", {"text": "本阶段目标和成本按合同执行。"}).status_code
        == 302
    )
    firm = browse(people.supplier(1))
    told = {"report": "样机完成，检测合格。", "costs.0.name": "材料", "costs.0.amount": "5000000"}
    assert firm.post(f"{stage}report/", told).status_code == 302
    judged = {"recognised": "99999999", "said": "认定"}
    assert "超过该阶段上限" in buyer.post(f"{stage}pass_stage/", judged).content.decode()
    assert buyer.post(f"{stage}pass_stage/", judged | {"recognised": "5000000"}).status_code == 302
    assert "4,000,000.00" in buyer.get(f"/contracts/{made}/research/").content.decode()
    assert browse(people.supplier(2)).get(stage).status_code == 404
    assert contract.sheet(made).card.settled_amount is None
