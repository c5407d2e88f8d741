"""The lives of what suppliers bring to a framework: applications to join, and enquiries."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import framework_member_rules as members
from lucai.platform.access.permissions import Function

ORGANISERS = (Side.AGENCY, Side.BUYER)

APPLICATION = Lifecycle(
    of="trade.frameworkApplication",
    title="加入框架协议申请",
    initial="applied",
    states={
        "applied": "待审核",
        "admitted": "已入围",
        "refused": "未通过",
        "withdrawn": "已撤回",
    },
    page="/frameworks/{row.framework_number}/applications/{row.place}/",
    final=frozenset({"admitted", "refused", "withdrawn"}),
    steps=(
        Step(
            name="reopen",
            label="重新审核",
            source=frozenset({"refused"}),
            target="applied",
            by=(Side.SYSTEM,),
            tells=(*ORGANISERS, Side.SUPPLIER),
        ),
        Step(
            name="admit",
            label="审核通过并公告入围",
            source=frozenset({"applied"}),
            target="admitted",
            by=ORGANISERS,
            rules=(members.application_is_reviewed_in_time,),
            duty="审核加入框架协议的申请",
            within="GP-FRA-12",
            public=True,
            notice="frameworkAdmission",
            tag="award",
            tells=(Side.SUPPLIER,),
            confirm="通过后立即公告入围结果，视为签订框架协议。",
        ),
        Step(
            name="refuse",
            label="不予通过",
            source=frozenset({"applied"}),
            target="refused",
            by=ORGANISERS,
            rules=(members.application_is_reviewed_in_time,),
            tells=(Side.SUPPLIER,),
            page="refuse/",
        ),
        Step(
            name="withdraw",
            label="撤回申请",
            source=frozenset({"applied"}),
            target="withdrawn",
            by=(Side.SUPPLIER,),
        ),
    ),
)

ENQUIRY = Lifecycle(
    of="trade.frameworkEnquiry",
    title="框架协议询问",
    initial="asked",
    states={"asked": "待答复", "answered": "已答复"},
    page="/frameworks/{row.framework_number}/enquiries/",
    final=frozenset({"answered"}),
    steps=(
        Step(
            name="answer",
            label="答复询问",
            source=frozenset({"asked"}),
            target="answered",
            by=ORGANISERS,
            duty="答复供应商的询问",
            within="GP-QST-01",
            page="{row.pk}/",
        ),
    ),
)

APPLY = Function("trade.frameworkApplication:apply", "加入框架协议申请 · 提交", (Side.SUPPLIER,))
ASK = Function("trade.frameworkEnquiry:ask", "框架协议询问 · 提出", (Side.SUPPLIER,))
