"""Which complaints, statements, pieces of evidence and appeals a viewer may see."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records import everybody, nobody
from lucai.platform.records.scopes import of_parties


def complaints_seen_by(viewer: Viewer, *, through: str = "") -> Q:
    """The complainant its own; finance once handed in; respondents once they got their copies."""
    if viewer.side is Side.SYSTEM:
        return everybody()
    if viewer.side is Side.SUPPLIER:
        return of_parties(viewer, through=through, supplier="supplier")
    parties = of_parties(viewer, through=through, agency="agency")
    match viewer.side:
        case Side.SUPERVISOR:
            return parties & Q(**{f"{through}received_at__isnull": False})
        case Side.BUYER | Side.AGENCY:
            return parties & Q(**{f"{through}copied_at__isnull": False})
    return nobody()


def statements_seen_by(viewer: Viewer) -> Q:
    """One's own; finance all; the complainant and the other parties what was stated."""
    match viewer.side:
        case Side.SYSTEM:
            return everybody()
        case Side.SUPERVISOR:
            return Q(region__startswith=viewer.region)
        case Side.BUYER | Side.AGENCY | Side.SUPPLIER:
            own = Q(organisation_id=viewer.organisation)
            stated = Q(state="stated") & complaints_seen_by(viewer, through="complaint__")
            return own | stated
    return nobody()


def evidence_seen_by(viewer: Viewer) -> Q:
    """What is not secret is exchanged between the parties; a secret is finance's and its giver's."""
    match viewer.side:
        case Side.SYSTEM:
            return everybody()
        case Side.SUPERVISOR:
            return Q(complaint__region__startswith=viewer.region)
        case Side.BUYER | Side.AGENCY | Side.SUPPLIER:
            open_ = Q(secret=False) & complaints_seen_by(viewer, through="complaint__")
            return Q(organisation_id=viewer.organisation) | open_
    return nobody()


def hearings_seen_by(viewer: Viewer) -> Q:
    """The parties are called to a hearing and read its record."""
    return complaints_seen_by(viewer, through="complaint__")


def tests_seen_by(viewer: Viewer) -> Q:
    """The parties are told how long a test stops the clock."""
    return complaints_seen_by(viewer, through="complaint__")


def appeals_seen_by(viewer: Viewer) -> Q:
    """Whoever sees the complaint reads what became of its decision."""
    return complaints_seen_by(viewer, through="complaint__")
