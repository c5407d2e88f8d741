"""Enquiries of suppliers, and clarifications that answer all of them at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import Conflict, InvalidInput, WrongState
from lucai.law.calendar import beijing_day
from lucai.platform.access.permissions import demand
from lucai.platform.duties import services as duties
from lucai.platform.journal.frame import command
from lucai.platform.journal.services import Entry, record
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.documents.cards import ClarificationSheet
from lucai.stages.trade.documents.holders import holders_of, keep_secret
from lucai.stages.trade.documents.lifecycle import ASK, CLARIFICATION, CLARIFY, ENQUIRY
from lucai.stages.trade.documents.models import Clarification, Enquiry, TenderDocument
from lucai.stages.trade.documents.notices import amendment_notice
from lucai.stages.trade.documents.papers import tender_pdf
from lucai.stages.trade.documents.schemas import AnswerIn, ClarificationIn, EnquiryIn
from lucai.stages.trade.documents.selectors import amended_seen, document_row
from lucai.stages.trade.documents.selectors.clarifications import (
    clarification_row,
    clarification_seen,
    enquiry_row,
)
from lucai.stages.trade.documents.services.editions import amend_document
from lucai.stages.trade.documents.timing import deadline_after_change
from lucai.stages.trade.projects import services as projects
from lucai.stages.trade.projects.selectors import project_seen


@command
def ask(actor: Actor, *, project_number: str, enquiry: EnquiryIn) -> None:
    """Ask about a published tender, at any time (条例 art 52); nobody else learns who asked.

    Raises:
        WrongState: the document is not published yet.
    """
    demand(actor, ASK.permission)
    row = document_row(actor.viewer, project_number)
    if row.state != "published":
        raise WrongState("招标文件尚未发布。")
    now = clock.now()
    asked = Enquiry(
        state=ENQUIRY.initial,
        state_since=now,
        project_number=project_number,
        project_title=row.project_title,
        region=row.region,
        buyer_path=row.buyer_path,
        agency_id=row.agency_id,
        supplier_id=actor.viewer.organisation or 0,
        supplier_name=actor.viewer.organisation_name,
        question=enquiry.question,
        asked_at=now,
    )
    asked.save(force_insert=True)
    duties.follow(asked, ENQUIRY, now)
    # Without a region nobody but the supplier reads the entry: it names one who is interested.
    record(
        actor,
        Entry(
            event="trade.enquiry.ask",
            object_type="trade.enquiry",
            object_key=project_number,
            label="提出询问",
            region="",
            heading=row.heading,
            href=f"/rooms/{project_number}/clarifications/",
        ),
    )


@command
def answer(actor: Actor, *, project_number: str, enquiry: int, content: AnswerIn) -> None:
    """Answer a question to its asker alone; what changes the document needs a clarification.

    Raises:
        WrongState: it is answered already.
    """
    row = enquiry_row(actor.viewer, project_number, enquiry)
    take_step(
        actor, row, ENQUIRY, "answer",
        changes={"answer": content.answer}, audience=(row.supplier_id,),
    )  # fmt: skip


@command
def clarify(actor: Actor, *, project_number: str, content: ClarificationIn) -> int:
    """Draft a clarification of a published tender; return its number.

    Where it affects bids and too little time is left, the deadline moves to the earliest
    lawful day at the same time of day (GP-TEN-05).
    """
    demand(actor, CLARIFY.permission)
    document = document_row(actor.viewer, project_number)
    _demand_open(document)
    row = Clarification(
        document_id=document.pk, number=_next_number(project_number), **_copied(document)
    )
    _fill(row, document, content)
    begin(actor, row, CLARIFICATION, label="起草澄清与更正")
    return row.number


@command
def edit_clarification(
    actor: Actor, *, project_number: str, number: int, content: ClarificationIn
) -> None:
    """Change a clarification that is not published yet."""
    demand(actor, CLARIFY.permission)
    row = clarification_row(actor.viewer, project_number, number)
    if row.state != "draft":
        raise WrongState("更正公告已经发布，不能修改；需要时另行发布一次更正。")
    changed = Clarification()
    _fill(changed, document_row(actor.viewer, project_number), content)
    row.change(**{name: getattr(changed, name) for name in _CONTENT})
    note(actor, row, CLARIFICATION, "edit", label="修改澄清与更正")


@command
def recount_deadline(actor: Actor, *, project_number: str, number: int) -> None:
    """Count a draft's new deadline from today, where it waited since it was counted (GP-TEN-05).

    Raises:
        WrongState: it is published already.
    """
    demand(actor, CLARIFY.permission)
    row = clarification_row(actor.viewer, project_number, number)
    if row.state != "draft":
        raise WrongState("更正公告已经发布，不能修改；需要时另行发布一次更正。")
    document = document_row(actor.viewer, project_number)
    old = document.bid_deadline or row.old_deadline
    needed = _needed(old, row.affects_bids, document.method)
    row.change(old_deadline=old, new_deadline=needed)
    moved = needed.isoformat() if needed else ""
    note(actor, row, CLARIFICATION, "recount", label="重新计算投标截止时间", body={"to": moved})


def publish_clarification(actor: Actor, *, project_number: str, number: int) -> None:
    """Publish a clarification to everybody; holders of the document are told.

    Where it replaces words of the document, the new edition is set in type before the
    transaction begins; if the clarification changed in between, nothing is published.

    Raises:
        RuleBroken: it changes object or qualification (GP-CLA-01), or leaves too little time.
        Conflict: the clarification changed while the new edition was set in type.
    """
    sheet = clarification_seen(actor.viewer, project_number, number)
    paper = b""
    if sheet.changes:
        changes = {one.place: one.after for one in sheet.changes}
        amended = amended_seen(actor.viewer, project_number, changes, sheet.new_deadline)
        edition = f"第 {amended.card.edition} 版"
        paper = tender_pdf(amended, moment=clock.now(), edition=edition)
    _publish(actor, project_number, number, sheet, paper)


@command
def _publish(
    actor: Actor, project_number: str, number: int, shown: ClarificationSheet, paper: bytes
) -> None:
    row = clarification_row(actor.viewer, project_number, number)
    document = document_row(actor.viewer, project_number)
    now = clock.now()
    project = project_seen(actor.viewer, project_number)
    sheet = clarification_seen(actor.viewer, project_number, number)
    if (sheet.changes, sheet.new_deadline) != (shown.changes, shown.new_deadline):
        raise Conflict("更正内容在发布时被修改，请刷新后重新核对。")
    take_step(
        actor, row, CLARIFICATION, "publish",
        facts=sheet.facts,
        body=amendment_notice(sheet, project, beijing_day(now)),
        changes={"published_at": now},
        audience=holders_of(actor, project_number),
    )  # fmt: skip
    amend_document(actor, document, row, paper)
    if row.new_deadline:
        keep_secret(actor, project_number, row.new_deadline)
        projects.move_deadline(actor, number=project_number, bid_deadline=row.new_deadline)
    for pk in _unanswered(project_number, row.enquiries):
        asked = enquiry_row(actor.viewer, project_number, pk)
        take_step(actor, asked, ENQUIRY, "answer", changes={"answered_in": number}, follows=True)


_CONTENT = (
    "question", "text", "affects_bids", "changes_object", "changes_qualification",
    "old_deadline", "new_deadline", "enquiries",
)  # fmt: skip


def _demand_open(document: TenderDocument) -> None:
    if document.state != "published" or document.bid_deadline is None:
        raise WrongState("招标文件尚未发布。")
    if clock.now() >= document.bid_deadline:
        raise WrongState("投标截止时间已过，不能再询问或者澄清。")


def _copied(document: TenderDocument) -> dict[str, Any]:
    names = (
        "project_number", "project_title", "buyer_id", "buyer_path", "buyer_name", "agency_id",
        "agency_name", "finance_id", "region", "method",
    )  # fmt: skip
    return {name: getattr(document, name) for name in names}


def _fill(row: Clarification, document: TenderDocument, content: ClarificationIn) -> None:
    old = document.bid_deadline
    if old is None:
        raise WrongState("招标文件尚未发布。")
    if content.new_deadline and content.new_deadline <= old:
        raise InvalidInput({"new_deadline": "顺延后的投标截止时间应当晚于原投标截止时间"})
    row.question, row.text = content.question, content.text
    row.affects_bids = content.affects_bids
    row.changes_object = content.changes_object
    row.changes_qualification = content.changes_qualification
    row.old_deadline = old
    row.new_deadline = content.new_deadline or _needed(old, content.affects_bids, document.method)
    row.enquiries = _unanswered(document.project_number, content.enquiries)


def _needed(old: datetime, affects: bool, method: str) -> datetime | None:
    """Return the earliest lawful deadline; None where time is enough."""
    return deadline_after_change(method, old) if affects else None


def _unanswered(project_number: str, wanted: list[int]) -> list[int]:
    """Keep the questions of this project that have no answer yet."""
    with system_access("enquiries to be answered"):
        rows = Enquiry.objects.filter(
            project_number=project_number, pk__in=wanted, state=ENQUIRY.initial
        )
        return list(rows.order_by("pk").values_list("pk", flat=True))


def _next_number(project_number: str) -> int:
    with system_access("clarifications of a project in hand"):
        rows = Clarification.objects.filter(project_number=project_number)
        last = rows.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1
