"""The lives of a draw that waits, and of the nonce that one party is asked for."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.stages.trade.draws import rules

ORGANISERS = (Side.AGENCY, Side.BUYER)
PARTIES = (Side.AGENCY, Side.BUYER, Side.SUPERVISOR)

WAITING = Lifecycle(
    of="trade.waitingDraw",
    title="等待随机数的抽取",
    initial="waiting",
    states={
        "waiting": "等待各方提交随机数",
        "opened": "随机数已开启",
        "given_up": "已放弃",
        "questioned": "已放弃，待财政部门核查",
        "checked": "已放弃，已核查",
        "left": "已终止",
    },
    page="/draws/{row.draw_number}/waiting/",
    final=frozenset({"opened", "given_up", "checked", "left"}),
    steps=(
        Step(
            name="give_up",
            label="放弃等待中的抽取",
            source=frozenset({"waiting"}),
            target="given_up",
            by=ORGANISERS,
            rules=(
                rules.holders_had_their_time,
                rules.outcome_hangs_on_the_holders,
                rules.no_share_is_released,
            ),
            public=True,
            tells=PARTIES,
            page="giving-up/",
        ),
        Step(
            name="open",
            label="开启各方的抽取随机数",
            source=frozenset({"waiting"}),
            target="opened",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="leave",
            label="抽取随项目终止",
            source=frozenset({"waiting"}),
            target="left",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="question",
            label="放弃抽取须由财政部门核查",
            source=frozenset({"given_up", "left"}),
            target="questioned",
            by=(Side.SYSTEM,),
            tells=(Side.SUPERVISOR,),
        ),
        Step(
            name="check",
            label="写明核查结果",
            source=frozenset({"questioned"}),
            target="checked",
            by=(Side.SUPERVISOR,),
            duty="核查一再放弃的抽取",
            page="check/",
        ),
    ),
)

CHANCE = Lifecycle(
    of="trade.drawChance",
    title="抽取随机数",
    initial="awaited",
    states={
        "awaited": "待提交",
        "given": "已密封提交",
        "opened": "已公布",
        "missed": "没有参与",
    },
    page="/draws/{row.draw_number}/nonce/",
    final=frozenset({"opened", "missed"}),
    steps=(
        Step(
            name="give",
            label="提交抽取随机数",
            source=frozenset({"awaited"}),
            target="given",
            by=PARTIES,
            rules=(rules.chance_is_in_time,),
            duty="提交抽取随机数",
        ),
        Step(
            name="reveal",
            label="公布抽取随机数",
            source=frozenset({"given"}),
            target="opened",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="miss",
            label="没有提供抽取随机数",
            source=frozenset({"awaited", "given"}),
            target="missed",
            by=(Side.SYSTEM,),
        ),
    ),
)

GOES_ON = frozenset({"waiting", "opened"})
"""The states of a draw that was not given up; after any other whoever draws begins a new one."""
