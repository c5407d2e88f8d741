"""Concepts exchanged, documents issued, responses sealed and opened, suppliers heard."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lucai.kernel import chance, clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import NotFound, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.stages.trade.cooperations.computing import committed
from lucai.stages.trade.cooperations.lifecycle import (
    APPLICANT,
    COOPERATION,
    NEGOTIATE,
    RESPOND,
    RESPONSE,
)
from lucai.stages.trade.cooperations.models import Applicant, Cooperation, Response, of
from lucai.stages.trade.cooperations.schemas import ExchangeIn, FileIn, FinalIn, ResponseIn, TalkIn
from lucai.stages.trade.cooperations.selectors.facts import (
    FINAL,
    FIRST,
    facts_of,
    response_facts,
)
from lucai.stages.trade.cooperations.selectors.rows import (
    applicant_row,
    applicants_of,
    cooperation_row,
    own_applicant,
    own_response,
    responses_of,
)
from lucai.stages.trade.cooperations.services.preparing import locked
from lucai.stages.trade.projects import services as projects
from lucai.stages.trade.projects.standing import bars, demand_not_barred

ROUNDS = {"responding": FIRST, "finalising": FINAL}
STEPS = {FIRST: "respond", FINAL: "respond_final"}


@command
def exchange(actor: Actor, *, project_number: str, form: ExchangeIn) -> None:
    """Record the exchange of concepts with all qualified suppliers together."""
    row = locked(actor, project_number)
    kept = {**form.model_dump(), "at": clock.now().isoformat()}
    take_step(actor, row, COOPERATION, "exchange", changes={"exchange": kept})


@command
def issue_file(actor: Actor, *, project_number: str, form: FileIn) -> None:
    """Issue the negotiation document to everybody qualified at once.

    Raises:
        RuleBroken: less than ten workdays, or the research plan weighs too little (COI-03, 04).
    """
    row = locked(actor, project_number)
    facts = facts_of(actor.viewer, row, first_until=form.until)
    take_step(
        actor, row, COOPERATION, "issue_file", facts=facts,
        changes={"file": {"text": form.text}, "file_at": clock.now(), "first_until": form.until},
    )  # fmt: skip
    _ask(actor, row, "qualified", "invite", form.until)


@command
def open_first(actor: Actor, *, project_number: str) -> int:
    """Open the first responses together at their deadline; return how many.

    Raises:
        RuleBroken: too early, or nobody responded (COI-03).
    """
    row = locked(actor, project_number)
    opened = _open(actor, row, FIRST, "open_first", {"first_opened_at": clock.now()})
    projects.advance(actor, number=project_number, step="open")
    return opened


@command
def talk(actor: Actor, *, project_number: str, pk: int, form: TalkIn) -> None:
    """Record one negotiation with one supplier; there may be several.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: nobody is negotiated with now.
    """
    demand(actor, NEGOTIATE.permission)
    row = locked(actor, project_number)
    found = applicant_row(actor.viewer, project_number, pk)
    if row.state != "negotiating" or found.state not in {"responded", "heard"}:
        raise WrongState("现在不能与这家供应商谈判。")
    talks = [*found.talks, {**form.model_dump(), "at": clock.now().isoformat()}]
    take_step(
        actor, found, APPLICANT, "hear", follows=True, changes={"talks": talks},
        body={"round": len(talks)},
    )  # fmt: skip
    note(actor, row, COOPERATION, "talk", label=f"研发竞争谈判：{found.supplier_name}"[:120])


@command
def issue_final(actor: Actor, *, project_number: str, form: FinalIn) -> None:
    """Issue the final document to everybody heard at once.

    Raises:
        RuleBroken: somebody was not heard, or less than five workdays (COI-03).
    """
    row = locked(actor, project_number)
    facts = facts_of(actor.viewer, row, final_until=form.until)
    take_step(
        actor, row, COOPERATION, "issue_final", facts=facts,
        changes={"final": {"text": form.text}, "final_at": clock.now(), "final_until": form.until},
    )  # fmt: skip
    _ask(actor, row, "heard", "call", form.until)


@command
def open_final(actor: Actor, *, project_number: str) -> int:
    """Open the final responses together at their deadline; return how many.

    Raises:
        RuleBroken: too early, or nobody responded (COI-03).
    """
    row = locked(actor, project_number)
    opened = _open(actor, row, FINAL, "open_final", {"final_opened_at": clock.now()})
    projects.advance(actor, number=project_number, step="evaluate")
    return opened


@command
def respond(actor: Actor, *, project_number: str, form: ResponseIn) -> str:
    """Hand in a response of the round under way, or another in its place; return its commitment.

    The commitment, the SHA-256 of a salt and the canonical response, stands in the journal at
    once; nobody but its supplier can read the response before the opening.

    Raises:
        NotAllowed: the role does not grant it.
        NotFound: the supplier does not take part.
        RuleBroken: too late, too dear, or researched outside the territory (COI-03, 06, 07).
        WrongState: no responses are received.
    """
    demand(actor, RESPOND.permission)
    demand_not_barred(bars(actor.viewer.organisation or 0))
    row = cooperation_row(actor.viewer, project_number)
    round_ = ROUNDS.get(row.state)
    mine = own_applicant(actor.viewer, project_number)
    if not round_:
        raise WrongState("现在不接收响应文件。")
    if not mine:
        raise NotFound("本单位没有参加这次采购。")
    facts, changes = response_facts(actor.viewer, row, form), _handed_in(form)
    body = {"commitment": changes["commitment"], "round": round_}
    if own := own_response(actor.viewer, project_number, round_):
        take_step(actor, own, RESPONSE, "replace", facts=facts, changes=changes, body=body)
        return str(changes["commitment"])
    take_step(actor, mine, APPLICANT, STEPS[round_], facts=facts)
    made = Response(
        **of(row), **changes, round=round_, supplier_id=mine.supplier_id,
        supplier_name=mine.supplier_name,
    )  # fmt: skip
    begin(actor, made, RESPONSE, label="密封提交响应文件", body=body)
    return str(changes["commitment"])


def _handed_in(form: ResponseIn) -> dict[str, Any]:
    content, salt = form.model_dump(mode="json"), chance.token_hex(32)
    return {
        "cost": form.cost,
        "price": form.price,
        "months": form.months,
        "content": content,
        "salt": salt,
        "commitment": committed(salt, content),
        "handed_in_at": clock.now(),
    }


def _ask(actor: Actor, row: Cooperation, state: str, step: str, until: datetime) -> None:
    for one in _in_state(row, state):
        # The duty that the step opens reads its limit from the row.
        one.due_at = until
        take_step(
            actor, one, APPLICANT, step, follows=True, changes={"due_at": until},
            audience=(one.supplier_id,),
        )  # fmt: skip


def _open(
    actor: Actor, row: Cooperation, round_: int, step: str, changes: dict[str, datetime]
) -> int:
    take_step(actor, row, COOPERATION, step, facts=facts_of(actor.viewer, row), changes=changes)
    rows = responses_of(SYSTEM, row.project_number, round_)
    for one in rows:
        take_step(
            actor, one, RESPONSE, "open", follows=True, changes={"opened_at": clock.now()},
            body={"commitment": one.commitment, "salt": one.salt}, audience=(one.supplier_id,),
        )  # fmt: skip
    for silent in _in_state(row, "invited" if round_ == FIRST else "called"):
        take_step(actor, silent, APPLICANT, "lapse", follows=True)
    return len(rows)


def _in_state(row: Cooperation, state: str) -> list[Applicant]:
    return [one for one in applicants_of(SYSTEM, row.project_number) if one.state == state]
