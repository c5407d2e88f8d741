"""The life of an acceptance."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import contract_rules as law
from lucai.law.role_rules import acceptance_is_by_another_than_the_signer
from lucai.platform.access.permissions import Function
from lucai.stages.acceptance.acceptances import rules

CHECKS = (
    acceptance_is_by_another_than_the_signer,
    law.acceptance_is_itemised,
    rules.group_has_members,
    law.acceptance_is_signed,
    rules.failed_requirements_turn_items_down,
    rules.complex_projects_are_tested,
    law.users_take_part_in_acceptance,
    law.acceptance_was_planned,
)


def _publish(name: str, target: str) -> Step:
    return Step(
        name=name,
        label="公开验收结果",
        source=frozenset({"agreed"}),
        target=target,
        by=(Side.BUYER,),
        rules=(acceptance_is_by_another_than_the_signer,),
        duty="公开验收结果" if name == "publish" else "",
        public=True,
        notice="performanceAcceptance",
        tag="implementation",
        tells=(Side.SUPPLIER, Side.AGENCY),
        page="publish/",
    )


ACCEPTANCE = Lifecycle(
    of="acceptance.acceptance",
    title="履约验收",
    initial="drafting",
    states={
        "drafting": "逐项验收中",
        "submitted": "待供应商确认",
        "agreed": "供应商已确认，待公开",
        "published": "已公开，待开票",
        "failed": "验收不合格",
        "invoiced": "已开票",
    },
    page="/contracts/{row.contract_number}/acceptance/{row.number}/",
    final=frozenset({"failed", "invoiced"}),
    steps=(
        Step(
            name="submit",
            label="提交供应商确认",
            source=frozenset({"drafting"}),
            target="submitted",
            by=(Side.BUYER,),
            rules=CHECKS,
            duty="完成逐项验收",
            tells=(Side.SUPPLIER,),
            confirm="提交后供应商将看到逐项结果并确认或者提出异议。确定提交吗？",
        ),
        Step(
            name="agree",
            label="确认验收结果",
            source=frozenset({"submitted"}),
            target="agreed",
            by=(Side.SUPPLIER,),
            duty="确认验收结果或者提出异议",
            tells=(Side.BUYER,),
            confirm="确认后验收结果将公开，并作为付款依据。确定同意验收结果吗？",
        ),
        Step(
            name="object",
            label="提出异议",
            source=frozenset({"submitted"}),
            target="drafting",
            by=(Side.SUPPLIER,),
            tells=(Side.BUYER,),
            page="object/",
        ),
        _publish("publish", "published"),
        _publish("publish_failed", "failed"),
        Step(
            name="invoice",
            label="开具发票",
            source=frozenset({"published"}),
            target="invoiced",
            by=(Side.SUPPLIER,),
            duty="开具发票，申请付款",
            page="invoice/",
        ),
    ),
)

INVITE = Function("acceptance.acceptance:invite", "履约验收 · 邀请参加", (Side.BUYER,))
DRAFT = Function("acceptance.acceptance:draft", "履约验收 · 组织验收", (Side.BUYER,))

PURPOSES = {
    "user": "服务对象（使用人）",
    "member": "验收小组外部成员",
    "third": "其他投标人、第三方",
}
"""Why somebody is invited who has no account."""

ATTACHMENT_KINDS = {
    "test_report": "检测报告",
    "sample": "封存样品",
    "record": "测试、试运行记录",
    "other": "其他材料",
}

SATISFACTION = {"good": "满意", "fair": "基本满意", "poor": "不满意"}

MEMBER_KINDS = {
    "buyer": "采购人",
    "user": "服务对象（使用人）",
    "expert": "技术专家",
    "testing": "质量检测机构",
    "bidder": "其他投标人",
}
