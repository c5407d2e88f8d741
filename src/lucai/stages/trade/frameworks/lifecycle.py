"""The lives of framework agreements, their calls, responses and members."""

from __future__ import annotations

from typing import Any

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import framework_member_rules as members
from lucai.law import framework_order_rules as orders
from lucai.law import framework_rules as law
from lucai.platform.access.permissions import Function
from lucai.stages.trade.frameworks.supplier_lifecycle import (
    APPLICATION,
    APPLY,
    ASK,
    ENQUIRY,
    ORGANISERS,
)

__all__ = [
    "APPLICATION", "APPLY", "ASK", "CALL", "CORRECT", "DRAFT", "ENQUIRY", "FRAMEWORK", "FUNCTIONS",
    "LIVES", "MEMBER", "ORGANISERS", "REFILL", "RESPOND", "RESPONSE",
]  # fmt: skip


def _follows(name: str, label: str, source: tuple[str, ...], target: str, **more: Any) -> Step:
    return Step(
        name=name, label=label, source=frozenset(source), target=target, by=(Side.SYSTEM,), **more
    )


FRAMEWORK = Lifecycle(
    of="trade.frameworkAgreement",
    title="框架协议",
    initial="drafting",
    states={
        "drafting": "编制方案",
        "submitted": "待财政审核备案",
        "approved": "待发布征集公告",
        "calling": "征集中",
        "admitted": "签订框架协议",
        "running": "执行中",
        "expired": "已期满，待汇总",
        "summarised": "已汇总",
        "ended": "已终止",
    },
    page="/frameworks/{row.number}/",
    final=frozenset({"summarised", "ended"}),
    steps=(
        Step(
            name="submit",
            label="提交财政部门",
            source=frozenset({"drafting"}),
            target="submitted",
            by=ORGANISERS,
            rules=law.PLAN_RULES,
            duty="编制框架协议采购方案",
            tells=(Side.SUPERVISOR,),
        ),
        Step(
            name="approve",
            label="审核通过或者备案",
            source=frozenset({"submitted"}),
            target="approved",
            by=(Side.SUPERVISOR,),
            duty="审核或者备案框架协议采购方案",
            tells=ORGANISERS,
            page="approve/",
        ),
        Step(
            name="send_back",
            label="退回方案",
            source=frozenset({"submitted"}),
            target="drafting",
            by=(Side.SUPERVISOR,),
            tells=ORGANISERS,
            page="send-back/",
        ),
        Step(
            name="call",
            label="发布征集公告",
            source=frozenset({"approved"}),
            target="calling",
            by=ORGANISERS,
            rules=(law.response_period_is_long_enough, law.refill_keeps_the_term),
            duty="发布征集公告",
            public=True,
            notice="frameworkCall",
            tag="tender",
            page="call/",
        ),
        _follows("admit", "确定入围供应商", ("calling",), "admitted"),
        Step(
            name="run",
            label="告知采购人，开始执行",
            source=frozenset({"admitted"}),
            target="running",
            by=ORGANISERS,
            rules=(members.agreements_are_signed, members.buyers_are_told_in_time),
            duty="框架协议签订后告知采购人并开始执行",
            within="GP-FRA-07",
            public=True,
            confirm="入围信息告知全部适用的采购人，开始执行。框架协议副本另行报财政部门备案。",
        ),
        _follows("open_up", "开放加入", ("calling",), "running", public=True),
        _follows("expire", "框架协议期满", ("running",), "expired", public=True, tells=ORGANISERS),
        Step(
            name="summarise",
            label="公告成交结果汇总",
            source=frozenset({"expired"}),
            target="summarised",
            by=ORGANISERS,
            rules=(
                orders.summary_follows_the_term,
                orders.summary_is_in_time,
                orders.orders_are_settled,
            ),
            duty="发布成交结果汇总公告",
            within="GP-FRA-10",
            public=True,
            notice="frameworkSummary",
            tag="awardUpdate",
            tells=(Side.SUPERVISOR,),
        ),
        _follows("end", "征集失败", ("calling",), "ended", public=True, tells=(Side.SUPERVISOR,)),
        _follows(
            "annul",
            "撤销入围，重新征集",
            ("admitted", "running"),
            "ended",
            public=True,
            notice="termination",
            tag="tenderCancellation",
            tells=(*ORGANISERS, Side.SUPERVISOR),
        ),
    ),
)

CALL = Lifecycle(
    of="trade.frameworkCall",
    title="框架协议征集",
    initial="open",
    states={
        "open": "征集中",
        "opened": "评审中",
        "decided": "已公告入围",
        "failed": "征集失败",
        "annulled": "入围结果无效",
    },
    page="/frameworks/{row.framework_number}/calls/{row.round}/",
    final=frozenset({"decided", "failed", "annulled"}),
    steps=(
        Step(
            name="open",
            label="开启响应文件",
            source=frozenset({"open"}),
            target="opened",
            by=ORGANISERS,
            rules=(law.responses_open_at_the_deadline, law.enough_responded),
            duty="开启响应文件",
            public=True,
            tag="tenderUpdate",
        ),
        Step(
            name="decide",
            label="确定并公告入围供应商",
            source=frozenset({"opened"}),
            target="decided",
            by=ORGANISERS,
            rules=(
                law.panel_is_lawful,
                law.panel_was_drawn,
                law.members_have_signed,
                law.responses_are_all_judged,
                law.elimination_is_lawful,
            ),
            duty="评审小组评审后，公告入围结果",
            public=True,
            notice="frameworkAdmission",
            tag="award",
            page="decide/",
        ),
        Step(
            name="fail",
            label="征集失败",
            source=frozenset({"open", "opened"}),
            target="failed",
            by=ORGANISERS,
            public=True,
            notice="termination",
            tag="tenderCancellation",
            page="fail/",
            confirm="征集失败后响应文件不再开启，本次征集终止。",
        ),
        _follows("annul", "入围结果无效", ("decided",), "annulled", public=True),
    ),
)

RESPONSE = Lifecycle(
    of="trade.frameworkResponse",
    title="框架协议响应",
    initial="handed_in",
    states={
        "handed_in": "已密封提交",
        "withdrawn": "已撤回",
        "opened": "已开启，待评审",
        "valid": "符合要求",
        "invalid": "响应无效",
        "admitted": "入围",
        "eliminated": "淘汰",
        "returned": "未开启退回",
        "refused": "开启时无效",
        "struck": "入围被撤销",
    },
    page="/frameworks/{row.framework_number}/respond/{row.package_number}/",
    final=frozenset({"admitted", "eliminated", "returned", "refused", "struck"}),
    steps=(
        Step(
            name="replace",
            label="重新提交",
            source=frozenset({"handed_in", "withdrawn"}),
            target="handed_in",
            by=(Side.SUPPLIER,),
            rules=law.RESPONSE_AT_THE_DOOR,
        ),
        Step(
            name="withdraw",
            label="撤回",
            source=frozenset({"handed_in"}),
            target="withdrawn",
            by=(Side.SUPPLIER,),
            rules=(law.response_arrives_in_time,),
        ),
        _follows(
            "open",
            "开启响应文件",
            ("handed_in",),
            "opened",
            rules=law.RESPONSE_AT_THE_OPENING,
            public=True,
        ),
        _follows("refuse", "开启时判为无效", ("handed_in",), "refused"),
        _follows("return", "不予开启，退回", ("handed_in",), "returned"),
        _follows("approve", "评审为符合要求", ("opened", "valid", "invalid"), "valid"),
        _follows("reject", "评审为无效响应", ("opened", "valid", "invalid"), "invalid"),
        _follows("admit", "入围", ("valid", "eliminated"), "admitted"),
        _follows("strike", "撤销入围", ("admitted",), "struck"),
        _follows("eliminate", "淘汰", ("valid", "invalid"), "eliminated"),
    ),
)

MEMBER = Lifecycle(
    of="trade.frameworkMember",
    title="入围供应商",
    initial="awaiting",
    states={
        "awaiting": "待供应商签订",
        "countersigning": "待征集人签订",
        "active": "协议有效",
        "left": "已退出",
        "removed": "已清退",
        "voided": "入围已撤销",
    },
    page="/frameworks/{row.framework_number}/members/{row.place}/",
    final=frozenset({"left", "removed", "voided"}),
    steps=(
        Step(
            name="sign_supplier",
            label="签订框架协议",
            source=frozenset({"awaiting"}),
            target="countersigning",
            by=(Side.SUPPLIER,),
            rules=(members.agreement_is_signed_in_time,),
            duty="签订框架协议",
            within="GP-FRA-07",
            confirm="签订后即受框架协议约束：有效期内以不高于协议价格接受采购人授予的合同。",
        ),
        Step(
            name="sign",
            label="征集人签订",
            source=frozenset({"countersigning"}),
            target="active",
            by=ORGANISERS,
            rules=(members.agreement_is_signed_in_time,),
            duty="签订框架协议",
            within="GP-FRA-07",
            tells=(Side.SUPPLIER,),
        ),
        _follows("activate", "入围结果公告视为签订", ("awaiting",), "active"),
        Step(
            name="leave",
            label="退出框架协议",
            source=frozenset({"awaiting", "countersigning", "active"}),
            target="left",
            by=(Side.SUPPLIER,),
            rules=(members.closed_members_stay,),
            public=True,
            notice="frameworkExit",
            tag="awardUpdate",
            page="leave/",
            tells=ORGANISERS,
        ),
        Step(
            name="remove",
            label="清退",
            source=frozenset({"awaiting", "countersigning", "active"}),
            target="removed",
            by=ORGANISERS,
            rules=(members.removal_has_a_ground,),
            public=True,
            notice="frameworkExit",
            tag="awardUpdate",
            page="remove/",
            tells=(Side.SUPPLIER, Side.SUPERVISOR),
        ),
        _follows(
            "void",
            "撤销入围",
            ("awaiting", "countersigning", "active"),
            "voided",
            public=True,
            notice="frameworkExit",
            tag="awardUpdate",
            tells=(*ORGANISERS, Side.SUPPLIER),
        ),
    ),
)

FILING = Lifecycle(
    of="trade.frameworkFiling",
    title="框架协议备案",
    initial="waiting",
    states={"waiting": "待备案", "filed": "已备案"},
    page="/frameworks/{row.framework_number}/filings/{row.place}/",
    final=frozenset({"filed"}),
    steps=(
        Step(
            name="file",
            label="报财政部门备案",
            source=frozenset({"waiting"}),
            target="filed",
            by=ORGANISERS,
            rules=(members.agreements_are_filed_in_time,),
            duty="框架协议副本报财政部门备案",
            within="GP-FRA-07",
            public=True,
            tells=(Side.SUPERVISOR,),
            confirm="已签订的框架协议副本送本级财政部门备案。确定备案吗？",
        ),
    ),
)

LIVES = (FRAMEWORK, CALL, RESPONSE, MEMBER, APPLICATION, FILING, ENQUIRY)
DRAFT = Function("trade.frameworkAgreement:draft", "框架协议 · 编制方案", ORGANISERS)
REFILL = Function("trade.frameworkAgreement:refill", "框架协议 · 补充征集", ORGANISERS)
RESPOND = Function("trade.frameworkResponse:hand_in", "框架协议响应 · 提交", (Side.SUPPLIER,))
CORRECT = Function("trade.frameworkAgreement:correct", "框架协议 · 更正征集文件", ORGANISERS)
FUNCTIONS = (DRAFT, REFILL, RESPOND, APPLY, ASK, CORRECT)
