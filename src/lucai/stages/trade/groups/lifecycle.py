"""The lives of a review group, of a seat in it and of what its member finds."""

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
from lucai.law.role_rules import expert_did_not_argue, supervisor_does_not_evaluate
from lucai.stages.trade.drawn_experts.lifecycle import CALL_STEPS, FINAL, INITIAL, SEATED, STATES
from lucai.stages.trade.groups.rules import own_findings_are_complete
from lucai.stages.trade.panels import rules

ORGANISERS = (Side.AGENCY, Side.BUYER)
MEMBERS = (Side.EXPERT, Side.BUYER)
"""Experts who are drawn, and representatives of purchasers."""
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
        "formed": "已组成，评审中",
        "reported": "评审报告已签署",
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
        _follows("report", "评审报告签署完成", ("formed",), "reported", tells=ORGANISERS),
        _follows(
            "dissolve", "评审小组解散", ("forming", "drawn", "formed", "reported"), "dissolved"
        ),
    ),
)

SEAT = Lifecycle(
    of="trade.groupSeat",
    title="评审小组成员",
    initial=INITIAL,
    states=STATES,
    page=PAGE,
    final=FINAL,
    steps=(
        *CALL_STEPS,
        Step(
            name="sign_in",
            label="签到参加评审",
            source=frozenset({"asked", "drawn"}),
            target="signed_in",
            by=MEMBERS,
            rules=(
                rules.evaluation_day_has_come,
                rules.bids_are_opened,
                nobody_must_recuse,
                members_are_outsiders,
                representatives_are_authorised,
                expert_did_not_argue,
                supervisor_does_not_evaluate,
                rules.declarations_are_made,
                rules.devices_are_handed_in,
            ),
            duty="签到参加评审",
            page="sign-in/",
        ),
        Step(
            name="recuse",
            label="申请回避",
            source=SEATED,
            target="recused",
            by=MEMBERS,
            page="recusal/",
        ),
        Step(
            name="replace",
            label="更换缺席成员",
            source=SEATED,
            target="replaced",
            by=ORGANISERS,
        ),
    ),
)

SHEET = Lifecycle(
    of="trade.groupSheet",
    title="评审小组评审意见",
    initial="reviewing",
    states={
        "reviewing": "评审中",
        "submitted": "已提交评审意见",
        "signing": "待签署报告",
        "signed": "已签署报告",
        "void": "已作废",
    },
    page=PAGE,
    final=frozenset({"signed", "void"}),
    steps=(
        Step(
            name="submit",
            label="提交评审意见",
            source=frozenset({"reviewing"}),
            target="submitted",
            by=MEMBERS,
            rules=(own_findings_are_complete,),
            duty="独立评审响应文件，提交评审意见",
            page="review/",
        ),
        _follows("open_report", "报告待签署", ("submitted",), "signing"),
        _follows("close_report", "成员更换，撤回报告", ("signing", "signed"), "submitted"),
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
            by=ORGANISERS,
        ),
        _follows(
            "void",
            "成员更换，意见作废",
            ("reviewing", "submitted", "signing", "signed"),
            "void",
        ),
    ),
)

LIVES = (GROUP, SEAT, SHEET)
OVER = frozenset({"reported", "dissolved"})
"""The states of a group in which nobody is asked or answers any more."""
