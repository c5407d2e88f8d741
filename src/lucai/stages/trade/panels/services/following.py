"""Whoever follows in a place that falls free: a reserve, the next of the walk, or another draw's."""

from __future__ import annotations

from datetime import timedelta

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import WrongState
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.draws import services as draws
from lucai.stages.trade.panels.drawing import Candidate
from lucai.stages.trade.panels.lifecycle import MEMBER, PANEL
from lucai.stages.trade.panels.models import EvaluationPanel
from lucai.stages.trade.panels.selectors import draws_of, free_experts, panel_row, seats_of
from lucai.stages.trade.panels.selectors.following import (
    Following,
    followings,
    of_the_line,
    vacant_lines,
)
from lucai.stages.trade.panels.services import lots
from lucai.stages.trade.panels.services.seating import ask, seat_experts, settle
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen
from lucai_trust.draw import Leaving, Rule

SPENT = "专家库中没有可以递补的专家"
TRIED = timedelta(days=1)
"""How long after the time of the evaluation it is still tried to fill a panel."""
TRYING = frozenset({"short", "drawn"})
"""The states of a panel whose free places are filled without anybody asking for it."""


def seat_follower(actor: Actor, panel: EvaluationPanel, project: ProjectCard, line: str) -> bool:
    """Give a free place of a line to whom the draws say; return whether there was anybody."""
    for found in followings(SYSTEM, panel, project, line):
        _pass_by(actor, found)
        persons = lots.keep_calls(actor, found.row, found.calls)
        if found.position is None:
            continue
        body = {
            "draw": found.row.draw_id, "walk": [call.spelt for call in found.calls],
            "position": found.position, "reserve": found.is_reserve,
        }  # fmt: skip
        note(actor, panel, PANEL, "draw-next", label="按抽取次序递补", body=body)
        if found.is_reserve:
            _call_up(actor, panel, found)
        else:
            free = free_experts(SYSTEM, panel, project)
            seat_experts(actor, panel, [free[person] for person in persons])
        return True
    return False


def replenish(
    actor: Actor, panel: EvaluationPanel, project: ProjectCard, line: str, *, leaving: int = 0
) -> None:
    """Fix another pool, of one place of a line, where no draw can fill a place that falls free.

    It needs somebody who is left in the library.
    """
    found = followings(SYSTEM, panel, project, line, leaving=leaving)
    experts = of_the_line(SYSTEM, panel, project, line)
    if not experts or any(one.position is not None for one in found):
        return
    most = draws_of(SYSTEM, panel.project_number)[-1].most_per_employer
    _fix_another(actor, panel, experts, Rule({line: 1}, most))
    _reveal_another(actor, panel, draws.covering_checkpoint(actor))


def fill(actor: Actor, *, project_number: str, tell: bool = False) -> int:
    """Fill the places that fell free as far as the library reaches; return how many.

    Args:
        tell: let agency and finance know where it does not reach.
    """
    panel, project = panel_row(SYSTEM, project_number), project_seen(SYSTEM, project_number)
    filled = 0
    for line in vacant_lines(SYSTEM, panel) if panel.state in TRYING else ():
        replenish(actor, panel, project, line)
        if any(one.person for one in followings(SYSTEM, panel, project, line)):
            _fill(actor, project_number, line)
            filled += 1
        elif tell:
            _tell_spent(actor, project_number)
    return filled


def fill_vacant(actor: Actor, *, limit: int = 20) -> int:
    """Fill what could not be filled before, where the library has grown since; return how many."""
    rows = EvaluationPanel.objects.seen_by(actor.viewer).filter(
        vacant__gt=0, state__in=TRYING, evaluation_at__gt=clock.now() - TRIED
    )
    numbers = rows.order_by("pk").values_list("project_number", flat=True)[:limit]
    return sum(fill(actor, project_number=number) for number in list(numbers))


@command
def _fill(actor: Actor, project_number: str, line: str) -> None:
    panel = _panel(project_number)
    if panel.state not in TRYING or line not in vacant_lines(SYSTEM, panel):
        raise WrongState("这个名额已经递补。")
    seat_follower(actor, panel, project_seen(SYSTEM, project_number), line)
    settle(actor, panel)


@command
def _tell_spent(actor: Actor, project_number: str) -> None:
    panel = _panel(project_number)
    note(
        actor, panel, PANEL, "draw-spent", label=f"{SPENT}，请补充专家库，补充后自动递补",
        audience=(panel.agency_id, panel.finance_id),
    )  # fmt: skip


@command
def _fix_another(
    actor: Actor, panel: EvaluationPanel, experts: list[Candidate], rule: Rule
) -> None:
    lots.fix_pool(actor, panel, experts, rule)


@command
def _reveal_another(actor: Actor, panel: EvaluationPanel, checkpoint: str) -> None:
    row = draws_of(SYSTEM, panel.project_number)[-1]
    lots.reveal(actor, row, checkpoint)
    label = "公布补充抽取的随机数"
    note(actor, panel, PANEL, "draw-reveal", label=label, body=row.told(()))


def _pass_by(actor: Actor, found: Following) -> None:
    """Let reserves go who could not come when it was their turn."""
    if not found.passed:
        return
    row = found.row
    gone = {str(position): str(Leaving.REPLACED) for position in found.passed}
    row.change(reasons={**row.reasons, **gone})
    persons = {row.members[position].person for position in found.passed}
    for seat in seats_of(SYSTEM, row.panel.project_number, "reserve"):
        if seat.person_id in persons:
            take_step(actor, seat, MEMBER, "pass_by", follows=True, body={"place": seat.place})


def _call_up(actor: Actor, panel: EvaluationPanel, found: Following) -> None:
    row = found.row
    row.change(promoted=[*row.promoted, found.position])
    seats = seats_of(SYSTEM, panel.project_number, "reserve")
    seat = next(one for one in seats if one.person_id == found.person)
    take_step(actor, seat, MEMBER, "call_up", follows=True, body={"place": seat.place})
    ask(actor, panel, seat)


def _panel(project_number: str) -> EvaluationPanel:
    with system_access("panel of a project in hand"):
        rows = EvaluationPanel.objects.select_for_update()
        found: EvaluationPanel = rows.get(project_number=project_number)
    return found
