"""Reading the clause library: its revisions, and the documents that use a clause."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.kernel.differences import Part, marked
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.role_rules import DutyFacts
from lucai.platform.records.paging import Page, keyset
from lucai.stages.trade.documents.blanks import in_words_of
from lucai.stages.trade.documents.composing import Composition, composed
from lucai.stages.trade.documents.lifecycle import REVISION
from lucai.stages.trade.documents.models import ClauseRevision, TenderDocument
from lucai.stages.trade.documents.rules import duties_at

LATEST = 200
"""How many of the latest documents are read to say where a clause is used."""
SHOWN = 10


@dataclass(frozen=True, slots=True)
class RevisionSheet:
    """A revision of a clause as lists and its page show it."""

    pk: int
    clause: str
    number: int
    name: str
    before: str
    text: str
    reason: str
    since: date
    proposer_name: str
    opinion: str
    decided_by: str
    approved_at: datetime | None
    state: str
    state_label: str
    offers: tuple[Offer, ...] = ()

    @property
    def href(self) -> str:
        """Its page."""
        return f"/clauses/revisions/{self.pk}/"

    @property
    def parts(self) -> tuple[Part, ...]:
        """The new words with the old ones marked."""
        return marked(self.before, self.text)


@dataclass(frozen=True, slots=True)
class Use:
    """A document that holds a clause; ``changed``: in other words than the template's."""

    project_number: str
    project_title: str
    changed: bool

    @property
    def href(self) -> str:
        """The document's page."""
        return f"/rooms/{self.project_number}/document/"


@dataclass(frozen=True, slots=True)
class Uses:
    """Where a clause is used among the latest documents the viewer sees."""

    read: int
    used: int
    changed: int
    latest: tuple[Use, ...]


def revision_page(
    viewer: Viewer, *, state: str = "", clause: str = "", after: str = ""
) -> Page[RevisionSheet]:
    """List the revisions that the viewer may see, newest first, a page at a time."""
    rows = ClauseRevision.objects.seen_by(viewer)
    if state in REVISION.states:
        rows = rows.filter(state=state)
    if clause:
        rows = rows.filter(clause=clause)
    return keyset(rows, after, _sheet)


def revision_seen(viewer: Viewer, pk: int) -> RevisionSheet:
    """Return one revision with what the viewer can do about it.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = revision_row(viewer, pk)
    offers = REVISION.offers(row.state, viewer, revision_duties(viewer, row), clock.now())
    return replace(_sheet(row), offers=tuple(offers))


def revision_row(viewer: Viewer, pk: int) -> ClauseRevision:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row: ClauseRevision | None = ClauseRevision.objects.seen_by(viewer).filter(pk=pk).first()
    if not row:
        raise NotFound("没有找到这次条款修订。")
    return row


def revision_duties(viewer: Viewer, row: ClauseRevision) -> DutyFacts:
    """Return the duties that meet in a viewer who decides on a revision."""
    wrote = viewer.person is not None and row.proposed_by == viewer.person
    return DutyFacts(person=viewer.name, duties=duties_at(wrote=wrote))


def approved_texts(viewer: Viewer, region: str, on: date) -> dict[str, str]:
    """Return clause key → text of the approved revisions in force for a region on a day."""
    rows = ClauseRevision.objects.seen_by(viewer).filter(state="approved", since__lte=on)
    rows = rows.order_by("since", "pk")
    return {row.clause: row.text for row in rows if region.startswith(row.holds_in)}


def revised_base(viewer: Viewer, code: str, method: str, region: str, on: date) -> dict[str, str]:
    """Return clause id → text of the revisions that take a template's place, in a method's words."""
    texts = approved_texts(viewer, region, on)
    if not texts:
        return {}
    chapters = composed(code, method, Composition())
    return {
        clause.id: in_words_of(texts[clause.key], method)
        for chapter in chapters
        for clause in chapter.clauses
        if clause.key in texts
    }


def uses_of(viewer: Viewer, key: str) -> Uses:
    """Say in which of the latest documents a clause stands, and where it was changed."""
    rows = TenderDocument.objects.seen_by(viewer).only(
        "project_number", "project_title", "blank", "method", "chapters", "composition"
    )
    latest = list(rows.order_by("-pk")[:LATEST])
    found = [use for row in latest if (use := _use(row, key))]
    count = Counter(use.changed for use in found)
    return Uses(len(latest), len(found), count[True], tuple(found[:SHOWN]))


def _use(row: TenderDocument, key: str) -> Use | None:
    made = Composition.of(row.composition)
    for chapter in composed(row.blank, row.method, made):
        for clause in chapter.clauses:
            if clause.key == key:
                changed = row.chapters.get(clause.id, "").strip() != clause.text
                return Use(row.project_number, row.project_title, changed)
    return None


def _sheet(row: ClauseRevision) -> RevisionSheet:
    return RevisionSheet(
        pk=row.pk,
        clause=row.clause,
        number=row.number,
        name=row.name,
        before=row.before,
        text=row.text,
        reason=row.reason,
        since=row.since,
        proposer_name=row.proposer_name,
        opinion=row.opinion,
        decided_by=row.decided_by,
        approved_at=row.approved_at,
        state=row.state,
        state_label=REVISION.states[row.state],
    )
