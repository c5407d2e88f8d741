"""The life of a procurement project. Its steps follow from acts in other modules."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.platform.access.permissions import Function
from lucai.stages.trade.projects.rules import (
    unit_buys_on_its_own_plan,
    unit_leaves_before_the_document_is_fixed,
)

STATES = {
    "commissioned": "已委托",
    "preparing": "编制采购文件",
    "prequalifying": "资格预审中",
    "announced": "公告中",
    "opened": "已开标",
    "evaluating": "评审中",
    "evaluated": "待确定中标人",
    "decided": "待公告结果",
    "awarded": "已公告结果",
    "contracting": "签订合同",
    "performing": "履约中",
    "completed": "履约完成",
    "archived": "已归档",
    "ended": "已终止",
}

ORDER = tuple(state for state in STATES if state != "ended")
"""The states in the order of life, without the early end."""


def _follows(name: str, label: str, source: tuple[str, ...], target: str) -> Step:
    return Step(name=name, label=label, source=frozenset(source), target=target, by=(Side.SYSTEM,))


PROJECT = Lifecycle(
    of="trade.procurementProject",
    title="采购项目",
    initial="commissioned",
    states=STATES,
    page="/rooms/{row.number}/",
    final=frozenset({"archived", "ended"}),
    steps=(
        _follows("prepare", "开始编制采购文件", ("commissioned",), "preparing"),
        _follows("prequalify", "进入资格预审", ("preparing",), "prequalifying"),
        _follows("announce", "进入公告期", ("preparing", "prequalifying"), "announced"),
        _follows("open", "开标", ("announced",), "opened"),
        _follows("evaluate", "开始评审", ("opened",), "evaluating"),
        _follows("report", "评审报告送达", ("evaluating",), "evaluated"),
        _follows("decide", "确定中标人", ("evaluated",), "decided"),
        _follows("award", "公告中标结果", ("evaluated", "decided"), "awarded"),
        _follows("contract", "开始签订合同", ("awarded",), "contracting"),
        _follows("perform", "开始履约", ("awarded", "contracting"), "performing"),
        _follows("complete", "履约完成", ("performing",), "completed"),
        _follows("archive", "归档", ("completed",), "archived"),
        _follows("end", "终止采购活动", ORDER[: ORDER.index("completed")], "ended"),
    ),
)

LOT_STATES = {
    "active": "进行中",
    "failed": "已废标",
    "awarded": "已定标",
    "contracted": "已签合同",
    "completed": "已完成",
}

JOINT = Lifecycle(
    of="trade.jointUnit",
    title="联合采购参与单位",
    initial="asked",
    states={
        "asked": "待参与单位确认",
        "consented": "已同意参加",
        "awarded": "待签本单位合同",
        "contracted": "已起草本单位合同",
        "refused": "不同意参加",
        "withdrawn": "已撤回",
        "released": "已退出（采购活动终止）",
    },
    page="/rooms/{row.project_number}/joint/{row.place}/",
    final=frozenset({"contracted", "withdrawn", "released"}),
    steps=(
        Step(
            name="consent",
            label="同意参加联合采购",
            source=frozenset({"asked"}),
            target="consented",
            by=(Side.BUYER,),
            rules=(unit_buys_on_its_own_plan,),
            duty="确认是否参加联合采购",
            tells=(Side.AGENCY,),
            confirm="同意后，本单位这份采购计划由牵头单位的项目执行，不能再另行委托；资金仍冻结在本单位预算，合同由本单位自己签订。采购文件、定标等事项由牵头单位办理。",
        ),
        Step(
            name="refuse",
            label="不同意参加",
            source=frozenset({"asked"}),
            target="refused",
            by=(Side.BUYER,),
            page="refuse/",
        ),
        Step(
            name="ask_again",
            label="再次征求同意",
            source=frozenset({"refused"}),
            target="asked",
            by=(Side.BUYER,),
            duty="参与单位不同意参加联合采购，请处理",
        ),
        Step(
            name="leave",
            label="退出联合采购",
            source=frozenset({"consented"}),
            target="refused",
            by=(Side.BUYER,),
            rules=(unit_leaves_before_the_document_is_fixed,),
            tells=(Side.AGENCY,),
            page="leave/",
        ),
        Step(
            name="withdraw",
            label="撤回征求",
            source=frozenset({"asked", "refused"}),
            target="withdrawn",
            by=(Side.BUYER,),
        ),
        Step(
            name="award",
            label="公告中标结果",
            source=frozenset({"consented"}),
            target="awarded",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="reopen",
            label="中标结果撤销",
            source=frozenset({"awarded"}),
            target="consented",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="contract",
            label="起草本单位合同",
            source=frozenset({"awarded"}),
            target="contracted",
            by=(Side.BUYER,),
            duty="按中标结果起草本单位的合同",
            within="GP-CTR-01",
            page="contract/",
        ),
        Step(
            name="release",
            label="采购活动终止，退出联合采购",
            source=frozenset({"asked", "consented", "awarded", "refused"}),
            target="released",
            by=(Side.SYSTEM,),
        ),
    ),
)

APART = frozenset({"refused", "withdrawn"})
"""The states in which a unit has no part in the project."""
JOINED = frozenset({"consented", "awarded", "contracted"})
"""The states of a unit that buys jointly."""
LEADS = frozenset({"ask_again", "withdraw"})
"""The steps of the lead; the others are the unit's own."""

NAME = Function("trade.jointUnit:name", "联合采购 · 征求参与单位", (Side.BUYER,))
