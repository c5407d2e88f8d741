"""What happens to an opening's lots when their bids are open; part of the opening's commands."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel import clock, money
from lucai.kernel.actors import Actor
from lucai.law.citations import labels
from lucai.law.methods import method
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.bids.selectors import BidSheet
from lucai.stages.trade.bids.services import OpenedLot, open_lot
from lucai.stages.trade.openings.lifecycle import OPENING, RECORD
from lucai.stages.trade.openings.models import OpeningRecord, OpeningSession, SignIn
from lucai.stages.trade.openings.rules import HallFacts
from lucai.stages.trade.projects import services as projects
from lucai.stages.trade.projects.selectors import ProjectCard


def open_and_read(actor: Actor, row: OpeningSession, project: ProjectCard) -> list[OpenedLot]:
    """Open every lot that is under way and read it out.

    Raises:
        WrongState: shares of the opening's keys are missing.
    """
    key = row.project_number
    opened = [
        open_lot(actor, project_number=key, lot_number=n) for n in lots_under_way(actor, project)
    ]
    for lot in opened:
        _read_out(actor, row, lot)
    row.change(lots={str(lot.lot_number): _outcome(lot) for lot in opened})
    _move_on(actor, row, opened)
    return opened


def lots_under_way(actor: Actor, project: ProjectCard) -> list[int]:
    """Return the lots that an opening opens."""
    del actor
    return [lot.number for lot in project.lots if lot.state == "active"]


def _read_out(actor: Actor, session: OpeningSession, lot: OpenedLot) -> None:
    """Enter every bid of a lot into the record, or declare the lot failed."""
    number = lot.lot_number
    if not lot.verdict.holds:
        reason = f"{lot.verdict.message.rstrip('。')}（{labels(lot.verdict.cites)}）"
        projects.fail_lot(
            actor, number=session.project_number, lot_number=number, reason=reason,
            suppliers_left=lot.bidders,
        )  # fmt: skip
        note(
            actor, session, OPENING, "fail", label=f"包 {number} {lot.verdict.message}"[:120],
            body={"lot": number, "bidders": lot.bidders}, public=True,
        )  # fmt: skip
        return
    present = _present(session.project_number)
    for place, sheet in enumerate(lot.sheets, 1):
        _enter(actor, session, sheet, place, present.get(sheet.supplier_id))
    note(
        actor, session, OPENING, "read", label=session.say(f"包 {number} {session.reading}完毕，投标人 {lot.bidders} 家"),
        body={"lot": number, "bidders": lot.bidders, "bids": [s.sha256 for s in lot.sheets]},
        public=True,
    )  # fmt: skip


def _enter(
    actor: Actor, session: OpeningSession, sheet: BidSheet, place: int, present: datetime | None
) -> None:
    row = OpeningRecord(
        session=session,
        project_number=session.project_number,
        project_title=session.project_title,
        buyer_path=session.buyer_path,
        agency_id=session.agency_id,
        region=session.region,
        lot_number=sheet.lot_number,
        place=place,
        bid_code=sheet.code,
        supplier_id=sheet.supplier_id,
        supplier_name=sheet.supplier_name,
        price=sheet.price,
        delivery_days=sheet.delivery_days,
        bond=sheet.bond,
        sha256=sheet.sha256,
        sm3=sheet.sm3,
        submitted_at=sheet.submitted_at,
        read_at=clock.now(),
        signed_in_at=present,
    )
    # Where offers are negotiated, nobody learns of another's price at the opening (政府采购法 38).
    price = f"投标总价 {money.yuan(sheet.price)} 元"
    said = price if _reads_prices(session.method) else "响应文件已开启"
    label = f"{sheet.supplier_name} {said}"[:120]
    begin(actor, row, RECORD, label=label, body={"lot": sheet.lot_number, "sha256": sheet.sha256})


def _reads_prices(key: str) -> bool:
    """Whether the opening of a method reads the prices out."""
    return method(key).reads_prices


def _move_on(actor: Actor, row: OpeningSession, opened: list[OpenedLot]) -> None:
    if any(lot.verdict.holds for lot in opened):
        projects.advance(actor, number=row.project_number, step="open")
        return
    # Nothing was read out, so nobody has anything to confirm: the record is complete.
    take_step(
        actor,
        row,
        OPENING,
        "record",
        facts=HallFacts(bid_deadline=row.bid_deadline),
        changes={"recorded_at": clock.now()},
        body={"lots": row.lots},
        follows=True,
    )


def _outcome(lot: OpenedLot) -> dict[str, object]:
    return {"bidders": lot.bidders, "failed": "" if lot.verdict.holds else lot.verdict.message}


def show_sign_ins(actor: Actor, project_number: str, at: datetime) -> None:
    """Let everybody in the hall see who signed in."""
    del actor
    with system_access("opening has started"):
        SignIn.objects.filter(project_number=project_number).update(started_at=at)


def _present(project_number: str) -> dict[int, datetime]:
    with system_access("opening has started"):
        rows = SignIn.objects.filter(project_number=project_number)
        return dict(rows.values_list("supplier_id", "at"))


def session_in_hand(actor: Actor, project_number: str) -> OpeningSession | None:
    """Return the opening of a project, if it has one."""
    del actor
    with system_access("opening in hand"):
        row: OpeningSession | None = OpeningSession.objects.filter(
            project_number=project_number
        ).first()
        return row


def locked_session(actor: Actor, project_number: str) -> OpeningSession | None:
    """Return the opening of a project, locked."""
    del actor
    with system_access("opening in hand"):
        row: OpeningSession | None = (
            OpeningSession.objects.select_for_update().filter(project_number=project_number).first()
        )
        return row
