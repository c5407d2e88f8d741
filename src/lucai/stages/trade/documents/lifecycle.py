"""The lives of tender documents and clarifications."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import notice_rules
from lucai.law import tender_rules as law
from lucai.law.role_rules import solicitation_is_checked_by_another
from lucai.platform.access.permissions import Function
from lucai.stages.trade.documents.rules import (
    CONFIRM_RULES,
    EXTEND_RULES,
    PUBLISH_RULES,
    SUBMIT_RULES,
)

DOCUMENT = Lifecycle(
    of="trade.tenderDocument",
    title="采购文件",
    initial="draft",
    states={
        "draft": "编制中",
        "confirming": "待采购人确认",
        "confirmed": "已确认，待发布",
        "published": "已发布",
    },
    page="/rooms/{row.project_number}/document/",
    final=frozenset({"published"}),
    steps=(
        Step(
            name="submit",
            label="提交采购人确认",
            source=frozenset({"draft"}),
            target="confirming",
            by=(Side.AGENCY,),
            rules=SUBMIT_RULES,
            duty="编制采购文件并提交确认",
            tells=(Side.BUYER,),
        ),
        Step(
            name="confirm",
            label="确认采购文件",
            source=frozenset({"confirming"}),
            target="confirmed",
            by=(Side.BUYER,),
            rules=CONFIRM_RULES,
            duty="书面确认采购文件",
            tells=(Side.AGENCY,),
            confirm="确认后代理机构即可发布招标公告。请确认采购文件与审核通过的采购需求、采购实施计划一致。",
        ),
        Step(
            name="return_document",
            label="退回修改",
            source=frozenset({"confirming"}),
            target="draft",
            by=(Side.BUYER,),
            tells=(Side.AGENCY,),
            page="return/",
        ),
        Step(
            name="publish",
            label="发布招标公告",
            source=frozenset({"confirmed"}),
            target="published",
            by=(Side.AGENCY,),
            rules=PUBLISH_RULES,
            duty="发布招标公告和招标文件",
            public=True,
            notice="tender",
            tag="tender",
            tells=(Side.BUYER, Side.SUPERVISOR),
            confirm="招标公告和招标文件发布后即对社会公开，修改只能通过更正公告。",
        ),
        Step(
            name="revise",
            label="撤回修改",
            source=frozenset({"confirmed"}),
            target="draft",
            by=(Side.AGENCY,),
            tells=(Side.BUYER,),
            confirm="撤回后采购文件回到编制状态，修改后须由采购人重新确认。",
        ),
        Step(
            name="extend",
            label="延长招标文件获取期限",
            source=frozenset({"published"}),
            target="published",
            by=(Side.AGENCY,),
            rules=EXTEND_RULES,
            public=True,
            notice="amendment",
            tag="tenderAmendment",
            tells=(Side.BUYER, Side.SUPERVISOR),
            page="extension/",
        ),
    ),
)

EDIT = Function("trade.tenderDocument:edit", "采购文件 · 编制", (Side.AGENCY,))
COEDIT = Function("trade.tenderDocument:coedit", "采购文件 · 共同编辑", (Side.BUYER,))

CLARIFICATION = Lifecycle(
    of="trade.clarification",
    title="澄清与更正",
    initial="draft",
    states={"draft": "起草中", "published": "已发布"},
    page="/rooms/{row.project_number}/clarifications/{row.number}/",
    final=frozenset({"published"}),
    steps=(
        Step(
            name="publish",
            label="发布更正公告",
            source=frozenset({"draft"}),
            target="published",
            by=(Side.AGENCY,),
            rules=(
                law.object_and_qualification_stay,
                notice_rules.change_leaves_time,
                law.deadline_is_not_moved_forward,
            ),
            duty="发布更正公告",
            public=True,
            notice="amendment",
            tag="tenderAmendment",
            tells=(Side.BUYER, Side.SUPERVISOR),
            confirm="更正公告发布后即对社会公开，并通知已获取招标文件的供应商。",
        ),
    ),
)

ENQUIRY = Lifecycle(
    of="trade.enquiry",
    title="询问",
    initial="asked",
    states={"asked": "待答复", "answered": "已答复"},
    page="/rooms/{row.project_number}/clarifications/",
    final=frozenset({"answered"}),
    steps=(
        Step(
            name="answer",
            label="答复询问",
            source=frozenset({"asked"}),
            target="answered",
            by=(Side.AGENCY,),
            duty="答复供应商的询问",
            within="GP-QST-01",
            page="enquiries/{row.pk}/",
        ),
    ),
)

REVISION = Lifecycle(
    of="trade.clauseRevision",
    title="范本条款修订",
    initial="proposed",
    states={
        "proposed": "待审批",
        "approved": "已批准",
        "declined": "已退回",
        "retired": "已停用",
    },
    page="/clauses/revisions/{row.pk}/",
    final=frozenset({"declined", "retired"}),
    steps=(
        Step(
            name="approve",
            label="批准修订",
            source=frozenset({"proposed"}),
            target="approved",
            by=(Side.SUPERVISOR,),
            rules=(solicitation_is_checked_by_another,),
            duty="审批范本条款修订",
            confirm="批准后，启用日起本地区新编制的采购文件采用新的文字；已经编制的不变。",
        ),
        Step(
            name="decline",
            label="退回",
            source=frozenset({"proposed"}),
            target="declined",
            by=(Side.SUPERVISOR,),
            page="steps/decline/",
        ),
        Step(
            name="retire",
            label="停用",
            source=frozenset({"approved"}),
            target="retired",
            by=(Side.SUPERVISOR,),
            page="steps/retire/",
        ),
    ),
)

PROPOSE = Function(
    "trade.clauseRevision:propose",
    "范本条款修订 · 提出",
    (Side.AGENCY, Side.BUYER, Side.SUPERVISOR),
)

CLARIFY = Function("trade.clarification:draft", "澄清与更正 · 起草", (Side.AGENCY,))
ASK = Function("trade.enquiry:ask", "询问 · 提出询问", (Side.SUPPLIER,))
