"""Forming a panel: prepared when the tender is announced, drawn shortly before the evaluation."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel import chance, clock
from lucai.kernel.actors import SYSTEM, Actor, Side, Viewer
from lucai.kernel.errors import InvalidInput
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import colleagues_granted
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.panels import drawing
from lucai.stages.trade.panels.lifecycle import APPOINT, EVALUATE, PANEL, PLAN, SEATED
from lucai.stages.trade.panels.models import REPRESENTATIVE, EvaluationPanel
from lucai.stages.trade.panels.schemas import AppointmentIn, DrawIn
from lucai.stages.trade.panels.selectors import candidates, panel_row, seats_of
from lucai.stages.trade.panels.services.seating import seat, seat_experts, settle
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen


def prepare_panel(actor: Actor, *, project_number: str) -> None:
    """Make sure an announced project has a panel to be formed, and that it follows its deadline.

    Safe to call again; called when the tender is published and when its deadline moves.
    """
    demand(actor, PLAN.permission)
    project = project_seen(actor.viewer, project_number)
    with system_access("panel of a project in hand"):
        panel = EvaluationPanel.objects.filter(project_number=project_number).first()
    if not project.bid_deadline:
        return
    if panel is None:
        _begin(actor, project, project.bid_deadline)
    elif panel.state == "forming" and panel.evaluation_at < project.bid_deadline:
        _follow_deadline(actor, panel, project.bid_deadline)


@command
def draw(actor: Actor, *, project_number: str, form: DrawIn) -> None:
    """Draw the experts of a panel at random from the library.

    The seed and the pool stay with the panel, the journal keeps their digests: the draw can
    be repeated by anybody who may see them.

    Raises:
        RuleBroken: size, shares, time or pool are unlawful.
        InvalidInput: more representatives are appointed than the form leaves room for.
    """
    project = project_seen(actor.viewer, project_number)
    panel = panel_row(actor.viewer, project_number)
    _check_room(panel, form)
    panel = _with_conditions(panel, form)
    pool = candidates(SYSTEM, project, form.specialties)
    seed = chance.token_hex(32)
    ordered = drawing.order(seed, [one.person_id for one in pool])
    facts = panel.facts(eligible=len(pool), bid_deadline=project.bid_deadline)
    changes = {
        "size": panel.size,
        "representatives": panel.representatives,
        "conditions": panel.conditions,
        "evaluation_at": panel.evaluation_at,
        "place": panel.place,
        "seed": seed,
        "pool": ordered,
        "drawn_at": clock.now(),
    }
    body = {
        "experts": facts.experts,
        "pool": len(ordered),
        "poolDigest": drawing.digest(ordered),
        "seedDigest": drawing.digest(seed),
    }
    take_step(actor, panel, PANEL, "draw", facts=facts, changes=changes, body=body)
    by_person = {one.person_id: one for one in pool}
    seat_experts(actor, panel, [by_person[person] for person in ordered[: facts.experts]])
    settle(actor, panel)


@command
def appoint_representative(actor: Actor, *, project_number: str, form: AppointmentIn) -> None:
    """Appoint somebody of the buyer as its representative, with a letter of authority.

    Raises:
        NotAllowed: the role does not grant it.
        InvalidInput: not one of the buyer's people with the right, or no place left.
    """
    demand(actor, APPOINT.permission)
    panel = panel_row(actor.viewer, project_number)
    person = _colleague(actor.viewer, form.person_id)
    held = [m for m in seats_of(SYSTEM, project_number) if m.person_id == form.person_id]
    if held:
        raise InvalidInput({"person_id": f"{person}已经在评审委员会中有过席位"})
    if panel.state != "forming" and _representatives(panel) >= panel.representatives:
        raise InvalidInput({"person_id": f"采购人代表名额为 {panel.representatives} 名，已经委派"})
    seat(
        actor,
        panel,
        person_id=form.person_id,
        organisation_id=panel.buyer_id,
        name=person,
        kind=REPRESENTATIVE,
        employer=panel.buyer_name,
        authority=form.authority,
    )
    settle(actor, panel)


@command
def _begin(actor: Actor, project: ProjectCard, evaluation_at: datetime) -> None:
    row = EvaluationPanel(
        project_number=project.number,
        title=project.title,
        region=project.region,
        buyer_id=project.buyer_id,
        buyer_path=project.buyer_path,
        buyer_name=project.buyer_name,
        agency_id=project.agency_id,
        agency_name=project.agency_name,
        finance_id=project.finance_id,
        method=project.method,
        budget=project.budget,
        evaluation_at=evaluation_at,
    )
    begin(actor, row, PANEL, label="准备组建评审委员会")


@command
def _follow_deadline(actor: Actor, panel: EvaluationPanel, evaluation_at: datetime) -> None:
    panel.change(evaluation_at=evaluation_at)
    note(actor, panel, PANEL, "follow", label="评审时间随投标截止时间调整")


def _with_conditions(panel: EvaluationPanel, form: DrawIn) -> EvaluationPanel:
    panel.size, panel.representatives = form.size, form.representatives
    panel.evaluation_at, panel.place = form.evaluation_at, form.place
    panel.conditions = {"specialties": list(form.specialties), "special": form.special}
    return panel


def _check_room(panel: EvaluationPanel, form: DrawIn) -> None:
    if form.representatives > form.size:
        raise InvalidInput({"representatives": "采购人代表不能多于总人数"})
    if _representatives(panel) > form.representatives:
        message = f"采购人已委派 {_representatives(panel)} 名代表，名额不能少于这个数"
        raise InvalidInput({"representatives": message})


def _representatives(panel: EvaluationPanel) -> int:
    return sum(
        member.kind == REPRESENTATIVE for member in seats_of(SYSTEM, panel.project_number, *SEATED)
    )


def _colleague(viewer: Viewer, person: int) -> str:
    names = {one.person: one.name for one in colleagues_granted(viewer, EVALUATE.permission)}
    if viewer.side is not Side.BUYER or person not in names:
        raise InvalidInput({"person_id": "请选择本单位具有“担任评委会成员”权限的人员"})
    return names[person]
