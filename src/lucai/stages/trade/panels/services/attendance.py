"""Coming, leaving and being replaced."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Viewer
from lucai.kernel.errors import NotFound, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import organisation
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.registers.experts.selectors.pool import avoided_by
from lucai.stages.trade.drawn_experts import services as calls
from lucai.stages.trade.drawn_experts.rows import EXPERT
from lucai.stages.trade.drawn_experts.schemas import CallAnswerIn
from lucai.stages.trade.panels.lifecycle import MEMBER, OVER
from lucai.stages.trade.panels.models import EvaluationPanel, PanelMember
from lucai.stages.trade.panels.rules import MemberFacts
from lucai.stages.trade.panels.schemas import SignInIn
from lucai.stages.trade.panels.selectors import (
    argued_import,
    bidder_codes,
    duties_met,
    own_seat,
    panel_row,
    seats_of,
    ties_of,
)
from lucai.stages.trade.panels.services.circle import PANELS
from lucai.stages.trade.panels.services.electing import begin_next_ballot
from lucai.stages.trade.panels.services.seating import settle
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen
from lucai_trust.draw import Leaving

LEAVING = {"recuse": Leaving.RECUSED, "replace": Leaving.REPLACED}


def answer_call(actor: Actor, *, project_number: str, form: CallAnswerIn) -> None:
    """Answer the own call, or say as a reserve that one knows; after a no the next is called.

    Raises:
        NotFound: the viewer is not asked.
        RuleBroken: the time for it is over.
    """
    calls.answer(actor, PANELS, number=project_number, form=form)


@command
def sign_in(actor: Actor, *, project_number: str, form: SignInIn) -> None:
    """Take one's seat: pledge, declare to be free of conflicts, hand in devices.

    Raises:
        WrongState: the panel is dissolved, or sits in several places and the identity was not checked.
        RuleBroken: too early, before the opening, in conflict, or a declaration is missing.
    """
    member, panel = _own(actor.viewer, project_number)
    _demand_sitting(panel)
    if panel.remote and not member.identity.get("passed"):
        raise WrongState("异地评审请先核验身份，再签到。")
    facts = _facts(member, project_seen(actor.viewer, project_number), form)
    changes = {"signed_in_at": clock.now()}
    take_step(actor, member, MEMBER, "sign_in", facts=facts, changes=changes)
    settle(actor, panel)


def recuse(actor: Actor, *, project_number: str, reason: str) -> None:
    """Leave because of a conflict; an expert's seat goes to the next of the draw at once."""
    _replenish(actor, project_number, own_seat(actor.viewer, project_number))
    _recuse(actor, project_number=project_number, reason=reason)


def replace_absent(actor: Actor, *, project_number: str, place: int, reason: str) -> None:
    """Replace a member who stays away; what the member said so far is void (GP-TEN-21)."""
    demand(actor, MEMBER.permission(MEMBER.step("replace")))
    seat = next((one for one in seats_of(SYSTEM, project_number) if one.place == place), None)
    _replenish(actor, project_number, seat)
    _replace(actor, project_number=project_number, place=place, reason=reason)


@command
def _recuse(actor: Actor, *, project_number: str, reason: str) -> None:
    member, panel = _own(actor.viewer, project_number)
    _leave(actor, panel, member, "recuse", reason)


@command
def _replace(actor: Actor, *, project_number: str, place: int, reason: str) -> None:
    with system_access("panel of a seat in hand"):
        member = (
            PanelMember.objects.select_for_update()
            .filter(project_number=project_number, place=place, agency_id=actor.viewer.organisation)
            .first()
        )
        if not member:
            raise NotFound("没有找到这个席位。")
        panel = EvaluationPanel.objects.select_for_update().get(pk=member.panel_id)
    _leave(actor, panel, member, "replace", reason)


def _demand_sitting(panel: EvaluationPanel) -> None:
    if panel.state in OVER:
        raise WrongState("评审已经结束或者取消，评审委员会已解散。")


def _leave(
    actor: Actor, panel: EvaluationPanel, member: PanelMember, step: str, reason: str
) -> None:
    _demand_sitting(panel)
    begin_next_ballot(actor, panel)
    changes = {"left_reason": reason, "is_chair": False}
    take_step(actor, member, MEMBER, step, changes=changes, body={"place": member.place})
    if member.kind == EXPERT and not panel.chosen:
        calls.follow(actor, PANELS, panel, member.person_id, LEAVING[step])
    PANELS.settle(actor, panel)


def _replenish(actor: Actor, project_number: str, seat: PanelMember | None) -> None:
    """See to it, before an expert's seat falls empty, that there is somebody to call."""
    panel = panel_row(actor.viewer, project_number)
    in_place = panel.drawn_at and not panel.chosen and panel.state not in OVER
    if in_place and seat and seat.kind == EXPERT:
        calls.replenish_for(actor, PANELS, panel, seat.person_id)


def _own(viewer: Viewer, project_number: str) -> tuple[PanelMember, EvaluationPanel]:
    member = own_seat(viewer, project_number)
    with system_access("panel of a seat in hand"):
        panel = EvaluationPanel.objects.select_for_update().get(pk=member.panel_id)
    return member, panel


def _facts(member: PanelMember, project: ProjectCard, form: SignInIn) -> MemberFacts:
    """Match the member and the employer against buyer, agency and those whose bids were opened."""
    own = (f"{member.name}（{member.employer}）",)
    is_expert = member.kind == EXPERT
    tied = ties_of(SYSTEM, member.person_id, project)[0] if is_expert else ()
    # Since being seated an expert may have said to work elsewhere.
    since = avoided_by(SYSTEM, member.person_id) if is_expert else frozenset()
    codes = {member.employer_uscc, *since} - {""}
    is_bidder = bool(codes & bidder_codes(SYSTEM, project))
    is_buyer = organisation(SYSTEM, project.buyer_id).uscc in codes
    is_agency = organisation(SYSTEM, project.agency_id).uscc in codes
    return MemberFacts(
        evaluation_at=member.evaluation_at,
        opened=project.has_reached("opened"),
        declared=form.pledged and form.declared_free,
        devices_kept=form.devices_kept,
        conflicted=(*(own if is_bidder else ()), *tied),
        own_unit_experts=own if is_buyer and is_expert else (),
        agency_members=own if is_agency else (),
        representatives_without_letter=() if is_expert or member.authority else own,
        person=member.name,
        duties=duties_met(SYSTEM, member.person_id, project),
        argued_import=argued_import(SYSTEM, project, member.name, member.employer),
    )
