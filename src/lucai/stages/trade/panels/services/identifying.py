"""Whether the person at the screen is the member; asked where a panel sits in several places."""

from __future__ import annotations

from dataclasses import asdict

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import WrongState
from lucai.law.calendar import beijing_day
from lucai.platform.duties import services as duties
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note
from lucai.platform.records import system_access
from lucai.stages.trade.panels import ports
from lucai.stages.trade.panels.lifecycle import MEMBER, PANEL
from lucai.stages.trade.panels.ports import IdentityAnswer, IdentityQuestion
from lucai.stages.trade.panels.selectors import own_seat, panel_row


@command
def prove_identity(actor: Actor, *, project_number: str, face: str) -> IdentityAnswer:
    """Ask the identity check about the member at the screen; return what it answered.

    A refusal is an answer: it stands in the journal, and the member may try again. Where the
    system does not answer, somebody of the agency looks at the papers on the spot.

    Raises:
        NotFound: the viewer has no seat.
        WrongState: before the day of the evaluation, or after signing in.
    """
    member = own_seat(actor.viewer, project_number)
    if member.state != "drawn":
        raise WrongState("您已签到，不需要再次核验身份。")
    now = clock.now()
    if beijing_day(now) < beijing_day(member.evaluation_at):
        raise WrongState("评审当日方可核验身份。")
    question = IdentityQuestion(
        person=f"P{member.person_id}", name=member.name, purpose=project_number, face=face
    )
    answer = ports.ask(question, now)
    member.change(identity=asdict(answer))
    label = f"{member.place} 号成员身份核验{'通过' if answer.passed else '未通过'}"
    body = {"place": member.place, **asdict(answer)}
    note(actor, member, MEMBER, "identify", label=label, body=body)
    return answer


def note_remote(actor: Actor, *, project_number: str) -> None:
    """Note that the panel sits in several places; its draw may then be earlier (GP-EXP-03).

    Takes no journal entry of its own: the act that plans the places has one.
    """
    _sit(actor, project_number, remote=True)


def note_one_place(actor: Actor, *, project_number: str) -> None:
    """Note that the panel sits in one place again; whether its draw allows that, who asks has judged.

    Takes no journal entry of its own: the act that cancels the places has one.
    """
    _sit(actor, project_number, remote=False)


def _sit(actor: Actor, project_number: str, *, remote: bool) -> None:
    panel = panel_row(actor.viewer, project_number)
    if panel.remote == remote:
        return
    panel.change(remote=remote)
    with system_access("duties of the panel"):
        duties.follow(panel, PANEL, clock.now())
