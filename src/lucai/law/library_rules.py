"""Rules of the libraries: agencies in the directory, experts who may enter and stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.law.calendar import add_years, beijing_day
from lucai.law.deadlines import Deadline, deadline
from lucai.law.parameters import parameter
from lucai.law.rules import Finding, rule
from lucai.law.wording import day, listed

SENIOR, MIDDLE = "senior", "middle"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyFacts:
    """An agency as the directory knows it; ``rooms`` and ``unrecorded`` are names of rooms.

    ``evaluates_at_home``: it holds openings or evaluations in rooms of its own.
    """

    listed: bool = True
    missing: tuple[str, ...] = ()
    staff: int = 0
    untrained: tuple[str, ...] = ()
    evaluates_at_home: bool = False
    rooms: tuple[str, ...] = ()
    unrecorded: tuple[str, ...] = ()
    internal_control: str = ""
    changed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertFacts:
    """Somebody who wants to be, or is, an expert of the library; ``bad_on`` the last bad record."""

    born_on: date | None = None
    title_level: str = SENIOR
    title_since: date | None = None
    scarce: bool = False
    bad_on: date | None = None


@rule("GP-AGE-01")
def agency_entry_is_complete(facts: AgencyFacts, at: datetime) -> Finding:
    """代理机构应当如实、完整填写名录登记信息并作出承诺。"""
    del at
    return Finding(not facts.missing, f"登记信息不完整，还缺：{listed(facts.missing)}。")


@rule("GP-AGE-01")
def agency_is_in_the_directory(facts: AgencyFacts, at: datetime) -> Finding:
    """代理政府采购业务的机构应当已经在名录登记。"""
    del at
    return Finding(facts.listed, "这家机构没有在代理机构名录登记，或者已经注销。")


@rule("GP-AGE-01", severity="warn", dated_by="changed_on")
def agency_change_is_filed_in_time(facts: AgencyFacts, at: datetime) -> Finding:
    """登记信息发生变更的，应当自变更之日起十个工作日内更新。"""
    if facts.changed_on is None:
        return Finding(True)
    last = last_day_for_change(facts.changed_on)
    said = f"{day(facts.changed_on)}变更的信息最迟应在{day(last.date)}更新，本次按逾期记载。"
    return Finding(last.allows(beijing_day(at)), said, last.calculation)


@rule("GP-AGE-02")
def agency_has_enough_staff(facts: AgencyFacts, at: datetime) -> Finding:
    """代理机构应当有不少于五名专职从业人员。"""
    least = parameter("GP-AGE-02", "staff", on=beijing_day(at)).value
    said = f"名录登记的专职从业人员{facts.staff}名，法定不少于{least}名。"
    return Finding(facts.staff >= least, said)


@rule("GP-AGE-02", severity="warn")
def agency_staff_is_trained(facts: AgencyFacts, at: datetime) -> Finding:
    """专职从业人员应当熟悉政府采购法律法规，有相应的培训记录。"""
    del at
    return Finding(not facts.untrained, f"{listed(facts.untrained)}没有登记培训记录。")


@rule("GP-AGE-02", cites=("财库〔2018〕2号/11", "财库〔2018〕2号/14"))
def agency_rooms_are_recorded(facts: AgencyFacts, at: datetime) -> Finding:
    """在自有场所组织开标、评审的，应当有评审条件和录音录像设备。"""
    del at
    if not facts.evaluates_at_home:
        return Finding(True)
    if not facts.rooms:
        return Finding(False, "选择了在自有场所组织开标、评审，但没有登记场所。")
    return Finding(not facts.unrecorded, f"{listed(facts.unrecorded)}没有录音录像设备。")


@rule("GP-AGE-02")
def agency_controls_itself(facts: AgencyFacts, at: datetime) -> Finding:
    """代理机构应当建立内部监督制度。"""
    del at
    return Finding(bool(facts.internal_control.strip()), "没有填写内部监督管理制度。")


@rule("GP-EXP-01")
def expert_is_below_the_age(facts: ExpertFacts, at: datetime) -> Finding:
    """评审专家应当未满七十周岁；专业稀缺的可以放宽。"""
    last = last_birthday(facts.born_on, beijing_day(at)) if facts.born_on else None
    if last is None:
        return Finding(False, "没有填写出生日期，不能核对年龄。")
    holds = facts.scarce or beijing_day(at) < last
    return Finding(holds, f"{day(last)}起年满七十周岁，不再符合入库条件。")


@rule("GP-EXP-01")
def expert_has_the_title(facts: ExpertFacts, at: datetime) -> Finding:
    """评审专家应当具有中级专业技术职称满八年，或者高级职称；专业稀缺的可以放宽。"""
    if facts.title_level == SENIOR or facts.scarce:
        return Finding(True)
    on = beijing_day(at)
    years = int(parameter("GP-EXP-01", "years_with_mid_title", on=on).value)
    if facts.title_level != MIDDLE or facts.title_since is None:
        return Finding(False, "没有中级以上专业技术职称，或者没有填写取得日期。")
    from_ = add_years(facts.title_since, years)
    return Finding(on >= from_, f"中级职称到{day(from_)}满{years}年。", opens_at=from_)


@rule("GP-EXP-01")
def expert_is_clean(facts: ExpertFacts, at: datetime) -> Finding:
    """评审专家应当三年内没有不良信用记录。"""
    if facts.bad_on is None:
        return Finding(True)
    on = beijing_day(at)
    until = clean_from(facts.bad_on, on)
    return Finding(on >= until, f"{day(facts.bad_on)}有不良信用记录，{day(until)}前不能入库。")


def last_day_for_change(changed_on: date) -> Deadline:
    """Return the last day on which a change of the directory's facts is filed in time (GP-AGE-01)."""
    return deadline("GP-AGE-01", changed_on)


def last_birthday(born_on: date, on: date) -> date:
    """Return the day from which somebody is too old for the library (GP-EXP-01)."""
    return add_years(born_on, int(parameter("GP-EXP-01", "age_below", on=on).value))


def clean_from(bad_on: date, on: date) -> date:
    """Return the day from which a bad record keeps nobody out of the library any more (GP-EXP-01)."""
    return add_years(bad_on, int(parameter("GP-EXP-01", "clean", on=on).value))
