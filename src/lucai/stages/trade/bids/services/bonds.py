"""Bid bonds: when each has to be given back, that it was (GP-BON-04), or why not (GP-BON-06)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import NotFound
from lucai.law.calendar import CalendarMissing
from lucai.law.closing_rules import BondFacts
from lucai.law.deadlines import deadline
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.stages.trade.bids.lifecycle import KEEP, REFUND, SECURITY
from lucai.stages.trade.bids.models import BidSecurity
from lucai.stages.trade.bids.schemas import KeptIn

WITHDRAWN, LOSERS, WINNER, TERMINATED = "withdrawn", "losers", "winner", "terminated"
"""Why a bond falls due: the names of the rule's periods."""


def release(actor: Actor, ground: str, **narrowed: Any) -> None:
    """Let known bonds fall due, as part of the act that makes them so.

    Called with what narrows the rows: a bid, or a project's lot and its bidders. A bond that
    is due already keeps its earlier period.
    """
    with system_access("bonds that fall due"):
        rows = BidSecurity.objects.filter(state="recorded", opened_at__isnull=False, **narrowed)
        held = list(rows.select_for_update().order_by("pk"))
    changes = {"ground": ground, "due_at": _last_moment(ground)}
    for row in held:
        take_step(actor, row, SECURITY, "fall_due", changes=changes, follows=True)


@command
def refund_security(actor: Actor, *, project_number: str, security: int) -> None:
    """Note that a bid bond was given back; the supplier is told.

    Raises:
        NotAllowed: the role does not grant it.
        NotFound: the viewer sees no such bond.
        WrongState: it has not fallen due yet, or was given back already.
    """
    demand(actor, REFUND)
    row = _locked(actor, project_number, security)
    take_step(
        actor, row, SECURITY, "refund",
        changes={"refunded_at": clock.now()}, audience=(row.supplier_id,),
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
