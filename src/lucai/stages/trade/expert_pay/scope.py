"""Who sees what an expert is paid: the expert, who pays, the region's supervisors."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody


def pays_seen_by(viewer: Viewer) -> Q:
    """An expert the own; the payer its own; the region's supervisors all."""
    match viewer.side:
        case Side.SYSTEM:
            return everybody()
        case Side.EXPERT if viewer.person:
            return Q(person_id=viewer.person)
        case Side.BUYER | Side.AGENCY:
            return Q(payer_side=viewer.side.value, payer_id=viewer.organisation)
        case Side.SUPERVISOR:
            return Q(region__startswith=viewer.region)
    return nobody()
