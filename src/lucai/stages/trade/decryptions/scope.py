"""Who may see which supplier has opened its bid: nobody but itself."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody


def decryptions_seen_by(viewer: Viewer) -> Q:
    """A supplier its own; all others are told numbers, and what was opened in the end."""
    if viewer.side is Side.SYSTEM:
        return everybody()
    if viewer.side is Side.SUPPLIER:
        return Q(supplier_id=viewer.organisation)
    return nobody()


def requests_seen_by(viewer: Viewer) -> Q:
    """Who is asked, and nobody else; the hall is told which organisations are awaited."""
    if viewer.side is Side.SYSTEM:
        return everybody()
    return Q(organisation_id=viewer.organisation) if viewer.organisation else nobody()
