"""Reading tender documents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer, judge
from lucai.law.verdicts import Severity, Verdict
from lucai.platform.files.selectors import FileCard, files_attached
from lucai.platform.records import ScopedQuerySet
from lucai.stages.trade.documents.bands import Band
from lucai.stages.trade.documents.blanks import blank
from lucai.stages.trade.documents.facts import (
    facts_of,
    intention_day,
    intention_facts,
    notice_facts,
    planned_day,
)
from lucai.stages.trade.documents.lifecycle import DOCUMENT
from lucai.stages.trade.documents.models import Requirement, ScoringCriterion, TenderDocument
from lucai.stages.trade.documents.rules import PUBLISH_RULES, SUBMIT_RULES, DocumentFacts
from lucai.stages.trade.documents.timing import EarliestDates, earliest_dates_or_none
from lucai.stages.trade.documents.tokens import tokens_of
from lucai.stages.trade.documents.wording import (
    ALL_LOTS,
    CRITERION_KINDS,
    EVALUATION_METHODS,
    REQUIREMENT_KINDS,
    TIE_RULES,
    points,
    ratio,
)
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """One requirement; ``lot_number`` 0 stands for all lots."""

    number: str
    lot_number: int
    kind: str
    kind_label: str
    name: str
    text: str
    substantive: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One scoring factor; ``weight`` in hundredths of a point."""

    number: int
    lot_number: int
    kind: str
    kind_label: str
    name: str
    weight: int
    standard: str
    bands: tuple[Band, ...]

    @property
    def points(self) -> Decimal:
        """The weight in points with two places."""
        return points(self.weight)


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """One clause as it stands, with what the blank says; ``shown`` has the project's content."""

    id: str
    heading: str
    text: str
    shown: str
    must: bool
    changed: bool
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChapterSheet:
    """A chapter with its clauses."""

    key: str
    title: str
    clauses: tuple[ClauseLine, ...]

    @property
    def changed(self) -> int:
        """How many clauses differ from the blank."""
        return sum(1 for clause in self.clauses if clause.changed)


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """The document's own content; money in 分, ratios in 万分之一."""

    project_number: str
    version: int
    edition: int
    blank: str
    blank_title: str
    object_kind: str
    evaluation_method: str
    notice_on: date | None
    notice_until: date | None
    available_until: datetime | None
    bid_deadline: datetime | None
    opening_place: str
    performance_period: str
    validity_days: int | None
    bid_security: dict[int, int]
    sme_rate: int | None
    domestic_applies: bool
    low_price_ratios: tuple[int, ...]
    tie_rule: str
    consortium: bool
    information_system: bool
    core_product: str
    returned_reason: str
    confirmed_at: datetime | None
    published_at: datetime | None
    file_id: int | None
    sha256: str
    sm3: str
    state: str
    state_label: str

    @property
    def scored(self) -> bool:
        """Whether bids are scored (综合评分法)."""
        return self.evaluation_method == "comprehensive"

    @property
    def evaluation_label(self) -> str:
        """The method of evaluation in words."""
        return EVALUATION_METHODS.get(self.evaluation_method, self.evaluation_method)

    @property
    def tie_label(self) -> str:
        """What settles a tie, in words."""
        return TIE_RULES[self.tie_rule]

    @property
    def sme_ratio(self) -> Decimal | None:
        """The deduction for small firms as a ratio; None: there is none."""
        return None if self.sme_rate is None else ratio(self.sme_rate)

    @property
    def low_ratios(self) -> tuple[Decimal, ...]:
        """The three ratios of 异常低价 (AVG, NEXT, CEIL)."""
        return tuple(ratio(share) for share in self.low_price_ratios)

    @property
    def editable(self) -> bool:
        """Whether the agency can still write in it."""
        return self.state == "draft"

    def is_available(self, at: datetime) -> bool:
        """Whether suppliers can obtain the document at that moment."""
        opened = self.published_at is not None and self.published_at <= at
        return opened and self.available_until is not None and at < self.available_until

    def bond(self, lot_number: int) -> int:
        """Return the bid security of a lot, in 分; 0: none is asked for."""
        return self.bid_security.get(lot_number, 0)


@dataclass(frozen=True, slots=True)
class DocumentSheet:
    """A tender document with everything in it and what the viewer can do."""

    card: DocumentCard
    project: ProjectCard
    chapters: tuple[ChapterSheet, ...]
    requirements: tuple[RequirementLine, ...]
    criteria: tuple[CriterionLine, ...]
    checks: tuple[Verdict, ...]
    earliest: EarliestDates | None
    offers: tuple[Offer, ...]

    def requirements_of(self, lot_number: int) -> tuple[RequirementLine, ...]:
        """The requirements that hold for a lot, those of all lots first."""
        return tuple(r for r in self.requirements if r.lot_number in {ALL_LOTS, lot_number})

    def criteria_of(self, lot_number: int) -> tuple[CriterionLine, ...]:
        """The scoring factors of a lot."""
        return tuple(c for c in self.criteria if c.lot_number == lot_number)

    def total_of(self, lot_number: int) -> Decimal:
        """The sum of a lot's weights in points."""
        return points(sum(c.weight for c in self.criteria_of(lot_number)))

    @property
    def broken(self) -> tuple[Verdict, ...]:
        """What the law still misses, worst first; what cannot be judged yet is left out."""
        found = [v for v in self.checks if not v.holds and v.severity is not Severity.LEAD]
        return tuple(sorted(found, key=lambda verdict: not verdict.blocks))


def document_seen(viewer: Viewer, project_number: str) -> DocumentSheet:
    """Return a project's tender document.

    Raises:
        NotFound: there is none yet, or the viewer may not see it.
    """
    row = document_row(viewer, project_number)
    project = project_seen(viewer, project_number)
    requirements, criteria = rows_of(viewer, row)
    now = clock.now()
    day = planned_day(row, now)
    facts = facts_of(row, project, requirements, criteria, day)
    at = max(now, clock.moment(day))
    return DocumentSheet(
        card=_card(row),
        project=project,
        chapters=_chapters(row, project),
        requirements=tuple(map(_requirement, requirements)),
        criteria=tuple(map(_criterion, criteria)),
        checks=_checks(row, facts, at),
        earliest=earliest_dates_or_none(day, intention_day(project)),
        offers=tuple(_offers(row, viewer, facts, project, now)),
    )


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


def has_document(viewer: Viewer, project_number: str) -> bool:
    """Whether a tender document is there that the viewer may see."""
    return _rows(viewer, project_number).exists()


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


def document_row(viewer: Viewer, project_number: str) -> TenderDocument:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row: TenderDocument | None = _rows(viewer, project_number).first()
    if not row:
        raise NotFound("这个项目还没有采购文件。")
    return row


def rows_of(
    viewer: Viewer, row: TenderDocument
) -> tuple[list[Requirement], list[ScoringCriterion]]:
    """Return the requirements and factors of a document in hand, in order."""
    requirements = Requirement.objects.seen_by(viewer).filter(document_id=row.pk)
    criteria = ScoringCriterion.objects.seen_by(viewer).filter(document_id=row.pk)
    return (
        list(requirements.order_by("lot_number", "pk")),
        list(criteria.order_by("lot_number", "number")),
    )


def facts_now(viewer: Viewer, row: TenderDocument, notice_on: date) -> DocumentFacts:
    """Return the facts of a document in hand whose notice goes out on a day."""
    requirements, criteria = rows_of(viewer, row)
    project = project_seen(viewer, row.project_number)
    return facts_of(row, project, requirements, criteria, notice_on)


def _rows(viewer: Viewer, project_number: str) -> ScopedQuerySet:
    return TenderDocument.objects.seen_by(viewer).filter(project_number=project_number)


def _checks(row: TenderDocument, facts: DocumentFacts, at: datetime) -> tuple[Verdict, ...]:
    if row.state == "published":
        return ()
    return judge(PUBLISH_RULES if row.state == "confirmed" else SUBMIT_RULES, facts, at)


def _offers(
    row: TenderDocument, viewer: Viewer, planned: DocumentFacts, project: ProjectCard, now: datetime
) -> list[Offer]:
    """Offer publication as of today, the steps before it as of the planned day."""
    if row.state != "confirmed":
        at = max(now, clock.moment(planned_day(row, now)))
        return DOCUMENT.offers(row.state, viewer, planned, at)
    today = now.astimezone(clock.BEIJING).date()
    facts = replace(planned, notice=notice_facts(row, today), intention=intention_facts(project))
    return DOCUMENT.offers(row.state, viewer, facts, now)


def _chapters(row: TenderDocument, project: ProjectCard) -> tuple[ChapterSheet, ...]:
    tokens = tokens_of(row, project)
    return tuple(
        ChapterSheet(
            chapter.key,
            chapter.title,
            tuple(
                ClauseLine(
                    id=clause.id,
                    heading=clause.heading,
                    text=(text := row.chapters.get(clause.id, "")),
                    shown=tokens.fill(text),
                    must=clause.must,
                    changed=text.strip() != clause.text,
                    basis=clause.basis,
                )
                for clause in chapter.clauses
            ),
        )
        for chapter in blank(row.blank).chapters
    )


def _card(row: TenderDocument) -> DocumentCard:
    return DocumentCard(
        **{name: getattr(row, name) for name in _SHARED},
        blank_title=blank(row.blank).title,
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
    )


_SHARED = (
    "project_number", "version", "edition", "blank", "object_kind", "evaluation_method",
    "notice_on", "notice_until", "available_until", "bid_deadline", "opening_place",
    "performance_period", "validity_days", "sme_rate", "domestic_applies", "tie_rule",
    "consortium", "information_system", "core_product", "returned_reason", "confirmed_at",
    "published_at", "file_id", "sha256", "sm3", "state",
)  # fmt: skip
