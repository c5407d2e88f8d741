"""Asking a bidder in writing, answering, and letting the time run out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.bid_clarifications.lifecycle import ASK, CLARIFICATION
from lucai.stages.trade.bid_clarifications.models import BidClarification
from lucai.stages.trade.bid_clarifications.rules import AnswerFacts
from lucai.stages.trade.bid_clarifications.schemas import AnswerIn, QuestionIn
from lucai.stages.trade.bid_clarifications.selectors import OPEN, clarification_row, leads
from lucai.stages.trade.evaluations.selectors import evaluation_seen
from lucai.stages.trade.evaluations.selectors.rows import bid_behind, session_row
from lucai.stages.trade.evaluations.veil import masked
from lucai.stages.trade.projects.selectors import project_seen

MANY = 200


@command
def ask(
    actor: Actor, *, project_number: str, lot_number: int, bid_code: str, form: QuestionIn
) -> int:
    """Ask a bidder, for the whole panel, to clarify its bid in writing; return the question's id.

    Raises:
        WrongState: the actor does not lead the panel, or it is not the time.
        InvalidInput: this bidder has not answered an earlier question yet.
        NotFound: there is no such lot or bid.
    """
    demand(actor, ASK.permission)
    sheet = evaluation_seen(actor.viewer, project_number, lot_number)
    if not leads(sheet) or not sheet.own:
        raise WrongState("由组长代表评审委员会提出，请先推选组长。")
    if sheet.state not in OPEN:
        raise WrongState("移交评审以后、签署报告以前，可以要求澄清、说明或者补正。")
    bid, project = sheet.bid(bid_code), project_seen(actor.viewer, project_number)
    with system_access("questions of a lot in hand"):
        rows = BidClarification.objects.filter(project_number=project_number, state="asked")
        asked = {"mask": bid_code} if bid.dark else {"bid_code": bid_code, "mask": ""}
        if rows.filter(lot_number=lot_number, **asked).exists():
            raise InvalidInput({"question": "上一次的澄清还没有答复，也没有到期"})
    behind = bid_behind(SYSTEM, session_row(SYSTEM, project_number, lot_number), bid_code)
    supplier = behind.supplier_id
    now = clock.now()
    row = BidClarification(
        project_number=project_number, lot_number=lot_number, title=project.title,
        region=project.region, method=project.method, agency_id=project.agency_id,
        bid_code=behind.bid_code, mask=bid_code if bid.dark else "",
        supplier_id=supplier, supplier_name=behind.supplier_name,
        place=sheet.own.place, question=form.question, asked_at=now,
        due_at=now + timedelta(minutes=form.minutes),
    )  # fmt: skip
    begin(actor, row, CLARIFICATION, label=f"包 {lot_number} 要求澄清、说明或者补正")
    note(actor, row, CLARIFICATION, "told", label="评审委员会要求书面澄清", audience=(supplier,))
    return int(row.pk)


@command
def answer(
    actor: Actor, *, project_number: str, pk: int, form: AnswerIn, file_ids: tuple[int, ...] = ()
) -> None:
    """Answer in writing, within the time given.

    Raises:
        NotFound: nothing was asked of the actor's firm.
        RuleBroken: the time is over.
    """
    row = clarification_row(actor.viewer, project_number, pk)
    take_step(
        _unnamed(actor, row), row, CLARIFICATION, "answer", facts=AnswerFacts(row.due_at, form.reply),
        changes={
            "reply": form.reply, "file_ids": list(file_ids), "replied_at": clock.now(),
        },
        audience=(row.agency_id,),
    )  # fmt: skip


def _unnamed(actor: Actor, row: BidClarification) -> Actor:
    """Let who answers about a dark part stand under its code on timelines and in messages."""
    if not row.mask:
        return actor
    name = masked(row.mask)
    return replace(actor, viewer=replace(actor.viewer, name=name, organisation_name=name))


def lapse_due(actor: Actor, *, now: datetime) -> int:
    """Close the questions whose time is over; return how many."""
    with system_access("questions whose time is over"):
        rows = BidClarification.objects.filter(state="asked", due_at__lte=now).order_by("pk")
        due = list(rows[:MANY])
    for row in due:
        _lapse(actor, row)
    return len(due)


@command
def _lapse(actor: Actor, row: BidClarification) -> None:
    take_step(actor, row, CLARIFICATION, "lapse")
