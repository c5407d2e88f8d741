"""After the evaluation: the panel ends, and with the result its names become public."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.drawn_experts.lifecycle import SEATED
from lucai.stages.trade.drawn_experts.services import let_rest
from lucai.stages.trade.draws import services as draws
from lucai.stages.trade.panels.lifecycle import CHOICE, MEMBER, PANEL
from lucai.stages.trade.panels.models import EvaluationPanel, ExpertChoice
from lucai.stages.trade.panels.rules import ASKED, CONSENTED, named
from lucai.stages.trade.panels.selectors import last_choice, seats_of


def dissolve(actor: Actor, *, project_number: str) -> None:
    """End a panel when its last lot is done; nothing happens where there is none any more."""
    panel = _panel(project_number)
    if panel and panel.state != "dissolved":
        _dissolve(actor, panel)
    choice = last_choice(SYSTEM, project_number)
    if choice and choice.state in {ASKED, CONSENTED}:
        _lapse(actor, choice)


def reconvene(actor: Actor, *, project_number: str) -> None:
    """Call the same panel together once more (重新评审); nothing happens while it still sits."""
    panel = _panel(project_number)
    if panel and panel.state == "dissolved" and panel.formed_at:
        _reconvene(actor, panel)


def publish_names(actor: Actor, *, project_number: str) -> list[str]:
    """Make the members' names known with the first result notice; return them by place."""
    panel = _panel(project_number)
    if not panel:
        return []
    members = seats_of(SYSTEM, panel.project_number, *SEATED)
    if not panel.announced_at:
        _publish(actor, panel)
    return [named(member.name, chosen=member.chosen) for member in members]


@command
def _dissolve(actor: Actor, panel: EvaluationPanel) -> None:
    take_step(actor, panel, PANEL, "dissolve", follows=True)
    # A tender that failed at its opening leaves members who never had to come.
    let_rest(actor, MEMBER, seats_of(SYSTEM, panel.project_number))
    draws.leave(actor, of=PANEL.of, of_key=panel.key)


@command
def _lapse(actor: Actor, choice: ExpertChoice) -> None:
    take_step(actor, choice, CHOICE, "lapse", follows=True)


@command
def _reconvene(actor: Actor, panel: EvaluationPanel) -> None:
    take_step(actor, panel, PANEL, "reconvene", follows=True)


@command
def _publish(actor: Actor, panel: EvaluationPanel) -> None:
    at = clock.now()
    panel.change(announced_at=at)
    for member in seats_of(SYSTEM, panel.project_number, *SEATED):
        member.change(announced_at=at)
    note(actor, panel, PANEL, "publish", label="评审委员会成员名单随结果公开")


def _panel(project_number: str) -> EvaluationPanel | None:
    with system_access("panel of a project in hand"):
        return (
            EvaluationPanel.objects.select_for_update()
            .filter(project_number=project_number)
            .first()
        )
