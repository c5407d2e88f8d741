"""Which reports a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.oversight.whistleblows.lifecycle import READ
from lucai.platform.records import everybody, nobody


def whistleblows_seen_by(viewer: Viewer) -> Q:
    """The supervisors of the region whose post handles reports, and nobody else."""
    if viewer.side is Side.SYSTEM:
        return everybody()
    if viewer.side is Side.SUPERVISOR and viewer.may(READ.permission):
        return Q(region__startswith=viewer.region)
    return nobody()


def identities_seen_by(viewer: Viewer) -> Q:
    """Nobody by looking: an identity is read only by the act of revealing it."""
    return everybody() if viewer.side is Side.SYSTEM else nobody()
