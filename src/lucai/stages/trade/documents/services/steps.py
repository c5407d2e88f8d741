"""The steps of a tender document's life."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import Conflict
from lucai.platform.access.selectors import organisation_by_uscc
from lucai.platform.files.services import keep_bytes
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.stages.trade.documents.facts import extension_facts, planned_day
from lucai.stages.trade.documents.holders import holders_of
from lucai.stages.trade.documents.lifecycle import DOCUMENT
from lucai.stages.trade.documents.notices import extension_notice, tender_notice
from lucai.stages.trade.documents.papers import tender_pdf
from lucai.stages.trade.documents.schemas import ExtensionIn, ReasonIn
from lucai.stages.trade.documents.selectors import (
    document_card,
    document_row,
    document_seen,
    facts_now,
)
from lucai.stages.trade.documents.services.editions import keep_edition
from lucai.stages.trade.documents.timing import notice_end
from lucai.stages.trade.prequalifications import services as prequalifications
from lucai.stages.trade.prequalifications.selectors import current_round, is_called_by_name
from lucai.stages.trade.projects import services as projects
from lucai.stages.trade.projects.selectors import project_seen


@command
def take(actor: Actor, *, project_number: str, step: str) -> None:
    """Take a step that needs nothing typed: submit, confirm, revise.

    Raises:
        RuleBroken: the law still misses something; each verdict says what.
    """
    row = document_row(actor.viewer, project_number)
    now = clock.now()
    day = planned_day(document_card(actor.viewer, project_number), now)
    changes: dict[str, Any] = {"confirm": {"confirmed_at": now}, "revise": {"confirmed_at": None}}
    take_step(
        actor, row, DOCUMENT, step,
        facts=facts_now(actor.viewer, row, day), changes=changes.get(step),
    )  # fmt: skip


@command
def return_document(actor: Actor, *, project_number: str, reason: ReasonIn) -> None:
    """Send a document back to the agency with a reason."""
    row = document_row(actor.viewer, project_number)
    take_step(
        actor, row, DOCUMENT, "return_document",
        body={"reason": reason.reason}, changes={"returned_reason": reason.reason},
    )  # fmt: skip


@command
def extend(actor: Actor, *, project_number: str, extension: ExtensionIn) -> None:
    """Extend the period for obtaining a published document, with a notice (GP-TEN-02).

    Raises:
        RuleBroken: the period still runs, enough suppliers obtained it, or the new end is
            not later than the old one and before the bid deadline.
    """
    row = document_row(actor.viewer, project_number)
    card, now = document_card(actor.viewer, project_number), clock.now()
    until = extension.available_until
    facts = replace(
        facts_now(actor.viewer, row, card.notice_on or clock.today()),
        extension=extension_facts(card, now, until),
    )
    project = project_seen(actor.viewer, project_number)
    take_step(
        actor, row, DOCUMENT, "extend",
        facts=facts,
        body=extension_notice(card, project, until),
        changes={"available_until": until},
        audience=holders_of(actor, project_number),
    )  # fmt: skip


def publish(actor: Actor, *, project_number: str) -> None:
    """Publish the tender: 招标公告 and tender document, from this moment on.

    The paper is set in type before the transaction begins; if the document changed in
    between, nothing is published.

    Raises:
        RuleBroken: a rule of the law closes it.
        Conflict: the document changed while it was set in type.
    """
    moment = clock.now()
    row = document_row(actor.viewer, project_number)
    sheet = document_seen(actor.viewer, project_number)
    paper = tender_pdf(sheet, moment=moment, edition=f"第 {row.edition} 版")
    _publish(actor, project_number, row.version, paper, moment)


def _named(actor: Actor, project_number: str) -> tuple[int, ...]:
    """Return the one supplier of a single-source procurement: no notice tells it."""
    code = project_seen(actor.viewer, project_number).sole_supplier
    firm = organisation_by_uscc(SYSTEM, code) if code else None
    return (firm.pk,) if firm else ()


@command
def _publish(
    actor: Actor, project_number: str, version: int, paper: bytes, moment: datetime
) -> None:
    row = document_row(actor.viewer, project_number)
    if row.version != version:
        raise Conflict("采购文件在发布时被修改，请刷新后重新核对。")
    today = moment.astimezone(clock.BEIJING).date()
    facts = facts_now(actor.viewer, row, today)
    by_name = is_called_by_name(SYSTEM, project_number)
    body = tender_notice(document_seen(actor.viewer, project_number), moment, by_name=by_name)
    name = f"{row.project_title}{row.say('招标文件')}.pdf"
    kept = keep_bytes(actor, paper, name=name, media_type="application/pdf")
    digests = {"sha256": kept.sha256, "sm3": kept.sm3}
    take_step(
        actor, row, DOCUMENT, "publish",
        facts=facts,
        body={**body, "document": {"edition": row.edition, **digests}},
        changes={
            "published_at": moment, "notice_on": today, "notice_until": notice_end(today, row.method),
            "file_id": kept.pk, "returned_reason": "", **digests,
        },
        audience=_named(actor, project_number),
    )  # fmt: skip
    keep_edition(actor, project_number, file_id=kept.pk)
    if current_round(SYSTEM, project_number):
        prequalifications.invite(actor, project_number=project_number)
    if row.bid_deadline:
        projects.announce(actor, number=project_number, bid_deadline=row.bid_deadline)
