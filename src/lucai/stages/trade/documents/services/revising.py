"""Revisions of the library's clauses: proposed by whoever works with them, approved by 财政."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Side
from lucai.kernel.errors import InvalidInput, NotFound
from lucai.law.regions import PROVINCE, regions
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import finance_of, organisation
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.documents.library import library_clause
from lucai.stages.trade.documents.lifecycle import PROPOSE, REVISION
from lucai.stages.trade.documents.models import ClauseRevision
from lucai.stages.trade.documents.schemas import OpinionIn, RevisionIn
from lucai.stages.trade.documents.selectors.library import (
    approved_texts,
    revision_duties,
    revision_row,
)


@command
def propose_revision(actor: Actor, *, clause: str, content: RevisionIn) -> int:
    """Propose other words for a clause of the library; return the revision's id.

    Raises:
        NotAllowed: the role does not grant it.
        NotFound: the library has no such clause.
        InvalidInput: the words are the same as now, or it would hold in the past.
    """
    demand(actor, PROPOSE.permission)
    found, today = library_clause(clause), clock.today()
    own = organisation(actor.viewer, actor.viewer.organisation or 0)
    before = approved_texts(actor.viewer, own.region, today).get(clause, found.clause.text)
    if content.text == before:
        raise InvalidInput({"text": "与现行文字相同，没有需要修订的内容"})
    if content.since < today:
        raise InvalidInput({"since": "启用日期不能早于今天"})
    row = ClauseRevision(
        clause=clause,
        number=_next_number(clause),
        name=found.clause.heading,
        before=before,
        region=own.region,
        proposer_id=own.pk,
        proposer_name=own.name,
        proposer_side=actor.viewer.side.value,
        proposed_by=actor.viewer.person,
        finance_id=_decider(actor, own.region),
        **content.model_dump(),
    )
    begin(actor, row, REVISION, label="提出范本条款修订", body={"clause": clause})
    return row.pk


@command
def decide_revision(actor: Actor, *, pk: int, step: str, content: OpinionIn | None = None) -> None:
    """Approve, decline or retire a revision; who declines or retires says why.

    Raises:
        NotAllowed: the role does not grant it.
        WrongState: it is decided already.
        RuleBroken: whoever proposed it is about to approve it (ROL-02).
    """
    row = revision_row(actor.viewer, pk)
    changes: dict[str, Any] = {
        "opinion": content.opinion if content else "",
        "decided_by": f"{actor.viewer.organisation_name} {actor.viewer.name}".strip(),
    }
    if step == "approve":
        changes |= {"approved_at": clock.now(), "holds_in": actor.viewer.region}
    take_step(
        actor, row, REVISION, step, facts=revision_duties(actor.viewer, row),
        changes=changes, body={"clause": row.clause}, audience=(row.proposer_id,),
    )  # fmt: skip


def _decider(actor: Actor, region: str) -> int:
    """Return the department that decides: the region's own, else the one above it.

    A department's own proposal is its own to decide.
    """
    if actor.viewer.side is Side.SUPERVISOR:
        return actor.viewer.organisation or 0
    here = regions().get(region)
    for place in (region, here.parent if here else PROVINCE):
        try:
            return finance_of(actor.viewer, place).pk
        except NotFound:
            continue
    return finance_of(actor.viewer, PROVINCE).pk


def _next_number(clause: str) -> int:
    with system_access("revisions of a clause"):
        rows = ClauseRevision.objects.filter(clause=clause).order_by("-number")
        last = rows.values_list("number", flat=True).first()
    return (last or 0) + 1
