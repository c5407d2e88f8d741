"""What was read out of a lot, for those who prove it."""

from __future__ import annotations

from lucai.kernel.actors import SYSTEM
from lucai.law.methods import method
from lucai.stages.trade.openings.models import OpeningRecord, OpeningSession
from lucai.stages.trade.sealing.ports import ReadOut


def read_out(project_number: str, lot_number: int) -> ReadOut | None:
    """Return what was read out of a lot, for its verification package; nothing where it was not opened.

    Where the method's opening reads nothing out, there are no prices in it.
    """
    row = OpeningSession.objects.seen_by(SYSTEM).filter(project_number=project_number).first()
    lot = row and row.started_at and row.lots.get(str(lot_number))
    if not row or not lot or lot["failed"]:
        return None
    if not method(row.method).reads_prices:
        return ReadOut(row.started_at, row.recorded_at, {}, aloud=False)
    lines = OpeningRecord.objects.seen_by(SYSTEM).filter(session=row, lot_number=lot_number)
    return ReadOut(row.started_at, row.recorded_at, dict(lines.values_list("sha256", "price")))
