"""Reading the clause check of a document with the reasons given for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lucai.kernel.actors import Viewer
from lucai.stages.trade.documents.leads import (
    AnswerLine,
    LeadLine,
    PlacedText,
    gone_leads,
    leads_in,
)
from lucai.stages.trade.documents.models import LeadAnswer, TenderDocument
from lucai.stages.trade.documents.scope import OUTSIDE


def leads_of(
    viewer: Viewer, row: TenderDocument, texts: Sequence[PlacedText], on: date
) -> tuple[LeadLine, ...]:
    """Return what the clause check says on a day, and what was answered to words now changed.

    Outsiders read none of it: it is the drafters' and the supervisors' work.
    """
    if viewer.side in OUTSIDE:
        return ()
    rows = list(LeadAnswer.objects.seen_by(viewer).filter(document_id=row.pk).order_by("pk"))
    newest = {one.key: one for one in rows}
    found = leads_in(texts, {key: _answer(one) for key, one in newest.items()}, on)
    answered = (
        (key, one.form, one.label, one.sentence, _answer(one)) for key, one in newest.items()
    )
    return (*found, *gone_leads(answered, {lead.key for lead in found}))


def _answer(row: LeadAnswer) -> AnswerLine:
    return AnswerLine(row.reason, row.person_name, row.organisation_name, row.side, row.at)
