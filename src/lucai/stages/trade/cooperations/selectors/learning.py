"""What a supplier came to know in a cooperation, and when: whence its time to challenge counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lucai.kernel.actors import Side, Viewer
from lucai.law.calendar import beijing_day
from lucai.law.cooperation_rules import PURCHASE_LOT, RESEARCH_LOT
from lucai.stages.trade.cooperations.selectors.rows import (
    applicants_of,
    cooperation_row,
    own_applicant,
)

WON = ("selected", "contracted", "first")


@dataclass(frozen=True, slots=True)
class Learned:
    """The day of the last document a participant got, and of each announced result by lot."""

    document_on: date
    notice_until: date | None
    results: Mapping[int, date]


def learned_in(viewer: Viewer, project_number: str) -> Learned | None:
    """Return what a supplier that takes part has learned; None for everybody else."""
    own = own_applicant(viewer, project_number) if viewer.side is Side.SUPPLIER else None
    if own is None or own.state == "withdrawn":
        return None
    row = cooperation_row(viewer, project_number)
    # The negotiation documents go to those alone whose qualification was found in order.
    issued = (row.file_at, row.final_at) if own.due_at else ()
    documents = [moment for moment in (row.published_at, *issued) if moment]
    announced = {RESEARCH_LOT: row.announced_at, PURCHASE_LOT: row.first_announced_at}
    return Learned(beijing_day(max(documents)), row.notice_until, _days(announced))


def winners_in(viewer: Viewer, project_number: str) -> dict[int, str]:
    """Return who was chosen and announced in a cooperation, as far as the viewer may see."""
    chosen = [one for one in applicants_of(viewer, project_number) if one.state in WON]
    return {one.supplier_id: one.supplier_name for one in chosen}


def _days(moments: Mapping[int, datetime | None]) -> dict[int, date]:
    return {lot: beijing_day(moment) for lot, moment in moments.items() if moment}
