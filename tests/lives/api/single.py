"""What only 单一来源 has: the publicity before it, and the approval of the method."""

from __future__ import annotations

from tests.lives.api.story import Story
from tests.makers.program import chosen

WHY = "该设备的控制系统为专利产品，只能从唯一供应商处采购，其他产品不能与现有系统配套。"


def publicity(story: Story) -> None:
    """采购人 makes the choice public for five workdays; without objections it is concluded."""
    told, [supplier] = story.told, story.suppliers
    made = story.buyer.post(
        "/justifications/new/",
        {
            "title": told.title,
            "description": "采购示例配套设备一批，含安装调试。",
            "amount": str(told.yuan),
            "reason": WHY,
            "supplier_name": supplier.viewer.organisation_name,
            "supplier_address": "示例市示例路 9 号",
            "opinions": [
                {
                    "name": "示例专家",
                    "unit": "示例省计量科学研究院",
                    "title": "研究员",
                    "opinion": "专利在有效期内，没有可以替代的产品，同意采用单一来源方式。",
                }
            ],
        },
    )
    story.buyer.post(f"{made}steps/publish/")
    story.wait(days=9)
    story.buyer.post(f"{made}conclusion/", {"step": "conclude"})
    form = story.buyer.get("/plans/new/")["form"]
    story.told.plan["justification"] = chosen(form, "justification", told.title)
    story.told.plan["sole_supplier"] = story.code_of(supplier)


def approval(story: Story) -> None:
    """The budget reaches the threshold of open tenders: 财政 approves the method first."""
    plan = f"/plans/{story.plan}/"
    story.buyer.post(f"{plan}steps/request_method/")
    approval = {"step": "approve_method", "approval": "济财采核〔2026〕8号"}
    story.finance.post(f"{plan}method/", approval)
