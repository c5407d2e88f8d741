"""Which invitations a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody


def invitations_seen_by(viewer: Viewer) -> Q:
    """The finance department that sent it alone: it names people and their telephones."""
    if viewer.side is Side.SYSTEM:
        return everybody()
    if viewer.side is Side.SUPERVISOR and viewer.organisation:
        return Q(finance_id=viewer.organisation)
    return nobody()
