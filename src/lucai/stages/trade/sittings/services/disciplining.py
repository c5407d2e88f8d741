"""The discipline record."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note
from lucai.stages.trade.sittings.lifecycle import RECORD, SITTING
from lucai.stages.trade.sittings.measures import KINDS
from lucai.stages.trade.sittings.models import DisciplineRecord, Sitting
from lucai.stages.trade.sittings.schemas import DisciplineIn
from lucai.stages.trade.sittings.services.planning import locked

HOUSE = "系统"


@command
def write_discipline(actor: Actor, *, project_number: str, form: DisciplineIn) -> None:
    """Write down what happened; a line is never changed, only another one added.

    Raises:
        NotAllowed: neither agency nor supervision.
        WrongState: the sitting is over.
        InvalidInput: no such case.
    """
    demand(actor, RECORD.permission)
    row = locked(actor, project_number)
    if form.kind not in KINDS:
        raise InvalidInput({"kind": "请选择情形"})
    by = f"{actor.viewer.organisation_name} {actor.viewer.name}"
    keep_line(actor, row, form, by=by)


def keep_line(actor: Actor, row: Sitting, form: DisciplineIn, *, by: str = HOUSE) -> None:
    """Keep a line and its entry in the journal; part of a service."""
    DisciplineRecord(
        sitting=row,
        at=clock.now(),
        seat=form.seat,
        kind=form.kind,
        who=form.who,
        text=form.text,
        recorded_by=by,
    ).save(force_insert=True)
    body = {"seat": form.seat, "kind": form.kind, "text": form.text}
    note(actor, row, SITTING, "discipline", label=f"纪律记录：{KINDS[form.kind]}", body=body)
