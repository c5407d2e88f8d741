"""The decryptions of an opening: called for, done by suppliers, settled when the window is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.platform.access.selectors import organisation_by_uscc
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.stages.trade.decryptions.lifecycle import DECRYPTION
from lucai.stages.trade.decryptions.models import Decryption
from lucai.stages.trade.decryptions.schemas import DecryptionIn
from lucai.stages.trade.decryptions.selectors import OPEN, WAITING, decryption_row, rows_in
from lucai.stages.trade.decryptions.services.recovering import (
    end_requests,
    recover_lots,
    release_shares,
)
from lucai.stages.trade.projects.opening_keys import RECOVER
from lucai.stages.trade.projects.selectors import ProjectCard
from lucai.stages.trade.sealing import services as sealing
from lucai.stages.trade.sealing.selectors import policy_card

__all__ = ["call", "decrypt", "end", "release_shares", "settle"]


def call(actor: Actor, *, project: ProjectCard, lots: Sequence[int]) -> datetime | None:
    """Read the headers of lots and call for their decryption; return until when.

    Part of the opening's command. None: the policies have no group of the bidders'.

    Raises:
        WrongState: shares of the opening's keys are missing.
    """
    groups = {n: policy_card(SYSTEM, project.number, n).bidder for n in lots}
    asked = {number: group for number, group in groups.items() if group}
    if not asked:
        return None
    minutes = max(group.window_minutes for group in asked.values())
    due = clock.now() + timedelta(minutes=minutes)
    for number, group in asked.items():
        for read in sealing.read_headers(actor, project_number=project.number, lot_number=number):
            _begin(actor, project, read, group.on_absence.value, due)
    return due


@command
def decrypt(actor: Actor, *, project_number: str, bid_code: str, content: DecryptionIn) -> None:
    """Open one's own bid with the recovery code or a key; checked at once against its commitment.

    Raises:
        NotFound: the actor's firm has no such bid.
        WrongState: the window is over, or it was decrypted already.
        InvalidInput: a wrong code or key; it can be tried again.
    """
    row = decryption_row(actor.viewer, project_number, bid_code)
    if row.state == "waiting" and clock.now() >= row.due_at:
        raise WrongState("解密时段已经结束，不能再解密。")
    # The step is decided first: what is already decrypted is not opened once more.
    take_step(actor, row, DECRYPTION, "decrypt", changes={"decrypted_at": clock.now()})
    secret = bytes.fromhex(content.secret)
    if not secret and not content.code:
        raise InvalidInput({"code": "请输入恢复码，或者用证书解密"})
    if not secret:
        secret = sealing.secret_by_code(actor, code=bid_code, typed=content.code)
    sealing.keep_secret(actor, code=bid_code, secret=secret)


def settle(actor: Actor, *, project_number: str) -> None:
    """Once the window is over: ask for recoveries as the policies say, and take what has come."""
    del actor
    system = Actor.system(Reason.DEADLINE_REACHED)
    now = clock.now()
    for row in rows_in(SYSTEM, project_number, WAITING):
        if now >= row.due_at:
            _close(system, row=row)
    recover_lots(system, project_number=project_number)


def end(actor: Actor, *, project_number: str) -> None:
    """Let the decryptions of an opening that is cancelled rest; part of its command."""
    for row in rows_in(SYSTEM, project_number, OPEN):
        take_step(actor, row, DECRYPTION, "end", follows=True)
    end_requests(actor, project_number=project_number)


@command
def _close(actor: Actor, *, row: Decryption) -> None:
    if row.on_absence == RECOVER:
        sealing.request_recovery(actor, code=row.bid_code)
        take_step(actor, row, DECRYPTION, "request", follows=True)
    else:
        sealing.revoke(actor, code=row.bid_code)
        take_step(actor, row, DECRYPTION, "revoke", follows=True)


def _begin(
    actor: Actor, project: ProjectCard, read: sealing.HeaderRead, on_absence: str, due: datetime
) -> None:
    supplier = organisation_by_uscc(SYSTEM, read.bidder_code)
    row = Decryption(
        project_number=project.number,
        project_title=project.title,
        lot_number=read.bid.lot_number,
        bid_code=read.bid.code,
        supplier_id=supplier.pk if supplier else 0,
        supplier_name=read.bidder_name,
        region="",
        on_absence=on_absence,
        opens_at=clock.now(),
        due_at=due,
    )
    begin(actor, row, DECRYPTION, label="等待投标人解密")
