"""Who only reads in a project: a unit that buys jointly with the one that leads it."""

from __future__ import annotations

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import read_once
from lucai.stages.trade.projects.lifecycle import APART
from lucai.stages.trade.projects.models import JointUnit, joined_projects

__all__ = ["is_guest", "joined_projects"]


@read_once
def is_guest(viewer: Viewer, project_number: str) -> bool:
    """Whether a buyer only takes part in a project that another unit leads."""
    if viewer.side is not Side.BUYER:
        return False
    rows = JointUnit.objects.seen_by(viewer).filter(project_number=project_number)
    found = rows.exclude(state__in=APART).values_list("buyer_path", "lead_path")
    under = [
        (path.startswith(viewer.unit_path), lead.startswith(viewer.unit_path))
        for path, lead in found
    ]
    return any(own for own, _ in under) and not any(leads for _, leads in under)
