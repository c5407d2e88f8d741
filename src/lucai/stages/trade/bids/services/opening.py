"""What happens to bids at the opening and after it; called by the opening and the evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import NotFound, RuleBroken, WrongState
from lucai.law.method_rules import SupplierCount, enough_suppliers
from lucai.law.tender_rules import (
    OpeningFacts,
    opening_waits_for_the_deadline,
)
from lucai.law.verdicts import Verdict
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.stages.trade.bids.lifecycle import BID
from lucai.stages.trade.bids.models import Bid
from lucai.stages.trade.bids.selectors.opened import BidSheet, opened_bids
from lucai.stages.trade.bids.services.consortia import note_joined_twice
from lucai.stages.trade.bids.services.entering import Unreadable, enter
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen
from lucai.stages.trade.sealing import services as sealing
from lucai.stages.trade.sealing.selectors import live_envelopes


@dataclass(frozen=True, slots=True)
class OpenedLot:
    """What the opening of one lot gave: how many bid, whether the law lets it open, the bids."""

    lot_number: int
    bidders: int
    verdict: Verdict
    sheets: tuple[BidSheet, ...]


def open_lot(actor: Actor, *, project_number: str, lot_number: int) -> OpenedLot:
    """Open the envelopes of a lot at or after the deadline; with too few bidders none is opened.

    Part of the opening's own command, whose transaction and entry it shares.

    Raises:
        RuleBroken: the deadline has not come (GP-TEN-09).
        WrongState: shares of the opening's keys are missing.
    """
    project = project_seen(actor.viewer, project_number)
    project.lot(lot_number)
    key: dict[str, Any] = {"project_number": project_number, "lot_number": lot_number}
    # Bids that their suppliers did not decrypt, or that did not open, were bid all the same.
    bidders = len(live_envelopes(SYSTEM, project_number, lot_number))
    verdict = _enough(project, bidders)
    if not verdict.holds:
        sealing.give_back(actor, **key)
        return OpenedLot(lot_number, bidders, verdict, ())
    sealing.open_lot(actor, **key, enter=lambda envelope: _enter(actor, envelope, key))
    note_joined_twice(actor, **key)
    sheets = opened_bids(actor.viewer, project_number, lot_number)
    return OpenedLot(lot_number, bidders, verdict, tuple(sheets))


def _enter(actor: Actor, envelope: sealing.OpenedEnvelope, key: dict[str, Any]) -> str:
    """Enter what an envelope held as a bid; return why what is no bid is set aside."""
    try:
        with transaction.atomic():
            enter(actor, opened=envelope, **key)
    except Unreadable as error:
        return str(error)
    return ""


def give_back(actor: Actor, *, project_number: str) -> None:
    """Return every envelope of a project that ended before its opening, unopened.

    Part of the ending's command.
    """
    project = project_seen(actor.viewer, project_number)
    for lot in project.lots:
        sealing.give_back(actor, project_number=project_number, lot_number=lot.number)


def invalidate(actor: Actor, *, project_number: str, code: str, reason: str) -> None:
    """Declare an opened bid invalid, as the consequence of a finding in its review.

    Raises:
        NotFound: there is no such bid.
    """
    with system_access("finding in hand"):
        row = (
            Bid.objects.select_for_update().filter(project_number=project_number, code=code).first()
        )
    if not row:
        raise NotFound("没有找到这份投标文件。")
    take_step(
        actor,
        row,
        BID,
        "invalidate",
        body={"reason": reason},
        changes={"invalid_reason": reason},
        follows=True,
    )


def unveil(actor: Actor, *, project_number: str, lot_number: int) -> None:
    """Show the technical parts of a lot again: they have been judged, or never will be.

    Part of the evaluation's command.
    """
    del actor
    with system_access("dark parts that were judged"):
        rows = Bid.objects.filter(project_number=project_number, lot_number=lot_number, dark=True)
        for row in rows.select_for_update():
            row.change(dark=False)


def reinstate(actor: Actor, *, project_number: str, code: str, reason: str) -> None:
    """Let a bid stand again that a second review found wrongly declared invalid.

    Raises:
        NotFound: there is no such bid.
    """
    with system_access("finding in hand"):
        rows = Bid.objects.select_for_update().filter(project_number=project_number, code=code)
        row = rows.first()
    if not row:
        raise NotFound("没有找到这份投标文件。")
    take_step(
        actor, row, BID, "reinstate",
        body={"reason": reason}, changes={"invalid_reason": ""}, follows=True,
    )  # fmt: skip


def _enough(project: ProjectCard, bidders: int) -> Verdict:
    if not project.bid_deadline:
        raise WrongState("这个项目还没有发布招标公告，不能开标。")
    facts, now = OpeningFacts(bid_deadline=project.bid_deadline), clock.now()
    waits = opening_waits_for_the_deadline(facts, now)
    if waits.blocks:
        raise RuleBroken((waits,))
    count = SupplierCount(
        method=project.method, step="opening", count=bidders, two_suppliers=project.two_suppliers
    )
    return enough_suppliers(count, now)
