"""Sheets: one for each who sits, void with who leaves, opened together."""

from __future__ import annotations

from collections.abc import Sequence

from lucai.kernel.actors import SYSTEM, Actor
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.groups.lifecycle import SHEET
from lucai.stages.trade.groups.models import GroupFinding, GroupSeat, GroupSheet, ReviewGroup
from lucai.stages.trade.groups.sealing import GIVEN, open_findings
from lucai.stages.trade.groups.selectors.reviewing import sheets_of


def begin_sheets(actor: Actor, row: ReviewGroup, present: Sequence[GroupSeat]) -> None:
    """Let each who sits find for himself; who has handed in before keeps what he found."""
    there = {sheet.place for sheet in sheets_of(SYSTEM, row.group_number)}
    for seat in present:
        if seat.place in there:
            continue
        sheet = GroupSheet(
            group=row, group_number=row.group_number, title=row.title, region=row.region,
            organiser_id=row.organiser_id, organiser_side=row.organiser_side, place=seat.place,
            kind=seat.kind, person_id=seat.person_id, organisation_id=seat.organisation_id,
        )  # fmt: skip
        begin(actor, sheet, SHEET, label=f"{seat.place} 号成员开始独立评审")


def void_sheet(actor: Actor, row: ReviewGroup, place: int) -> None:
    """Take back the report and what a leaving member found; the others' findings stay."""
    for sheet in sheets_of(SYSTEM, row.group_number):
        if sheet.place == place:
            take_step(actor, sheet, SHEET, "void", follows=True)
        elif sheet.state in {"signing", "signed"}:
            changes = {"signed_at": None, "silent": False, "dissent": ""}
            take_step(actor, sheet, SHEET, "close_report", changes=changes, follows=True)
    row.change(shared_at=None, outcome=[], leader=None)


def open_all(row: ReviewGroup) -> None:
    """Write every member's findings out of their seals, void sheets' too: they stay on file.

    Raises:
        VaultFailed: a finding was tampered with since it was handed in.
    """
    with system_access("findings when all are handed in"):
        rows = GroupFinding.objects.filter(sheet__group_id=row.pk).exclude(sealed="")
        GroupFinding.objects.bulk_update(open_findings(rows), [*GIVEN, "sealed"])
