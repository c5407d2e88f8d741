"""Seats: given one after the other, and whether the panel is complete."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.platform.lives.services import begin, take_step
from lucai.stages.trade.drawn_experts.drawing import Candidate
from lucai.stages.trade.drawn_experts.lifecycle import SEATED
from lucai.stages.trade.drawn_experts.rows import EXPERT
from lucai.stages.trade.drawn_experts.services import let_rest
from lucai.stages.trade.panels.lifecycle import MEMBER, PANEL
from lucai.stages.trade.panels.models import REPRESENTATIVE, EvaluationPanel, PanelMember
from lucai.stages.trade.panels.selectors import seats_of
from lucai.stages.trade.panels.services.electing import call_vote


def seat(  # noqa: PLR0913 - a seat is who, from where, and as what
    actor: Actor,
    panel: EvaluationPanel,
    *,
    person_id: int,
    organisation_id: int,
    name: str,
    kind: str = EXPERT,
    employer: str = "",
    employer_uscc: str = "",
    authority: str = "",
) -> PanelMember:
    """Give the panel's next place to somebody."""
    start = panel.evaluation_at.astimezone(clock.BEIJING).date()
    row = PanelMember(
        panel=panel,
        project_number=panel.project_number,
        title=panel.title,
        region=panel.region,
        buyer_id=panel.buyer_id,
        buyer_path=panel.buyer_path,
        agency_id=panel.agency_id,
        place=len(seats_of(SYSTEM, panel.project_number)) + 1,
        person_id=person_id,
        organisation_id=organisation_id,
        name=name,
        kind=kind,
        employer=employer,
        employer_uscc=employer_uscc,
        authority=authority,
        names_from=clock.moment(start),
        evaluation_at=panel.evaluation_at,
    )
    return begin(actor, row, MEMBER, label=f"{row.place} 号成员就座", body={"kind": kind})


def seat_expert(actor: Actor, panel: EvaluationPanel, one: Candidate) -> PanelMember:
    """Give the panel's next place to an expert."""
    return seat(
        actor,
        panel,
        person_id=one.person_id,
        organisation_id=one.organisation_id,
        name=one.name,
        employer=one.employer,
        employer_uscc=one.employer_uscc,
    )


def let_reserves_rest(actor: Actor, panel: EvaluationPanel) -> None:
    """Let the reserves of a panel rest."""
    let_rest(actor, MEMBER, seats_of(SYSTEM, panel.project_number, "reserve"))


def settle(actor: Actor, panel: EvaluationPanel) -> None:
    """Bring the panel's state and its list of seats in line with who sits in it."""
    seated = seats_of(SYSTEM, panel.project_number, *SEATED)
    present = [member for member in seated if member.state == "signed_in"]
    listed = "".join(f",{member.person_id}" for member in seated)
    experts = sum(member.kind == EXPERT for member in seated)
    places = panel.experts if panel.drawn_at else 0
    panel.change(seats=f"{listed}," if listed else "", vacant=max(places - experts, 0))
    complete = panel.size > 0 and len(present) == panel.size
    if complete and panel.state == "drawn":
        changes = {"formed_at": clock.now()}
        take_step(actor, panel, PANEL, "form", changes=changes, follows=True)
        let_reserves_rest(actor, panel)
    if not complete and panel.state == "formed":
        take_step(actor, panel, PANEL, "reopen", follows=True)
    delegates = sum(member.kind == REPRESENTATIVE for member in seated)
    if panel.state == "drawn" and delegates < panel.representatives:
        take_step(actor, panel, PANEL, "wait", follows=True)
    elif panel.state == "short" and delegates >= panel.representatives:
        take_step(actor, panel, PANEL, "delegate", follows=True)
    call_vote(actor, panel)
