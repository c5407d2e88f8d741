"""Bid bonds, as far as a viewer may see them; money in 分."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.law.bonds import late_bond_fee
from lucai.law.payments import Interest
from lucai.law.regions import PROVINCE
from lucai.stages.trade.bids.lifecycle import CONFIRM, KEEP, REFUND, SECURITY
from lucai.stages.trade.bids.models import BidSecurity
from lucai.stages.trade.bids.wording import SECURITY_LABELS, KeptGround, SecurityKind


@dataclass(frozen=True, slots=True)
class SecurityLine:
    """One bid bond, in 分."""

    pk: int
    bid_code: str
    lot_number: int
    supplier_id: int
    supplier_name: str
    kind_label: str
    amount: int
    payer_account_name: str
    reference: str
    state: str
    state_label: str
    due_at: datetime | None
    refunded_at: datetime | None
    kept_ground: str
    kept_reason: str
    arrival: str
    is_guarantee: bool
    interest: int
    late_fee: int
    fee_lines: tuple[str, ...]


def securities(viewer: Viewer, project_number: str) -> list[SecurityLine]:
    """List the bid bonds of a project: the supplier's own, after the deadline all to the parties."""
    rows = BidSecurity.objects.seen_by(viewer).filter(project_number=project_number)
    return [_security(row) for row in rows.order_by("lot_number", "pk")]


def may_confirm(viewer: Viewer) -> bool:
    """Whether the viewer may note that a bond has arrived, or has not."""
    return viewer.may(CONFIRM)


def may_refund(viewer: Viewer) -> bool:
    """Whether the viewer may note that a bond was given back."""
    return viewer.may(REFUND)


def may_keep(viewer: Viewer) -> bool:
    """Whether the viewer may note that a bond is not given back."""
    return viewer.may(KEEP)


def bond(viewer: Viewer, project_number: str, security: int) -> SecurityLine:
    """Return one bond of a project that is still held.

    Raises:
        NotFound: the viewer sees no such bond, or it is not held any more.
    """
    rows = BidSecurity.objects.seen_by(viewer).filter(project_number=project_number, pk=security)
    row = rows.exclude(state__in=SECURITY.final).first()
    if not row:
        raise NotFound("没有找到这笔尚未处理的投标保证金。")
    return _security(row)


def late_fee(row: BidSecurity, at: datetime | None = None) -> Interest:
    """Return what a bond costs that is given back then, or now; a guarantee costs nothing."""
    if row.kind == SecurityKind.GUARANTEE.value or row.due_at is None:
        return Interest(0, (), ())
    last = (row.due_at - timedelta(seconds=1)).astimezone(clock.BEIJING).date()
    back = (at or clock.now()).astimezone(clock.BEIJING).date()
    return late_bond_fee(row.amount, last, back, region=row.region or PROVINCE)


def _security(row: BidSecurity) -> SecurityLine:
    fee = late_fee(row, row.refunded_at)
    return SecurityLine(
        pk=row.pk,
        bid_code=row.bid_code,
        lot_number=row.lot_number,
        supplier_id=row.supplier_id,
        supplier_name=row.supplier_name,
        kind_label=SECURITY_LABELS[row.kind],
        amount=row.amount,
        payer_account_name=row.payer_account_name,
        reference=row.reference,
        state=row.state,
        state_label=SECURITY.states[row.state],
        due_at=row.due_at,
        refunded_at=row.refunded_at,
        kept_ground=KeptGround(row.kept_ground).label if row.kept_ground else "",
        kept_reason=row.kept_reason,
        arrival=row.arrival,
        is_guarantee=row.kind == SecurityKind.GUARANTEE.value,
        interest=row.interest,
        late_fee=row.late_fee or fee.amount,
        fee_lines=fee.calculation,
    )
