"""What the directory asks besides the law's own rules: who decides, what is left behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.calendar import beijing_day
from lucai.law.library_rules import AgencyFacts
from lucai.law.verdicts import Verdict

DIRECTORY = ("财库〔2018〕2号",)
INSPECTION = ("财库〔2018〕2号/19", "财库〔2018〕2号/21")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFacts(AgencyFacts):
    """An entry before a step, with who acts and what is still open; persons by id."""

    sent_back_by: int | None = None
    acting: int | None = None
    open_work: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawFacts:
    """A draw before it is held."""

    pool: int
    places: int
    inspectors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionFacts:
    """An inspection before its result is made public."""

    answered: bool
    answer_until: date | None


def another_hand_decides(facts: EntryFacts, at: datetime) -> Verdict:
    """对退回决定的异议应当由没有办理退回的人处理。"""
    del at
    holds = facts.acting is None or facts.acting != facts.sent_back_by
    message = "由另一人处理" if holds else "退回是您办理的，请由另一位同事处理异议。"
    return Verdict("GP-AGE-01", holds, message, DIRECTORY)


def no_work_is_open(facts: EntryFacts, at: datetime) -> Verdict:
    """还有在办委托的，办结或者移交以后才能注销名录登记。"""
    del at
    holds = not facts.open_work
    message = (
        "没有在办的委托"
        if holds
        else f"还有 {facts.open_work} 项在办的委托，办结或者移交后再注销。"
    )
    return Verdict("GP-AGE-01", holds, message, DIRECTORY)


def draw_has_a_pool(facts: DrawFacts, at: datetime) -> Verdict:
    """随机抽查应当从名录中抽取检查对象，并随机选派检查人员。"""
    del at
    holds = 0 < facts.places <= facts.pool and facts.inspectors > 0
    message = (
        f"名录中可抽取 {facts.pool} 家，计划抽取 {facts.places} 家；"
        f"本部门有检查权限的人员 {facts.inspectors} 名。"
    )
    return Verdict("GP-AGE-06", holds, message, INSPECTION)


def agency_was_heard(facts: InspectionFacts, at: datetime) -> Verdict:
    """公布检查结果以前，应当听取被检查机构的说明，或者说明期限已满。"""
    until = facts.answer_until
    holds = facts.answered or (until is not None and beijing_day(at) > until)
    message = (
        "已听取说明或者期限已满"
        if holds
        else f"机构可以在 {until} 前说明情况，期满或者说明后再公布。"
    )
    return Verdict("GP-AGE-06", holds, message, INSPECTION)
