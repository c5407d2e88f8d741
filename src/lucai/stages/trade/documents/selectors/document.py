"""Reading tender documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer, judge
from lucai.law.notice_rules import TENDERS
from lucai.law.verdicts import Verdict
from lucai.platform.files.selectors import FileCard, files_attached
from lucai.platform.lives.offers import held
from lucai.platform.records import ScopedQuerySet, read_once
from lucai.stages.trade.documents.bands import Band
from lucai.stages.trade.documents.blanks import Clause, blank
from lucai.stages.trade.documents.cards import (
    ChapterSheet,
    ClauseLine,
    CriterionLine,
    DocumentCard,
    DocumentSheet,
    RequirementLine,
)
from lucai.stages.trade.documents.composing import (
    Composition,
    composed,
    left_out,
    origin_of,
)
from lucai.stages.trade.documents.facts import (
    extension_facts,
    facts_of,
    notice_facts,
    planned_day,
)
from lucai.stages.trade.documents.lifecycle import DOCUMENT
from lucai.stages.trade.documents.models import (
    DocumentChange,
    LeadAnswer,
    Requirement,
    ScoringCriterion,
    TenderDocument,
)
from lucai.stages.trade.documents.rules import (
    PUBLISH_RULES,
    SUBMIT_RULES,
    DocumentFacts,
    duties_at,
)
from lucai.stages.trade.documents.selectors.leads import leads_of
from lucai.stages.trade.documents.texts import placed_texts
from lucai.stages.trade.documents.timing import earliest_dates_or_none
from lucai.stages.trade.documents.tokens import Tokens, tokens_of
from lucai.stages.trade.documents.wording import (
    ALL_LOTS,
    CRITERION_KINDS,
    REQUIREMENT_KINDS,
)
from lucai.stages.trade.projects.intentions import intention_day, intention_facts
from lucai.stages.trade.projects.opening_keys import BidderKeys
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen
from lucai.stages.trade.projects.selectors.guests import is_guest


@read_once
def document_seen(viewer: Viewer, project_number: str) -> DocumentSheet:
    """Return a project's tender document.

    Raises:
        NotFound: there is none yet, or the viewer may not see it.
    """
    row = document_row(viewer, project_number)
    project = project_seen(viewer, project_number)
    card, requirements, criteria = _parts(viewer, row)
    now = clock.now()
    day = planned_day(card, now)
    chapters = _chapters(card, project)
    leads = leads_of(viewer, row, placed_texts(chapters, requirements, criteria), day)
    waiting = sum(1 for lead in leads if lead.open)
    facts = _looked_at(viewer, row, facts_of(card, project, requirements, criteria, day, waiting))
    at = max(now, clock.moment(day))
    return DocumentSheet(
        card=card,
        project=project,
        chapters=chapters,
        requirements=requirements,
        criteria=criteria,
        checks=_checks(card, facts, at),
        earliest=earliest_dates_or_none(day, intention_day(project), card.method),
        offers=held(
            viewer, _offers(card, viewer, facts, project, now), project_number=project_number
        ),
        leads=leads,
        left=_left(card),
    )


def amended_seen(
    viewer: Viewer, project_number: str, changes: Mapping[str, str], bid_deadline: datetime | None
) -> DocumentSheet:
    """Return a document as a clarification would leave it: place → new words, and its deadline."""
    sheet = document_seen(viewer, project_number)
    words = {place.partition(":")[2]: text for place, text in changes.items()}
    card = replace(
        sheet.card,
        edition=sheet.card.edition + 1,
        texts={key: words.get(key, text) for key, text in sheet.card.texts.items()},
        bid_deadline=bid_deadline or sheet.card.bid_deadline,
    )
    lines = tuple(
        replace(line, text=words.get(line.number, line.text)) for line in sheet.requirements
    )
    return replace(sheet, card=card, chapters=_chapters(card, sheet.project), requirements=lines)


def document_file(viewer: Viewer, project_number: str) -> FileCard:
    """Return the paper as it was published.

    Raises:
        NotFound: nothing was published that the viewer may see.
    """
    card = document_card(viewer, project_number)
    found = files_attached(viewer, [card.file_id] if card.file_id else [])
    if not found:
        raise NotFound("招标文件尚未发布。")
    return next(iter(found.values()))


def is_out_of_draft(project_number: str) -> bool:
    """Whether the document was handed to the buyer: from then on its units are fixed."""
    return _rows(SYSTEM, project_number).exclude(state="draft").exists()


def has_document(viewer: Viewer, project_number: str) -> bool:
    """Whether a tender document is there that the viewer may see."""
    return _rows(viewer, project_number).exists()


def bidder_keys_chosen(viewer: Viewer, project_number: str) -> BidderKeys | None:
    """Return how a document lets suppliers hold a key of their own bids; None: it does not."""
    kept = _rows(viewer, project_number).values_list("bidder_keys", flat=True).first()
    return BidderKeys.of(kept or {})


def document_card(viewer: Viewer, project_number: str) -> DocumentCard:
    """Return the document's own content without clauses and rows: three queries fewer.

    Raises:
        NotFound: there is none yet, or the viewer may not see it.
    """
    return _card(document_row(viewer, project_number))


def requirements_of(viewer: Viewer, project_number: str, lot_number: int) -> list[RequirementLine]:
    """List the requirements that hold for a lot, those of all lots first."""
    rows = Requirement.objects.seen_by(viewer).filter(
        project_number=project_number, lot_number__in=[ALL_LOTS, lot_number]
    )
    return [_requirement(row) for row in rows.order_by("lot_number", "pk")]


def criteria_of(viewer: Viewer, project_number: str, lot_number: int) -> list[CriterionLine]:
    """List the scoring factors of a lot in order."""
    rows = ScoringCriterion.objects.seen_by(viewer).filter(
        project_number=project_number, lot_number=lot_number
    )
    return [_criterion(row) for row in rows.order_by("number")]


@read_once
def document_row(viewer: Viewer, project_number: str) -> TenderDocument:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row: TenderDocument | None = _rows(viewer, project_number).first()
    if not row:
        raise NotFound("这个项目还没有采购文件。")
    return row


def facts_now(viewer: Viewer, row: TenderDocument, notice_on: date) -> DocumentFacts:
    """Return the facts of a document in hand whose notice goes out on a day."""
    card, requirements, criteria = _parts(viewer, row)
    project = project_seen(viewer, row.project_number)
    texts = placed_texts(_chapters(card, project), requirements, criteria)
    leads = leads_of(viewer, row, texts, notice_on)
    waiting = sum(1 for lead in leads if lead.open)
    found = facts_of(card, project, requirements, criteria, notice_on, waiting)
    return _looked_at(viewer, row, found)


def _looked_at(viewer: Viewer, row: TenderDocument, facts: DocumentFacts) -> DocumentFacts:
    """Add who looks: whoever wrote in a document, as whichever party, does not confirm it."""
    if row.state != "confirming" or viewer.person is None:
        return facts
    wrote = wrote_in(viewer, row)
    return replace(facts, person=viewer.name, duties=duties_at(wrote=wrote))


def wrote_in(viewer: Viewer, row: TenderDocument) -> bool:
    """Whether the viewer changed a document's words, or answered for them to the clause check."""
    return any(
        kept.objects.seen_by(viewer).filter(document_id=row.pk, person=viewer.person).exists()
        for kept in (DocumentChange, LeadAnswer)
    )


def _parts(
    viewer: Viewer, row: TenderDocument
) -> tuple[DocumentCard, tuple[RequirementLine, ...], tuple[CriterionLine, ...]]:
    requirements = Requirement.objects.seen_by(viewer).filter(document_id=row.pk)
    criteria = ScoringCriterion.objects.seen_by(viewer).filter(document_id=row.pk)
    return (
        _card(row),
        tuple(map(_requirement, requirements.order_by("lot_number", "pk"))),
        tuple(map(_criterion, criteria.order_by("lot_number", "number"))),
    )


def _rows(viewer: Viewer, project_number: str) -> ScopedQuerySet:
    return TenderDocument.objects.seen_by(viewer).filter(project_number=project_number)


def _checks(card: DocumentCard, facts: DocumentFacts, at: datetime) -> tuple[Verdict, ...]:
    if card.state == "published":
        return ()
    return judge(PUBLISH_RULES if card.state == "confirmed" else SUBMIT_RULES, facts, at)


def _offers(
    card: DocumentCard, viewer: Viewer, planned: DocumentFacts, project: ProjectCard, now: datetime
) -> list[Offer]:
    """Offer publication and what follows as of today, the steps before as of the planned day."""
    if is_guest(viewer, card.project_number):
        return []
    if card.state == "published":
        # Only tenders may be extended because too few obtained the document (GP-TEN-02).
        if project.state != "announced" or card.method not in TENDERS:
            return []
        extended = replace(planned, extension=extension_facts(card, now))
        return DOCUMENT.offers(card.state, viewer, extended, now)
    if card.state != "confirmed":
        at = max(now, clock.moment(planned_day(card, now)))
        return DOCUMENT.offers(card.state, viewer, planned, at)
    today = now.astimezone(clock.BEIJING).date()
    facts = replace(planned, notice=notice_facts(card, today), intention=intention_facts(project))
    return DOCUMENT.offers(card.state, viewer, facts, now)


def _chapters(card: DocumentCard, project: ProjectCard) -> tuple[ChapterSheet, ...]:
    tokens = tokens_of(card, project)
    return tuple(
        ChapterSheet(
            chapter.key,
            chapter.title,
            tuple(_clause(card, clause, tokens) for clause in chapter.clauses),
        )
        for chapter in composed(card.blank, card.method, card.composition)
    )


def _clause(card: DocumentCard, clause: Clause, tokens: Tokens) -> ClauseLine:
    text = card.texts.get(clause.id, "")
    return ClauseLine(
        id=clause.id,
        heading=clause.heading,
        text=text,
        shown=tokens.fill(text),
        must=clause.must,
        changed=text.strip() != clause.text,
        basis=clause.basis,
        template=clause.text,
        origin=origin_of(clause.id),
        reason=card.composition.reasons.get(clause.id, ""),
        fields=clause.fields,
    )


def _left(card: DocumentCard) -> tuple[ClauseLine, ...]:
    """Return the template's clauses that the document does without."""
    return tuple(
        ClauseLine(
            id=clause.id,
            heading=clause.heading,
            text="",
            shown="",
            must=clause.must,
            changed=True,
            basis=clause.basis,
            template=clause.text,
            reason=card.composition.reasons.get(clause.id, ""),
        )
        for clause in left_out(card.blank, card.method, card.composition)
    )


def _card(row: TenderDocument) -> DocumentCard:
    return DocumentCard(
        **{name: getattr(row, name) for name in _SHARED},
        texts=dict(row.chapters),
        composition=Composition.of(row.composition),
        bidder_keys=BidderKeys.of(row.bidder_keys),
        blank_title=blank(row.blank, row.method).title,
        bid_security={int(lot): amount for lot, amount in row.bid_security.items()},
        low_price_ratios=tuple(row.low_price_ratios),
        state_label=DOCUMENT.states[row.state],
    )


def _requirement(row: Requirement) -> RequirementLine:
    return RequirementLine(
        number=row.number,
        lot_number=row.lot_number,
        kind=row.kind,
        kind_label=REQUIREMENT_KINDS[row.kind],
        name=row.name,
        text=row.text,
        substantive=row.substantive,
        evidence=row.evidence,
    )


def _criterion(row: ScoringCriterion) -> CriterionLine:
    return CriterionLine(
        number=row.number,
        lot_number=row.lot_number,
        kind=row.kind,
        kind_label=CRITERION_KINDS[row.kind],
        name=row.name,
        weight=row.weight,
        standard=row.standard,
        bands=tuple(Band(**band) for band in row.bands),
        formula=row.formula,
    )


_SHARED = (
    "project_number", "version", "edition", "blank", "object_kind", "method", "evaluation_method",
    "notice_on", "notice_until", "available_until", "bid_deadline", "opening_place",
    "performance_period", "validity_days", "sme_rate", "sme_joint_rate", "domestic_applies", "tie_rule",
    "consortium", "information_system", "uniform_price", "core_product", "rounds", "returned_reason", "confirmed_at",
    "published_at", "file_id", "sha256", "sm3", "state",
)  # fmt: skip
