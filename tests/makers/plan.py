"""Intentions and plans at every point of their life, made through the services."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

from lucai.kernel import clock, money
from lucai.kernel.actors import Viewer
from lucai.stages.plan.intentions import services as intentions
from lucai.stages.plan.intentions.schemas import IntentionIn
from lucai.stages.plan.justifications import services as justifications
from lucai.stages.plan.justifications.schemas import ConclusionIn, JustificationIn
from lucai.stages.plan.plans import services as plans
from lucai.stages.plan.plans.choices import Conclusion, ReviewKind
from lucai.stages.plan.plans.schemas import PlanIn, ReviewIn
from tests.makers import budget, people
from tests.makers.remembered import remembered

WAN = budget.WAN
COMPUTERS = "A02010105"
AHEAD = timedelta(days=40)

_numbers = itertools.count(1)


def yuan(fen: int) -> str:
    """Write an amount as a form carries it."""
    return money.plain_yuan(fen)


def intention_content(**changes: Any) -> IntentionIn:
    """An intention's form."""
    content: dict[str, Any] = {
        "title": f"示例办公设备采购 {next(_numbers)}",
        "demand": "采购台式计算机和便携式计算机一批，含安装调试和三年质保。",
        "amount": yuan(300 * WAN),
        "expected_month": f"{clock.today() + AHEAD:%Y-%m}",
        "sme_reserved": "yes",
    }
    return IntentionIn(**{**content, **changes})


def intention(buyer: Viewer | None = None, **changes: Any) -> str:
    """Draft an intention; return its code."""
    people.finance()
    actor = people.actor(buyer or people.buyer())
    return intentions.draft_intention(actor, content=intention_content(**changes))


def published_intention(buyer: Viewer | None = None, **changes: Any) -> str:
    """Publish an intention long enough ago for the procurement to begin today."""
    with clock.at(clock.now() - AHEAD):
        code = intention(buyer, **changes)
        intentions.take(people.actor(buyer or people.buyer()), code=code, step="publish")
    return code


def justification_content(**changes: Any) -> JustificationIn:
    """A publicity's form."""
    opinion = {
        "name": "示例专家", "unit": "示例大学", "title": "教授", "opinion": "专利不可替代，同意采用。",
    }  # fmt: skip
    content: dict[str, Any] = {
        "title": f"示例专用系统维护项目 {next(_numbers)}",
        "description": "原系统的年度维护和升级服务。",
        "amount": yuan(450 * WAN),
        "reason": "系统由原开发单位独家持有著作权，只能由其提供维护和升级。",
        "supplier_name": "示例供应商1",
        "supplier_address": "示例市示例路 1 号",
        "opinions": [opinion],
    }
    return JustificationIn(**{**content, **changes})


def justification(**changes: Any) -> str:
    """Draft a publicity; return its code."""
    people.finance()
    content = justification_content(**changes)
    return justifications.draft_justification(people.actor(people.buyer()), content=content)


def published_justification(**changes: Any) -> str:
    """Publish a publicity now; return its code."""
    code = justification(**changes)
    justifications.publish(people.actor(people.buyer()), code=code)
    return code


def passed_justification(**changes: Any) -> str:
    """A publicity that began long enough ago and that nobody objected to."""
    with clock.at(clock.now() - AHEAD):
        code = published_justification(**changes)
    buyer = people.actor(people.buyer())
    justifications.conclude(buyer, code=code, form=ConclusionIn(step="conclude"))
    return code


def package(amount: int = 300 * WAN, **changes: Any) -> dict[str, Any]:
    """One lot's form; its one thing costs what the lot has."""
    item = {
        "catalogue_code": COMPUTERS,
        "name": "台式计算机",
        "quantity": "10",
        "unit": "台",
        "unit_price": yuan(amount // 10),
        "requirement": "国产处理器，内存 16GB 以上，固态硬盘 512GB 以上。",
        "domestic": "yes",
    }
    content: dict[str, Any] = {
        "name": f"示例包 {next(_numbers)}",
        "amount": yuan(amount),
        "items": [item],
    }
    return {**content, **changes}


def plan_form(
    amounts: tuple[int, ...] = (300 * WAN,), *, indicator: str = "ZB2026-0001", **changes: Any
) -> dict[str, Any]:
    """A whole plan's form, with one lot an amount, all from one indicator."""
    total = yuan(sum(amounts))
    content: dict[str, Any] = {
        "title": f"示例办公设备采购项目 {next(_numbers)}",
        "fiscal_year": clock.today().year,
        "object_kind": "goods",
        "amount": total,
        "planned_start": clock.today().isoformat(),
        "method": "open",
        "organisation_form": "dispersed",
        "evaluation_method": "comprehensive",
        "sme_policy": "deduction",
        "sme_reason": "市场上中小企业难以满足全部供货能力，预留将影响充分竞争",
        "demand": "为办公需要采购台式计算机，实现日常办公和业务系统使用。",
        "packages": [package(amount) for amount in amounts],
        "fundings": [{"indicator_code": indicator, "amount": total}],
    }
    return {**content, **OF_METHOD.get(changes.get("method", ""), {}), **changes}


OF_METHOD = {
    "invited": {"method_case": "invited.limited"},
    "consultation": {"method_case": "consultation.complex"},
    "negotiation": {"method_case": "negotiation.complex", "evaluation_method": "lowestPrice"},
    "inquiry": {"method_case": "inquiry.uniform", "evaluation_method": "lowestPrice"},
    "emergency": {
        "method_case": "emergency.competitive", "evaluation_method": "lowestPrice",
        "emergency_event": "示例特大暴雨", "emergency_on": "2026-10-09",
        "emergency_finding": "需要的物资储备只够一天，调拨三天后才能到达，应当在两天内到位。",
        "intention_exempt_reason": "突发事件，不可预见",
    },
    "single_source": {
        "method_case": "single_source.urgent", "evaluation_method": "lowestPrice",
    },
}  # fmt: skip
"""What a lawful plan says besides the method."""


def sole_supplier() -> str:
    """The code of the first supplier: whom a single source asks."""
    from lucai.platform.access.selectors import organisation

    viewer = people.supplier(1)
    return organisation(viewer, viewer.organisation or 0).uscc


def draft(
    amounts: tuple[int, ...] = (300 * WAN,), *, buyer: Viewer | None = None, **changes: Any
) -> str:
    """Draft a plan with its indicator and published intention; return its number."""
    who = buyer or people.buyer()
    number = next(_numbers)
    code = budget.indicator(f"ZB{clock.today().year}-{number:05d}", amount=sum(amounts), buyer=who)
    content = plan_form(amounts, indicator=code, **changes)
    if changes.get("method") == "single_source" and "sole_supplier" not in changes:
        content["sole_supplier"] = sole_supplier()
    if "intention_exempt_reason" not in content:
        content["intention_code"] = published_intention(who)
    return plans.draft_plan(people.actor(who), content=PlanIn(**content))


@remembered
def submitted(amounts: tuple[int, ...] = (300 * WAN,), **changes: Any) -> str:
    """Hand a plan to review; return its number."""
    number = draft(amounts, **changes)
    plans.take(people.actor(people.buyer()), number=number, step="submit")
    return number


def review(kind: str = "general", conclusion: str = "passed") -> ReviewIn:
    """A review's form."""
    return ReviewIn(
        kind=ReviewKind(kind), conclusion=Conclusion(conclusion), opinion="需求完整，计划合规。"
    )


@remembered
def reviewed(amounts: tuple[int, ...] = (300 * WAN,), **changes: Any) -> str:
    """Let a plan pass the reviews it needs; return its number."""
    number = submitted(amounts, **changes)
    reviewer = people.actor(people.buyer_reviewer())
    plans.review_plan(reviewer, number=number, finding=review())
    return number


@remembered
def filing(amounts: tuple[int, ...] = (300 * WAN,), **changes: Any) -> str:
    """Send a reviewed plan to be filed; return its number."""
    number = reviewed(amounts, **changes)
    plans.take(people.actor(people.buyer()), number=number, step="request_filing")
    return number


@remembered
def filed_plan(amounts: tuple[int, ...] = (300 * WAN,), **changes: Any) -> str:
    """File a plan, its money held; return its number. One lot an amount (分)."""
    number = filing(amounts, **changes)
    if changes.get("method") != "emergency":
        plans.take(people.actor(people.finance()), number=number, step="file")
    return number


def of_another_unit(amount: int = 60 * WAN, *, unit: int = 2, **changes: Any) -> str:
    """A plan that another unit has filed for the same things, with its own money; its number."""
    clerk = people.actor(people.buyer(unit))
    number = draft((amount,), buyer=people.buyer(unit), **changes)
    plans.take(clerk, number=number, step="submit")
    plans.review_plan(people.actor(people.buyer_reviewer(unit)), number=number, finding=review())
    plans.take(clerk, number=number, step="request_filing")
    if changes.get("method") != "emergency":
        plans.take(people.actor(people.finance()), number=number, step="file")
    return number
