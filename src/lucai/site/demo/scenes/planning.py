"""From the intention to the filed plan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from lucai.kernel import clock
from lucai.law.deadlines import deadline
from lucai.law.methods import method
from lucai.platform.access.selectors import organisation
from lucai.site.demo.plots import Mishap, Story, Tale
from lucai.site.demo.scenes import innovating
from lucai.site.demo.timeline import Cue, Scene, after, office
from lucai.site.demo.wares import Item, Part
from lucai.stages.plan.intentions import services as intentions
from lucai.stages.plan.intentions.schemas import IntentionIn
from lucai.stages.plan.plans import services as plans
from lucai.stages.plan.plans.choices import (
    Conclusion,
    EvaluationMethod,
    Method,
    ObjectKind,
    ReviewKind,
    SmePolicy,
)
from lucai.stages.plan.plans.schemas import FundingIn, ItemIn, PackageIn, PlanIn, ReviewIn

EMERGENCY: dict[str, Any] = {
    "emergency_event": "示例特大暴雨",
    "emergency_on": date(2026, 6, 19),
    "emergency_finding": "校舍进水，储备和调拨的课桌椅只够三分之一，其余应当在开学前到位。",
}
"""A plan that the law closes: 紧急采购 begins on 2026-10-01, and what happened came before it."""


def announce_intention(tale: Tale) -> Scene:
    """Publish the intention; sometimes it is cancelled again."""
    story = tale.story
    start = office(story.begins, tale.chance.randrange(9, 16), tale.chance.randrange(60))
    yield Cue(start, "intention.draft")
    tale.intention = intentions.draft_intention(tale.clerk, content=_intention(story))
    yield Cue(after(start, minutes=40), "intention.publish")
    intentions.take(tale.clerk, code=tale.intention, step="publish")
    if not tale.goes_wrong(Mishap.INTENTION_CANCELLED):
        return True
    yield Cue(after(start, workdays=9), "intention.cancel")
    reason = "年度工作安排调整，项目暂缓实施"
    intentions.take(tale.clerk, code=tale.intention, step="cancel", reason=reason)
    return False


def plan_purchase(tale: Tale) -> Scene:
    """Draft the plan, have it reviewed and filed."""
    drafted = after(clock.now(), workdays=8)
    yield Cue(drafted, "plan.draft")
    tale.plan = plans.draft_plan(tale.clerk, content=_plan(tale))
    if tale.goes_wrong(Mishap.PLAN_DISCARDED):
        yield Cue(after(drafted, workdays=3), "plan.discard")
        plans.take(tale.clerk, number=tale.plan, step="discard")
        return False
    yield from _submit(tale)
    if tale.goes_wrong(Mishap.PLAN_SENT_BACK):
        yield Cue(after(clock.now(), workdays=1), "plan.send_back")
        _review(tale, ReviewKind.GENERAL, Conclusion.FAILED, "需求中交付期限不明确，请补充。")
        yield from _submit(tale)
    yield from _pass_reviews(tale)
    if tale.goes_wrong(Mishap.OTHER_METHOD, Mishap.METHOD_REFUSED):
        return (yield from _ask_for_other_method(tale))
    yield from _file(tale)
    if tale.goes_wrong(Mishap.PLAN_ABANDONED):
        yield Cue(after(clock.now(), workdays=4), "plan.abandon")
        reason = "上级统一配发，本单位不再自行采购"
        plans.take(tale.clerk, number=tale.plan, step="abandon", reason=reason)
        return False
    return True


def _submit(tale: Tale) -> Scene:
    yield Cue(after(clock.now(), workdays=1), "plan.submit")
    plans.take(tale.clerk, number=tale.plan, step="submit")
    return True


def _pass_reviews(tale: Tale) -> Scene:
    yield Cue(after(clock.now(), workdays=1), "plan.review")
    opinion = "采购需求完整、明确，实施计划符合规定，同意。"
    _review(tale, ReviewKind.GENERAL, Conclusion.PASSED, opinion)
    if tale.story.ware.complex:
        yield Cue(after(clock.now(), minutes=90), "plan.key_review")
        opinion = "非歧视性、竞争性、采购政策和履约风险审查通过。"
        _review(tale, ReviewKind.KEY, Conclusion.PASSED, opinion)
    return True


def _review(tale: Tale, kind: ReviewKind, conclusion: Conclusion, opinion: str) -> None:
    finding = ReviewIn(kind=kind, conclusion=conclusion, opinion=opinion)
    plans.review_plan(tale.head, number=tale.plan, finding=finding)


def _ask_for_other_method(tale: Tale) -> Scene:
    """Ask for leave to use another method than the open tender; refused, the plan ends there."""
    yield Cue(after(clock.now(), minutes=60), "plan.request_method")
    plans.take(tale.clerk, number=tale.plan, step="request_method")
    yield Cue(after(clock.now(), workdays=2), "plan.approve_method")
    if tale.goes_wrong(Mishap.METHOD_REFUSED):
        reason = "所述理由不足以排除公开招标"
        plans.take(tale.authority, number=tale.plan, step="refuse_method", reason=reason)
        return False
    approval = f"示例财采批〔{clock.today().year}〕{tale.chance.randrange(10, 90)}号"
    plans.take(tale.authority, number=tale.plan, step="approve_method", approval=approval)
    yield Cue(after(clock.now(), workdays=1), "plan.file")
    plans.take(tale.finance, number=tale.plan, step="file")
    return True


def _file(tale: Tale) -> Scene:
    yield Cue(after(clock.now(), minutes=120), "plan.request_filing")
    plans.take(tale.clerk, number=tale.plan, step="request_filing")
    if tale.goes_wrong(Mishap.PLAN_RETURNED):
        yield Cue(after(clock.now(), workdays=1), "plan.return")
        reason = "中小企业预留情况说明不完整，请补充后重新报送"
        plans.take(tale.finance, number=tale.plan, step="return_plan", reason=reason)
        yield from _submit(tale)
        yield from _pass_reviews(tale)
        yield Cue(after(clock.now(), minutes=60), "plan.request_filing_again")
        plans.take(tale.clerk, number=tale.plan, step="request_filing")
    yield Cue(after(clock.now(), workdays=2), "plan.file")
    plans.take(tale.finance, number=tale.plan, step="file")
    return True


def _intention(story: Story) -> IntentionIn:
    needs = "；".join(f"{part.name}：{_listed(part)}" for part in story.lots)
    earliest = deadline("GP-INT-01", office(story.begins).date()).date
    return IntentionIn(
        title=story.title,
        demand=f"{needs}。质量符合国家标准，{story.ware.period}。",
        amount=story.budget,
        expected_month=f"{earliest:%Y-%m}",
        sme_reserved=story.reserved,
    )


def _listed(part: Part) -> str:
    return "、".join(f"{item.name} {item.quantity} {item.unit}" for item in part.items)


def _planned_start(story: Story, today: date, announced: date) -> date:
    if story.method == Method.EMERGENCY:
        return method(Method.EMERGENCY).since
    return max(today, deadline("GP-INT-01", announced).date)


def _plan(tale: Tale) -> PlanIn:
    story, today = tale.story, clock.today()
    announced = office(story.begins).date()
    return PlanIn(
        title=story.title,
        intention_code=tale.intention,
        fiscal_year=story.year,
        object_kind=ObjectKind(story.ware.kind),
        amount=story.budget,
        planned_start=_planned_start(story, today, announced),
        method=Method(story.method),
        method_case=story.case,
        method_reason="" if story.method == "open" else f"{_case(story)}。",
        method_consent="" if story.method == "open" else "主管预算单位同意",
        evaluation_method=EvaluationMethod("lowestPrice" if story.lowest else "comprehensive"),
        expert_argument=innovating.ARGUMENT if story.method == innovating.METHOD else "",
        **_sole_source(tale) if story.method == "single_source" else {},
        **EMERGENCY if story.method == Method.EMERGENCY else {},
        sme_policy=SmePolicy.RESERVED if story.reserved else SmePolicy.DEDUCTION,
        sme_reason="" if story.reserved else "中小企业难以满足全部供货能力，预留影响充分竞争",
        demand=f"{story.title}，满足使用部门的业务需要。{story.ware.period}。",
        technically_complex=story.ware.complex,
        survey="向四家供应商发放调查表，产业供给充分，价格平稳。" if story.ware.complex else "",
        survey_on=announced if story.ware.complex else None,
        survey_respondents=4 if story.ware.complex else 0,
        packages=[
            PackageIn(name=part.name, amount=budget, items=[_item(i) for i in part.items])
            for part, budget in zip(story.lots, story.budgets, strict=True)
        ],
        fundings=[FundingIn(indicator_code=story.indicator, amount=story.budget)],
    )


def _sole_source(tale: Tale) -> dict[str, Any]:
    """Tell from whom is bought, and of an addition what is added to: a tenth of it at most."""
    story, viewer = tale.story, tale.supplier(tale.story.bidders[0]).viewer
    return {
        "sole_supplier": organisation(viewer, viewer.organisation or 0).uscc,
        "original_contract": f"示例合同 {story.key}",
        "original_amount": story.budget * 10,
    }


def _case(story: Story) -> str:
    case = story.sheet.case(story.case)
    return case.label if case else ""


def _item(item: Item) -> ItemIn:
    return ItemIn(
        catalogue_code=item.code,
        name=item.name,
        quantity=Decimal(item.quantity),
        unit=item.unit,
        unit_price=item.unit_price,
        requirement=item.requirement,
        domestic=True,
    )
