"""Reading prequalifications."""

from lucai.stages.trade.prequalifications.selectors.draws import invitation_draw
from lucai.stages.trade.prequalifications.selectors.rows import (
    Recommended,
    application_row,
    applications_of,
    current_round,
    facts_of,
    has_applied,
    invited_ids,
    is_settled,
    own_application,
    prequalification_row,
    recommended,
    was_prequalified,
)
from lucai.stages.trade.prequalifications.selectors.sheets import (
    ApplicationSheet,
    PrequalificationSheet,
    SupplierLine,
    application_file,
    application_seen,
    has_prequalification,
    invited_names,
    may_organise,
    prequalification_seen,
)

__all__ = [
    "ApplicationSheet",
    "PrequalificationSheet",
    "Recommended",
    "SupplierLine",
    "application_file",
    "application_row",
    "application_seen",
    "applications_of",
    "current_round",
    "facts_of",
    "has_applied",
    "has_prequalification",
    "invitation_draw",
    "invited_ids",
    "invited_names",
    "is_settled",
    "may_organise",
    "own_application",
    "prequalification_row",
    "prequalification_seen",
    "recommended",
    "was_prequalified",
]
