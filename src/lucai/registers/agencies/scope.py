"""Which entries of the directory, draws and inspections a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody
from lucai.registers.agencies.lifecycle import PUBLISHED


def agencies_seen_by(viewer: Viewer) -> Q:
    """Everybody who is in the directory or was; an agency itself; finance what was handed in."""
    public = Q(state__in=PUBLISHED)
    match viewer.side:
        case Side.SYSTEM:
            return everybody()
        case Side.AGENCY:
            return public | Q(organisation_id=viewer.organisation)
        case Side.SUPERVISOR:
            near = Q(finance_id=viewer.organisation) | Q(region__startswith=viewer.region)
            return public | (near & ~Q(state="draft"))
    return public


def changes_seen_by(viewer: Viewer) -> Q:
    """What was there before is for the agency itself and for finance."""
    match viewer.side:
        case Side.SYSTEM | Side.SUPERVISOR:
            return everybody()
        case Side.AGENCY:
            return Q(organisation_id=viewer.organisation)
    return nobody()


def draws_seen_by(viewer: Viewer) -> Q:
    """Everybody what was drawn; finance of the region what is still to be drawn."""
    public = Q(state="drawn")
    match viewer.side:
        case Side.SYSTEM:
            return everybody()
        case Side.SUPERVISOR:
            return public | Q(region__startswith=viewer.region)
    return public


def inspections_seen_by(viewer: Viewer) -> Q:
    """Everybody the results; the agency what it is asked about; finance its region."""
    public = Q(state="published")
    match viewer.side:
        case Side.SYSTEM:
            return everybody()
        case Side.SUPERVISOR:
            return public | Q(region__startswith=viewer.region)
        case Side.AGENCY:
            return public | Q(agency_id=viewer.organisation, state__in=("reported", "answered"))
    return public
