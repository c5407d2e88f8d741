"""Founded challenges whose contract binds already, as finance reads and may dispose of them."""

from __future__ import annotations

from lucai.kernel.actors import SYSTEM, Viewer
from lucai.law.challenges import Remedy, lawful_remedies
from lucai.oversight.complaints.rules import Reported
from lucai.oversight.complaints.selectors.stages import stage_of
from lucai.stages.trade.challenges.kinds import said_of
from lucai.stages.trade.challenges.selectors import challenge_seen
from lucai.stages.trade.challenges.selectors.facts import another_left


def reported_seen(viewer: Viewer, number: str) -> Reported:
    """Return what a report is about.

    Raises:
        NotFound: there is no such challenge, or the viewer may not see it.
    """
    sheet = challenge_seen(viewer, number)
    return Reported(
        number=number, project_number=sheet.line.project_number, lots=list(sheet.lots),
        round=sheet.round, about=sheet.line.about, supplier_id=sheet.line.supplier_id,
        remedy=sheet.disposal, struck=[],
    )  # fmt: skip


def disposals(viewer: Viewer, number: str) -> tuple[Remedy, ...]:
    """Return what finance may make of a report at this stage (94号令 art 32)."""
    row = reported_seen(viewer, number)
    left = another_left(SYSTEM, row.project_number, row.about, row.round, row.lots)
    return lawful_remedies(row.about, stage_of(viewer, row), enough_left=left)


def disposal_choices(viewer: Viewer, number: str) -> list[tuple[str, str]]:
    """Return the same as the form offers it."""
    row = reported_seen(viewer, number)
    return [
        (one.value, said_of(row.project_number, one.label)) for one in disposals(viewer, number)
    ]
