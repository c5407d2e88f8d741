"""The lives of a complaint, of a respondent's statement, and of what is brought against a decision."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import complaint_rules as law
from lucai.law.role_rules import ruling_is_approved_by_another
from lucai.law.verdicts import Rule
from lucai.platform.access.permissions import Function

UNDER_WAY = frozenset({"received", "correcting", "accepted", "examining", "deciding"})
"""The states in which a complaint can still be withdrawn."""

HANDLED = frozenset({"accepted", "examining", "deciding"})
"""The states in which evidence is exchanged and the procurement may be paused."""

CONDITIONS: tuple[Rule, ...] = (
    law.challenge_came_first,
    law.reply_is_awaited,
    law.complaint_is_made_in_time,
    law.complaint_is_complete,
    law.points_lie_within_the_challenge,
    law.complaint_is_new,
    law.partners_complain_together,
    law.foreign_evidence_is_translated,
)
"""What a complaint must be to be accepted (94号令 arts 18 to 20)."""

DECISION: tuple[Rule, ...] = (
    law.tests_have_come_back,
    law.rejection_has_its_ground,
    law.remedy_fits_the_stage,
    law.cost_of_the_appraisal_is_settled,
    law.decision_is_complete,
    law.complaint_is_decided_in_time,
)
"""What a decision must be: asked of its draft, and again when it is made, for things move on."""

COMPLAINT = Lifecycle(
    of="oversight.complaint",
    title="投诉",
    initial="draft",
    states={
        "draft": "起草中",
        "received": "待审查",
        "correcting": "待补正",
        "accepted": "已受理，待发副本",
        "examining": "审理中",
        "deciding": "处理决定待审签",
        "refused": "不予受理",
        "transferred": "已告知向有权部门提起",
        "decided": "已作出决定，待公告",
        "published": "已公告，待落实",
        "closed": "已办结",
        "withdrawn": "已撤回，终止处理",
        "discarded": "已放弃",
    },
    page="/complaints/{row.number}/",
    final=frozenset({"refused", "transferred", "closed", "withdrawn", "discarded"}),
    steps=(
        Step(
            name="submit",
            label="提交投诉书",
            source=frozenset({"draft"}),
            target="received",
            by=(Side.SUPPLIER,),
            rules=CONDITIONS,
            duty="提交投诉书",
            within="GP-CMP-01",
            tells=(Side.SUPERVISOR,),
            confirm="提交后即送达财政部门，审查期限开始计算。确定提交吗？",
        ),
        Step(
            name="discard",
            label="放弃起草",
            source=frozenset({"draft"}),
            target="discarded",
            by=(Side.SUPPLIER,),
            confirm="草稿将不再保留在待办中，期限内可以重新起草。确定放弃吗？",
        ),
        Step(
            name="lapse",
            label="期限届满未提交",
            source=frozenset({"draft"}),
            target="discarded",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="accept",
            label="受理投诉",
            source=frozenset({"received"}),
            target="accepted",
            by=(Side.SUPERVISOR,),
            rules=(*CONDITIONS, law.complaint_is_examined_in_time),
            duty="审查投诉是否受理",
            within="GP-CMP-03",
            tells=(Side.SUPPLIER,),
            confirm="符合规定的投诉，自收到之日起即为受理。确定受理吗？",
        ),
        Step(
            name="screen",
            label="初审通过，没有不予受理的情形",
            source=frozenset({"received"}),
            target="received",
            by=(Side.SUPERVISOR,),
            rules=(law.complaint_is_screened_once, law.complaint_is_screened_in_time),
            duty="初审投诉：不予受理、不属于本部门管辖的告知投诉人",
            within="GP-CMP-03",
            confirm="初审认为属于本部门管辖，没有不予受理的情形，继续审查是否受理。确定吗？",
        ),
        Step(
            name="ask_correction",
            label="通知补正",
            source=frozenset({"received"}),
            target="correcting",
            by=(Side.SUPERVISOR,),
            rules=(law.correction_is_asked_once, law.complaint_is_examined_in_time),
            page="correction/",
            tells=(Side.SUPPLIER,),
        ),
        Step(
            name="correct",
            label="提交补正",
            source=frozenset({"correcting"}),
            target="received",
            by=(Side.SUPPLIER,),
            rules=(law.complaint_is_complete, law.foreign_evidence_is_translated),
            duty="补正投诉书",
            tells=(Side.SUPERVISOR,),
            confirm="补正后的投诉书将送达财政部门。确定提交吗？",
        ),
        Step(
            name="refuse",
            label="不予受理",
            source=frozenset({"received", "correcting"}),
            target="refused",
            by=(Side.SUPERVISOR,),
            rules=(law.correction_time_is_over, law.refusal_is_told_in_time),
            duty="补正期限届满没有补正，告知不予受理",
            within="GP-CMP-03",
            page="refusal/",
            tells=(Side.SUPPLIER,),
        ),
        Step(
            name="transfer",
            label="告知向有权部门提起",
            source=frozenset({"received"}),
            target="transferred",
            by=(Side.SUPERVISOR,),
            rules=(law.transfer_is_told_in_time,),
            page="transfer/",
            tells=(Side.SUPPLIER,),
        ),
        Step(
            name="serve",
            label="发出答复通知书和副本",
            source=frozenset({"accepted"}),
            target="examining",
            by=(Side.SUPERVISOR,),
            rules=(law.copies_go_out_in_time,),
            duty="发出投诉答复通知书和投诉书副本",
            within="GP-CMP-03",
            confirm="投诉答复通知书和投诉书副本将送达被投诉人和相关供应商，说明期限开始计算。确定发出吗？",
        ),
        Step(
            name="draft_ruling",
            label="拟定处理决定",
            source=frozenset({"examining"}),
            target="deciding",
            by=(Side.SUPERVISOR,),
            rules=DECISION,
            duty="拟定投诉处理决定",
            within="GP-CMP-06",
            page="decision/",
            tells=(Side.SUPERVISOR,),
        ),
        Step(
            name="decide",
            label="审签，作出处理决定",
            source=frozenset({"deciding"}),
            target="decided",
            by=(Side.SUPERVISOR,),
            rules=(ruling_is_approved_by_another, *DECISION),
            duty="审签投诉处理决定",
            within="GP-CMP-06",
            page="approval/",
            tells=(Side.SUPPLIER, Side.BUYER, Side.AGENCY),
        ),
        Step(
            name="return_ruling",
            label="退回重拟",
            source=frozenset({"deciding"}),
            target="examining",
            by=(Side.SUPERVISOR,),
            rules=(ruling_is_approved_by_another,),
            page="return/",
            tells=(Side.SUPERVISOR,),
        ),
        Step(
            name="publish",
            label="公告处理结果",
            source=frozenset({"decided"}),
            target="published",
            by=(Side.SUPERVISOR,),
            rules=(law.decision_is_published_in_time,),
            duty="公告投诉处理结果",
            within="GP-CMP-16",
            public=True,
            notice="complaint",
            tells=(Side.SUPPLIER, Side.BUYER, Side.AGENCY),
            page="notice/",
        ),
        Step(
            name="carry_out",
            label="落实处理决定",
            source=frozenset({"published"}),
            target="closed",
            by=(Side.AGENCY, Side.BUYER),
            duty="落实投诉处理决定",
            page="fulfilment/",
            tells=(Side.SUPERVISOR, Side.SUPPLIER),
        ),
        Step(
            name="close",
            label="无须整改，办结",
            source=frozenset({"published"}),
            target="closed",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="withdraw",
            label="撤回投诉",
            source=UNDER_WAY,
            target="withdrawn",
            by=(Side.SUPPLIER,),
            rules=(law.withdrawal_is_written,),
            tells=(Side.SUPERVISOR, Side.BUYER, Side.AGENCY),
            confirm="撤回后终止投诉处理程序，不能就同一事项再次投诉。确定撤回吗？",
        ),
    ),
)

STATEMENT = Lifecycle(
    of="oversight.complaintStatement",
    title="投诉书面说明",
    initial="waiting",
    states={"waiting": "待说明", "stated": "已说明", "waived": "逾期，视为放弃"},
    page="/complaints/statements/{row.pk}/",
    final=frozenset({"stated", "waived"}),
    steps=(
        Step(
            name="state",
            label="提交书面说明",
            source=frozenset({"waiting"}),
            target="stated",
            by=(Side.AGENCY, Side.BUYER, Side.SUPPLIER),
            rules=(law.statement_comes_in_time,),
            duty="对投诉作出书面说明",
            within="GP-CMP-04",
            page="state/",
            tells=(Side.SUPERVISOR,),
        ),
        Step(
            name="waive",
            label="逾期未说明，视为放弃",
            source=frozenset({"waiting"}),
            target="waived",
            by=(Side.SYSTEM,),
        ),
    ),
)

APPEAL = Lifecycle(
    of="oversight.complaintAppeal",
    title="复议与诉讼",
    initial="applied",
    states={
        "applied": "已申请、起诉",
        "accepted": "已受理",
        "decided": "已有结果，待公告",
        "announced": "已有结果，待落实",
        "closed": "已办结",
        "refused": "不予受理",
        "withdrawn": "已撤回",
    },
    page="/complaints/appeals/{row.pk}/",
    final=frozenset({"closed", "refused", "withdrawn"}),
    steps=(
        Step(
            name="accept",
            label="登记受理",
            source=frozenset({"applied"}),
            target="accepted",
            by=(Side.SUPERVISOR,),
            tells=(Side.SUPPLIER, Side.BUYER, Side.AGENCY),
            page="accept/",
        ),
        Step(
            name="refuse",
            label="登记不予受理",
            source=frozenset({"applied"}),
            target="refused",
            by=(Side.SUPERVISOR,),
            tells=(Side.SUPPLIER, Side.BUYER, Side.AGENCY),
            page="refuse/",
        ),
        Step(
            name="withdraw",
            label="登记撤回",
            source=frozenset({"applied", "accepted"}),
            target="withdrawn",
            by=(Side.SUPERVISOR,),
            tells=(Side.SUPPLIER, Side.BUYER, Side.AGENCY),
            page="withdraw/",
        ),
        Step(
            name="decide",
            label="登记复议决定或者判决",
            source=frozenset({"accepted"}),
            target="decided",
            by=(Side.SUPERVISOR,),
            tells=(Side.SUPPLIER, Side.BUYER, Side.AGENCY),
            page="decide/",
        ),
        Step(
            name="publish",
            label="公告复议、诉讼结果",
            source=frozenset({"decided"}),
            target="announced",
            by=(Side.SUPERVISOR,),
            duty="公告复议、诉讼结果",
            public=True,
            notice="complaintAppeal",
            tells=(Side.SUPPLIER, Side.BUYER, Side.AGENCY),
            page="notice/",
        ),
        Step(
            name="pass_over",
            label="没有投诉处理决定，结果不另行公告",
            source=frozenset({"decided"}),
            target="announced",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="close",
            label="投诉处理决定未变，办结",
            source=frozenset({"announced"}),
            target="closed",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="carry_out",
            label="登记落实情况",
            source=frozenset({"announced"}),
            target="closed",
            by=(Side.SUPERVISOR,),
            duty="落实复议、诉讼结果",
            tells=(Side.SUPPLIER, Side.BUYER, Side.AGENCY),
            page="carry-out/",
        ),
    ),
)

RECORD = Function(
    "oversight.complaintAppeal:record", "复议与诉讼 · 登记申请、起诉", (Side.SUPERVISOR,)
)
DRAFT = Function("oversight.complaint:draft", "投诉 · 起草投诉书", (Side.SUPPLIER,))
EVIDENCE = Function(
    "oversight.complaint:submit_evidence",
    "投诉 · 提交证据",
    (Side.SUPPLIER, Side.BUYER, Side.AGENCY, Side.SUPERVISOR),
)
PAUSE = Function("oversight.complaint:pause", "投诉 · 暂停和恢复采购活动", (Side.SUPERVISOR,))
HEAR = Function("oversight.complaint:hear", "投诉 · 组织质证", (Side.SUPERVISOR,))
TEST = Function("oversight.complaint:test", "投诉 · 检验、鉴定和专家评审", (Side.SUPERVISOR,))
FUNCTIONS = (DRAFT, EVIDENCE, PAUSE, HEAR, TEST, RECORD)

PAUSED = (
    "trade.prequalification:[!a]*", "trade.supplierRecommendation:*", "trade.expertChoice:*", "trade.tenderDocument:*", "trade.shareRelease:*", "trade.recoveryRequest:release",
    "trade.openingSession:*", "trade.panel:*", "trade.panelMember:*", "trade.sitting:open",
    "trade.evaluation:*", "trade.scoreSheet:*", "trade.lowPriceEnquiry:*", "trade.reEvaluationOpinion:*",
    "trade.negotiationRound:*", "trade.negotiationChange:*", "trade.cooperation:*", "trade.cooperationOpinion:*",
    "trade.award:*", "trade.jointUnit:contract", "trade.cooperationApplicant:contract",
    "contract.contract:propose", "contract.contract:sign*", "contract.contract:perform*",
    "trade.frameworkAgreement:call", "trade.frameworkAgreement:run", "trade.frameworkAgreement:refill",
    "trade.frameworkCall:open", "trade.frameworkCall:decide", "trade.frameworkMember:sign*",
    "trade.frameworkApplication:admit", "trade.frameworkApplication:refuse", "trade.reviewGroup:*",
    "trade.groupSeat:*", "trade.groupSheet:*", "trade.callOff:[!dc]*", "trade.callOff:decide",
    "trade.callOff:contract", "contract.shortContract:propose", "contract.shortContract:sign",
    "contract.mallInquiry:open", "contract.mallInquiry:award", "contract.mallOrder:release",
    "contract.mallOrder:confirm",
)  # fmt: skip
"""What a written pause stops (政府采购法 art 57): all that carries the procurement on, by any method.

Corrections stay open (``amend`` of a prequalification too), so that a deadline that falls into the
pause can be put later; so does what a supplier hands in before such a deadline, and enquiries,
challenges, reports to the authority, and bonds that have to be given back.
"""
