"""The lives of a panel and of a seat in it."""

from __future__ import annotations

from lucai.kernel.actors import Side
from lucai.kernel.lifecycle import Lifecycle, Step
from lucai.law.import_rules import import_arguers_do_not_evaluate
from lucai.law.panel_rules import (
    consultation_panel_has_a_lawyer,
    draw_is_not_too_early,
    members_are_outsiders,
    negotiation_panel_has_a_lawyer,
    nobody_must_recuse,
    panel_is_lawful,
    representatives_are_authorised,
)
from lucai.law.role_rules import expert_did_not_argue, supervisor_does_not_evaluate
from lucai.platform.access.permissions import Function
from lucai.stages.trade.drawn_experts.lifecycle import CALL_STEPS, FINAL, INITIAL, SEATED, STATES
from lucai.stages.trade.panels import rules

PANEL = Lifecycle(
    of="trade.panel",
    title="评审委员会",
    initial="forming",
    states={
        "forming": "待抽取专家",
        "short": "已抽取，待采购人派代表",
        "drawn": "已抽取，待签到",
        "formed": "已组成",
        "dissolved": "已解散",
    },
    page="/rooms/{row.project_number}/panel/",
    final=frozenset({"dissolved"}),
    steps=(
        Step(
            name="draw",
            label="抽取评审专家",
            source=frozenset({"forming"}),
            target="drawn",
            by=(Side.AGENCY,),
            rules=(
                panel_is_lawful,
                negotiation_panel_has_a_lawyer,
                consultation_panel_has_a_lawyer,
                draw_is_not_too_early,
                rules.evaluation_follows_the_opening,
                rules.pool_is_large_enough,
                rules.nobody_has_asked_to_choose,
            ),
            duty="抽取评审专家",
            within="GP-EXP-03",
            page="draw/",
        ),
        Step(
            name="choose",
            label="自行选定评审专家",
            source=frozenset({"forming"}),
            target="drawn",
            by=(Side.BUYER,),
            rules=(
                rules.choice_is_consented_to,
                panel_is_lawful,
                negotiation_panel_has_a_lawyer,
                consultation_panel_has_a_lawyer,
                rules.evaluation_follows_the_opening,
            ),
            page="choice/naming/",
        ),
        Step(
            name="wait",
            label="等待采购人派代表",
            source=frozenset({"drawn"}),
            target="short",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="delegate",
            label="委派采购人代表",
            source=frozenset({"short"}),
            target="drawn",
            by=(Side.BUYER,),
            duty="委派采购人代表",
            page="representative/",
        ),
        Step(
            name="form",
            label="评审委员会组成",
            source=frozenset({"drawn"}),
            target="formed",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="reopen",
            label="补足评审委员会",
            source=frozenset({"formed"}),
            target="drawn",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="dissolve",
            label="评审委员会解散",
            source=frozenset({"forming", "short", "drawn", "formed"}),
            target="dissolved",
            by=(Side.SYSTEM,),
        ),
        Step(
            name="reconvene",
            label="原评审委员会重新评审",
            source=frozenset({"dissolved"}),
            target="formed",
            by=(Side.SYSTEM,),
        ),
    ),
)

MEMBER = Lifecycle(
    of="trade.panelMember",
    title="评委会成员",
    initial=INITIAL,
    states=STATES,
    page="/rooms/{row.project_number}/panel/",
    final=FINAL,
    steps=(
        *CALL_STEPS,
        Step(
            name="sign_in",
            label="签到参加评审",
            source=frozenset({"asked", "drawn"}),
            target="signed_in",
            by=(Side.EXPERT, Side.BUYER),
            rules=(
                rules.evaluation_day_has_come,
                rules.bids_are_opened,
                nobody_must_recuse,
                members_are_outsiders,
                representatives_are_authorised,
                import_arguers_do_not_evaluate,
                expert_did_not_argue,
                supervisor_does_not_evaluate,
                rules.declarations_are_made,
                rules.devices_are_handed_in,
            ),
            duty="签到参加评审",
            page="sign-in/",
        ),
        Step(
            name="vote",
            label="投票推选组长",
            source=frozenset({"signed_in"}),
            target="signed_in",
            by=(Side.EXPERT, Side.BUYER),
            duty="投票推选组长",
        ),
        Step(
            name="recuse",
            label="申请回避",
            source=SEATED,
            target="recused",
            by=(Side.EXPERT, Side.BUYER),
            page="recusal/",
        ),
        Step(
            name="replace",
            label="更换缺席成员",
            source=SEATED,
            target="replaced",
            by=(Side.AGENCY,),
        ),
    ),
)

CHOICE = Lifecycle(
    of="trade.expertChoice",
    title="自行选定评审专家的申请",
    initial=rules.ASKED,
    states={
        rules.ASKED: "待主管预算单位决定",
        rules.CONSENTED: "主管预算单位同意，待选定",
        "named": "已选定",
        "refused": "主管预算单位不同意",
        "withdrawn": "已撤回",
    },
    page="/rooms/{row.project_number}/panel/choice/",
    final=frozenset({"refused", "withdrawn"}),
    steps=(
        Step(
            name="consent",
            label="同意自行选定",
            source=frozenset({rules.ASKED}),
            target=rules.CONSENTED,
            by=(Side.BUYER,),
            rules=(rules.another_than_the_asker_consents,),
            duty="审核自行选定评审专家的申请",
            tells=(Side.AGENCY,),
            page="decision/",
        ),
        Step(
            name="refuse",
            label="不同意自行选定",
            source=frozenset({rules.ASKED}),
            target="refused",
            by=(Side.BUYER,),
            rules=(rules.another_than_the_asker_consents,),
            tells=(Side.AGENCY,),
            page="decision/",
        ),
        Step(
            name="name",
            label="选定评审专家",
            source=frozenset({rules.CONSENTED}),
            target="named",
            by=(Side.BUYER,),
            rules=(rules.panel_is_prepared,),
            duty="选定评审专家",
            tells=(Side.AGENCY, Side.SUPERVISOR),
            page="naming/",
        ),
        Step(
            name="name_again",
            label="席位空缺，另行选定",
            source=frozenset({"named"}),
            target=rules.CONSENTED,
            by=(Side.SYSTEM,),
        ),
        Step(
            name="withdraw",
            label="撤回申请，改为随机抽取",
            source=frozenset({rules.ASKED, rules.CONSENTED}),
            target="withdrawn",
            by=(Side.BUYER,),
            tells=(Side.AGENCY,),
            confirm="撤回以后由代理机构从专家库随机抽取。",
        ),
        Step(
            name="lapse",
            label="评审已经结束，申请不再办理",
            source=frozenset({rules.ASKED, rules.CONSENTED}),
            target="withdrawn",
            by=(Side.SYSTEM,),
        ),
    ),
)

CHOOSE = Function("trade.expertChoice:ask", "评审委员会 · 申请自行选定专家", (Side.BUYER,))
PLAN = Function("trade.panel:plan", "评审委员会 · 组建", (Side.AGENCY,))
APPOINT = Function("trade.panel:appoint", "评审委员会 · 委派采购人代表", (Side.BUYER,))
EVALUATE = Function("trade.evaluation:evaluate", "评审 · 担任评委会成员", (Side.EXPERT, Side.BUYER))

OVER = frozenset({"dissolved"})
"""The states of a panel in which nobody is asked or answers any more."""
