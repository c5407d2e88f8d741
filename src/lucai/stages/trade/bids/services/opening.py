"""What happens to bids at the opening and after it; called by the opening and the evaluation."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.kernel.errors import NotFound, RuleBroken, WrongState
from lucai.law.tender_rules import (
    OpeningFacts,
    enough_bidders_came,
    opening_waits_for_the_deadline,
)
from lucai.law.verdicts import Verdict
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.stages.trade.bids.lifecycle import BID
from lucai.stages.trade.bids.models import Bid, BidSecurity
from lucai.stages.trade.bids.selectors.opened import BidSheet, opened_bids
from lucai.stages.trade.bids.services.bonds import TERMINATED, WITHDRAWN, release
from lucai.stages.trade.bids.services.entering import Unreadable, enter
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen
from lucai.stages.trade.sealing import services as sealing
from lucai.stages.trade.sealing.selectors import envelopes_handed_in


@dataclass(frozen=True, slots=True)
class OpenedLot:
    """What the opening of one lot gave: how many bid, whether the law lets it open, the bids."""

    lot_number: int
    bidders: int
    verdict: Verdict
    sheets: tuple[BidSheet, ...]


def open_lot(actor: Actor, *, project_number: str, lot_number: int) -> OpenedLot:
    """Open the bids of a lot at or after the deadline; with too few bidders none is opened.

    Part of the opening's own command, whose transaction and entry it shares.

    Every row of the lot is locked first, drafts too: a bid handed in at the last moment is
    waited for and counted.

    Raises:
        RuleBroken: the deadline has not come (GP-TEN-09).
    """
    project = project_seen(actor.viewer, project_number)
    project.lot(lot_number)
    with system_access("opening"):
        rows = list(
            Bid.objects.filter(project_number=project_number, lot_number=lot_number)
            .select_for_update()
            .order_by("submitted_at", "pk")
        )
    envelopes = envelopes_handed_in(SYSTEM, project_number, lot_number)
    handed_in = [row for row in rows if row.state == "submitted"]
    bidders = len(handed_in) + len(envelopes)
    verdict = _enough(project, bidders)
    rows += _unseal(actor, project_number, lot_number, opens=verdict.holds)
    for row in rows:
        _settle(actor, project, row, opens=verdict.holds)
    sheets = opened_bids(actor.viewer, project_number, lot_number) if verdict.holds else []
    return OpenedLot(lot_number, bidders, verdict, tuple(sheets))


def _unseal(actor: Actor, project_number: str, lot_number: int, *, opens: bool) -> list[Bid]:
    """Open the sealed envelopes of a lot and enter them; with too few bidders none is opened."""
    key = {"project_number": project_number, "lot_number": lot_number}
    if not opens:
        sealing.give_back(actor, **key)
        return []
    entered: dict[int, Bid] = {}
    for envelope in sealing.open_lot(actor, **key):
        try:
            with transaction.atomic():
                row = enter(actor, opened=envelope, **key)
        except Unreadable as error:
            sealing.set_aside(actor, code=envelope.code, why=str(error))
            continue
        entered[row.pk] = row
    return list(entered.values())


def give_back(actor: Actor, *, project_number: str) -> None:
    """Return every bid of a project that ended before its opening; part of the ending's command."""
    project = project_seen(actor.viewer, project_number)
    with system_access("procurement ended"):
        rows = list(Bid.objects.filter(project_number=project_number).select_for_update())
    for row in rows:
        _settle(actor, project, row, opens=False)
    for lot in project.lots:
        sealing.give_back(actor, project_number=project_number, lot_number=lot.number)


@command
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


def _enough(project: ProjectCard, bidders: int) -> Verdict:
    if not project.bid_deadline:
        raise WrongState("这个项目还没有发布招标公告，不能开标。")
    facts, now = OpeningFacts(bid_deadline=project.bid_deadline, bidders=bidders), clock.now()
    waits = opening_waits_for_the_deadline(facts, now)
    if waits.blocks:
        raise RuleBroken((waits,))
    return enough_bidders_came(facts, now)


def _settle(actor: Actor, project: ProjectCard, row: Bid, *, opens: bool) -> None:
    if row.state in {"draft", "withdrawn"}:
        # The clock's act, not the agency's: who began a bid and let it lie is nobody's business.
        take_step(Actor.system(Reason.DEADLINE_REACHED), row, BID, "lapse", follows=True)
    elif row.state == "submitted" and opens:
        _open(actor, project, row)
    elif row.state == "submitted":
        take_step(actor, row, BID, "give_back", audience=(row.supplier_id,), follows=True)
    with system_access("opening"):
        BidSecurity.objects.filter(bid_id=row.pk).update(
            opened_at=clock.now(), region=project.region
        )
    # Only now does the organiser learn of a bid that was withdrawn: its period runs from here.
    if row.state != "opened":
        release(actor, WITHDRAWN if row.state == "lapsed" else TERMINATED, bid_id=row.pk)


def _open(actor: Actor, project: ProjectCard, row: Bid) -> None:
    """Make one bid known: its region is written, its columns are those that were handed in."""
    terms = row.submission["terms"]
    take_step(
        actor,
        row,
        BID,
        "open",
        body={"sha256": row.sha256, "sm3": row.sm3},
        changes={
            "opened_at": clock.now(),
            "region": project.region,
            "price": row.submission["price"],
            "delivery_days": terms["deliveryDays"],
            "validity_days": terms["validityDays"],
        },
        audience=(row.supplier_id,),
        follows=True,
    )
