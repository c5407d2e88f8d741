"""The trail of a document: who of the parties changed what, when and why, word for word."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.platform.records import system_access
from lucai.stages.trade.documents.models import DocumentChange, TenderDocument

CLAUSE, ADDED, LEFT, BACK, OWN, MOVED = "clause", "add", "leave", "back", "own", "move"
REQUIREMENTS, CRITERIA, TERMS, TIMING = "requirements", "criteria", "terms", "timing"


def keep_change(
    actor: Actor,
    row: TenderDocument,
    kind: str,
    *,
    place: str,
    label: str,
    before: str = "",
    after: str = "",
    reason: str = "",
) -> None:
    """Keep one change; where the words stayed as they were there is nothing to keep."""
    if before == after and kind in {CLAUSE, REQUIREMENTS, CRITERIA, TERMS, TIMING}:
        return
    with system_access("the trail of a document in hand"):
        DocumentChange(
            document_id=row.pk,
            project_number=row.project_number,
            kind=kind,
            place=place,
            label=label,
            before=before,
            after=after,
            reason=reason,
            at=clock.now(),
            **signed_by(actor),
        ).save(force_insert=True)


def signed_by(actor: Actor) -> dict[str, Any]:
    """Return who acts, as the tables of a document's history keep it."""
    viewer = actor.viewer
    return {
        "person": viewer.person,
        "person_name": viewer.name,
        "organisation_name": viewer.organisation_name,
        "side": viewer.side.value,
    }
