"""The reader that notes what experts are owed when their panel or group is dissolved."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.platform.journal.models import JournalEntry
from lucai.platform.journal.readers import Reader
from lucai.stages.trade.expert_pay.services import Reviewed, Reviewer, owe
from lucai.stages.trade.groups.selectors import group_row
from lucai.stages.trade.groups.selectors import seats_of as group_seats
from lucai.stages.trade.panels.selectors import panel_row, seats_of

PANEL_OVER, GROUP_OVER = "trade.panel.dissolve", "trade.reviewGroup.dissolve"


def read(entries: Sequence[JournalEntry]) -> None:
    """Owe each expert who stayed; twice is once."""
    actor = Actor.system(Reason.JOURNAL_READER)
    for entry in entries:
        if entry.event == PANEL_OVER:
            _of_panel(actor, entry)
        elif entry.event == GROUP_OVER:
            _of_group(actor, entry)


def _of_panel(actor: Actor, entry: JournalEntry) -> None:
    panel = panel_row(SYSTEM, entry.object_key)
    done = Reviewed(
        review=panel.project_number, project_number=panel.project_number, title=panel.title,
        region=panel.region, buyer_id=panel.buyer_id, agency_id=panel.agency_id,
        finance_id=panel.finance_id, ended_at=entry.at,
    )  # fmt: skip
    seats = seats_of(SYSTEM, panel.project_number, "signed_in")
    owe(actor, done=done, experts=[_reviewer(one) for one in seats if one.kind == "expert"])


def _of_group(actor: Actor, entry: JournalEntry) -> None:
    row = group_row(SYSTEM, entry.object_key)
    by_agency = row.organiser_side == "agency"
    done = Reviewed(
        review=row.group_number, title=row.title, region=row.region,
        buyer_id=0 if by_agency else row.organiser_id,
        agency_id=row.organiser_id if by_agency else 0, finance_id=row.finance_id,
        ended_at=entry.at,
    )  # fmt: skip
    seats = group_seats(SYSTEM, row.group_number, "signed_in")
    owe(actor, done=done, experts=[_reviewer(one) for one in seats if one.kind == "expert"])


def _reviewer(seat: object) -> Reviewer:
    """Take what pay needs of a seat of either kind."""
    names = ("place", "person_id", "organisation_id", "name")
    return Reviewer(
        **{name: getattr(seat, name) for name in names},
        came_at=getattr(seat, "signed_in_at"),  # noqa: B009
    )


READER = Reader("expert pay", read)
