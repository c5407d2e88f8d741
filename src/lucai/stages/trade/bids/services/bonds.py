"""Bid bonds: when each has to be given back, that it was (GP-BON-04), or why not (GP-BON-06)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import NotFound, WrongState
from lucai.law.calendar import CalendarMissing
from lucai.law.closing_rules import BondFacts
from lucai.law.deadlines import deadline
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.stages.trade.bids.lifecycle import CONFIRM, DENY, KEEP, REFUND, SECURITY
from lucai.stages.trade.bids.models import BidSecurity
from lucai.stages.trade.bids.ports import register
from lucai.stages.trade.bids.schemas import ArrivalIn, KeptIn, RefundIn
from lucai.stages.trade.bids.selectors.bonds import late_fee
from lucai.stages.trade.bids.wording import SecurityKind
from lucai.stages.trade.projects.selectors import project_seen

WITHDRAWN, LOSERS, WINNER, TERMINATED = "withdrawn", "losers", "winner", "terminated"
"""Why a bond falls due: the names of the rule's periods."""
HELD = ("recorded", "arrived")
GUARANTEE = SecurityKind.GUARANTEE.value


@command
def confirm_security(actor: Actor, *, project_number: str, security: int) -> str:
    """Note that a bond has arrived; a guarantee is looked up in its register. Return what was found.

    Raises:
        NotAllowed: the role does not grant it.
        NotFound: the viewer sees no such bond.
        WrongState: it was confirmed before, or the register does not know the guarantee.
    """
    demand(actor, CONFIRM)
    row = _locked(actor, project_number, security)
    found = _verified(row) if row.kind == GUARANTEE else "款项已经到达采购文件指定的账户"
    take_step(
        actor, row, SECURITY, "confirm",
        changes={"arrival": found}, body={"found": found}, audience=(row.supplier_id,),
    )  # fmt: skip
    return found


@command
def deny_security(actor: Actor, *, project_number: str, security: int, form: ArrivalIn) -> None:
    """Note that a bond did not arrive; the review of the bid says what follows (GP-BON-03).

    Raises:
        NotAllowed: the role does not grant it.
        NotFound: the viewer sees no such bond.
        WrongState: it has been dealt with already.
    """
    demand(actor, DENY)
    row = _locked(actor, project_number, security)
    take_step(
        actor, row, SECURITY, "deny",
        changes={"arrival": form.reason}, body={"reason": form.reason}, audience=(row.supplier_id,),
    )  # fmt: skip


def release(actor: Actor, ground: str, **narrowed: Any) -> None:
    """Let known bonds fall due, as part of the act that makes them so.

    Called with what narrows the rows: a bid, or a project's lot and its bidders. A bond that
    is due already keeps its earlier period.
    """
    with system_access("bonds that fall due"):
        rows = BidSecurity.objects.filter(state__in=HELD, opened_at__isnull=False, **narrowed)
        held = list(rows.select_for_update().order_by("pk"))
    changes = {"ground": ground, "due_at": _last_moment(ground)}
    for row in held:
        take_step(actor, row, SECURITY, "fall_due", changes=changes, follows=True)


@command
def refund_security(
    actor: Actor, *, project_number: str, security: int, form: RefundIn | None = None
) -> None:
    """Note that a bid bond was given back; the supplier is told.

    One that is given back late costs a fee on the days of delay (GP-BON-05); a guarantee is a
    paper, on which nothing accrues.

    Raises:
        NotAllowed: the role does not grant it.
        NotFound: the viewer sees no such bond.
        WrongState: it has not fallen due yet, or was given back already.
    """
    demand(actor, REFUND)
    row = _locked(actor, project_number, security)
    take_step(
        actor, row, SECURITY, "refund",
        changes={
            "refunded_at": clock.now(),
            "interest": (form.interest if form else None) or 0,
            "late_fee": late_fee(row).amount,
        },
        audience=(row.supplier_id,),
    )  # fmt: skip


@command
def keep_security(actor: Actor, *, project_number: str, security: int, form: KeptIn) -> None:
    """Note that a bid bond is not given back, and on what ground; the supplier is told.

    Raises:
        NotAllowed: the role does not grant it.
        NotFound: the viewer sees no such bond.
        WrongState: it was given back already, or is kept.
        RuleBroken: the ground is none of the law's.
    """
    demand(actor, KEEP)
    row = _locked(actor, project_number, security)
    take_step(
        actor, row, SECURITY, "keep",
        facts=BondFacts(kept=True, grounds=frozenset({form.ground.value})),
        changes={"kept_ground": form.ground.value, "kept_reason": form.reason},
        body={"ground": form.ground.label, "reason": form.reason},
        audience=(row.supplier_id,),
    )  # fmt: skip


def _verified(row: BidSecurity) -> str:
    """Ask the register of guarantees; the guarantee has to last as long as the bid."""
    with system_access("bond of a bid in hand"):
        bid = row.bid
        buyer = project_seen(SYSTEM, row.project_number).buyer_name
    lasts = timedelta(days=bid.submission["terms"]["validityDays"])
    found = register().verify(
        reference=row.reference,
        issuer=row.payer_account_name,
        amount=row.amount,
        beneficiary=buyer,
        until=(bid.bid_deadline + lasts).astimezone(clock.BEIJING).date(),
    )
    if not found.genuine:
        raise WrongState(f"{found.message}。核实无误前不能确认；查明没有出具的，登记没有到账。")
    return found.message


def _locked(actor: Actor, project_number: str, security: int) -> BidSecurity:
    rows = BidSecurity.objects.seen_by(actor.viewer).filter(project_number=project_number)
    row = rows.select_for_update().filter(pk=security).first()
    if not row:
        raise NotFound("没有找到这笔投标保证金。")
    return row


def _last_moment(ground: str) -> Any:
    """Return the end of the period's last day; None where the calendar does not reach it."""
    try:
        last = deadline("GP-BON-04", clock.today(), ground).date
    except CalendarMissing:
        return None
    return clock.moment(last) + timedelta(days=1)
