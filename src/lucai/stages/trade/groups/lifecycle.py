"""The lives of a review group and of a seat in it."""

from __future__ import annotations

from typing import Any

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law.panel_rules import (
    draw_is_not_too_early,
    members_are_outsiders,
    nobody_must_recuse,
    panel_is_lawful,
    representatives_are_authorised,
)
from lucai.stages.trade.panels import rules

ORGANISERS = (Side.AGENCY, Side.BUYER)
PAGE = "/review-groups/{row.group_number}/"


def _follows(name: str, label: str, source: tuple[str, ...], target: str, **more: Any) -> Step:
    return Step(
        name=name, label=label, source=frozenset(source), target=target, by=(Side.SYSTEM,), **more
    )


GROUP = Lifecycle(
    of="trade.reviewGroup",
    title="评审小组",
    initial="forming",
    states={
        "forming": "待抽取专家",
        "drawn": "已抽取，待签到",
        "formed": "已组成",
        "dissolved": "已解散",
    },
    page=PAGE,
    final=frozenset({"dissolved"}),
    steps=(
        Step(
            name="draw",
            label="抽取评审专家",
            source=frozenset({"forming"}),
            target="drawn",
            by=ORGANISERS,
            rules=(
                panel_is_lawful,
                draw_is_not_too_early,
                members_are_outsiders,
                representatives_are_authorised,
                rules.evaluation_follows_the_opening,
                rules.pool_is_large_enough,
            ),
            duty="抽取评审专家",
            within="GP-EXP-03",
            page="draw/",
        ),
        _follows("form", "评审小组组成", ("drawn",), "formed", tells=ORGANISERS),
        _follows("reopen", "补足评审小组", ("formed",), "drawn"),
        _follows("dissolve", "评审小组解散", ("forming", "drawn", "formed"), "dissolved"),
    ),
)

SEAT = Lifecycle(
    of="trade.groupSeat",
    title="评审小组专家",
    initial="drawn",
    states={
        "drawn": "待签到",
        "signed_in": "已签到",
        "recused": "已回避",
        "replaced": "已更换",
    },
    page=PAGE,
    final=frozenset({"recused", "replaced"}),
    steps=(
        Step(
            name="sign_in",
            label="签到参加评审",
            source=frozenset({"drawn"}),
            target="signed_in",
            by=(Side.EXPERT,),
            rules=(
                rules.evaluation_day_has_come,
                rules.bids_are_opened,
                nobody_must_recuse,
                members_are_outsiders,
                rules.declarations_are_made,
            ),
            duty="签到参加评审",
            page="sign-in/",
        ),
        Step(
            name="recuse",
            label="申请回避",
            source=frozenset({"drawn", "signed_in"}),
            target="recused",
            by=(Side.EXPERT,),
            page="recusal/",
        ),
        Step(
            name="replace",
            label="更换缺席成员",
            source=frozenset({"drawn", "signed_in"}),
            target="replaced",
            by=ORGANISERS,
        ),
    ),
)

LIVES = (GROUP, SEAT)
SEATED = frozenset({"drawn", "signed_in"})
