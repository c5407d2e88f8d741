"""Editions of a document: kept as published, and as every clarification left it."""

from __future__ import annotations

from collections.abc import Mapping

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.files.services import keep_bytes
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import note
from lucai.platform.records import system_access
from lucai.stages.trade.documents.lifecycle import CLARIFICATION, CLARIFY
from lucai.stages.trade.documents.models import (
    Clarification,
    DocumentEdition,
    Requirement,
    TenderDocument,
)
from lucai.stages.trade.documents.parts import CLAUSE, REQUIREMENT, kept_parts, typed_differences
from lucai.stages.trade.documents.schemas import TextsIn
from lucai.stages.trade.documents.selectors import document_seen
from lucai.stages.trade.documents.selectors.clarifications import (
    amendable_texts,
    clarification_row,
)
from lucai.stages.trade.documents.texts import placed_texts


@command
def amend_texts(actor: Actor, *, project_number: str, number: int, content: TextsIn) -> None:
    """Write which words of the document a clarification replaces; nothing holds before it is published.

    Raises:
        WrongState: it is published already.
        InvalidInput: a piece is left empty.
    """
    demand(actor, CLARIFY.permission)
    row = clarification_row(actor.viewer, project_number, number)
    if row.state != "draft":
        raise WrongState("更正公告已经发布，不能修改；需要时另行发布一次更正。")
    found = typed_differences(amendable_texts(actor.viewer, project_number), content.texts)
    row.change(changes={one.place: [one.label, one.before, one.after] for one in found})
    note(actor, row, CLARIFICATION, "amend", label="填写采购文件的更正文字")


def keep_edition(
    actor: Actor, project_number: str, *, clarification: int = 0, file_id: int | None = None
) -> None:
    """Keep the document as it stands now as an edition, with its paper."""
    sheet = document_seen(actor.viewer, project_number)
    texts = placed_texts(sheet.chapters, sheet.requirements, sheet.criteria)
    with system_access("an edition of a document in hand"):
        DocumentEdition(
            document_id=_pk_of(project_number),
            project_number=project_number,
            number=sheet.card.edition,
            clarification=clarification,
            parts=kept_parts(texts),
            bid_deadline=sheet.card.bid_deadline,
            file_id=file_id,
            at=clock.now(),
        ).save(force_insert=True)


def amend_document(
    actor: Actor, document: TenderDocument, row: Clarification, paper: bytes
) -> None:
    """Put a published clarification's words and deadline into the document, as a new edition.

    Without words of its own a clarification leaves the paper of the edition before.
    """
    moved = {"bid_deadline": row.new_deadline} if row.new_deadline else {}
    chapters = {**document.chapters, **_replaced(row, CLAUSE)}
    document.change(edition=document.edition + 1, chapters=chapters, **moved)
    new = _replaced(row, REQUIREMENT)
    with system_access("requirements that a clarification changes"):
        found = list(Requirement.objects.filter(document_id=document.pk, number__in=new))
    for one in found:
        one.change(text=new[one.number])
    number, edition = document.project_number, document.edition
    name = f"{document.project_title}{document.say('招标文件')}（第{edition}版）.pdf"
    kept = keep_bytes(actor, paper, name=name, media_type="application/pdf") if paper else None
    file_id = kept.pk if kept else _last_paper(number)
    keep_edition(actor, number, clarification=row.number, file_id=file_id)


def _replaced(row: Clarification, kind: str) -> Mapping[str, str]:
    """Return id → new words of one kind of pieces."""
    return {
        key.removeprefix(f"{kind}:"): after
        for key, (_, _, after) in row.changes.items()
        if key.startswith(f"{kind}:")
    }


def _last_paper(project_number: str) -> int | None:
    with system_access("the edition before"):
        rows = DocumentEdition.objects.filter(project_number=project_number).order_by("-number")
        found: int | None = rows.values_list("file_id", flat=True).first()
    return found


def _pk_of(project_number: str) -> int:
    with system_access("the document of an edition"):
        pk: int = TenderDocument.objects.values_list("pk", flat=True).get(
            project_number=project_number
        )
    return pk
