"""Handing a bid in, replacing it, taking it back: the acts that the deadline ends."""

from __future__ import annotations

from lucai.kernel import chance, clock
from lucai.kernel.actors import Actor
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.stages.trade.bids import canonical
from lucai.stages.trade.bids.lifecycle import BID
from lucai.stages.trade.bids.models import Bid
from lucai.stages.trade.bids.selectors.working import WorkingCopy, bid_row, working_copy


@command
def submit(actor: Actor, *, project_number: str, lot_number: int, step: str = "submit") -> str:
    """Hand a bid in, or replace the one handed in (``step="replace"``); return the receipt's number.

    The working copy is frozen as canonical JSON; its SHA-256 and SM3 stand on the receipt.
    The lock comes first and the clock after it, so that a bid that waited at the deadline is
    late, and the opening never misses one that was in time.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: somebody else was faster.
        RuleBroken: late, incomplete, above the ceiling, …; each with its article.
    """
    copy = _locked(actor, project_number, lot_number)
    at = clock.now()
    content = copy.content(submitted_at=at)
    pair = canonical.digests(content)
    number = f"HZ{at.astimezone(clock.BEIJING):%Y%m%d%H%M%S}{chance.token_hex(3).upper()}"
    take_step(
        actor,
        copy.bid,
        BID,
        step,
        facts=copy.facts(),
        body={"receipt": number, "sha256": pair.sha256, "sm3": pair.sm3},
        changes={
            "submission": content,
            "submitted_at": at,
            "sha256": pair.sha256,
            "sm3": pair.sm3,
            "receipt": {"number": number, "size": pair.size},
            "bid_deadline": copy.tender.bid_deadline,
        },
    )
    return number


@command
def withdraw(actor: Actor, *, project_number: str, lot_number: int) -> None:
    """Take a handed-in bid back before the deadline; the working copy stays.

    Raises:
        NotAllowed, WrongState: as for every step.
        RuleBroken: the deadline has passed.
    """
    copy = _locked(actor, project_number, lot_number)
    take_step(
        actor,
        copy.bid,
        BID,
        "withdraw",
        facts=copy.facts(),
        body={"sha256": copy.bid.sha256},
        changes={"submission": {}, "submitted_at": None, "sha256": "", "sm3": "", "receipt": {}},
    )


def _locked(actor: Actor, project_number: str, lot_number: int) -> WorkingCopy:
    found = bid_row(actor.viewer, project_number, lot_number)
    Bid.objects.seen_by(actor.viewer).select_for_update().get(pk=found.pk)
    return working_copy(actor.viewer, project_number, lot_number)
