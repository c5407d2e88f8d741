"""合作创新采购 after its result: research contracts, their stages, the product that is bought first."""

from __future__ import annotations

from tests.lives.api.cooperation import MOST_COST, UNITS, CooperationStory, mark
from tests.makers.program import Program

TERMS = {
    "title": "示例高精度传感器合同", "delivery_place": "示例路 1 号 3 楼库房",
    "acceptance_days": 7, "acceptance_plan": "验收小组三人，逐项检测和试用，逐项记录并签字。",
    "payment_days": 15, "quality": "质保三年，四小时响应。", "breach": "逾期交付的按日支付违约金。",
}  # fmt: skip
FIRST_SHARE = 30
"""At least so much of a first purchase is paid in advance, in percent."""


def contracts(story: CooperationStory) -> None:
    """Every researcher has a contract, which pays a share of its cost and the incentive."""
    for supplier in story.researchers:
        number = _signed(story, supplier, lot=1)
        story.contracts[supplier.viewer.organisation] = number
        stages = supplier.get(f"/contracts/{number}/research/")["stages"]
        assert [one["state"] for one in stages] == ["planned", "waiting"]


def stages(story: CooperationStory) -> None:
    """Each stage is talked about, reported and recognised; what is recognised is paid."""
    for supplier in story.researchers:
        number = story.contracts[supplier.viewer.organisation]
        for place in (1, 2):
            _through(story, supplier, f"/contracts/{number}/research/{place}/")


def first_product(story: CooperationStory) -> None:
    """The group marks the products that passed; 采购负责人 chooses the better one, in public."""
    story.head.post(f"{story.page}steps/review_first/")
    mark(story, "first")
    said = {"product": "示例高精度传感器，误差百分之零点四", "reason": "综合得分最高"}
    story.head.post(f"{story.page}choose/", said)
    story.agency.post(f"{story.page}steps/announce_product/")
    story.work()
    assert story.sheet()["first_supplier_id"] == story.suppliers[0].viewer.organisation


def first_purchase(story: CooperationStory) -> None:
    """The first purchase has a contract at the price the supplier bound itself to."""
    number = _signed(story, story.suppliers[0], lot=2, advance_percent=FIRST_SHARE)
    bound = story.sheet()["ranking"][0]["price"]
    card = story.buyer.get(f"/contracts/{number}/")["card"]
    assert card["amount"] == bound * UNITS


def _signed(story: CooperationStory, supplier: Program, *, lot: int, **changes: int) -> str:
    """Draft a contract of a lot, let both sides sign it, publish it; return its number."""
    firm = f"?supplier={supplier.viewer.organisation}" if lot == 1 else ""
    edit = story.buyer.post(f"{story.room}award/{lot}/contract/{firm}")
    contract = edit.removesuffix("edit/")
    story.buyer.fill(edit, {**TERMS, **changes})
    story.buyer.post(f"{contract}check/")
    for signer in (supplier, story.head):
        shown = signer.get(f"{contract}sign/")["sheet"]
        signer.post(f"{contract}sign/", {"sm3": shown["sm3"]})
    story.buyer.post(f"{contract}publish/")
    story.work()
    number = contract.split("/")[2]
    assert supplier.get(contract)["card"]["state"] == "published"
    notices = story.anybody.get(f"/projects/{story.project}/")["life"]["notices"]
    told = [one["code"] for one in notices if one["kind"] == "contract"]
    assert any(number in str(story.anybody.get(f"/notices/{code}/")) for code in told)
    return number


def _through(story: CooperationStory, supplier: Program, stage: str) -> None:
    story.buyer.post(f"{stage}negotiate/", {"text": "本阶段目标、进度和成本范围按合同执行。"})
    cost = MOST_COST // 3
    told = {
        "report": "样机完成，检测合格，附报告。",
        "costs": [{"name": "材料和测试", "amount": cost}],
    }
    supplier.post(f"{stage}report/", told)
    story.buyer.fill(f"{stage}pass_stage/", {"said": "成果符合要求"})
    found = story.buyer.get(stage)["stage"]
    assert (found["state"], found["recognised"]) == ("passed", cost * 100)
