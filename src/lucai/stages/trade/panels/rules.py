"""What else must hold before a panel is drawn and a seat is taken; the law's own rules come first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.law.calendar import beijing_day
from lucai.law.panel_rules import PanelFacts
from lucai.law.rules import Finding, rule
from lucai.law.wording import listed, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawFacts(PanelFacts):
    """A draw about to begin; ``eligible`` counts the experts of the library who fit.

    ``short`` says which lines of the quota cannot be filled, in words. ``choice`` is the state of
    the buyer's request to choose the experts itself, empty where there is none.
    """

    evaluation_at: datetime
    bid_deadline: datetime | None
    eligible: int
    short: tuple[str, ...] = ()
    choice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacts:
    """Somebody about to take a seat, or to lead; names stand for people, as in PanelFacts.

    ``duties`` are those that meet in ``person`` (:class:`~lucai.law.role_rules.DutyFacts`).
    """

    evaluation_at: datetime
    opened: bool = True
    declared: bool = True
    devices_kept: bool = True
    conflicted: tuple[str, ...] = ()
    own_unit_experts: tuple[str, ...] = ()
    agency_members: tuple[str, ...] = ()
    supervision_members: tuple[str, ...] = ()
    representatives_without_letter: tuple[str, ...] = ()
    leader_is_representative: bool = False
    person: str = ""
    duties: frozenset[str] = frozenset()
    argued_import: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceFacts:
    """A request to choose the experts oneself; ``own``: whoever decides now has written it.

    ``prepared``: the agency has fixed when and where the panel meets, so that places can be filled.
    """

    own: bool = False
    prepared: bool = True


ASKED, CONSENTED = "asked", "consented"
"""The states of a request to choose the experts oneself while it keeps the draw closed."""


def named(name: str, *, chosen: bool) -> str:
    """Name a member in the result notice; whom the buyer chose itself is marked (198号文 art 20)."""
    return f"{name}（自行选定）" if chosen else name


@rule("GP-TEN-09")
def evaluation_follows_the_opening(facts: DrawFacts, at: datetime) -> Finding:
    """评审活动在开标以后进行。"""
    del at
    if facts.bid_deadline is None:
        return Finding(False, "采购公告尚未发布，还没有开标时间。")
    holds = facts.evaluation_at >= facts.bid_deadline
    return Finding(holds, f"评审时间不得早于开标时间{moment(facts.bid_deadline)}。")


@rule("GP-EXP-02")
def pool_is_large_enough(facts: DrawFacts, at: datetime) -> Finding:
    """评审专家应当从专家库中随机抽取。"""
    del at
    if facts.short:
        return Finding(False, f"专家库中符合专业和回避条件的不够：{listed(facts.short)}。")
    holds = facts.eligible >= facts.experts
    return Finding(
        holds,
        f"专家库中符合专业和回避条件的只有{facts.eligible}名，需要{facts.experts}名；请放宽评审专业。",
    )


@rule("GP-EXP-02")
def nobody_has_asked_to_choose(facts: DrawFacts, at: datetime) -> Finding:
    """采购人申请自行选定评审专家的，主管预算单位作出决定以前、同意以后不再随机抽取。"""
    del at
    says = {
        ASKED: "采购人已申请自行选定评审专家，正在等待主管预算单位的决定。",
        CONSENTED: "主管预算单位已同意自行选定评审专家，请采购人选定，或者撤回申请后再抽取。",
    }
    return Finding(facts.choice not in says, says.get(facts.choice, ""))


@rule("GP-EXP-02")
def choice_is_consented_to(facts: DrawFacts, at: datetime) -> Finding:
    """自行选定评审专家的，应当经主管预算单位同意。"""
    del at
    return Finding(facts.choice == CONSENTED, "主管预算单位还没有同意自行选定评审专家。")


@rule("GP-EXP-02")
def another_than_the_asker_consents(facts: ChoiceFacts, at: datetime) -> Finding:
    """自行选定评审专家由主管预算单位同意，申请人不得审批自己的申请。"""
    del at
    return Finding(not facts.own, "申请是您提交的，请由主管预算单位的另一位同事决定。")


@rule("GP-EXP-02")
def panel_is_prepared(facts: ChoiceFacts, at: datetime) -> Finding:
    """评审专家在采购代理机构确定评审时间和地点以后选定。"""
    del at
    return Finding(
        facts.prepared, "采购代理机构还没有确定评审时间和地点，确定以后即可选定评审专家。"
    )


@rule("GP-EXP-03")
def evaluation_day_has_come(facts: MemberFacts, at: datetime) -> Finding:
    """评审当日方可签到。"""
    day = beijing_day(facts.evaluation_at)
    holds = beijing_day(at) >= day
    return Finding(holds, f"评审于{moment(facts.evaluation_at)}开始，当日方可签到。", opens_at=day)


@rule("GP-TEN-09")
def bids_are_opened(facts: MemberFacts, at: datetime) -> Finding:
    """评标委员会成员不得参加开标，开标以后签到并核对回避。"""
    del at
    return Finding(facts.opened, "尚未开标，开标后方可签到。")


@rule("GP-EXP-14")
def declarations_are_made(facts: MemberFacts, at: datetime) -> Finding:
    """参加评审应当签署承诺、作出回避声明。"""
    del at
    return Finding(facts.declared, "请勾选评审承诺和回避声明后签到。")


@rule("GP-EXP-13")
def devices_are_handed_in(facts: MemberFacts, at: datetime) -> Finding:
    """评审期间应当统一保管通讯工具，拒不配合的不得参加评审。"""
    del at
    return Finding(facts.devices_kept, "请交存通讯工具并勾选确认后签到。")
