"""Seats: given one after the other, and whether the panel is complete."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.lifecycle import Lifecycle
from lucai.platform.duties import services as duties
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import LivingRecord
from lucai.stages.trade.panels.drawing import Candidate
from lucai.stages.trade.panels.lifecycle import MEMBER, PANEL, SEATED
from lucai.stages.trade.panels.models import EXPERT, REPRESENTATIVE, EvaluationPanel, PanelMember
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


def seat_experts(actor: Actor, panel: EvaluationPanel, people: list[Candidate]) -> None:
    """Seat drawn experts in the order of the draw, and ask them whether they can come."""
    for one in people:
        ask(actor, panel, _seat_expert(actor, panel, one))


def name_reserves(actor: Actor, panel: EvaluationPanel, people: list[Candidate]) -> None:
    """Let drawn experts stand by in the order of the draw."""
    for one in people:
        row = _seat_expert(actor, panel, one)
        take_step(
            actor, row, MEMBER, "stand_by", follows=True, body={"place": row.place},
            changes={"stood_by": True},
        )  # fmt: skip


def ask(actor: Actor, panel: EvaluationPanel, row: PanelMember) -> None:
    """Ask a drawn expert for an answer, where the draw's conditions say so, and a reserve always.

    An answer is due before the evaluation begins; one who is seated later answers all the same.
    Where the conditions give no time nothing becomes of silence: the to-do alone tells the
    reserve that the place is his or hers now.
    """
    if not panel.answer_minutes and not row.stood_by:
        return
    by = _answer_by(panel)
    row.answer_by = by  # the to-do counts to it
    take_step(
        actor, row, MEMBER, "ask", follows=True,
        changes={"answer_by": by, "answered_at": None, "rung_at": None, "call": {}},
        body={"place": row.place, "answerBy": by.isoformat() if by else ""},
    )  # fmt: skip


def _answer_by(panel: EvaluationPanel) -> datetime | None:
    if not panel.answer_minutes:
        return None
    now = clock.now()
    by = now + timedelta(minutes=panel.answer_minutes)
    return panel.evaluation_at if now < panel.evaluation_at < by else by


def _seat_expert(actor: Actor, panel: EvaluationPanel, one: Candidate) -> PanelMember:
    return seat(
        actor,
        panel,
        person_id=one.person_id,
        organisation_id=one.organisation_id,
        name=one.name,
        employer=one.employer,
        employer_uscc=one.employer_uscc,
    )


def let_rest(actor: Actor, life: Lifecycle, members: Iterable[LivingRecord]) -> None:
    """Ask these nothing any more: all have come, or it is over. Who is called up is asked anew."""
    del actor
    for member in members:
        duties.settle(life.of, member.key)


def let_reserves_rest(actor: Actor, panel: EvaluationPanel) -> None:
    """Let the reserves of a panel rest."""
    let_rest(actor, MEMBER, seats_of(SYSTEM, panel.project_number, "reserve"))


def settle(actor: Actor, panel: EvaluationPanel) -> None:
    """Bring the panel's state and its list of seats in line with who sits in it."""
    seated = seats_of(SYSTEM, panel.project_number, *SEATED)
    present = [member for member in seated if member.state == "signed_in"]
    listed = "".join(f",{member.person_id}" for member in seated)
    experts = sum(member.kind == EXPERT for member in seated)
    places = panel.size - panel.representatives if panel.drawn_at else 0
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
