"""Disposing of founded challenges whose contract binds already (94号令 arts 16, 32)."""

from __future__ import annotations

from dataclasses import replace

from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput
from lucai.law.challenges import Remedy
from lucai.oversight.complaints.schemas import DisposalIn
from lucai.oversight.complaints.selectors.reported import disposals, reported_seen
from lucai.oversight.complaints.services.undoing import ANNULS, REPORT, begin_anew, undo
from lucai.platform.journal.frame import command
from lucai.stages.trade.challenges import services as challenges


@command
def dispose(actor: Actor, *, number: str, form: DisposalIn) -> None:
    """Rescind the contract of a wrong result, or let it stand; what is rescinded ends at once.

    Raises:
        NotFound: there is no such challenge, or it is another department's.
        WrongState: it was not reported, or is disposed of already.
        InvalidInput: the law does not allow it at this stage.
    """
    row = reported_seen(actor.viewer, number)
    if form.remedy not in disposals(actor.viewer, number):
        raise InvalidInput({"remedy": "合同所处的阶段不能这样处理，请重新选择"})
    challenges.dispose(actor, number=number, remedy=form.remedy, text=form.text)
    ordered = replace(row, remedy=form.remedy.value)
    undo(actor, ordered, form.remedy, by=REPORT)
    if form.remedy in ANNULS and form.remedy is not Remedy.RESTART:
        begin_anew(actor, ordered, form.text, by=REPORT)
