"""Reading what ties a member of the group to those who applied (GP-EXP-04)."""

from __future__ import annotations

from lucai.kernel.actors import Viewer
from lucai.platform.access.selectors import organisations
from lucai.registers.experts.selectors import looked_back
from lucai.registers.experts.selectors.ties import ties_between
from lucai.registers.suppliers.selectors import people_behind
from lucai.stages.trade.cooperations.models import Cooperation
from lucai.stages.trade.cooperations.selectors.rows import applicants_of


def ties(viewer: Viewer, row: Cooperation, person: int, organisation: int) -> tuple[str, ...]:
    """Say what surely ties a member to those who applied, so that it must leave (GP-EXP-04).

    To be asked once the applications are open: before that nobody may learn who applied.
    """
    firms = [one.supplier_id for one in applicants_of(viewer, row.number_of_project)]
    codes = frozenset(card.uscc for card in organisations(viewer, firms).values())
    behind = people_behind(viewer, firms, since=looked_back(viewer))
    certain, _possible = ties_between(viewer, person, codes, behind)
    return ("所在单位参加本项目", *certain) if organisation in firms else certain
