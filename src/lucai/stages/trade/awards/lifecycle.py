"""The life of an award."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law import award_rules as law
from lucai.law.role_rules import supplier_is_not_excluded
from lucai.stages.trade.awards import rules

RESULTS = frozenset({"decided", "announced", "contracted"})
"""The states in which there is a winner."""

AWARD = Lifecycle(
    of="trade.award",
    title="定标",
    initial="deciding",
    states={
        "deciding": "待确定中标人",
        "decided": "待公告结果",
        "announced": "已公告，待签合同",
        "contracted": "已转入合同",
        "annulled": "结果无效",
    },
    page="/rooms/{row.project_number}/award/{row.lot_number}/",
    final=frozenset({"contracted", "annulled"}),
    steps=(
        Step(
            name="decide",
            label="确定中标人",
            source=frozenset({"deciding"}),
            target="decided",
            by=(Side.BUYER,),
            rules=(
                rules.report_stands,
                supplier_is_not_excluded,
                law.winner_follows_the_order,
                rules.passing_over_has_evidence,
                rules.lot_limit_is_kept,
                law.tie_is_settled,
                law.winner_is_decided_in_time,
            ),
            duty="确定中标人",
            within="GP-TEN-19",
            page="decision/",
            tells=(Side.AGENCY,),
        ),
        Step(
            name="receive_again",
            label="收到重新评审的报告",
            source=frozenset({"deciding"}),
            target="deciding",
            by=(Side.SYSTEM,),
            tells=(Side.BUYER, Side.SUPERVISOR),
        ),
        Step(
            name="announce",
            label="公告中标结果",
            source=frozenset({"decided"}),
            target="announced",
            by=(Side.AGENCY,),
            rules=(
                law.result_stands,
                rules.every_lot_is_evaluated,
                law.result_notice_is_complete,
                law.result_notice_runs_long_enough,
                law.result_is_announced_in_time,
            ),
            duty="公告中标结果，发出通知书",
            within="GP-TEN-20",
            public=True,
            notice="result",
            tag="award",
            page="notice/",
            tells=(Side.BUYER, Side.SUPERVISOR),
        ),
        Step(
            name="contract",
            label="起草并签订合同",
            source=frozenset({"announced"}),
            target="contracted",
            by=(Side.BUYER,),
            duty="起草并签订合同",
            within="GP-CTR-01",
            page="contract/",
        ),
        Step(
            name="void",
            label="中标结果无效，另行确定中标人",
            source=RESULTS,
            target="deciding",
            by=(Side.SYSTEM,),
            tells=(Side.BUYER, Side.AGENCY, Side.SUPPLIER, Side.SUPERVISOR),
        ),
        Step(
            name="annul",
            label="中标结果无效，重新开展采购",
            source=RESULTS | {"deciding"},
            target="annulled",
            by=(Side.SYSTEM,),
            tells=(Side.BUYER, Side.AGENCY, Side.SUPPLIER, Side.SUPERVISOR),
        ),
    ),
)
