"""Answering a lead of the clause check with a reason."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import NotFound, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note
from lucai.platform.records import system_access
from lucai.stages.trade.documents.lifecycle import COEDIT, DOCUMENT, EDIT
from lucai.stages.trade.documents.models import LeadAnswer
from lucai.stages.trade.documents.schemas import LeadAnswerIn
from lucai.stages.trade.documents.selectors import document_row, document_seen
from lucai.stages.trade.documents.services.trail import signed_by


@command
def answer_lead(actor: Actor, *, project_number: str, key: str, content: LeadAnswerIn) -> None:
    """Say why a lead's words are needed; lead and reason stay with the file.

    Raises:
        NotAllowed: the role grants neither drafting nor co-editing.
        WrongState: the document is published.
        NotFound: the document has no such lead.
    """
    if not actor.viewer.may(COEDIT.permission):
        demand(actor, EDIT.permission)
    row = document_row(actor.viewer, project_number)
    if row.state == "published":
        raise WrongState("采购文件已经发布，不能再说明理由。")
    leads = document_seen(actor.viewer, project_number).leads
    found = next((lead for lead in leads if lead.key == key and not lead.gone), None)
    if found is None:
        raise NotFound("条款检查没有这一处提示，可能已经修改。")
    with system_access("the answer to a lead in hand"):
        LeadAnswer(
            document_id=row.pk,
            project_number=project_number,
            key=key,
            form=found.form,
            place=found.place,
            label=found.label,
            sentence=found.sentence,
            reason=content.reason,
            at=clock.now(),
            **signed_by(actor),
        ).save(force_insert=True)
    body = {"form": found.form, "lead": key}
    note(actor, row, DOCUMENT, "answer", label="说明条款检查提示的理由", body=body)
