"""Reading what ties members of the group to those who applied (GP-EXP-04)."""

from __future__ import annotations

from collections.abc import Mapping

from lucai.kernel.actors import Viewer
from lucai.platform.access.selectors import organisations
from lucai.registers.experts.selectors import looked_back
from lucai.registers.experts.selectors.ties import ties_between
from lucai.registers.suppliers.selectors import people_behind
from lucai.stages.trade.cooperations.models import Cooperation
from lucai.stages.trade.cooperations.selectors.rows import applicants_of


def ties(
    viewer: Viewer, row: Cooperation, members: Mapping[int, int]
) -> dict[int, tuple[str, ...]]:
    """Say for each member what surely ties it to those who applied; nothing: it may judge.

    To be asked once the applications are open: before that nobody may learn who applied.

    Args:
        members: the organisation by the person.
    """
    firms = [one.supplier_id for one in applicants_of(viewer, row.number_of_project)]
    codes = frozenset(card.uscc for card in organisations(viewer, firms).values())
    behind = people_behind(viewer, firms, since=looked_back(viewer))
    found = {}
    for person, organisation in members.items():
        certain, _possible = ties_between(viewer, person, codes, behind)
        found[person] = ("所在单位参加本项目", *certain) if organisation in firms else certain
    return found
