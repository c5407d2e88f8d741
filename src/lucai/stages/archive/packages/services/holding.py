"""暂缓销毁: while a file is needed for a suit, an audit or an inquiry, nobody destroys it."""

from __future__ import annotations

from django.db.models import Max

from lucai.kernel.actors import Actor
from lucai.kernel.errors import NotAllowed, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.archive.packages.lifecycle import HOLD, PLACE_HOLD
from lucai.stages.archive.packages.models import ArchiveHold, ArchivePackage
from lucai.stages.archive.packages.schemas import HoldIn, LiftIn
from lucai.stages.archive.packages.selectors import hold_row, package_row
from lucai.stages.contract.contracts.parties import demand_party, is_party

SHARED = (
    "project_number", "project_title", "buyer_id", "buyer_path", "agency_id", "finance_id", "region",
)  # fmt: skip


@command
def place_hold(actor: Actor, *, project_number: str, hold: HoldIn) -> int:
    """Forbid that a sealed file is destroyed, whatever its age; return the hold's number.

    Raises:
        NotAllowed: neither its buyer nor its finance, or the role does not grant it.
        WrongState: there is nothing sealed to hold.
    """
    demand(actor, PLACE_HOLD.permission)
    row = package_row(actor.viewer, project_number)
    demand_party(actor, row)
    if not row.file_id:
        raise WrongState("还没有归档，或者已经销毁。")
    made = ArchiveHold(
        package=row, number=_next_number(row), placed_by=actor.viewer.side.value,
        ground=hold.ground.value, reason=hold.reason, document=hold.document,
        placed_name=actor.viewer.organisation_name,
        **{name: getattr(row, name) for name in SHARED},
    )  # fmt: skip
    begin(
        actor, made, HOLD, label="决定暂缓销毁",
        body={"ground": made.ground, "document": made.document},
    )  # fmt: skip
    return made.number


@command
def lift_hold(actor: Actor, *, project_number: str, number: int, lift: LiftIn) -> None:
    """End a hold: only the side that placed it does."""
    row = hold_row(actor.viewer, project_number, number)
    if not is_party(actor.viewer, row):
        raise NotAllowed("由作出暂缓决定的单位解除。")
    take_step(
        actor, row, HOLD, "lift", body={"reason": lift.reason},
        changes={"lifted_reason": lift.reason},
    )  # fmt: skip


def _next_number(row: ArchivePackage) -> int:
    with system_access("number of the next hold"):
        held = ArchiveHold.objects.filter(project_number=row.project_number)
        return int(held.aggregate(last=Max("number"))["last"] or 0) + 1
