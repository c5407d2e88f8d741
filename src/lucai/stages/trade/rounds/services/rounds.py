"""Rounds: called with their policy, their shares gathered, given up, packed to be verified."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.conf import settings

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Viewer
from lucai.kernel.errors import NotFound, WrongState
from lucai.platform.journal.frame import command
from lucai.platform.records import system_access
from lucai.platform.trials import is_trial
from lucai.stages.trade.rounds.models import SealedRound
from lucai.stages.trade.rounds.policies import compose
from lucai.stages.trade.rounds.selectors import (
    is_complete,
    prices_of,
    round_row,
    subject_of_round,
)
from lucai.stages.trade.sealing import ports
from lucai.stages.trade.sealing import services as sealing
from lucai.stages.trade.sealing.selectors import holders_for
from lucai.stages.trade.sealing.witnessing import promised_log

NOT_YET = "密钥份额还没有收齐，系统正在向密钥服务收取，请稍候片刻再办理。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a round is called for; ``number`` begins with R-, ``kind`` is the life of a quote."""

    number: str
    lot_number: int
    kind: str
    project_number: str
    title: str
    region: str
    href: str
    buyer_id: int
    buyer_path: str
    agency_id: int
    finance_id: int
    deadline: datetime


@command
def call_round(actor: Actor, *, call: Call) -> str:
    """Call a round and publish its opening policy; return the policy's hash.

    Part of the act that asks for quotes.

    Raises:
        WrongState: fewer than two organisations run automatic holders.
    """
    policy = compose(
        call.number, call.lot_number, deadline=call.deadline, suite=settings.LUCAI_SEALING_SUITE,
        holders=holders_for(SYSTEM, settings.LUCAI_SEALING_SUITE, frozenset()),
        log=promised_log(),
    )  # fmt: skip
    values = {name: getattr(call, name) for name in Call.__dataclass_fields__}
    SealedRound(**values, called_at=clock.now()).save(force_insert=True)
    return sealing.publish_policy(
        actor, subject_of_round(SYSTEM, call.number, call.lot_number), policy
    )


@command
def postpone_round(actor: Actor, *, number: str, lot_number: int, deadline: datetime) -> None:
    """Let a round take quotes until later; what was handed in stays good. Part of another act.

    The opening policy's next version says so in the log, before the old deadline comes.

    Raises:
        NotFound: there is no such round.
        WrongState: its time is over.
    """
    round_row(SYSTEM, number, lot_number)
    with system_access("round in hand"):
        rows = SealedRound.objects.select_for_update()
        row = rows.get(number=number, lot_number=lot_number)
    if row.opened_at or row.given_up_at or clock.now() >= row.deadline:
        raise WrongState("截止时间已过，不能再顺延。")
    row.change(deadline=deadline)
    sealing.postpone_policy(actor, subject_of_round(SYSTEM, number, lot_number), deadline=deadline)


def gather_shares(actor: Actor, *, number: str, lot_number: int) -> None:
    """Seal the registry and ask the holders, where the clock has not had it done already.

    Never in a trial of an act: holders remember the registry they were shown, and one that was
    undone again would be the only one they ever release for.

    Raises:
        RuleBroken: the round's time is not over.
        WrongState: an act is tried, and the shares have not come yet.
    """
    if is_complete(SYSTEM, number, lot_number):
        return
    if is_trial():
        raise WrongState(NOT_YET)
    sealing.prepare_opening(actor, project_number=number)


def silent_holders(actor: Actor, *, number: str, lot_number: int) -> tuple[str, ...]:
    """Name the organisations whose holders of a round do not answer now."""
    return sealing.silent_holders(actor, project_number=number, lot_number=lot_number)


def hold_releases(actor: Actor, *, number: str, lot_number: int) -> None:
    """Let no share of a round come in until the act that decides on it is done."""
    sealing.hold_releases(actor, project_number=number, lot_number=lot_number)


def give_up(actor: Actor, *, number: str, lot_number: int) -> None:
    """Leave a round's envelopes shut for good; nothing happens where there is no open round."""
    with system_access("round in hand"):
        rows = SealedRound.objects.select_for_update().filter(number=number, lot_number=lot_number)
        row = rows.filter(opened_at=None, given_up_at=None).first()
    if row:
        row.change(given_up_at=clock.now())
        sealing.give_back(actor, project_number=number, lot_number=lot_number)


def package(viewer: Viewer, number: str, lot_number: int, *, edition: str) -> IO[bytes]:
    """Return the verification package of a round that was opened.

    Which edition a viewer may have, who called the round has said; supervision's holds the prices
    that the viewer may see.

    Raises:
        NotFound: nothing was handed in, or it was not opened.
    """
    row = round_row(viewer, number, lot_number)
    opened_at = row.opened_at or row.deadline
    read_out = ports.ReadOut(opened_at, None, prices_of(viewer, number, lot_number))
    return sealing.round_package(viewer, number, lot_number, read_out=read_out, edition=edition)


def can_be_proven(viewer: Viewer, number: str, lot_number: int) -> bool:
    """Whether a round was opened and leaves something to verify, for the archive."""
    try:
        row = round_row(viewer, number, lot_number)
    except NotFound:
        return False
    return bool(row.opened_at) and sealing.can_be_proven(viewer, number, lot_number)


def archive_package(viewer: Viewer, number: str, lot_number: int) -> IO[bytes]:
    """Return the package of an opened round as the archive keeps it: with prices and shares.

    The file holds the quotes themselves; who may read it, the archive says.

    Raises:
        NotFound: nothing was handed in, or it was not opened.
    """
    del viewer
    return package(SYSTEM, number, lot_number, edition=sealing.ARCHIVE_EDITION)
