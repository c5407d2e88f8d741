"""Reading the directory of agencies, draws and inspections."""

from lucai.registers.agencies.selectors.entries import (
    AgencyCard,
    AgencySheet,
    ChangeLine,
    Listing,
    agencies_by_key,
    agency_page,
    agency_row,
    agency_seen,
    changes_of,
    choosable,
    counts,
    entry_of,
    facts_of,
    listing_of,
    names_by_code,
    own_agency,
    pool_of_region,
    short_of_staff,
)
from lucai.registers.agencies.selectors.inspections import (
    DrawSheet,
    InspectionSheet,
    draw_facts,
    draw_page,
    draw_row,
    draw_seen,
    inspection_facts,
    inspection_page,
    inspection_row,
    inspection_seen,
    inspections_of,
    record_of,
)

__all__ = [
    "AgencyCard", "AgencySheet", "ChangeLine", "DrawSheet", "InspectionSheet", "Listing",
    "agencies_by_key", "agency_page", "agency_row", "agency_seen", "changes_of", "choosable", "counts",
    "draw_facts", "draw_page", "draw_row", "draw_seen", "entry_of", "facts_of",
    "inspection_facts", "inspection_page", "inspection_row", "inspection_seen", "inspections_of",
    "listing_of", "names_by_code", "own_agency", "pool_of_region", "record_of", "short_of_staff",
]  # fmt: skip
