"""The suppliers' window of an opening: called for at its start, everything opened at its end."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from lucai.kernel.actors import SYSTEM, Actor, Side
from lucai.kernel.errors import LuCaiError, NotFound, WrongState
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.platform.trials import is_trial
from lucai.stages.trade.bids.services import OpenedLot
from lucai.stages.trade.decryptions import services as decryptions
from lucai.stages.trade.decryptions.selectors import window_of
from lucai.stages.trade.openings.lifecycle import OPENING
from lucai.stages.trade.openings.models import OpeningSession
from lucai.stages.trade.openings.selectors.waiting_for import unseal_facts
from lucai.stages.trade.openings.services.reading import (
    locked_session,
    lots_under_way,
    open_and_read,
)
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen
from lucai.stages.trade.sealing.selectors import is_enough_to_open


def call_bidders(actor: Actor, row: OpeningSession, project: ProjectCard) -> bool:
    """Call for the decryption of every lot that can be opened; part of the opening's start.

    Returns:
        Whether anybody has to decrypt.
    """
    number = project.number
    lots = [one for one in lots_under_way(actor, project) if is_enough_to_open(SYSTEM, number, one)]
    due = decryptions.call(actor, project=project, lots=lots)
    if not due:
        return False
    take_step(
        actor, row, OPENING, "call",
        changes={"decrypts_until": due}, body={"until": due.isoformat()}, follows=True,
    )  # fmt: skip
    return True


def unseal(actor: Actor, *, project_number: str) -> list[OpenedLot]:
    """Once the suppliers' window is over, open all bids together and read them out.

    Who has not decrypted is recovered first, or its bid counts as withdrawn, as the policy says.

    Raises:
        NotAllowed: not the agency's own project, or the role does not grant it.
        RuleBroken: the window is not over, or recovery shares are missing.
    """
    project = project_seen(actor.viewer, project_number)
    own = actor.viewer.side is Side.SYSTEM or project.agency_id == actor.viewer.organisation
    if own and not is_trial():  # who did not decrypt is judged once the host has signed
        decryptions.settle(actor, project_number=project_number)
    return _unseal(actor, project_number=project_number)


@command
def _unseal(actor: Actor, *, project_number: str) -> list[OpenedLot]:
    project, row = project_seen(actor.viewer, project_number), locked_session(actor, project_number)
    if not row:
        raise NotFound("这个项目还没有开标。")
    take_step(actor, row, OPENING, "unseal", facts=unseal_facts(actor.viewer, project_number))
    if is_trial():
        return []
    return open_and_read(actor, row, project)


def unseal_due(actor: Actor, *, now: datetime) -> int:
    """Open what waits for suppliers who have all decrypted, or whose time is up.

    Where a recovery server has not given its share, the agency is led to ask again; where people
    are asked, the opening waits for them and goes on by itself when they have released.
    """
    with system_access("openings that wait for suppliers"):
        rows = OpeningSession.objects.filter(state="decrypting", unsealing_failed=False)
        waiting = [row for row in rows.order_by("pk") if _is_due(row, now)]
    for row in waiting:
        try:
            unseal(actor, project_number=row.project_number)
        except LuCaiError:
            if _waits_for_people(row):
                continue
            with suppress(WrongState):
                _leave_to_agency(actor, project_number=row.project_number)
    return len(waiting)


@command
def _leave_to_agency(actor: Actor, *, project_number: str) -> None:
    """Write down that the system could not open by itself: it does not try the same again."""
    row = locked_session(actor, project_number)
    if not row or row.state != "decrypting":
        raise WrongState("投标文件已经开启。")
    row.change(unsealing_failed=True)
    note(actor, row, OPENING, "stuck", label="系统没有能够自动开启，请代理机构处理",
             audience=(row.agency_id,))  # fmt: skip


def _is_due(row: OpeningSession, now: datetime) -> bool:
    window = window_of(SYSTEM, row.project_number)
    if window and not window.waiting and window.awaited:
        return False
    return (row.decrypts_until or now) <= now or bool(window and window.is_settled)


def _waits_for_people(row: OpeningSession) -> bool:
    window = window_of(SYSTEM, row.project_number)
    return bool(window and window.awaited)
