"""The life of a challenge."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import challenge_rules as law
from lucai.platform.access.permissions import Function

OPEN = frozenset({"received", "completing"})
"""The states in which an answer is owed."""

CHALLENGE = Lifecycle(
    of="trade.challenge",
    title="质疑",
    initial="draft",
    states={
        "draft": "起草中",
        "received": "待答复",
        "completing": "待补正",
        "answered": "已答复",
        "remedying": "已答复，待整改",
        "reported": "已报告，待财政部门处理",
        "remedied": "已整改",
        "withdrawn": "已撤回",
        "discarded": "已放弃",
    },
    page="/challenges/{row.number}/",
    final=frozenset({"answered", "remedied", "withdrawn", "discarded"}),
    steps=(
        Step(
            name="submit",
            label="提交质疑函",
            source=frozenset({"draft"}),
            target="received",
            by=(Side.SUPPLIER,),
            rules=(
                law.challenger_took_part,
                law.challenge_is_raised_in_time,
                law.challenge_is_raised_once,
                law.partners_challenge_together,
                law.challenge_is_complete,
            ),
            duty="提交质疑函",
            within="GP-QST-02",
            tells=(Side.BUYER, Side.AGENCY),
            confirm="提交后即送达采购人和采购代理机构，答复期限开始计算。确定提交吗？",
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
            name="answer",
            label="答复质疑",
            source=OPEN,
            target="answered",
            by=(Side.AGENCY, Side.BUYER),
            rules=(
                law.reply_is_complete,
                law.outcome_fits_the_stage,
                law.panel_helps_to_answer,
                law.challenge_is_answered_in_time,
            ),
            duty="答复供应商的质疑",
            within="GP-QST-05",
            page="reply/",
            tells=(Side.SUPPLIER, Side.BUYER, Side.AGENCY),
        ),
        Step(
            name="ask_completion",
            label="要求补正",
            source=frozenset({"received"}),
            target="completing",
            by=(Side.AGENCY, Side.BUYER),
            rules=(law.completion_is_asked_once,),
            page="completion/",
            tells=(Side.SUPPLIER,),
        ),
        Step(
            name="complete",
            label="提交补正",
            source=frozenset({"completing"}),
            target="received",
            by=(Side.SUPPLIER,),
            rules=(law.challenge_is_complete,),
            duty="补正质疑函",
            within="GP-QST-05",
            tells=(Side.BUYER, Side.AGENCY),
            confirm="补正后的质疑函将送达采购人和采购代理机构。确定提交吗？",
        ),
        Step(
            name="withdraw",
            label="撤回质疑",
            source=OPEN,
            target="withdrawn",
            by=(Side.SUPPLIER,),
            tells=(Side.BUYER, Side.AGENCY),
            confirm="撤回后本件终止办理；采购文件要求一次性提出的，不能再就同一环节质疑。确定撤回吗？",
        ),
        Step(
            name="await_remedy",
            label="进入整改",
            source=frozenset({"answered"}),
            target="remedying",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="remedy",
            label="落实质疑答复",
            source=frozenset({"remedying"}),
            target="remedied",
            by=(Side.AGENCY, Side.BUYER),
            rules=(law.binding_contract_is_left_to_finance, law.changed_result_is_reported),
            duty="落实质疑答复",
            page="remedy/",
            tells=(Side.SUPPLIER, Side.BUYER, Side.AGENCY, Side.SUPERVISOR),
        ),
        Step(
            name="report",
            label="报告财政部门",
            source=frozenset({"remedying"}),
            target="reported",
            by=(Side.AGENCY, Side.BUYER),
            rules=(law.only_a_binding_contract_is_reported,),
            duty="质疑成立而合同已经签订，书面报告财政部门",
            within="QST-08",
            page="report/",
            tells=(Side.SUPPLIER, Side.BUYER, Side.AGENCY, Side.SUPERVISOR),
        ),
        Step(
            name="dispose",
            label="作出处理",
            source=frozenset({"reported"}),
            target="remedied",
            by=(Side.SUPERVISOR,),
            duty="处理质疑成立而合同已经签订的报告",
            within="QST-08",
            page="disposal/",
            tells=(Side.SUPPLIER, Side.BUYER, Side.AGENCY),
        ),
    ),
)

DRAFT = Function("trade.challenge:draft", "质疑 · 起草质疑函", (Side.SUPPLIER,))
