"""What the clock does: a supplier that got no answer in time is told what it may do now."""

from __future__ import annotations

from datetime import timedelta

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.law.parameters import parameter
from lucai.platform.duties.services import due
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.challenges.lifecycle import CHALLENGE, OPEN
from lucai.stages.trade.challenges.models import Challenge


def tell_of_silence(actor: Actor) -> int:
    """Tell suppliers, once, whose challenge was not answered in time; return how many."""
    now = clock.now()
    days = int(parameter("GP-QST-05", on=clock.today()).value)
    with system_access("challenges whose time to be answered has run out"):
        waiting = list(
            Challenge.objects.filter(
                state__in=OPEN, told_of_silence_at=None, raised_at__lt=now - timedelta(days=days)
            ).order_by("pk")
        )
    late = [row for row in waiting if _is_late(row)]
    for row in late:
        _tell(actor, row)
    return len(late)


def drop_stale_drafts(actor: Actor) -> int:
    """Put drafts aside whose window is over: nobody owes them any more. Return how many."""
    days = int(parameter("GP-QST-02", on=clock.today()).value)
    with system_access("drafts whose window is over"):
        old = list(
            Challenge.objects.filter(
                state="draft", known_on__lt=clock.today() - timedelta(days=days)
            ).order_by("pk")
        )
    stale = [row for row in old if _is_over(row)]
    for row in stale:
        _drop(actor, row)
    return len(stale)


def _is_over(row: Challenge) -> bool:
    _, due_at = row.times_of("submit")
    return due_at is not None and clock.now() >= due_at


@command
def _drop(actor: Actor, row: Challenge) -> None:
    take_step(actor, row, CHALLENGE, "lapse")


def _is_late(row: Challenge) -> bool:
    due_at = due("GP-QST-05", row.raised_at) if row.raised_at else None
    return due_at is not None and clock.now() >= due_at


@command
def _tell(actor: Actor, row: Challenge) -> None:
    row.change(told_of_silence_at=clock.now())
    note(
        actor, row, CHALLENGE, "silence", label="质疑答复期满未答复，供应商可以投诉",
        audience=tuple(row.parties().values()),
    )  # fmt: skip
