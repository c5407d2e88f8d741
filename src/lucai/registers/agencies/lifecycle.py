"""The life of an agency's entry, of a draw for inspections, and of one inspection."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import library_rules as law
from lucai.platform.access.permissions import Function
from lucai.registers.agencies import rules

FINANCE, OWN = (Side.SUPERVISOR,), (Side.AGENCY,)
PUBLISHED = ("listed", "removed")
"""The states in which an entry stands in the public directory."""

WHOLE = (
    law.agency_entry_is_complete,
    law.agency_has_enough_staff,
    law.agency_staff_is_trained,
    law.agency_rooms_are_recorded,
    law.agency_controls_itself,
)

AGENCY = Lifecycle(
    of="agencyLibrary.procurementAgency",
    title="代理机构名录登记",
    initial="draft",
    states={
        "draft": "填写中",
        "submitted": "待核对",
        "returned": "退回补正",
        "objected": "异议处理中",
        "listed": "在册",
        "removed": "已注销",
    },
    page="/agencies/{row.number}/",
    final=frozenset({"removed"}),
    steps=(
        Step(
            name="submit",
            label="提交名录登记",
            source=frozenset({"draft", "returned"}),
            target="submitted",
            by=OWN,
            rules=WHOLE,
            duty="填写并提交名录登记",
            tells=FINANCE,
            confirm="承诺登记信息真实、完整，变更后在法定期限内更新；不实的依法处理。确定提交吗？",
        ),
        Step(
            name="enlist",
            label="核对无误，列入名录",
            source=frozenset({"submitted"}),
            target="listed",
            by=FINANCE,
            rules=WHOLE,
            duty="核对代理机构名录登记",
            public=True,
            tells=OWN,
            confirm="列入后向社会公开，全国有效，采购人可以委托。只核对信息是否完整，不作资格认定。确定吗？",
        ),
        Step(
            name="send_back",
            label="退回补正",
            source=frozenset({"submitted"}),
            target="returned",
            by=FINANCE,
            tells=OWN,
            page="return/",
        ),
        Step(
            name="object",
            label="对退回提出异议",
            source=frozenset({"returned"}),
            target="objected",
            by=OWN,
            tells=FINANCE,
            page="objection/",
        ),
        Step(
            name="accept_objection",
            label="异议成立，重新核对",
            source=frozenset({"objected"}),
            target="submitted",
            by=FINANCE,
            rules=(rules.another_hand_decides,),
            duty="处理名录登记异议",
            tells=OWN,
            page="decision/",
        ),
        Step(
            name="reject_objection",
            label="异议不成立，维持退回",
            source=frozenset({"objected"}),
            target="returned",
            by=FINANCE,
            rules=(rules.another_hand_decides,),
            tells=OWN,
            page="decision/",
        ),
        Step(
            name="leave",
            label="注销名录登记",
            source=frozenset({"listed"}),
            target="removed",
            by=OWN,
            rules=(rules.no_work_is_open,),
            public=True,
            tells=FINANCE,
            page="leave/",
        ),
        Step(
            name="remove",
            label="移出名录",
            source=frozenset({"listed"}),
            target="removed",
            by=FINANCE,
            public=True,
            tells=OWN,
            page="remove/",
        ),
    ),
)

DRAW = Lifecycle(
    of="agencyLibrary.inspectionDraw",
    title="代理机构随机抽查",
    initial="planned",
    states={"planned": "待抽取", "drawn": "已抽取"},
    page="/inspection-draws/{row.number}/",
    final=frozenset({"drawn"}),
    steps=(
        Step(
            name="draw",
            label="抽取检查对象和检查人员",
            source=frozenset({"planned"}),
            target="drawn",
            by=FINANCE,
            rules=(rules.draw_has_a_pool,),
            duty="抽取检查对象和检查人员",
            public=True,
            confirm="名单、规则和随机数先记入公开日志，再抽取；抽取只有一次，任何人可以重算。确定吗？",
        ),
    ),
)

INSPECTION = Lifecycle(
    of="agencyLibrary.agencyInspection",
    title="代理机构检查",
    initial="assigned",
    states={
        "assigned": "待检查",
        "reported": "待机构说明",
        "answered": "已说明，待公布",
        "published": "已公布",
    },
    page="/agency-inspections/{row.number}/",
    final=frozenset({"published"}),
    steps=(
        Step(
            name="report",
            label="登记检查情况",
            source=frozenset({"assigned"}),
            target="reported",
            by=FINANCE,
            duty="检查代理机构并登记情况",
            tells=OWN,
            page="report/",
        ),
        Step(
            name="answer",
            label="说明情况",
            source=frozenset({"reported"}),
            target="answered",
            by=OWN,
            duty="对检查情况作出说明",
            tells=FINANCE,
            page="answer/",
        ),
        Step(
            name="publish",
            label="公布检查结果",
            source=frozenset({"reported", "answered"}),
            target="published",
            by=FINANCE,
            rules=(rules.agency_was_heard,),
            duty="公布代理机构检查结果",
            public=True,
            tells=OWN,
            confirm="检查结果依法向社会公开，公布后不能撤回。确定吗？",
        ),
    ),
)

KEEP = Function("agencyLibrary.procurementAgency:keep", "代理机构名录 · 填写和更新登记信息", OWN)
PLAN = Function("agencyLibrary.inspectionDraw:plan", "代理机构检查 · 制定抽查、指定检查", FINANCE)
INSPECT = Function("agencyLibrary.agencyInspection:inspect", "代理机构检查 · 担任检查人员", FINANCE)

RESULTS = {
    "clean": "未发现问题",
    "mend": "发现问题，责令整改",
    "transfer": "涉嫌违法，移送处理",
}
STAFF_RIGHTS = {
    "document": "编制采购文件",
    "notice": "发布公告",
    "opening": "组织开标",
    "evaluation": "组织评审",
    "reply": "答复询问质疑",
}
PURPOSES = {"opening": "开标", "evaluation": "评审", "both": "开标和评审"}
