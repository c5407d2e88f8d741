"""Giving bonds back that were paid for bids nobody opened (GP-BON-04)."""

from __future__ import annotations

from datetime import date

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import Conflict, InvalidInput, NotFound
from lucai.law.calendar import beijing_day
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.bids.selectors.tender import TenderedLot, tendered_lot
from lucai.stages.trade.bond_returns.lifecycle import ASK, RETURN, UNOPENED
from lucai.stages.trade.bond_returns.models import BondReturn, UnopenedBonds
from lucai.stages.trade.bond_returns.rules import TERMINATED, WITHDRAWN
from lucai.stages.trade.bond_returns.schemas import DeniedIn, NoticeIn, RefundIn, SettledIn
from lucai.stages.trade.bond_returns.selectors import (
    fee_of,
    refund_facts,
    return_row,
    settled_facts,
    unopened_row,
)
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.sealing.selectors import envelope_called, envelope_with_code
from lucai.stages.trade.sealing.subjects import is_round

GROUND_OF = {"withdrawn": WITHDRAWN, "returned": TERMINATED}
"""How an envelope ended that nobody opened, and why its bond goes back."""


@command
def ask(actor: Actor, *, form: NoticeIn) -> int:
    """Give notice that a bond has to go back; return the notice's number.

    For an envelope withdrawn before the deadline this is the written notice from which the days
    run; where the procurement ended, they run from its end.

    Raises:
        NotAllowed: the role does not grant it.
        InvalidInput: no bond was asked for, or the envelope was neither withdrawn nor left unopened.
        Conflict: notice of this envelope was given before.
    """
    demand(actor, ASK.permission)
    tender = _tender(actor, form)
    ground, ended_on = _ended(form)
    with system_access("uniqueness"):
        if BondReturn.objects.filter(envelope_hash=form.envelope_hash).exists():
            raise Conflict("这份投标文件已经申请过退还保证金。")
    project, viewer, over = tender.project, actor.viewer, clock.now() >= tender.bid_deadline
    row = BondReturn(
        room=project.number, project_title=project.title, lot_number=form.lot_number,
        bid_deadline=tender.bid_deadline, envelope_hash=form.envelope_hash,
        supplier_id=viewer.organisation or 0, supplier_name=viewer.organisation_name,
        buyer_path=project.buyer_path, agency_id=project.agency_id, area=project.region,
        region=project.region if over else "", ground=ground, kind=form.kind.value,
        amount=form.amount, payer_account_name=form.payer_account_name, reference=form.reference,
        since=ended_on if ground == TERMINATED else clock.today(),
    )  # fmt: skip
    begin(actor, row, RETURN, label="申请退还投标保证金")
    told = (project.agency_id,) if project.agency_id else ()
    note(actor, row, RETURN, "tell", label="通知代理机构退还投标保证金", audience=told)
    return row.pk


@command
def refund(actor: Actor, *, pk: int, form: RefundIn) -> None:
    """Note that a bond was given back, with what it bore meanwhile and what delay costs.

    Raises:
        NotFound: the viewer sees no such notice.
        WrongState: it was dealt with already.
        RuleBroken: the procurement ended, and nothing is said of what the bank paid (GP-BON-04).
    """
    row = _own(actor, pk)
    facts = refund_facts(actor.viewer, row, form.interest)
    fee = fee_of(actor.viewer, row).amount
    take_step(
        actor, row, RETURN, "refund", facts=facts,
        changes={"refunded_at": clock.now(), "interest": form.interest or 0, "late_fee": fee},
        body={"interest": form.interest or 0, "fee": fee},
    )  # fmt: skip


@command
def deny(actor: Actor, *, pk: int, form: DeniedIn) -> None:
    """Note that no such bond came in, and how that was found; the supplier is told."""
    row = _own(actor, pk)
    changes, body = {"reason": form.reason}, {"reason": form.reason}
    take_step(actor, row, RETURN, "deny", changes=changes, body=body)


@command
def settle(actor: Actor, *, pk: int, form: SettledIn) -> None:
    """Note that all bonds of a lot's unopened bids were given back.

    Raises:
        RuleBroken: nothing is said of what the bank paid (GP-BON-04).
        InvalidInput: bonds without money, or money without bonds.
    """
    row = unopened_row(actor.viewer, pk)
    if row.agency_id != actor.viewer.organisation:
        raise NotFound("没有找到本单位的这项退还。")
    if bool(form.count) != bool(form.total):
        raise InvalidInput({"total": "笔数和金额不一致，请核对"})
    take_step(
        actor, row, UNOPENED, "settle",
        facts=settled_facts(actor.viewer, row, form.interest if form.count else 0),
        changes={
            "count": form.count, "total": form.total, "interest": form.interest or 0,
            "note": form.note, "settled_at": clock.now(),
        },
        body={"count": form.count, "total": form.total, "interest": form.interest or 0},
    )  # fmt: skip


def leave_unopened(actor: Actor, *, code: str, on: date) -> None:
    """Let the bonds of a lot fall due one of whose envelopes stays shut."""
    envelope = envelope_with_code(SYSTEM, code)
    number, lot = envelope.project_number, envelope.lot_number
    if not is_round(number):
        await_return(actor, project_number=number, lot_number=lot, on=on)


def await_return(actor: Actor, *, project_number: str, lot_number: int, on: date) -> None:
    """Let the bonds of a lot fall due whose envelopes stay shut since a day; twice is once."""
    with system_access("uniqueness"):
        rows = UnopenedBonds.objects.filter(project_number=project_number, lot_number=lot_number)
        there = rows.exists()
    if not there and tendered_lot(SYSTEM, project_number, lot_number).bond:
        _open(actor, project_number, lot_number, on)


@command
def _open(actor: Actor, number: str, lot: int, on: date) -> None:
    project = project_seen(SYSTEM, number)
    row = UnopenedBonds(
        project_number=number, project_title=project.title, lot_number=lot,
        buyer_path=project.buyer_path, agency_id=project.agency_id, region=project.region,
        since=on,
    )  # fmt: skip
    begin(actor, row, UNOPENED, label="投标文件没有开启，应当退还投标保证金")


def _tender(actor: Actor, form: NoticeIn) -> TenderedLot:
    try:
        found = tendered_lot(actor.viewer, form.project_number, form.lot_number)
    except NotFound as error:
        raise InvalidInput({"project_number": "没有找到这个项目或者包"}) from error
    if not found.bond:
        raise InvalidInput({"lot_number": "这个包没有要求交纳投标保证金"})
    return found


def _ended(form: NoticeIn) -> tuple[str, date]:
    """Return why the bond of an envelope goes back, and on which day the envelope ended."""
    try:
        row = envelope_called(SYSTEM, form.envelope_hash)
    except NotFound as error:
        raise InvalidInput({"envelope_hash": str(error)}) from error
    if (row.project_number, row.lot_number) != (form.project_number, form.lot_number):
        raise InvalidInput({"envelope_hash": "这份密封文件不是这个项目、这个包的"})
    if row.state not in GROUND_OF:
        why = "这份密封文件没有撤回，也不是没有开启而退回的；其他情形由代理机构按期退还"
        raise InvalidInput({"envelope_hash": why})
    return GROUND_OF[row.state], beijing_day(row.state_since)


def _own(actor: Actor, pk: int) -> BondReturn:
    row = return_row(actor.viewer, pk)
    if row.agency_id != actor.viewer.organisation:
        raise NotFound("没有找到本单位的这份退还申请。")
    return row
