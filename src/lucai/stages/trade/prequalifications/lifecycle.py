"""The lives of a prequalification and of one supplier in it."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import prequalification_rules as law
from lucai.law.role_rules import recommended_are_confirmed_by_another
from lucai.platform.access.permissions import Function
from lucai.stages.trade.prequalifications import rules

PAGE = "/rooms/{row.number_of_project}/prequalification/"
CONTENT_RULES = (
    rules.content_is_complete,
    law.scale_is_no_condition,
    law.places_are_enough,
    law.enough_are_drawn,
    law.experts_recommend_too,
    law.application_period_is_long_enough,
)
LIST_RULES = (law.pool_is_large_enough, rules.emergency_list_fits)


def _follows(
    name: str, label: str, source: tuple[str, ...], target: str, tells: tuple[Side, ...] = ()
) -> Step:
    return Step(
        name=name, label=label, source=frozenset(source), target=target, by=(Side.SYSTEM,),
        tells=tells,
    )  # fmt: skip


PREQUALIFICATION = Lifecycle(
    of="trade.prequalification",
    title="资格预审与邀请",
    initial="draft",
    states={
        "draft": "编制中",
        "confirming": "待采购人确认",
        "confirmed": "已确认，待公告",
        "published": "接收申请",
        "reviewed": "名单已产生，待抽取",
        "recommending": "待书面推荐",
        "drawn": "受邀名单已确定",
        "invited": "已发出投标邀请书",
        "failed": "合格供应商不足",
        "superseded": "已重新组织",
        "withdrawn": "改为发布公告",
    },
    page=PAGE,
    final=frozenset({"invited", "superseded", "withdrawn"}),
    steps=(
        Step(
            name="submit",
            label="提交采购人确认",
            source=frozenset({"draft"}),
            target="confirming",
            by=(Side.AGENCY,),
            rules=CONTENT_RULES,
            duty="确定供应商的产生方式，提交采购人确认",
            tells=(Side.BUYER,),
        ),
        Step(
            name="confirm",
            label="确认",
            source=frozenset({"confirming"}),
            target="confirmed",
            by=(Side.BUYER,),
            rules=(recommended_are_confirmed_by_another, *CONTENT_RULES, *LIST_RULES),
            duty="确认资格预审文件或者备选供应商名单",
            tells=(Side.AGENCY,),
            confirm="请确认资格要求与采购需求一致；书面推荐的，请确认推荐名单和理由。",
        ),
        Step(
            name="return_draft",
            label="退回修改",
            source=frozenset({"confirming"}),
            target="draft",
            by=(Side.BUYER,),
            tells=(Side.AGENCY,),
            page="return/",
        ),
        Step(
            name="publish",
            label="发布资格预审公告",
            source=frozenset({"confirmed"}),
            target="published",
            by=(Side.AGENCY,),
            rules=(*CONTENT_RULES, rules.intention_is_early_enough),
            duty="发布资格预审公告",
            public=True,
            notice="prequalification",
            tag="tender",
            tells=(Side.BUYER, Side.SUPERVISOR),
            confirm="资格预审公告发布后即对社会公开，修改只能通过更正公告。",
        ),
        Step(
            name="amend",
            label="澄清或者修改资格预审文件",
            source=frozenset({"published"}),
            target="published",
            by=(Side.AGENCY,),
            public=True,
            notice="amendment",
            tag="tenderAmendment",
            tells=(Side.BUYER, Side.SUPERVISOR),
            page="amendment/",
        ),
        Step(
            name="finish_review",
            label="完成资格预审",
            source=frozenset({"published"}),
            target="reviewed",
            by=(Side.AGENCY,),
            rules=(law.applications_are_closed, rules.every_applicant_is_judged),
            duty="审查资格预审申请文件",
            tells=(Side.BUYER, Side.SUPERVISOR),
            confirm="完成后审查结论不能再修改，系统将结果和不合格的原因告知每一家申请人。",
        ),
        _follows("accept_list", "备选名单已确认", ("confirmed",), "reviewed"),
        _follows("take_all", "全部合格供应商受邀", ("reviewed",), "drawn"),
        _follows("fail", "合格供应商不足", ("reviewed",), "failed"),
        Step(
            name="witness",
            label="登记到场监督",
            source=frozenset({"reviewed"}),
            target="reviewed",
            by=(Side.BUYER,),
            rules=(rules.witness_is_another_person,),
            duty="两名以上工作人员到场监督随机抽取",
            tells=(Side.AGENCY,),
        ),
        Step(
            name="draw",
            label="随机抽取受邀供应商",
            source=frozenset({"reviewed"}),
            target="drawn",
            by=(Side.AGENCY,),
            rules=(
                law.enough_can_be_invited,
                *LIST_RULES,
                law.enough_are_drawn,
                law.library_has_enough,
                law.draw_is_witnessed,
            ),
            duty="随机抽取受邀供应商",
            tells=(Side.BUYER, Side.SUPERVISOR),
            page="draw/",
        ),
        Step(
            name="draw_experts",
            label="随机抽取推荐供应商的评审专家",
            source=frozenset({"reviewed"}),
            target="recommending",
            by=(Side.AGENCY,),
            rules=(law.experts_recommend_too, rules.experts_can_be_drawn),
            duty="随机抽取推荐供应商的评审专家",
            tells=(Side.BUYER, Side.SUPERVISOR),
            page="draw/",
        ),
        Step(
            name="settle",
            label="确定受邀供应商名单",
            source=frozenset({"recommending"}),
            target="drawn",
            by=(Side.AGENCY,),
            rules=rules.RECOMMENDED_RULES,
            duty="核对书面推荐意见，确定受邀供应商名单",
            tells=(Side.BUYER, Side.SUPERVISOR),
            confirm="推荐的供应商全部受邀。采购人和评审专家的推荐意见随成交结果公告。",
        ),
        _follows("invite", "发出投标邀请书", ("drawn",), "invited"),
        Step(
            name="restart",
            label="修改后重新组织",
            source=frozenset({"failed", "reviewed", "recommending"}),
            target="superseded",
            by=(Side.AGENCY,),
            duty="合格供应商不足，修改后重新发布资格预审公告",
            tells=(Side.BUYER,),
            confirm="系统以本次内容为底稿建立下一轮，重新发布公告；本轮申请不再有效。",
        ),
        Step(
            name="give_up",
            label="改为发布公告邀请供应商",
            source=frozenset({"draft"}),
            target="withdrawn",
            by=(Side.AGENCY,),
            tells=(Side.BUYER,),
            confirm="改为以公告方式邀请供应商，这份名单不再使用。",
        ),
    ),
)

APPLICATION = Lifecycle(
    of="trade.prequalificationApplication",
    title="资格预审申请",
    initial="listed",
    states={
        "listed": "备选",
        "submitted": "已提交",
        "withdrawn": "已撤回",
        "passed": "合格",
        "refused": "不合格",
        "chosen": "确定邀请",
        "not_drawn": "未抽中",
        "invited": "受邀",
        "acknowledged": "已确认收到邀请",
        "silent": "未确认邀请",
        "void": "本轮作废",
    },
    page=PAGE,
    final=frozenset({"refused", "not_drawn", "acknowledged", "silent", "void"}),
    steps=(
        Step(
            name="submit",
            label="提交资格预审申请文件",
            source=frozenset({"listed", "submitted", "withdrawn"}),
            target="submitted",
            by=(Side.SUPPLIER,),
            rules=(law.application_arrives_in_time, rules.application_answers_everything),
            page="application/",
        ),
        Step(
            name="withdraw",
            label="撤回申请",
            source=frozenset({"submitted"}),
            target="withdrawn",
            by=(Side.SUPPLIER,),
            rules=(law.application_arrives_in_time,),
            page="application/withdraw/",
        ),
        _follows("pass_review", "资格预审合格", ("submitted",), "passed", tells=(Side.SUPPLIER,)),
        _follows(
            "refuse", "资格预审不合格，原因见页面", ("submitted",), "refused",
            tells=(Side.SUPPLIER,),
        ),
        _follows("choose", "确定邀请", ("passed", "listed"), "chosen"),
        _follows("pass_by", "随机抽取未抽中", ("passed", "listed"), "not_drawn"),
        _follows("invite", "收到投标邀请书", ("chosen",), "invited", tells=(Side.SUPPLIER,)),
        Step(
            name="acknowledge",
            label="确认收到投标邀请书",
            source=frozenset({"invited"}),
            target="acknowledged",
            by=(Side.SUPPLIER,),
            duty="确认收到投标邀请书，获取招标文件",
            page="invitation/",
        ),
        _follows("lapse", "投标截止，没有确认邀请", ("invited",), "silent"),
        _follows(
            "void", "本轮资格预审作废，可以重新申请", ("submitted", "passed", "listed"), "void",
            tells=(Side.SUPPLIER,),
        ),
    ),
)  # fmt: skip

RECOMMENDATION = Lifecycle(
    of="trade.supplierRecommendation",
    title="书面推荐意见",
    initial="asked",
    states={
        "asked": "待出具",
        "signed": "已出具",
        "declined": "不推荐",
        "excused": "不再等待",
    },
    page="/recommendations/{row.pk}/",
    final=frozenset({"signed", "declined", "excused"}),
    steps=(
        Step(
            name="sign",
            label="出具书面推荐意见",
            source=frozenset({"asked"}),
            target="signed",
            by=(Side.EXPERT, Side.BUYER),
            rules=(rules.expert_recommends_no_relation, rules.recommender_declares_himself_free),
            duty="书面推荐供应商",
            tells=(Side.AGENCY,),
            confirm="推荐意见出具后不能修改，随成交结果公告。",
        ),
        Step(
            name="decline",
            label="不推荐",
            source=frozenset({"asked"}),
            target="declined",
            by=(Side.EXPERT, Side.BUYER),
            tells=(Side.AGENCY,),
            page="decline/",
        ),
        Step(
            name="excuse",
            label="不再等待这名专家",
            source=frozenset({"asked"}),
            target="excused",
            by=(Side.AGENCY,),
            tells=(Side.BUYER,),
            page="excuse/",
        ),
        _follows("lapse", "采购活动终止，不再推荐", ("asked",), "excused"),
    ),
)

EDIT = Function("trade.prequalification:edit", "资格预审 · 编制", (Side.AGENCY,))
RECOMMEND = Function("trade.prequalification:recommend", "资格预审 · 推荐供应商", (Side.BUYER,))
REVIEW = Function("trade.prequalification:review", "资格预审 · 审查", (Side.AGENCY, Side.BUYER))

LISTED = frozenset({"listed"})
ELIGIBLE = frozenset({"passed", "listed"})
INVITED = frozenset({"chosen", "invited", "acknowledged", "silent"})
"""The states of a supplier that may obtain the tender document."""
