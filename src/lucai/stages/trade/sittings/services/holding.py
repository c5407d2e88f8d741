"""Beginning and ending a sitting."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import WrongState
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.stages.trade.panels.selectors import panel_seen
from lucai.stages.trade.sittings.lifecycle import SITTING
from lucai.stages.trade.sittings.models import Sitting, SittingAbsence, SittingSignal
from lucai.stages.trade.sittings.services.planning import locked


@command
def open_sitting(actor: Actor, *, project_number: str) -> None:
    """Begin the sitting: from now on who is away is recorded.

    Raises:
        WrongState: a seat has no venue yet.
        RuleBroken: before its day.
    """
    row = locked(actor, project_number)
    panel = panel_seen(SYSTEM, project_number)
    seats = [member.place for member in panel.seated] if panel else []
    unplaced = [seat for seat in seats if str(seat) not in row.places]
    if not seats:
        raise WrongState("还没有抽取评审专家，不能开始评审会。")
    if unplaced:
        said = "、".join(f"{seat} 号" for seat in unplaced)
        raise WrongState(f"{said}席位还没有安排会场，请先安排席位。")
    changes = {"opened_at": clock.now()}
    take_step(actor, row, SITTING, "open", facts=row.facts(), changes=changes)


@command
def close_sitting(actor: Actor, *, project_number: str) -> None:
    """End the sitting; who is away now has left it."""
    row = locked(actor, project_number)
    take_step(actor, row, SITTING, "close", changes={"closed_at": clock.now()})
    _tidy(row)


def drop_sitting(actor: Actor, *, project_number: str) -> None:
    """End the sitting of a procurement that ended; safe to call again."""
    with system_access("sitting of a procurement that ended"):
        row = Sitting.objects.filter(project_number=project_number).first()
    if row and row.state in {"planned", "live"}:
        _drop(actor, row)


@command
def _drop(actor: Actor, row: Sitting) -> None:
    take_step(actor, row, SITTING, "drop", changes={"closed_at": clock.now()})
    _tidy(row)


def _tidy(row: Sitting) -> None:
    with system_access("what a sitting leaves"):
        SittingSignal.objects.filter(sitting=row).delete()
        SittingAbsence.objects.filter(sitting=row, ended_at=None).update(ended_at=clock.now())
