"""Forming a panel: prepared when the tender is announced, drawn shortly before the evaluation."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Side, Viewer
from lucai.kernel.errors import Conflict, InvalidInput, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import colleagues_granted, organisation
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.registers.exclusions.selectors import banned_experts
from lucai.stages.trade.drawn_experts import drawing
from lucai.stages.trade.drawn_experts import services as calls
from lucai.stages.trade.drawn_experts.draws import DrawOfExperts
from lucai.stages.trade.drawn_experts.lifecycle import SEATED
from lucai.stages.trade.drawn_experts.services import lots
from lucai.stages.trade.draws import services as draws
from lucai.stages.trade.draws.services import Asked
from lucai.stages.trade.panels.lifecycle import APPOINT, EVALUATE, PANEL, PLAN
from lucai.stages.trade.panels.models import REPRESENTATIVE, EvaluationPanel
from lucai.stages.trade.panels.schemas import AppointmentIn, DrawIn
from lucai.stages.trade.panels.selectors import (
    candidates,
    choice_state,
    draws_of,
    first_calls,
    is_under_way,
    panel_row,
    seats_of,
    still_free,
)
from lucai.stages.trade.panels.services.circle import PANELS
from lucai.stages.trade.panels.services.seating import seat, settle
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen
from lucai.stages.trade.projects.standing import ask_library
from lucai_trust.draw import reserves


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
        # Of two that prepare one at the same moment, one is late and has nothing left to do.
        with suppress(Conflict):
            _begin(actor, project, project.bid_deadline)
    elif panel.state == "forming" and panel.evaluation_at < project.bid_deadline:
        _follow_deadline(actor, panel, project.bid_deadline)


def draw(actor: Actor, *, project_number: str, form: DrawIn) -> None:
    """Draw the experts of a panel at random from the library, as ``lucai-draw/1`` says.

    First the pool and the parties' nonces are committed to in the log, then its checkpoint
    and the revealed nonces make the seed. A draw interrupted in between goes on with the pool
    and the conditions it was begun with, so that breaking one off changes nothing. Where the
    form leaves minutes for it, agency, buyer and supervision give nonces of their own first, and
    :func:`finish_draw` ends the draw.

    Raises:
        RuleBroken: size, shares, time or pool are unlawful.
        InvalidInput: more representatives are appointed than the form leaves room for.
    """
    if not is_under_way(actor.viewer, project_number):
        _fix(actor, project_number=project_number, form=form)
        if form.wait_minutes:
            draws.keep_head(actor, draw_number=draws_of(SYSTEM, project_number)[-1].draw_id)
            return
    finish_draw(actor, project_number=project_number)


def finish_draw(actor: Actor, *, project_number: str) -> None:
    """Make the seed of a draw whose pool is fixed, and seat whom its walk takes.

    Raises:
        WrongState: no draw is under way, its parties' time is not over, or a holder of opening
            keys has not released its shares yet.
        RuleBroken: size, shares, time or pool are unlawful.
    """
    demand(actor, PANEL.permission(PANEL.step("draw")))
    panel_row(actor.viewer, project_number)
    if not is_under_way(actor.viewer, project_number):
        raise WrongState("没有等待完成的抽取，请重新填写抽取条件。")
    row = draws_of(SYSTEM, project_number)[-1]
    if row.due_at:
        draws.demand_over(actor, draw_number=row.draw_id)
    checkpoint = draws.covering_checkpoint(actor)
    if row.due_at:
        draws.gather(actor, draw_number=row.draw_id)
    _reveal(actor, project_number=project_number, checkpoint=checkpoint)


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
def _fix(actor: Actor, *, project_number: str, form: DrawIn) -> None:
    """Judge the draw as if it were held now; what it would draw from is fixed and logged."""
    project = project_seen(actor.viewer, project_number)
    panel = panel_row(actor.viewer, project_number)
    _check_room(panel, form)
    panel = _with_conditions(panel, form)
    pool = candidates(SYSTEM, project, form.wanted)
    facts = panel.facts(
        eligible=drawing.fillable(pool, form.wanted, form.rule),
        short=drawing.short_lines(pool, form.wanted, form.rule),
        choice=choice_state(SYSTEM, project_number),
        bid_deadline=project.bid_deadline,
    )
    PANEL.decide("draw", state=panel.state, viewer=actor.viewer, facts=facts, at=clock.now())
    panel.change(
        size=panel.size,
        representatives=panel.representatives,
        conditions=panel.conditions,
        evaluation_at=panel.evaluation_at,
        place=panel.place,
    )
    draws.leave(actor, of=PANEL.of, of_key=panel.key, reason=draws.SPENT)
    row = calls.fix_pool(actor, PANELS, panel, pool, form.rule)
    if form.wait_minutes:
        due_at = draws.ask(actor, _asked(panel, row), minutes=form.wait_minutes)
        row.change(due_at=due_at, absent=[])


@command
def _reveal(actor: Actor, *, project_number: str, checkpoint: str) -> None:
    """Make the seed, walk the pool, seat whom the walk took."""
    project = project_seen(actor.viewer, project_number)
    panel = panel_row(actor.viewer, project_number)
    row = draws_of(SYSTEM, project_number)[-1]
    pool = still_free(SYSTEM, row, project)
    facts = panel.facts(
        eligible=drawing.fillable(list(pool.values()), panel.specialties, row.parsed),
        bid_deadline=project.bid_deadline,
        choice=choice_state(SYSTEM, project_number),
    )
    lots.unseal(actor, row)
    lots.reveal(actor, row, checkpoint)
    stops = first_calls(SYSTEM, row, project)
    barred = len(banned_experts(SYSTEM, clock.today()))
    checked = ask_library(actor, project, barred)
    body = {"experts": facts.experts, **row.told(stops), "creditCheck": checked}
    changes = {"drawn_at": clock.now()}
    take_step(actor, panel, PANEL, "draw", facts=facts, changes=changes, body=body)
    drawn = [pool[person] for person in lots.keep_calls(actor, row, stops)]
    calls.seat_experts(actor, PANELS, panel, drawn)
    standing_by = [pool[row.members[position].person] for position in reserves(stops)]
    calls.name_reserves(actor, PANELS, panel, standing_by)
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
        object_kind=project.object_kind,
        buyer_level=organisation(SYSTEM, project.buyer_id).level,
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
    panel.conditions = {**form.conditions, "special": form.special}
    return panel


def _asked(panel: EvaluationPanel, row: DrawOfExperts) -> Asked:
    return Asked(
        draw_number=row.draw_id, of=PANEL.of, of_key=panel.key, title=panel.title,
        project_number=panel.project_number, region=panel.region,
        href=f"/rooms/{panel.project_number}/panel/", buyer_id=panel.buyer_id,
        buyer_path=panel.buyer_path, agency_id=panel.agency_id, finance_id=panel.finance_id,
        organiser_side=Side.AGENCY.value, root=row.root,
    )  # fmt: skip


def _check_room(panel: EvaluationPanel, form: DrawIn) -> None:
    if form.representatives > form.size:
        raise InvalidInput({"representatives": "采购人代表不能多于总人数"})
    if _representatives(panel) > form.representatives:
        message = f"采购人已委派 {_representatives(panel)} 名代表，名额不能少于这个数"
        raise InvalidInput({"representatives": message})
    if message := form.misshared(form.size - form.representatives):
        raise InvalidInput({"lines": message})
    if (
        form.wait_minutes
        and clock.now() + timedelta(minutes=form.wait_minutes) > form.evaluation_at
    ):
        message = "等到那时评审已经开始；请缩短等待时间，填 0 则不等待"
        raise InvalidInput({"wait_minutes": message})


def _representatives(panel: EvaluationPanel) -> int:
    return sum(
        member.kind == REPRESENTATIVE for member in seats_of(SYSTEM, panel.project_number, *SEATED)
    )


def _colleague(viewer: Viewer, person: int) -> str:
    names = {one.person: one.name for one in colleagues_granted(viewer, EVALUATE.permission)}
    if viewer.side is not Side.BUYER or person not in names:
        raise InvalidInput({"person_id": "请选择本单位具有“担任评委会成员”权限的人员"})
    return names[person]
