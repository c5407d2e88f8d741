"""The life of a procurement project. Its steps follow from acts in other modules."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step

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
