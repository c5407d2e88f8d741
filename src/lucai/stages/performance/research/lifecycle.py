"""The life of a research stage."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import innovation_rules as law

STAGE = Lifecycle(
    of="performance.researchStage",
    title="研发阶段",
    initial="waiting",
    states={
        "waiting": "等待上一阶段",
        "planned": "待中期谈判",
        "researching": "研发中",
        "reported": "已提交成果，待认定",
        "passed": "成果符合要求",
        "stopped": "未完成，已终止研发合同",
        "void": "研发合同已终止",
    },
    page="/contracts/{row.contract_number}/research/{row.number}/",
    final=frozenset({"passed", "stopped", "void"}),
    steps=(
        Step(
            name="open",
            label="进入本阶段",
            source=frozenset({"waiting"}),
            target="planned",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="negotiate",
            label="记录中期谈判",
            source=frozenset({"planned"}),
            target="researching",
            by=(Side.BUYER,),
            rules=(law.stages_follow_each_other,),
            duty="组织谈判小组与供应商进行研发中期谈判",
            tells=(Side.SUPPLIER,),
            page="negotiate/",
        ),
        Step(
            name="report",
            label="提交成果报告和成本说明",
            source=frozenset({"researching"}),
            target="reported",
            by=(Side.SUPPLIER,),
            duty="提交阶段成果报告和成本说明",
            tells=(Side.BUYER,),
            page="report/",
        ),
        Step(
            name="pass_stage",
            label="成果符合要求，认定成本",
            source=frozenset({"reported"}),
            target="passed",
            by=(Side.BUYER,),
            rules=(law.stage_is_within_the_contract,),
            duty="认定阶段成果和成本",
            tells=(Side.SUPPLIER,),
            page="pass_stage/",
        ),
        Step(
            name="return_report",
            label="退回补正",
            source=frozenset({"reported"}),
            target="researching",
            by=(Side.BUYER,),
            tells=(Side.SUPPLIER,),
            page="return_report/",
        ),
        Step(
            name="stop",
            label="没有完成，终止研发合同",
            source=frozenset({"researching", "reported"}),
            target="stopped",
            by=(Side.BUYER,),
            tells=(Side.SUPPLIER, Side.SUPERVISOR),
            page="stop/",
        ),
        Step(
            name="void",
            label="研发合同已终止",
            source=frozenset({"waiting", "planned", "researching", "reported"}),
            target="void",
            by=(Side.SYSTEM,),
        ),
    ),
)
