"""The lives of a cooperation, of who applies for it, and of their responses."""

from __future__ import annotations

from typing import Any

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import cooperation_rules as law
from lucai.law import innovation_rules as after
from lucai.platform.access.permissions import Function

PAGE = "/rooms/{row.number_of_project}/cooperation/"
CONTENT_RULES = (
    law.content_is_complete,
    law.research_plan_weighs_enough,
    law.researchers_are_few,
    law.research_stays_inside,
    law.research_fits_the_budget,
    law.innovation_term_is_usual,
)
BEFORE_RESULT = (
    "announced", "seated", "reviewing", "exchanging", "filing", "responding", "negotiating",
    "finalising", "evaluating", "evaluated",
)  # fmt: skip
UNENDED = (*BEFORE_RESULT, "decided", "awarded", "judging", "chosen")
"""Announced and not over: what a project that ends takes with it."""


def _agency(name: str, source: str, target: str, label: str, **more: Any) -> Step:
    return Step(
        name=name, label=label, source=frozenset({source}), target=target, by=(Side.AGENCY,),
        **more,
    )  # fmt: skip


def _follows(name: str, label: str, source: tuple[str, ...], target: str, **more: Any) -> Step:
    return Step(
        name=name, label=label, source=frozenset(source), target=target, by=(Side.SYSTEM,), **more
    )


COOPERATION = Lifecycle(
    of="trade.cooperation",
    title="合作创新采购",
    initial="drafting",
    states={
        "drafting": "编制采购方案和公告",
        "confirming": "待采购人确认",
        "confirmed": "已确认，待公告",
        "announced": "公告中，接收申请",
        "seated": "谈判小组已组建，接收申请",
        "reviewing": "审查申请人资格",
        "exchanging": "创新概念交流",
        "filing": "编制研发谈判文件",
        "responding": "等待首次响应",
        "negotiating": "研发竞争谈判",
        "finalising": "等待最终响应",
        "evaluating": "评审",
        "evaluated": "待采购人确定研发供应商",
        "decided": "待公告研发供应商",
        "awarded": "研发中",
        "judging": "首购评审",
        "chosen": "待公告首购产品",
        "purchased": "已公告首购产品",
        "failed": "采购活动已终止",
        "ended": "研发终止，没有首购",
    },
    page=PAGE,
    final=frozenset({"purchased", "failed", "ended"}),
    steps=(
        _agency(
            "submit", "drafting", "confirming", "提交采购人确认", rules=CONTENT_RULES,
            duty="编制合作创新采购方案和公告", tells=(Side.BUYER,),
        ),
        Step(
            name="confirm",
            label="确认",
            source=frozenset({"confirming"}),
            target="confirmed",
            by=(Side.BUYER,),
            rules=CONTENT_RULES,
            duty="确认合作创新采购方案和公告",
            tells=(Side.AGENCY,), confirm="请确认最低研发目标、研发费用、评审标准和知识产权的约定与采购方案一致。",
        ),
        Step(
            name="return_draft", label="退回修改", source=frozenset({"confirming"}),
            target="drafting", by=(Side.BUYER,), tells=(Side.AGENCY,), page="return/",
        ),
        _agency(
            "publish", "confirmed", "announced", "发布合作创新采购公告",
            rules=(*CONTENT_RULES, law.innovation_notice_is_long_enough),
            duty="发布合作创新采购公告", public=True, notice="cooperation", tag="tender",
            tells=(Side.BUYER, Side.SUPERVISOR), page="publish/",
        ),
        _agency(
            "seat", "announced", "seated", "组建谈判小组", rules=(law.group_is_lawful,),
            duty="组建谈判小组", tells=(Side.BUYER,), page="seat/",
        ),
        _agency(
            "open_applications", "seated", "reviewing", "开启申请文件",
            rules=(law.innovation_applications_are_closed,), duty="开启申请文件，请谈判小组审查资格",
            tells=(Side.BUYER,),
        ),
        _agency(
            "finish_review", "reviewing", "exchanging", "完成资格审查",
            rules=(law.applicants_are_all_judged, law.group_has_signed),
            duty="请谈判小组审查申请人资格，签署后完成资格审查",
            tells=(Side.BUYER, Side.SUPERVISOR),
            confirm="完成后结论不能再修改，系统将结果和不合格的原因告知每一家申请人。",
        ),
        _agency(
            "exchange", "exchanging", "filing", "记录创新概念交流",
            duty="组织创新概念交流并记录", tells=(Side.BUYER,), page="exchange/",
        ),
        _agency(
            "issue_file", "filing", "responding", "发出研发谈判文件",
            rules=(law.first_period_is_long_enough, law.research_plan_weighs_enough),
            duty="编制并发出研发谈判文件", tells=(Side.BUYER,), page="issue_file/",
        ),
        _agency(
            "open_first", "responding", "negotiating", "开启首次响应文件",
            rules=(law.first_responses_are_due,), duty="开启首次响应文件", tells=(Side.BUYER,),
        ),
        _agency(
            "issue_final", "negotiating", "finalising", "发出最终研发谈判文件",
            rules=(
                law.everybody_was_heard, law.group_has_signed, law.final_period_is_long_enough,
            ),
            duty="召集谈判小组与每一家供应商谈判，发出最终研发谈判文件", tells=(Side.BUYER,),
            page="issue_final/",
        ),
        _agency(
            "open_final", "finalising", "evaluating", "开启最终响应文件",
            rules=(law.final_responses_are_due,), duty="开启最终响应文件", tells=(Side.BUYER,),
        ),
        _agency(
            "evaluate", "evaluating", "evaluated", "提交评审报告", rules=(law.group_has_signed,),
            duty="请谈判小组评审最终响应，提交评审报告", tells=(Side.BUYER,), page="evaluate/",
        ),
        Step(
            name="decide",
            label="确定研发供应商",
            source=frozenset({"evaluated"}),
            target="decided",
            by=(Side.BUYER,),
            rules=(after.choice_follows_the_ranking, after.choice_is_within_the_budget),
            duty="按评审报告确定研发供应商",
            tells=(Side.AGENCY,),
            page="decide/",
        ),
        _agency(
            "announce", "decided", "awarded", "公告研发供应商",
            duty="公告研发供应商成交结果", within="GP-AWD-01", public=True,
            notice="cooperationResult", tag="award", tells=(Side.BUYER, Side.SUPERVISOR),
            confirm="公告后通知全部参加谈判的供应商，采购人与研发供应商签订研发合同。",
        ),
        Step(
            name="review_first",
            label="请谈判小组评审首购产品",
            source=frozenset({"awarded"}),
            target="judging",
            by=(Side.BUYER,),
            rules=(after.research_is_over, after.products_compete),
            tells=(Side.AGENCY,),
            confirm="谈判小组成员将各自评审通过验收的产品并签署评审报告。",
        ),
        Step(
            name="choose",
            label="确定首购产品",
            source=frozenset({"awarded", "judging"}),
            target="chosen",
            by=(Side.BUYER,),
            rules=(
                after.research_is_over,
                after.products_are_all_scored,
                after.first_purchase_is_within_budget,
            ),
            duty="首购评审，确定首购产品",
            tells=(Side.AGENCY,),
            page="choose/",
        ),
        _agency(
            "announce_product", "chosen", "purchased", "公告首购产品",
            duty="公告首购产品", within="GP-AWD-01", public=True, notice="cooperationProduct",
            tag="award", tells=(Side.BUYER, Side.SUPERVISOR),
            confirm="公告首购产品信息后，采购人与供应商签订首购协议。",
        ),
        Step(
            name="fail",
            label="终止采购活动",
            source=frozenset(BEFORE_RESULT),
            target="failed",
            by=(Side.AGENCY,),
            public=True,
            notice="termination",
            tag="tenderCancellation",
            tells=(Side.BUYER, Side.SUPERVISOR),
            page="fail/",
        ),
        Step(
            name="end", label="终止首购", source=frozenset({"awarded", "judging"}),
            target="ended", by=(Side.BUYER,), tells=(Side.AGENCY, Side.SUPERVISOR), page="end/",
        ),
        _follows("drop", "项目终止，合作创新采购随之终止", UNENDED, "failed",
                 tells=(Side.BUYER, Side.AGENCY)),
    ),
)  # fmt: skip

UNDER_WAY = ("applied", "qualified", "invited", "responded", "heard", "called", "answered")
CHOSEN = ("selected", "first")

APPLICANT = Lifecycle(
    of="trade.cooperationApplicant",
    title="合作创新采购申请",
    initial="applied",
    states={
        "applied": "已提交申请",
        "withdrawn": "已撤回",
        "qualified": "资格合格",
        "refused": "资格不合格",
        "invited": "待首次响应",
        "responded": "已首次响应",
        "heard": "已谈判",
        "called": "待最终响应",
        "answered": "已最终响应",
        "silent": "没有响应",
        "unfit": "响应文件无效",
        "selected": "研发供应商",
        "passed_over": "未成交",
        "contracted": "已转入合同",
        "first": "首购供应商",
        "void": "采购活动终止",
    },
    page=PAGE,
    final=frozenset({"refused", "silent", "unfit", "passed_over", "contracted", "void"}),
    steps=(
        Step(
            name="apply",
            label="提交申请文件",
            source=frozenset({"applied", "withdrawn"}),
            target="applied",
            by=(Side.SUPPLIER,),
            rules=(law.innovation_application_arrives_in_time,),
            page="apply/",
        ),
        Step(
            name="withdraw", label="撤回申请", source=frozenset({"applied"}), target="withdrawn",
            by=(Side.SUPPLIER,), rules=(law.innovation_application_arrives_in_time,),
        ),
        _follows("qualify", "资格审查合格，参加创新概念交流和研发竞争谈判", ("applied",), "qualified",
                 tells=(Side.SUPPLIER,)),
        _follows("refuse", "资格审查不合格，原因见页面", ("applied",), "refused",
                 tells=(Side.SUPPLIER,)),
        _follows("invite", "收到研发谈判文件，提交首次响应", ("qualified",), "invited",
                 tells=(Side.SUPPLIER,)),
        Step(
            name="respond",
            label="提交首次响应文件",
            source=frozenset({"invited"}),
            target="responded",
            by=(Side.SUPPLIER,),
            rules=law.RESPONSE_AT_THE_DOOR,
            duty="提交首次响应文件",
            page="respond/",
        ),
        _follows("hear", "研发竞争谈判", ("responded", "heard"), "heard"),
        _follows("call", "收到最终研发谈判文件，提交最终响应", ("heard",), "called",
                 tells=(Side.SUPPLIER,)),
        Step(
            name="respond_final",
            label="提交最终响应文件",
            source=frozenset({"called"}),
            target="answered",
            by=(Side.SUPPLIER,),
            rules=law.RESPONSE_AT_THE_DOOR,
            duty="提交最终响应文件",
            page="respond/",
        ),
        _follows("take_back", "撤回首次响应文件", ("responded",), "invited"),
        _follows("take_back_final", "撤回最终响应文件", ("answered",), "called"),
        _follows("exclude", "响应文件开启时判为无效，原因见页面", ("responded", "answered"), "unfit",
                 tells=(Side.SUPPLIER,)),
        _follows("lapse", "没有在截止时间前响应", ("invited", "called"), "silent"),
        _follows("select", "确定为研发供应商", ("answered",), "selected", tells=(Side.SUPPLIER,)),
        _follows("pass_over", "没有成交，得分和名次见页面", ("answered",), "passed_over",
                 tells=(Side.SUPPLIER,)),
        Step(
            name="contract",
            label="起草并签订合同",
            source=frozenset({"selected", "first"}),
            target="contracted",
            by=(Side.BUYER,),
            duty="起草并签订研发（首购）合同",
            within="GP-CTR-01",
        ),
        _follows("buy", "创新产品确定为首购产品", ("contracted",), "first", tells=(Side.SUPPLIER,)),
        _follows("void", "采购活动终止", (*UNDER_WAY, *CHOSEN), "void", tells=(Side.SUPPLIER,)),
    ),
)  # fmt: skip

RESPONSE = Lifecycle(
    of="trade.cooperationResponse",
    title="研发响应文件",
    initial="handed_in",
    states={
        "handed_in": "已密封提交",
        "withdrawn": "已撤回",
        "opened": "已开启",
        "refused": "开启时无效",
        "returned": "未开启退回",
    },
    page=PAGE,
    final=frozenset({"opened", "refused", "returned"}),
    steps=(
        Step(
            name="replace",
            label="重新提交",
            source=frozenset({"handed_in", "withdrawn"}),
            target="handed_in",
            by=(Side.SUPPLIER,),
            rules=law.RESPONSE_AT_THE_DOOR,
            page="respond/",
        ),
        Step(
            name="withdraw",
            label="撤回",
            source=frozenset({"handed_in"}),
            target="withdrawn",
            by=(Side.SUPPLIER,),
            rules=law.RESPONSE_AT_THE_DOOR,
            page="respond/",
        ),
        _follows(
            "open", "开启响应文件", ("handed_in",), "opened", public=True,
            rules=law.RESPONSE_AT_THE_OPENING,
        ),
        _follows("refuse", "开启时判为无效", ("handed_in",), "refused"),
        _follows("return", "不予开启，退回", ("handed_in",), "returned"),
    ),
)  # fmt: skip

MEMBERS = (Side.EXPERT, Side.BUYER)
OPINION = Lifecycle(
    of="trade.cooperationOpinion",
    title="谈判小组成员评审意见",
    initial="reviewing",
    states={
        "reviewing": "评审中",
        "submitted": "已提交评审意见",
        "signing": "待签署报告",
        "signed": "已签署报告",
        "void": "已作废",
    },
    page="/cooperation-opinions/{row.number_of_project}/{row.stage}/",
    final=frozenset({"signed", "void"}),
    steps=(
        Step(
            name="submit",
            label="提交评审意见",
            source=frozenset({"reviewing"}),
            target="submitted",
            by=MEMBERS,
            duty="独立评审，提交评审意见",
        ),
        _follows("open_report", "评审报告待签署", ("submitted",), "signing"),
        _follows("close_report", "成员更换，撤回报告", ("signing", "signed"), "submitted"),
        Step(
            name="sign",
            label="签署评审报告",
            source=frozenset({"signing"}),
            target="signed",
            by=MEMBERS,
            duty="签署评审报告",
            page="report/",
        ),
        Step(
            name="agree_silently",
            label="记录为视为同意",
            source=frozenset({"signing"}),
            target="signed",
            by=(Side.AGENCY,),
        ),
        Step(
            name="replace",
            label="更换成员",
            source=frozenset({"reviewing", "submitted", "signing", "signed"}),
            target="void",
            by=(Side.AGENCY,),
        ),
        _follows("void", "采购活动终止", ("reviewing", "submitted", "signing", "signed"), "void"),
    ),
)

LIVES = (COOPERATION, APPLICANT, RESPONSE, OPINION)
EDIT = Function("trade.cooperation:edit", "合作创新采购 · 编制方案和公告", (Side.AGENCY,))
DRAW = Function("trade.cooperation:draw", "合作创新采购 · 抽取备选成员", (Side.AGENCY,))
APPLY = Function("trade.cooperationApplicant:hand_in", "合作创新采购 · 提交申请", (Side.SUPPLIER,))
RESPOND = Function("trade.cooperationResponse:hand_in", "研发响应文件 · 提交", (Side.SUPPLIER,))
