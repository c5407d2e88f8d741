"""The lives of an evaluation, of a member's sheet, and of a request to explain a low price."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import evaluation_rules as law
from lucai.platform.access.permissions import Function
from lucai.stages.trade.evaluations import rules

MEMBERS = (Side.EXPERT, Side.BUYER)
PAGE = "/rooms/{row.project_number}/evaluation/{row.lot_number}/"


def _follows(name: str, label: str, source: tuple[str, ...], target: str) -> Step:
    return Step(name=name, label=label, source=frozenset(source), target=target, by=(Side.SYSTEM,))


SESSION = Lifecycle(
    of="trade.evaluation",
    title="评审",
    initial="qualification",
    states={
        "qualification": "资格审查",
        "compliance": "符合性审查",
        "negotiating": "谈判与最后报价",
        "scoring": "独立评分",
        "consolidating": "汇总核对",
        "reporting": "签署报告",
        "reported": "评审完成",
        "delivered": "报告已送达",
        "reviewing": "重新评审中",
        "failed": "已废标",
    },
    page=PAGE,
    final=frozenset({"delivered", "failed"}),
    steps=(
        Step(
            name="finish_qualification",
            label="完成资格审查",
            source=frozenset({"qualification"}),
            target="compliance",
            by=(Side.AGENCY, Side.BUYER),
            rules=(
                rules.every_bid_is_checked,
                law.buyer_checks_the_qualification,
                rules.panel_is_complete,
            ),
            duty="资格审查",
            confirm="完成后资格审查结论不能再修改，移交评标委员会。确定完成吗？",
        ),
        Step(
            name="finish_compliance",
            label="完成符合性审查",
            source=frozenset({"compliance"}),
            target="scoring",
            by=MEMBERS,
            rules=(
                rules.chair_acts,
                rules.every_member_is_ready,
                rules.explanation_has_come_or_time_is_over,
                law.low_prices_are_decided,
                law.panel_is_still_complete,
            ),
            duty="汇总符合性审查意见",
        ),
        _follows("negotiate", "与符合要求的供应商谈判", ("compliance",), "negotiating"),
        _follows("take_quotes", "最后报价已开启", ("negotiating",), "compliance"),
        _follows("skip_scoring", "最低评标价法不评分", ("scoring",), "consolidating"),
        _follows("close_scoring", "全部成员已提交评分", ("scoring",), "consolidating"),
        _follows("reopen_scoring", "成员更换，补充评分", ("consolidating", "reporting"), "scoring"),
        Step(
            name="consolidate",
            label="汇总并排序",
            source=frozenset({"consolidating"}),
            target="reporting",
            by=MEMBERS,
            rules=(
                rules.chair_acts,
                law.objective_scores_agree,
                law.scores_are_within_range,
                law.prices_are_not_adjusted,
                law.panel_is_still_complete,
            ),
            duty="核对评分并汇总排序",
        ),
        _follows("finish_report", "评审报告签署完成", ("reporting",), "reported"),
        Step(
            name="deliver",
            label="送交评审报告",
            source=frozenset({"reported"}),
            target="delivered",
            by=(Side.AGENCY, Side.BUYER),
            rules=(law.report_is_signed, law.low_price_review_is_recorded),
            duty="送交评审报告",
            within="GP-TEN-19",
            page="delivery/",
            tells=(Side.BUYER,),
        ),
        _follows("review", "组织重新评审", ("reported", "delivered"), "reviewing"),
        _follows("uphold", "重新评审维持原结果，报告待送达", ("reviewing",), "reported"),
        _follows("uphold_delivered", "重新评审维持原结果", ("reviewing",), "delivered"),
        _follows("review_again", "重新评审认定有错，更正结果", ("reviewing",), "consolidating"),
        _follows("fail_again", "重新评审后不足法定家数，废标", ("consolidating",), "failed"),
        _follows(
            "fail", "废标", ("qualification", "compliance", "negotiating", "scoring"), "failed"
        ),
    ),
)

SHEET = Lifecycle(
    of="trade.scoreSheet",
    title="评委评审表",
    initial="checking",
    states={
        "checking": "符合性审查",
        "checked": "已提交审查意见",
        "scoring": "评分中",
        "submitted": "已提交评分",
        "signing": "待签署报告",
        "signed": "已签署报告",
        "void": "已作废",
    },
    page=PAGE,
    final=frozenset({"signed", "void"}),
    steps=(
        Step(
            name="submit_checks",
            label="提交符合性审查意见",
            source=frozenset({"checking"}),
            target="checked",
            by=MEMBERS,
            rules=(rules.own_checks_are_complete,),
            duty="符合性审查",
            confirm="提交后不能再修改审查意见。确定提交吗？",
        ),
        _follows("open_scores", "开始独立评分", ("checked",), "scoring"),
        Step(
            name="submit_scores",
            label="提交全部评分",
            source=frozenset({"scoring"}),
            target="submitted",
            by=MEMBERS,
            rules=(law.every_member_has_scored, law.scores_are_within_range),
            duty="独立评分",
            confirm="提交后，除法律允许更正的情形外不能再修改评分。确定提交吗？",
        ),
        _follows("skip_checks", "补足成员，共同认定已作出", ("checking",), "scoring"),
        _follows("skip_scores", "最低评标价法不评分", ("scoring",), "submitted"),
        _follows("open_report", "报告待签署", ("submitted",), "signing"),
        _follows("close_report", "撤回报告", ("signing", "signed"), "submitted"),
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
            confirm="成员拒绝签字且不书面说明不同意见的，视为同意评审结果。确定记录吗？",
        ),
        _follows(
            "void",
            "成员更换，意见作废",
            ("checking", "checked", "scoring", "submitted", "signing"),
            "void",
        ),
    ),
)

ENQUIRY = Lifecycle(
    of="trade.lowPriceEnquiry",
    title="异常低价说明",
    initial="asked",
    states={
        "asked": "等待投标人说明",
        "replied": "已说明，待认定",
        "accepted": "说明成立",
        "rejected": "说明不成立，投标无效",
    },
    page="/rooms/{row.project_number}/explanations/{row.lot_number}/",
    final=frozenset({"accepted", "rejected"}),
    steps=(
        Step(
            name="reply",
            label="提交书面说明",
            source=frozenset({"asked"}),
            target="replied",
            by=(Side.SUPPLIER,),
            rules=(rules.explanation_is_in_time, rules.explanation_is_given),
            duty="说明投标报价的合理性",
        ),
        _follows("accept", "评标委员会认定说明成立", ("asked", "replied"), "accepted"),
        _follows("reject", "评标委员会认定说明不成立", ("asked", "replied"), "rejected"),
    ),
)

BY_PANEL = {"资格审查": "移交小组审查"}
"""What the organiser's part is called where the panel itself checks qualification."""

QUALIFY = Function("trade.evaluation:qualify", "评审 · 资格审查", (Side.AGENCY, Side.BUYER))
START = Function("trade.evaluation:start", "评审 · 启动评审", (Side.AGENCY,))
TERMINATE = Function("trade.evaluation:terminate", "采购活动 · 终止", (Side.AGENCY,))
EVALUATE = "trade.evaluation:evaluate"

INDEPENDENT = frozenset({"qualification", "compliance", "negotiating", "scoring"})
CONSOLIDATING = frozenset({"consolidating", "reporting"})
COMPLETE = frozenset({"reported", "delivered", "reviewing"})
"""The three phases of what may be seen."""
UNVEILED = CONSOLIDATING | COMPLETE | {"failed"}
"""When it may be known whose a dark part is."""
