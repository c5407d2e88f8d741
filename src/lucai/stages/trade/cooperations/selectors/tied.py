"""Reading what ties members of the group to those who applied (GP-EXP-04)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.law.cooperation_rules import BUYERS_OWN
from lucai.platform.access.selectors import organisations
from lucai.registers.exclusions.selectors import banned_experts
from lucai.registers.experts.namesakes import said_of
from lucai.registers.experts.selectors import looked_back
from lucai.registers.experts.selectors.pool import avoided_by
from lucai.registers.experts.selectors.ties import ties_between
from lucai.registers.suppliers.selectors import people_behind
from lucai.stages.trade.cooperations.models import Cooperation, Opinion
from lucai.stages.trade.cooperations.selectors.rows import applicants_of


@dataclass(frozen=True, slots=True)
class Judge:
    """A member of the group, by person and unit; ``role`` as the group has it."""

    person: int
    organisation: int
    name: str
    role: str

    @classmethod
    def of(cls, one: Opinion) -> Judge:
        """Return who gives an opinion."""
        return cls(one.person_id, one.organisation_id, one.name, one.role)


@dataclass(frozen=True, slots=True)
class Ties:
    """What ties a member to applicants for sure, and for whom it may be taken by its name."""

    certain: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()


def ties(viewer: Viewer, row: Cooperation, judges: Iterable[Judge]) -> dict[int, Ties]:
    """Say for each member, by its person, what ties it to those who applied.

    Of the buyer's own no birthday is known: a namesake among the applicants is only told.
    To be asked once the applications are open: before that nobody may learn who applied.
    """
    firms = [one.supplier_id for one in applicants_of(viewer, row.number_of_project)]
    codes = frozenset(card.uscc for card in organisations(viewer, firms).values())
    behind = people_behind(viewer, firms, since=looked_back(viewer))
    found = {}
    for judge in judges:
        certain, possible = ties_between(viewer, judge.person, codes, behind)
        if judge.role == BUYERS_OWN:
            certain, possible = (), tuple(said_of(o) for o in behind if o.name == judge.name)
        if judge.organisation in firms or avoided_by(viewer, judge.person) & codes:
            certain = ("所在单位参加本项目", *certain)
        found[judge.person] = Ties(certain, possible)
    return found


def kept_out(viewer: Viewer, row: Cooperation, one: dict[str, Any]) -> str:
    """Say why somebody may not review here; empty where he may."""
    if one["role"] == BUYERS_OWN:
        return ""
    if one["person"] in banned_experts(viewer, clock.today()):
        return "正在被限制参加评审活动的期限内，请另行确定专家"
    if one["organisation"] in {row.buyer_id, row.agency_id}:
        return "是本项目采购人或者代理机构的人员，评审专家不得评审本单位的项目（财库〔2016〕198号第十六条）"
    return ""
