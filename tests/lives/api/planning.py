"""From the budget to the commission."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.lives.api.story import Story
from tests.makers.program import Refused, chosen

LOT = "packages.0."
ITEM = f"{LOT}items.0."


def budget(story: Story) -> None:
    """财政 receives the indicator that pays."""
    line = {
        "code": story.indicator,
        "name": story.told.title,
        "fiscalYear": story.now.year,
        "buyerUscc": story.code_of(story.buyer),
        "fundType": "一般公共预算",
        "amount": f"{story.told.yuan}.00",
    }
    content = json.dumps({"indicators": [line]}).encode()
    file = SimpleUploadedFile("indicators.json", content, "application/json")
    story.finance.multipart("/budget/receive/", {"file": file})
    card = story.finance.get(f"/budget/{story.indicator}/")["card"]
    assert card["amount"] == story.told.yuan * 100


def intention(story: Story) -> None:
    """采购人 makes the intention public; everybody can read it thirty days before it may begin."""
    made = story.buyer.post(
        "/intentions/new/",
        {
            "title": story.told.title,
            "demand": "采购教学实验设备一批，含安装调试和三年质保。",
            "amount": str(story.told.yuan),
            "expected_month": f"{story.now + timedelta(days=50):%Y-%m}",
        },
    )
    story.buyer.post(f"{made}steps/publish/")
    sheet = story.buyer.get(made)["sheet"]
    story.intention = sheet["card"]["code"]
    assert sheet["card"]["state"] == "published"


def plan(story: Story) -> None:
    """采购人 drafts the plan with its method; another person reviews it."""
    made = story.buyer.fill(written_at(story), content(story))
    story.plan = story.buyer.get(made)["sheet"]["card"]["number"]
    story.buyer.post(f"{made}steps/submit/")
    opinion = {"kind": "general", "conclusion": "passed", "opinion": "需求合理，方式符合法定情形。"}
    with pytest.raises(Refused, match="403"):
        story.buyer.post(f"{made}review/", opinion)
    story.head.post(f"{made}review/", opinion)


def written_at(story: Story) -> str:
    """Return where a new plan is written: from its intention, where there is one."""
    return "/plans/new/" + (f"?intention={story.intention}" if story.intention else "")


def content(story: Story) -> dict[str, str]:
    """Return what the plan says."""
    told, total = story.told, str(story.told.yuan)
    return {
        "title": told.title,
        "amount": total,
        "object_kind": "goods",
        "planned_start": f"{story.now.date() + timedelta(days=31)}",
        "method": told.method,
        "method_case": told.case,
        "method_reason": "技术复杂，不能事先确定详细规格和具体要求，符合法定情形。",
        "evaluation_method": told.evaluation,
        "sme_reason": "标的包含大型设备，中小企业供应不足",
        "demand": "满足中学理化实验教学需要，含安装、培训和三年质保。",
        "fundings.0.indicator_code": story.indicator,
        "fundings.0.amount": total,
        f"{LOT}name": "示例实验台",
        f"{LOT}amount": total,
        f"{ITEM}catalogue_code": "A02102100",
        f"{ITEM}name": "示例实验台",
        f"{ITEM}quantity": "10",
        f"{ITEM}unit": "套",
        f"{ITEM}unit_price": str(told.yuan // 10),
        **told.plan,
    }


def filing(story: Story) -> None:
    """The plan goes to 财政."""
    story.buyer.post(f"/plans/{story.plan}/steps/request_filing/")
    filed(story)


def filed(story: Story) -> None:
    """财政 files the plan; the money is held from then on."""
    plan = f"/plans/{story.plan}/"
    story.finance.post(f"{plan}filing/", {"step": "file"})
    assert story.buyer.get(plan)["sheet"]["card"]["state"] == "filed"
    card = story.finance.get(f"/budget/{story.indicator}/")["card"]
    assert (card["held"], card["free"]) == (story.told.yuan * 100, 0)


def commission(story: Story) -> None:
    """采购人 chooses an agency, which accepts."""
    address = f"/plans/{story.plan}/commission/"
    name = story.agency.viewer.organisation_name
    content = {
        "agency_id": chosen(story.buyer.get(address)["form"], "agency_id", name),
        "reason": "熟悉教育装备采购，近三年服务评价良好。",
        "scope_text": "编制采购文件、发布公告、组织评审、送达通知书。",
        "term_until": f"{story.now.date() + timedelta(days=300)}",
        "fee_payer": "winner",
        "fee_standard": "按成交金额的 0.8% 收取",
    }
    story.project = story.buyer.post(address, content).split("/")[2]
    story.agency.post(f"{story.room}commission/steps/accept/")


def thirty_days(story: Story) -> None:
    """The intention has to be public for thirty days first."""
    story.wait(days=31)
