"""How a cooperation ends early: by its organiser, by its buyer, or with its project."""

from __future__ import annotations

from typing import Any

from lucai.kernel.actors import SYSTEM, Actor
from lucai.law.cooperation_rules import PURCHASE_LOT
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.stages.trade.cooperations.lifecycle import (
    APPLICANT,
    CHOSEN,
    COOPERATION,
    RESPONSE,
    UNDER_WAY,
    UNENDED,
)
from lucai.stages.trade.cooperations.models import Cooperation
from lucai.stages.trade.cooperations.notices import failure_body
from lucai.stages.trade.cooperations.numbering import LOT, round_number
from lucai.stages.trade.cooperations.schemas import ReasonIn
from lucai.stages.trade.cooperations.selectors.facts import FINAL, FIRST
from lucai.stages.trade.cooperations.selectors.rows import applicants_of, responses_of
from lucai.stages.trade.cooperations.services.judging import void_opinions
from lucai.stages.trade.cooperations.services.preparing import locked
from lucai.stages.trade.projects import services as projects
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.rounds import services as rounds


@command
def fail(actor: Actor, *, project_number: str, form: ReasonIn) -> None:
    """End the procurement before anybody researches; unopened responses stay shut."""
    row = locked(actor, project_number)
    project = project_seen(actor.viewer, project_number)
    _finish(actor, row, "fail", form.reason, failure_body(project, form.reason))
    _release(actor, project_number, form.reason)
    projects.end_project(actor, number=project_number, reason=form.reason)


@command
def end(actor: Actor, *, project_number: str, form: ReasonIn) -> None:
    """Give the first purchase up, because research was stopped everywhere or failed."""
    row = locked(actor, project_number)
    _finish(actor, row, "end", form.reason, {"reason": form.reason})
    projects.fail_lot(actor, number=project_number, lot_number=PURCHASE_LOT, reason=form.reason)
    projects.complete_when_done(actor, number=project_number)


def drop(actor: Actor, *, project_number: str) -> None:
    """End the cooperation of a project that ended without it, as after a challenge; safe to repeat."""
    with system_access("cooperation of a project that ended"):
        row = Cooperation.objects.filter(number_of_project=project_number).first()
    if row and row.state in UNENDED:
        _drop(actor, row)


@command
def _drop(actor: Actor, row: Cooperation) -> None:
    reason = project_seen(SYSTEM, row.number_of_project).ended_reason
    _finish(actor, row, "drop", reason, {"reason": reason})
    _release(actor, row.number_of_project, reason)


def _finish(actor: Actor, row: Cooperation, step: str, reason: str, body: dict[str, Any]) -> None:
    take_step(actor, row, COOPERATION, step, body=body, changes={"ended_reason": reason})
    void_opinions(actor, row.number_of_project)


def _release(actor: Actor, project_number: str, reason: str) -> None:
    """Give unopened responses back, and let go of everybody who was still taking part."""
    for one in (*responses_of(SYSTEM, project_number, FIRST),
                *responses_of(SYSTEM, project_number, FINAL)):  # fmt: skip
        if one.state == "handed_in":
            take_step(actor, one, RESPONSE, "return", follows=True)
    for round_ in (FIRST, FINAL):
        rounds.give_up(actor, number=round_number(project_number, round_), lot_number=LOT)
    for applicant in applicants_of(SYSTEM, project_number):
        if applicant.state in (*UNDER_WAY, *CHOSEN):
            take_step(
                actor, applicant, APPLICANT, "void", follows=True, body={"reason": reason},
                audience=(applicant.supplier_id,),
            )  # fmt: skip
