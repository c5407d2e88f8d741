"""The life of an application to the library and of an expert's entry in it."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import library_rules as law
from lucai.platform.access.permissions import Function
from lucai.registers.experts import rules

FINANCE, OWN = (Side.SUPERVISOR,), (Side.EXPERT,)
DRAWABLE = ("active", "probation")
"""The states in which an expert can be drawn."""

EXPERT = Lifecycle(
    of="expertLibrary.reviewExpert",
    title="评审专家",
    initial="active",
    states={
        "active": "可抽取",
        "probation": "试用期，可抽取",
        "resting": "请假",
        "suspended": "暂停参加评审",
        "left": "已退出",
    },
    page="/experts/{row.number}/",
    final=frozenset({"left"}),
    steps=(
        Step(
            name="try_out",
            label="进入试用期",
            source=frozenset({"active"}),
            target="probation",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="confirm",
            label="试用合格，评定为正式专家",
            source=frozenset({"probation"}),
            target="active",
            by=FINANCE,
            rules=(rules.probation_is_over,),
            duty="评定试用期满的评审专家",
        ),
        Step(
            name="suspend",
            label="暂停参加评审",
            source=frozenset({"active", "probation", "resting"}),
            target="suspended",
            by=FINANCE,
            rules=(rules.reason_is_given,),
            page="suspend/",
        ),
        Step(
            name="restore",
            label="恢复参加评审",
            source=frozenset({"suspended"}),
            target="active",
            by=FINANCE,
        ),
        Step(
            name="dismiss",
            label="解聘",
            source=frozenset({"active", "probation", "resting", "suspended"}),
            target="left",
            by=FINANCE,
            rules=(rules.reason_is_given,),
            page="dismiss/",
        ),
        Step(
            name="rest",
            label="请假",
            source=frozenset({"active"}),
            target="resting",
            by=OWN,
            page="rest/",
        ),
        Step(
            name="resume",
            label="销假，恢复抽取",
            source=frozenset({"resting"}),
            target="active",
            by=(Side.EXPERT, Side.SYSTEM),
        ),
        Step(
            name="reinstate",
            label="异议成立，恢复在库",
            source=frozenset({"left"}),
            target="active",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="readmit",
            label="重新入库",
            source=frozenset({"left"}),
            target="active",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="leave",
            label="退出专家库",
            source=frozenset({"active", "probation", "resting", "suspended"}),
            target="left",
            by=OWN,
            rules=(rules.reason_is_given,),
            page="leave/",
        ),
    ),
)

CHECKED = (
    law.expert_is_below_the_age,
    law.expert_has_the_title,
    law.expert_is_clean,
    rules.may_come_back,
)

# The applicant is told by the own to-do and page: a message to the library would reach every expert.
APPLICATION = Lifecycle(
    of="expertLibrary.expertApplication",
    title="评审专家入库申请",
    initial="draft",
    states={
        "draft": "填写中",
        "submitted": "待审核",
        "returned": "不予入库",
        "objected": "异议处理中",
        "accepted": "已入库",
    },
    page="/expert-applications/{row.number}/",
    final=frozenset({"accepted"}),
    steps=(
        Step(
            name="submit",
            label="提交入库申请",
            source=frozenset({"draft", "returned"}),
            target="submitted",
            by=OWN,
            rules=CHECKED,
            duty="提交评审专家入库申请",
            tells=FINANCE,
            confirm="承诺申请内容真实，遵守评审纪律和回避规定。确定提交吗？",
        ),
        Step(
            name="accept",
            label="审核通过，入库",
            source=frozenset({"submitted"}),
            target="accepted",
            by=FINANCE,
            rules=CHECKED,
            duty="审核评审专家入库申请",
            page="accept/",
        ),
        Step(
            name="send_back",
            label="不予入库",
            source=frozenset({"submitted"}),
            target="returned",
            by=FINANCE,
            page="return/",
        ),
        Step(
            name="object",
            label="提出异议",
            source=frozenset({"returned"}),
            target="objected",
            by=OWN,
            tells=FINANCE,
            page="objection/",
        ),
        Step(
            name="accept_objection",
            label="异议成立，重新审核",
            source=frozenset({"objected"}),
            target="submitted",
            by=FINANCE,
            rules=(rules.another_hand_decides,),
            duty="处理评审专家入库异议",
            page="decision/",
        ),
        Step(
            name="reject_objection",
            label="异议不成立",
            source=frozenset({"objected"}),
            target="returned",
            by=FINANCE,
            rules=(rules.another_hand_decides,),
            page="decision/",
        ),
    ),
)

# The expert asks by handing in; a refusal is a decision with a to-do of its own, to object to.
CHANGE = Lifecycle(
    of="expertLibrary.expertChange",
    title="评审专家信息变更申请",
    initial="submitted",
    states={
        "submitted": "待审核",
        "approved": "已核准",
        "refused": "不予变更",
        "withdrawn": "已撤回",
    },
    page="/expert-changes/{row.number}/",
    final=frozenset({"approved", "refused", "withdrawn"}),
    steps=(
        Step(
            name="approve",
            label="核准变更",
            source=frozenset({"submitted"}),
            target="approved",
            by=FINANCE,
            rules=(rules.another_person_reviews, law.expert_has_the_title),
            duty="审核评审专家信息变更",
            confirm="核准后登记内容按申请更新，从今天起用于抽取和回避。确定核准吗？",
        ),
        Step(
            name="refuse",
            label="不予变更",
            source=frozenset({"submitted"}),
            target="refused",
            by=FINANCE,
            rules=(rules.another_person_reviews,),
            page="refuse/",
        ),
        Step(
            name="withdraw",
            label="撤回申请",
            source=frozenset({"submitted"}),
            target="withdrawn",
            by=OWN,
            confirm="撤回后登记内容不变，申请里新增的单位不再因申请而回避。确定撤回吗？",
        ),
        Step(
            name="uphold",
            label="异议成立，准予变更",
            source=frozenset({"refused"}),
            target="approved",
            by=(Side.SYSTEM,),
        ),
    ),
)

# As with an application, the expert is told by the own to-do and page.
DECISION = Lifecycle(
    of="expertLibrary.expertDecision",
    title="评审专家处理决定",
    initial="told",
    states={
        "told": "已告知，可以异议",
        "objected": "异议处理中",
        "revoked": "异议成立，已撤销",
        "confirmed": "异议不成立，维持",
        "settled": "没有异议",
        "lifted": "已解除",
    },
    page="/expert-decisions/{row.number}/",
    final=frozenset({"revoked", "confirmed", "settled", "lifted"}),
    steps=(
        Step(
            name="object",
            label="提出异议",
            source=frozenset({"told"}),
            target="objected",
            by=OWN,
            rules=(rules.objection_is_in_time,),
            tells=FINANCE,
            page="objection/",
        ),
        Step(
            name="settle",
            label="知悉，没有异议",
            source=frozenset({"told"}),
            target="settled",
            by=OWN,
            duty="查看处理决定，有异议的在期限内提出",
            tells=FINANCE,
            confirm="确认后不能再对这项决定提出异议。确定没有异议吗？",
        ),
        Step(
            name="lapse",
            label="异议期限届满，没有异议",
            source=frozenset({"told"}),
            target="settled",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="withdraw",
            label="撤回异议",
            source=frozenset({"objected"}),
            target="told",
            by=OWN,
            tells=FINANCE,
            confirm="撤回后决定照常有效；异议期限内可以再次提出。确定撤回吗？",
        ),
        Step(
            name="revoke",
            label="异议成立，撤销决定",
            source=frozenset({"objected"}),
            target="revoked",
            by=FINANCE,
            rules=(rules.another_hand_rules, rules.objection_is_handled_in_time),
            duty="处理评审专家异议",
            page="ruling/",
        ),
        Step(
            name="confirm",
            label="异议不成立，维持决定",
            source=frozenset({"objected"}),
            target="confirmed",
            by=FINANCE,
            rules=(rules.another_hand_rules, rules.objection_is_handled_in_time),
            page="ruling/",
        ),
        Step(
            name="lift",
            label="决定已经解除",
            source=frozenset({"told", "objected"}),
            target="lifted",
            by=(Side.SYSTEM,),
        ),
    ),
)

KEEP = Function("expertLibrary.reviewExpert:keep", "评审专家 · 登记与修改", FINANCE)
OWN_ENTRY = Function("expertLibrary.reviewExpert:own", "评审专家 · 维护本人资料", OWN)
APPLY = Function("expertLibrary.expertApplication:apply", "评审专家 · 申请入库", OWN)

TITLE_LEVELS = {"senior": "高级", "middle": "中级", "other": "其他（专业稀缺）"}

SUSPENDED, DISMISSED, UNTRAINED, UNCHANGED = "suspend", "dismiss", "training", "change"
DECISION_KINDS = {
    SUSPENDED: "暂停参加评审",
    DISMISSED: "解聘",
    UNTRAINED: "培训未予认可",
    UNCHANGED: "不予变更",
}
"""What the finance department decides about an expert that he or she can object to."""

REPORTED, CONFIRMED, REFUSED = "reported", "confirmed", "refused"
TRAINING_STATES = {REPORTED: "待核实", CONFIRMED: "已核实", REFUSED: "未予认可"}
"""How far the finance department has looked at a training that an expert entered."""

TRAINED_WITHIN_YEARS = 2
"""After how many years another training is due: a measure of the library, the law names none."""

CHANGEABLE = {
    "employer": "任职单位",
    "title": "职称",
    "specialties": "评审专业",
    "region": "所在地区",
    "avoids": "需要回避的单位",
}
"""What an expert asks the finance department to change."""

REFUSALS = {
    "proof": "证明材料不全或者不清楚",
    "mismatch": "证明材料与申请内容不一致",
    "unfit": "变更后不符合评审专家条件",
    "foreign": "评审专业与专业经历不符",
    "other": "其他",
}
"""Why a change is refused, besides the reasons in words."""
