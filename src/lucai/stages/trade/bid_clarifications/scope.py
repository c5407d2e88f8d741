"""Who reads what the panel asked: the bidder asked, the panel, who carries and watches it."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody
from lucai.stages.trade.panels.selectors import seated_projects


def clarifications_seen_by(viewer: Viewer) -> Q:
    """A bidder its own, the panel's members all; the agency and the region's supervisors as well.

    The buyer reads them in the report, once it is delivered.
    """
    match viewer.side:
        case Side.SYSTEM:
            return everybody()
        case Side.SUPPLIER:
            return Q(supplier_id=viewer.organisation)
        case Side.AGENCY:
            return Q(agency_id=viewer.organisation)
        case Side.SUPERVISOR:
            return Q(region__startswith=viewer.region)
        case Side.EXPERT | Side.BUYER if viewer.person:
            return Q(project_number__in=seated_projects(viewer))
    return nobody()
