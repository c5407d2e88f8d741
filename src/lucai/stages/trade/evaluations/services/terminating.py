"""终止: the agency ends a procurement early, with everything that follows (87号令 29, 74号令 37)."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import RuleBroken, WrongState
from lucai.kernel.lifecycle import judge
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.stages.trade.evaluations.lifecycle import SESSION, TERMINATE
from lucai.stages.trade.evaluations.rules import (
    TerminationFacts,
    defect_stops_the_review,
    termination_has_a_ground,
)
from lucai.stages.trade.evaluations.schemas import TerminationIn
from lucai.stages.trade.evaluations.selectors.rows import session_rows
from lucai.stages.trade.evaluations.services.moving import fail
from lucai.stages.trade.projects import services as projects
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen

FAILS = frozenset(SESSION.step("fail").source)


@command
def terminate(actor: Actor, *, project_number: str, form: TerminationIn) -> None:
    """End what is still under way of a procurement; every lot gets its notice, money goes back.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: the procurement is decided or over: who won has a right to the contract.
        RuleBroken: a tender that is not opened yet, for anything but a task that fell away
            (GP-TEN-17), or a defect where nothing is reviewed yet (GP-EXP-15).
    """
    demand(actor, TERMINATE.permission)
    project = project_seen(actor.viewer, project_number)
    sessions = {row.lot_number: row for row in session_rows(SYSTEM, project_number)}
    alive = [lot.number for lot in project.lots if lot.state == "active"]
    late = [n for n in alive if n in sessions and sessions[n].state not in FAILS]
    if not alive or late or project.has_reached("decided"):
        raise WrongState("评审已经完成或者采购活动已经结束，不能终止。")
    _demand_ground(project, form)
    reason = f"{form.cause.label}：{form.reason}"[:400]
    for lot in alive:
        if lot in sessions:
            fail(actor, sessions[lot], reason)
        else:
            projects.fail_lot(actor, number=project_number, lot_number=lot, reason=reason)


GROUNDS = (termination_has_a_ground, defect_stops_the_review)


def _demand_ground(project: ProjectCard, form: TerminationIn) -> None:
    opened = project.has_reached("opened")
    facts = TerminationFacts(method=project.method, cause=form.cause.value, opened=opened)
    if broken := tuple(v for v in judge(GROUNDS, facts, clock.now()) if v.blocks):
        raise RuleBroken(broken)
