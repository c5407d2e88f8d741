"""Electing the chair: one secret vote a member, counted when all have voted, repeated on a tie."""

from __future__ import annotations

from collections import Counter

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, RuleBroken, WrongState
from lucai.law.panel_rules import representatives_are_authorised
from lucai.platform.duties import services as duties
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.drawn_experts.lifecycle import SEATED
from lucai.stages.trade.drawn_experts.rows import EXPERT
from lucai.stages.trade.panels.lifecycle import MEMBER, PANEL
from lucai.stages.trade.panels.models import EvaluationPanel, PanelBallot, PanelMember
from lucai.stages.trade.panels.rules import MemberFacts
from lucai.stages.trade.panels.selectors import ballots_of, eligible_places, own_seat, seats_of


@command
def vote_for_chair(actor: Actor, *, project_number: str, place: int) -> None:
    """Cast the own vote for the chair; with the last vote of a ballot it is counted.

    The journal tells that a member has voted, never for whom. Whoever has most votes leads; on a
    tie the members vote again, between those who were ahead.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: not everybody has signed in, the chair is elected, or the vote was cast.
        RuleBroken: the buyer's representative may not lead (GP-EXP-06).
        InvalidInput: nobody sits at that place, or the ballot is between others.
    """
    own = own_seat(actor.viewer, project_number)
    with system_access("panel of a seat in hand"):
        panel = EvaluationPanel.objects.select_for_update().get(pk=own.panel_id)
    if panel.state != "formed":
        raise WrongState("评审委员会成员全部签到后推选组长。")
    members = seats_of(SYSTEM, project_number, *SEATED)
    if any(member.is_chair for member in members):
        raise WrongState("组长已经推选产生。")
    _demand_eligible(panel, members, place)
    _cast(actor, panel, own, place)
    if len(ballots_of(SYSTEM, panel)) == len(members):
        _count(actor, panel, members)
    call_vote(actor, panel)


def call_vote(actor: Actor, panel: EvaluationPanel) -> None:
    """Give every member who has yet to vote the duty, and take it from the others; part of a service."""
    del actor
    members = seats_of(SYSTEM, panel.project_number, *SEATED)
    open_ = panel.state == "formed" and not any(member.is_chair for member in members)
    voted = {vote.person_id for vote in ballots_of(SYSTEM, panel)} if open_ else set()
    for member in members:
        owes = open_ and member.person_id not in voted
        if member.owes_vote != owes:
            member.change(owes_vote=owes)
            duties.follow(member, MEMBER, clock.now())


def begin_next_ballot(actor: Actor, panel: EvaluationPanel) -> None:
    """Let the members vote anew where the panel changes during a ballot; part of a service."""
    del actor
    if ballots_of(SYSTEM, panel):
        panel.change(ballot_round=panel.ballot_round + 1)


def _demand_eligible(panel: EvaluationPanel, members: list[PanelMember], place: int) -> None:
    chosen = next((member for member in members if member.place == place), None)
    if not chosen:
        raise InvalidInput({"place": "请选择一名已签到的评审专家"})
    facts = MemberFacts(
        evaluation_at=panel.evaluation_at, leader_is_representative=chosen.kind != EXPERT
    )
    verdict = representatives_are_authorised(facts, clock.now())
    if verdict.blocks:
        raise RuleBroken((verdict,))
    if place not in eligible_places(SYSTEM, panel, members):
        raise InvalidInput({"place": "上一轮票数相同，请在并列的人选中选择"})


def _cast(actor: Actor, panel: EvaluationPanel, own: PanelMember, place: int) -> None:
    if any(vote.person_id == own.person_id for vote in ballots_of(SYSTEM, panel)):
        raise WrongState("本轮您已经投票，请等待其他成员投票。")
    PanelBallot(
        panel=panel,
        round=panel.ballot_round,
        person_id=own.person_id,
        choice=place,
        cast_at=clock.now(),
    ).save(force_insert=True)
    take_step(actor, own, MEMBER, "vote", body={"place": own.place, "round": panel.ballot_round})


def _count(actor: Actor, panel: EvaluationPanel, members: list[PanelMember]) -> None:
    """Tell the sums; the one with most votes leads, several with most vote again."""
    votes = ballots_of(SYSTEM, panel)
    for vote in votes:
        vote.change(counted_at=clock.now())
    sums = Counter(vote.choice for vote in votes)
    most = max(sums.values())
    ahead = sorted(place for place, count in sums.items() if count == most)
    body = {"round": panel.ballot_round, "votes": {str(p): sums[p] for p in sorted(sums)}}
    if len(ahead) > 1:
        panel.change(ballot_round=panel.ballot_round + 1)
        said = "、".join(f"{place} 号" for place in ahead)
        note(actor, panel, PANEL, "tie", label=f"推选组长：{said}票数相同，再次投票", body=body)
        return
    next(member for member in members if member.place == ahead[0]).change(is_chair=True)
    body = {**body, "place": ahead[0]}
    note(actor, panel, PANEL, "chair", label=f"推选 {ahead[0]} 号为组长", body=body)
