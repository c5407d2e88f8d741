"""The daily reconciliation: two books side by side, and every difference explained by somebody."""

from __future__ import annotations

from datetime import date, datetime

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.stages.contract.contracts.parties import demand_party
from lucai.stages.payment.requests.selectors import BookedVoucher, vouchers_on
from lucai.stages.payment.treasury import rules
from lucai.stages.payment.treasury.lifecycle import COMPARE, EXPLAIN, RECONCILIATION
from lucai.stages.payment.treasury.models import Reconciliation, ReconciliationDifference
from lucai.stages.payment.treasury.ports import Statement
from lucai.stages.payment.treasury.rules import Booked, Difference
from lucai.stages.payment.treasury.schemas import NoteIn
from lucai.stages.payment.treasury.selectors import (
    difference_row,
    reconciliation_row,
    unexplained,
)


@command
def compare_day(actor: Actor, *, statement: Statement) -> int:
    """Compare the treasury's day with ours; return how many differences there are.

    A day that is compared again keeps the explanations of what still differs.

    Raises:
        NotAllowed: the role does not grant it.
        InvalidInput: the day lies ahead.
    """
    demand(actor, COMPARE.permission)
    if statement.day > clock.today():
        raise InvalidInput({"file": "对账日期不能晚于今天"})
    treasury = actor.viewer.organisation or 0
    ours = vouchers_on(actor.viewer, statement.day, treasury)
    found = _differences(ours, statement)
    row = _compared(actor, statement, ours, len(found))
    _write(row, found)
    _move(actor, row)
    return len(found)


@command
def explain(actor: Actor, *, day: date, pk: int, noted: NoteIn) -> None:
    """Say why a difference is there."""
    demand(actor, EXPLAIN.permission)
    row = reconciliation_row(actor.viewer, day)
    demand_party(actor, row)
    difference = difference_row(actor.viewer, day, pk)
    difference.change(note=noted.note, noted_by=actor.viewer.name, noted_at=clock.now())
    note(
        actor, row, RECONCILIATION, "explain", label=f"说明凭证 {difference.voucher} 的差异",
        body={"voucher": difference.voucher, "note": noted.note},
    )  # fmt: skip


@command
def close(actor: Actor, *, day: date) -> None:
    """Finish a day once every difference is explained.

    Raises:
        WrongState: some are not.
    """
    row = reconciliation_row(actor.viewer, day)
    demand_party(actor, row)
    if left := unexplained(actor.viewer, day):
        raise WrongState(f"还有 {left} 笔差异没有说明，逐笔说明后再完成对账。")
    take_step(actor, row, RECONCILIATION, "close")


def _differences(ours: list[BookedVoucher], statement: Statement) -> list[Difference]:
    mine = [Booked(one.number, one.request_number, one.amount) for one in ours]
    yours = [Booked(one.voucher, one.request_number, one.amount) for one in statement.lines]
    found = rules.compare(mine, yours)
    total = sum(one.amount for one in yours)
    if (statement.count, statement.amount) != (len(yours), total):
        shown = f"合计（{statement.count} 笔）"
        found.append(Difference(rules.TOTALS, shown, "", total, statement.amount))
    return found


def _compared(
    actor: Actor, statement: Statement, ours: list[BookedVoucher], differences: int
) -> Reconciliation:
    treasury = actor.viewer.organisation or 0
    figures = {
        "ours_count": len(ours),
        "ours_amount": sum(one.amount for one in ours),
        "theirs_count": len(statement.lines),
        "theirs_amount": sum(one.amount for one in statement.lines),
        "differences": differences,
        "compared_at": clock.now(),
        "compared_by": actor.viewer.name,
    }
    with system_access("reconciliation in hand"):
        rows = Reconciliation.objects.select_for_update()
        row = rows.filter(treasury_id=treasury, day=statement.day).first()
    if row:
        row.change(**figures)
        note(actor, row, RECONCILIATION, "compare", label="重新对账", body=_body(row))
        return row
    row = Reconciliation(
        day=statement.day, treasury_id=treasury, region=actor.viewer.region, **figures
    )
    return begin(actor, row, RECONCILIATION, label="国库对账", body=_body(row))


def _write(row: Reconciliation, found: list[Difference]) -> None:
    """Replace the differences of a day; what still differs keeps its explanation."""
    with system_access("differences of a reconciliation in hand"):
        old = ReconciliationDifference.objects.filter(reconciliation=row, stale=False)
        notes = {
            (one.kind, one.voucher, one.ours, one.theirs): (one.note, one.noted_by, one.noted_at)
            for one in old
        }
        old.update(stale=True)
        ReconciliationDifference.objects.bulk_create(
            [_difference(row, one, notes.get((one.kind, one.voucher, one.ours, one.theirs)))
             for one in found],
            batch_size=500,
        )  # fmt: skip


def _difference(
    row: Reconciliation, one: Difference, kept: tuple[str, str, datetime | None] | None
) -> ReconciliationDifference:
    note, noted_by, noted_at = kept or ("", "", None)
    return ReconciliationDifference(
        reconciliation=row, kind=one.kind, voucher=one.voucher[:60],
        request_number=one.request_number[:40], ours=one.ours, theirs=one.theirs,
        note=note, noted_by=noted_by, noted_at=noted_at,
    )  # fmt: skip


def _move(actor: Actor, row: Reconciliation) -> None:
    """Close a day without differences at once; open one that differs again."""
    if not row.differences and row.state == "open":
        take_step(actor, row, RECONCILIATION, "close", follows=True)
    elif row.differences and row.state == "closed":
        take_step(actor, row, RECONCILIATION, "reopen", follows=True)


def _body(row: Reconciliation) -> dict[str, object]:
    return {
        "day": row.day.isoformat(),
        "ours": {"count": row.ours_count, "amount": row.ours_amount},
        "theirs": {"count": row.theirs_count, "amount": row.theirs_amount},
        "differences": row.differences,
    }
