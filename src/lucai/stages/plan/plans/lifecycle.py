"""The life of a procurement plan."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import cooperation_rules as cooperation
from lucai.law import emergency_rules as emergency
from lucai.law import import_rules as imports
from lucai.law import method_rules as methods
from lucai.law import planning_rules as law
from lucai.law.role_rules import demand_is_reviewed_by_another, method_is_approved_by_another
from lucai.platform.access.permissions import Function
from lucai.stages.plan.plans import rules

METHOD_RULES = (
    rules.on_choice(methods.method_suits_the_object),
    rules.on_choice(methods.case_is_lawful),
    rules.on_choice(methods.evaluation_suits_the_method),
    rules.sole_supplier_is_named,
    rules.on_addition(methods.addition_is_a_tenth_at_most),
    rules.on_emergency(emergency.emergency_is_in_force),
    rules.on_emergency(emergency.emergency_is_found),
    rules.on_emergency(emergency.direct_purchase_is_reasoned),
    rules.on_emergency(emergency.addition_names_its_contract),
    rules.on_emergency(emergency.addition_is_within_share),
    rules.on_cooperation(cooperation.unit_may_cooperate),
    rules.on_cooperation(cooperation.cooperation_is_argued),
    rules.on_cooperation(cooperation.research_is_budgeted),
)
IMPORT_RULES = (
    rules.on_import(imports.import_is_argued),
    rules.on_import(imports.import_experts_are_a_lawful_group),
)
WORKS_RULES = (law.works_are_tendered_by_their_own_law, law.works_at_scale_are_tendered)
CONTENT_RULES = (
    law.plan_is_complete,
    rules.sums_agree,
    rules.every_lot_has_budget,
    law.ceiling_is_within_budget,
    rules.lot_ceilings_are_within_budget,
    rules.intention_is_chosen,
    rules.planned_start_keeps_the_period,
    law.survey_is_done,
    rules.survey_asks_enough,
    law.inquiry_buys_goods_only,
    *IMPORT_RULES,
    *WORKS_RULES,
    *METHOD_RULES,
    law.small_project_is_reserved,
    law.large_project_reserves_a_share,
)
FILING_RULES = (
    law.plan_is_complete,
    rules.sums_agree,
    rules.indicators_cover_the_plan,
    law.reviews_are_passed,
    *WORKS_RULES,
    *METHOD_RULES,
    law.method_is_approved,
    *IMPORT_RULES,
    law.import_is_approved,
    law.purchase_is_not_split,
)

PLAN = Lifecycle(
    of="plan.plan",
    title="采购计划",
    initial="draft",
    states={
        "draft": "编制中",
        "reviewing": "待审查",
        "reviewed": "审查通过",
        "method_pending": "方式待核准",
        "filing": "待备案",
        "filed": "已备案",
        "commissioned": "已立项",
        "ended": "已结束",
    },
    page="/plans/{row.number}/",
    final=frozenset({"ended"}),
    steps=(
        Step(
            name="submit",
            label="提交审查",
            source=frozenset({"draft"}),
            target="reviewing",
            by=(Side.BUYER,),
            rules=CONTENT_RULES,
            duty="完成采购计划并提交审查",
        ),
        Step(
            name="discard",
            label="作废计划",
            source=frozenset({"draft"}),
            target="ended",
            by=(Side.BUYER,),
            confirm="作废后不能恢复，所选采购意向可以另行编制计划。确定作废吗？",
        ),
        Step(
            name="pass_review",
            label="审查",
            source=frozenset({"reviewing"}),
            target="reviewed",
            by=(Side.BUYER,),
            rules=(
                demand_is_reviewed_by_another,
                rules.reviewer_did_not_draft,
                law.reviews_are_passed,
            ),
            duty="审查采购需求和实施计划",
            page="review/",
        ),
        Step(
            name="send_back",
            label="审查退回",
            source=frozenset({"reviewing"}),
            target="draft",
            by=(Side.BUYER,),
            rules=(demand_is_reviewed_by_another, rules.reviewer_did_not_draft),
            page="review/",
        ),
        Step(
            name="request_method",
            label="申请改变采购方式",
            source=frozenset({"reviewed"}),
            target="method_pending",
            by=(Side.BUYER,),
            rules=(
                rules.method_needs_approval,
                rules.change_of_method_is_reasoned,
                rules.single_source_was_made_public,
                rules.on_choice(methods.failed_tender_was_fair),
                *METHOD_RULES,
            ),
        ),
        Step(
            name="request_filing",
            label="报送备案",
            source=frozenset({"reviewed"}),
            target="filing",
            by=(Side.BUYER,),
            rules=FILING_RULES,
            duty="报送采购计划备案",
        ),
        Step(
            name="revise",
            label="改回编制",
            source=frozenset({"reviewed"}),
            target="draft",
            by=(Side.BUYER,),
            confirm="改回编制后需要重新审查。确定吗？",
        ),
        Step(
            name="approve_method",
            label="核准采购方式",
            source=frozenset({"method_pending"}),
            target="filing",
            by=(Side.SUPERVISOR,),
            rules=(
                rules.authority_may_approve_methods,
                method_is_approved_by_another,
                rules.on_choice(methods.failed_tender_was_fair),
                *METHOD_RULES,
            ),
            duty="核准采购方式",
            tells=(Side.BUYER,),
            page="method/",
        ),
        Step(
            name="refuse_method",
            label="不予核准",
            source=frozenset({"method_pending"}),
            target="draft",
            by=(Side.SUPERVISOR,),
            rules=(rules.authority_may_approve_methods,),
            tells=(Side.BUYER,),
            page="method/",
        ),
        Step(
            name="file",
            label="备案",
            source=frozenset({"filing"}),
            target="filed",
            by=(Side.SUPERVISOR,),
            rules=FILING_RULES,
            duty="办理采购计划备案",
            tells=(Side.BUYER,),
            page="filing/",
        ),
        Step(
            name="return_plan",
            label="退回计划",
            source=frozenset({"filing"}),
            target="draft",
            by=(Side.SUPERVISOR,),
            tells=(Side.BUYER,),
            page="filing/",
        ),
        Step(
            name="commission",
            label="委托代理机构",
            source=frozenset({"filed"}),
            target="commissioned",
            by=(Side.BUYER,),
            duty="委托采购代理机构",
            page="commission/",
        ),
        Step(
            name="abandon",
            label="终止计划",
            source=frozenset({"filed"}),
            target="ended",
            by=(Side.BUYER,),
            tells=(Side.SUPERVISOR,),
            page="abandon/",
        ),
        Step(
            name="free",
            label="退出联合采购，恢复备案",
            source=frozenset({"commissioned"}),
            target="filed",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="end",
            label="结束计划",
            source=frozenset({"commissioned"}),
            target="ended",
            by=(Side.SYSTEM,),
        ),
    ),
)

DRAFT = Function("plan.plan:draft", "采购计划 · 编制", (Side.BUYER,))
