"""Building blocks of scopes, shared by all modules."""

from __future__ import annotations

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.platform.records.models import everybody, nobody

REGION_DIGITS = 6


def of_parties(
    viewer: Viewer,
    *,
    through: str = "",
    buyer: str = "buyer",
    agency: str = "",
    supplier: str = "",
    region: str = "region",
) -> Q:
    """Match what the parties of an object, and the supervisors of its region, may see.

    The names are the fields that hold each party (an organisation id, a unit path under
    ``<buyer>_path``); empty means that this side sees nothing. ``through`` is the path
    from another table.
    """
    match viewer.side:
        case Side.BUYER if buyer:
            return Q(**{f"{through}{buyer}_path__startswith": viewer.unit_path})
        case Side.AGENCY if agency:
            return Q(**{f"{through}{agency}_id": viewer.organisation})
        case Side.SUPPLIER if supplier:
            return Q(**{f"{through}{supplier}_id": viewer.organisation})
        case Side.SUPERVISOR | Side.TREASURY if region:
            # A county's own code is whole: equality lets the index by region do the work.
            how = "" if len(viewer.region) == REGION_DIGITS else "__startswith"
            return Q(**{f"{through}{region}{how}": viewer.region})
        case Side.SYSTEM:
            return everybody()
    return nobody()
