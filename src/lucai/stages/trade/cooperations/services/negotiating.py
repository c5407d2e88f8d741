"""Concepts exchanged, documents issued."""

from __future__ import annotations

from datetime import datetime

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.stages.trade.cooperations.lifecycle import APPLICANT, COOPERATION
from lucai.stages.trade.cooperations.models import Cooperation
from lucai.stages.trade.cooperations.schemas import ExchangeIn, FileIn, FinalIn
from lucai.stages.trade.cooperations.selectors.facts import FINAL, FIRST, facts_of
from lucai.stages.trade.cooperations.selectors.rows import applicants_in
from lucai.stages.trade.cooperations.services.preparing import locked
from lucai.stages.trade.cooperations.services.responding import seal_round


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
    seal_round(actor, row, FIRST, form.until)
    _ask(actor, row, "qualified", "invite", form.until)


@command
def issue_final(actor: Actor, *, project_number: str, form: FinalIn) -> None:
    """Issue the final document to everybody heard at once.

    Raises:
        RuleBroken: somebody was not heard, a member has not signed, or less than five workdays
            (COI-03).
    """
    row = locked(actor, project_number)
    facts = facts_of(actor.viewer, row, final_until=form.until)
    take_step(
        actor, row, COOPERATION, "issue_final", facts=facts,
        changes={"final": {"text": form.text}, "final_at": clock.now(), "final_until": form.until},
    )  # fmt: skip
    seal_round(actor, row, FINAL, form.until)
    _ask(actor, row, "heard", "call", form.until)


def _ask(actor: Actor, row: Cooperation, state: str, step: str, until: datetime) -> None:
    for one in applicants_in(SYSTEM, row.project_number, state):
        # The duty that the step opens reads its limit from the row.
        one.due_at = until
        take_step(
            actor, one, APPLICANT, step, follows=True, changes={"due_at": until},
            audience=(one.supplier_id,),
        )  # fmt: skip
