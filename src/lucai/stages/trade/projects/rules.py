"""What the law asks of units that buy jointly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.law.rules import Finding, rule
from lucai.law.wording import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class JointFacts:
    """A unit about to consent, or to leave again.

    ``problems`` is what its plan lacks for the lot it would join; ``fixed``: the document has been
    handed in for confirmation; ``called``: a prequalification has made the amounts public.
    """

    problems: tuple[str, ...] = ()
    fixed: bool = False
    called: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitsFacts:
    """The units of a project that were asked and have not consented."""

    waiting: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@rule("GP-BUD-01")
def unit_buys_on_its_own_plan(facts: JointFacts, at: datetime) -> Finding:
    """参与单位应当以本单位已备案、尚未立项的采购计划参加，预算各自列支。"""
    del at
    return Finding(not facts.problems, "；".join(facts.problems))


@rule("GP-BUD-01")
def unit_leaves_before_the_document_is_fixed(facts: JointFacts, at: datetime) -> Finding:
    """采购文件提交确认以前，参与单位可以退出联合采购。"""
    del at
    if facts.called:
        return Finding(False, "资格预审公告已经发布，公布了联合采购的预算，不能退出。")
    text = "采购文件已提交确认或者发布，不能退出；确有必要的，请牵头单位先退回采购文件。"
    return Finding(not facts.fixed, text)


@rule("GP-BUD-01")
def units_have_consented(facts: UnitsFacts, at: datetime) -> Finding:
    """联合采购的每个参与单位都同意以本单位预算参加后，才能确认和发布采购文件。"""
    del at
    lines = []
    if facts.waiting:
        lines.append(f"{listed(facts.waiting)}还没有确认是否参加")
    if facts.refused:
        lines.append(f"{listed(facts.refused)}不同意参加，请再次征求或者撤回")
    return Finding(not lines, "；".join(lines))
