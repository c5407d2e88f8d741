"""What a plan's form must get right before it is kept: each message stands at its field."""

from __future__ import annotations

import re
from datetime import timedelta

from lucai.kernel import clock, money
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import InvalidInput
from lucai.law.methods import method
from lucai.law.status import Status
from lucai.law.uscc import check_uscc
from lucai.stages.budget.indicators.selectors import indicators_named
from lucai.stages.plan.intentions.selectors import IntentionCard, intentions_named
from lucai.stages.plan.plans.choices import WORKS_OF_OBJECT, SmePolicy, WorksPart
from lucai.stages.plan.plans.schemas import PackageIn, PlanIn
from lucai.stages.plan.plans.selectors import plan_of_project, total_of

Problems = dict[str, str]


def demand_sound(viewer: Viewer, content: PlanIn, *, number: str = "") -> None:
    """Refuse a plan whose sums, dates or sources cannot be right.

    Args:
        number: the plan that is changed; its own intention stays choosable.

    Raises:
        InvalidInput: one message a field.
    """
    problems = {
        **_sums(content),
        **_lots(content),
        **_dates(content),
        **_funds(viewer, content),
        **_intention(viewer, content, number),
        **_method(viewer, content),
        **_works(content),
        **_designers(content),
    }
    if problems:
        raise InvalidInput(problems)


def _designers(content: PlanIn) -> Problems:
    said = [code for code in re.split(r"[\s、，,;；]+", content.designers) if code]
    wrong = [code for code in said if not check_uscc(code).valid]
    text = f"{'、'.join(wrong)}不是有效的统一社会信用代码，请核对"
    return {"designers": text} if wrong else {}


def _works(content: PlanIn) -> Problems:
    if (
        content.works_part is WorksPart.NONE
        or content.works_part in WORKS_OF_OBJECT[content.object_kind]
    ):
        return {}
    return {"works_part": f"采购对象是{content.object_kind.label}，不能选这一类，请核对"}


def _sums(content: PlanIn) -> Problems:
    problems: Problems = {}
    lots = sum(package.amount for package in content.packages)
    if lots != content.amount:
        problems["amount"] = _differs("各包预算", lots, content.amount)
    funds = sum(line.amount for line in content.fundings)
    if content.fundings and funds != content.amount:
        last = len(content.fundings) - 1
        problems[f"fundings.{last}.amount"] = _differs("资金来源", funds, content.amount)
    if (text := _bad_ceiling(content.ceiling, content.amount, "计划总金额")) != "":
        problems["ceiling"] = text
    return problems


def _differs(what: str, total: int, wanted: int) -> str:
    word = "多" if total > wanted else "少"
    return (
        f"{what}合计 {money.yuan(total)} 元，"
        f"比总金额 {money.yuan(wanted)} 元{word} {money.yuan(abs(total - wanted))} 元"
    )


def _bad_ceiling(ceiling: int | None, budget: int, what: str) -> str:
    if ceiling is None or 0 < ceiling <= budget:
        return ""
    return f"最高限价应大于 0，并且不超过{what} {money.yuan(budget)} 元"


def _lots(content: PlanIn) -> Problems:
    problems: Problems = {}
    for index, package in enumerate(content.packages):
        if text := _bad_ceiling(package.ceiling, package.amount, "本包预算"):
            problems[f"packages.{index}.ceiling"] = text
        if (cost := cost_of(package)) > package.amount:
            problems[f"packages.{index}.amount"] = (
                f"本包标的合计 {money.yuan(cost)} 元，超过本包预算 {money.yuan(package.amount)} 元"
            )
        if package.sme_reserved and content.sme_policy is SmePolicy.NONE:
            text = "上面选择了不适用中小企业政策，本包不能专门面向中小企业"
            problems[f"packages.{index}.sme_reserved"] = text
    return problems


def cost_of(package: PackageIn) -> int:
    """Return what the things of a lot cost by their unit prices, in 分."""
    return sum(total_of(item.quantity, item.unit_price) for item in package.items)


def _dates(content: PlanIn) -> Problems:
    today = clock.today()
    problems: Problems = {}
    if content.planned_start < today:
        problems["planned_start"] = f"不能早于今天（{today.isoformat()}）"
    if content.survey_on and content.survey_on > today:
        problems["survey_on"] = "需求调查还没有完成：日期晚于今天"
    if content.fiscal_year < today.year:
        problems["fiscal_year"] = f"{content.fiscal_year} 年度的预算已经结束"
    return problems


def _funds(viewer: Viewer, content: PlanIn) -> Problems:
    cards = indicators_named(viewer, [line.indicator_code for line in content.fundings])
    problems: Problems = {}
    seen: set[str] = set()
    for index, line in enumerate(content.fundings):
        card = cards.get(line.indicator_code)
        place = f"fundings.{index}."
        if not card or card.buyer_id != viewer.organisation or card.state != "active":
            problems[place + "indicator_code"] = "请从列表中选择本单位可用的预算指标"
        elif line.indicator_code in seen:
            problems[place + "indicator_code"] = "同一条指标只填一行"
        elif card.fiscal_year != content.fiscal_year:
            problems[place + "indicator_code"] = (
                f"这是 {card.fiscal_year} 年度的指标，与计划的预算年度不同"
            )
        elif line.amount > card.free:
            problems[place + "amount"] = f"这条指标可用 {money.yuan(card.free)} 元，不够"
        seen.add(line.indicator_code)
    return problems


def _intention(viewer: Viewer, content: PlanIn, number: str) -> Problems:
    if not content.intention_code:
        return {}
    card = intentions_named(viewer, [content.intention_code]).get(content.intention_code)
    if not card or card.buyer_id != viewer.organisation or card.state != "published":
        return {"intention_code": "请选择本单位已公开的采购意向"}
    if card.plan_number not in {"", number}:
        return {"intention_code": f"这条意向已用于采购计划 {card.plan_number}"}
    return _too_early(content, card)


def _method(viewer: Viewer, content: PlanIn) -> Problems:
    """Refuse a case of another method, and a method that there is not on the day it begins.

    What the law asks of the case is judged at the submission.
    """
    sheet = method(content.method.value)
    problems: Problems = {}
    if sheet.status(content.planned_start) is Status.NOT_YET_EFFECTIVE:
        problems["method"] = f"{sheet.label}自 {sheet.since} 起施行，在此以前开始的采购不能采用"
    if content.method_case and sheet.case(content.method_case) is None:
        problems["method_case"] = f"这不是{sheet.label}的法定情形，请重新选择"
    if content.failed_project and not plan_of_project(viewer, content.failed_project):
        problems["failed_project"] = "没有找到本单位的这个采购项目，请核对编号"
    return problems


def _too_early(content: PlanIn, card: IntentionCard) -> Problems:
    earliest = card.earliest_start
    if not earliest or content.planned_start >= earliest:
        return {}
    days = (earliest - content.planned_start) // timedelta(days=1)
    return {
        "planned_start": f"意向于 {card.published_on} 公开，最早 {earliest} 才能开始采购，"
        f"现在填的早了 {days} 天"
    }
