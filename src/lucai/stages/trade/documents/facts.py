"""From rows to the facts that rules read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from lucai.kernel import clock
from lucai.kernel.actors import PUBLIC
from lucai.kernel.errors import NotFound
from lucai.law import tender_rules as law
from lucai.law.deadlines import deadline
from lucai.law.parameters import status
from lucai.law.planning_rules import IntentionFacts
from lucai.law.status import Status
from lucai.platform.access.selectors import organisation
from lucai.stages.plan.intentions.selectors import intention_seen
from lucai.stages.trade.documents.blanks import blank
from lucai.stages.trade.documents.models import Requirement, ScoringCriterion, TenderDocument
from lucai.stages.trade.documents.rules import CriterionFacts, DocumentFacts
from lucai.stages.trade.documents.wording import ALL_LOTS, COMPREHENSIVE, points, ratio
from lucai.stages.trade.projects.selectors import LotCard, ProjectCard


def facts_of(
    row: TenderDocument,
    project: ProjectCard,
    requirements: Sequence[Requirement],
    criteria: Sequence[ScoringCriterion],
    notice_on: date,
) -> DocumentFacts:
    """Return the facts of a document whose notice goes out on ``notice_on``."""
    qualifications = [r for r in requirements if r.kind == "qualification"]
    scored = [c for c in criteria if c.kind != "price"]
    return DocumentFacts(
        lots={lot.number: _lot_facts(row, lot, qualifications, criteria) for lot in project.lots},
        notice=notice_facts(row, notice_on),
        intention=intention_facts(project),
        requirements={lot.number: _demands_on(lot.number, requirements) for lot in project.lots},
        criteria=tuple(_criterion_facts(criterion) for criterion in criteria),
        scored=row.evaluation_method == COMPREHENSIVE,
        missing_clauses=missing_clauses(row),
        missing_dates=missing_dates(row),
        missing_terms=_missing_terms(row, project, notice_on),
        scored_text="\n".join(f"{c.name} {c.standard}" for c in scored),
        qualification_text="\n".join(f"{r.name} {r.text}" for r in qualifications),
    )


def planned_day(row: TenderDocument, now: datetime) -> date:
    """Return the day on which the notice can go out: the planned one, or today when it is past."""
    today = now.astimezone(clock.BEIJING).date()
    return max(row.notice_on or today, today)


def notice_facts(row: TenderDocument, notice_on: date) -> law.NoticeFacts | None:
    """Return the announced dates; None while one is missing."""
    if not (row.notice_until and row.available_until and row.bid_deadline):
        return None
    return law.NoticeFacts(
        notice_on=notice_on,
        notice_until=notice_end(notice_on) or row.notice_until,
        documents_from=notice_on,
        documents_until=row.available_until.astimezone(clock.BEIJING).date(),
        bid_deadline=row.bid_deadline,
        opening_at=row.bid_deadline,
    )


def notice_end(notice_on: date) -> date | None:
    """Return the last day of the notice period; None where the calendar does not reach."""
    try:
        return deadline("GP-TEN-01", notice_on).date
    except LookupError:
        return None


def intention_facts(project: ProjectCard) -> IntentionFacts:
    """Return what is publicly known of the project's intention."""
    return IntentionFacts(
        intention_published_on=intention_day(project),
        intention_exempt=project.intention_exempt,
        buyer_level=organisation(PUBLIC, project.buyer_id).level,
    )


def intention_day(project: ProjectCard) -> date | None:
    """Return the day on which the project's intention was published, or None."""
    if not project.intention_code:
        return None
    try:
        published_at = intention_seen(PUBLIC, project.intention_code).published_at
    except NotFound:
        return None
    return published_at.astimezone(clock.BEIJING).date() if published_at else None


def missing_clauses(row: TenderDocument) -> tuple[str, ...]:
    """Name the compulsory clauses that have no text."""
    clauses = blank(row.blank).clauses
    return tuple(c.heading for c in clauses if c.must and not row.chapters.get(c.id, "").strip())


def missing_dates(row: TenderDocument) -> tuple[str, ...]:
    """Name the dates and places that are not filled in."""
    wanted = {
        "公告日期": row.notice_on,
        "招标文件获取截止时间": row.available_until,
        "投标截止时间": row.bid_deadline,
        "开标地点": row.opening_place,
    }
    return tuple(label for label, value in wanted.items() if not value)


def qualification_scored(name: str, qualification_names: Sequence[str]) -> bool:
    """Whether a scoring factor repeats a qualification item, in whole or in part of its name."""
    plain = _plain(name)
    others = [other for other in map(_plain, qualification_names) if other]
    return bool(plain) and any(plain in other or other in plain for other in others)


def _plain(name: str) -> str:
    return "".join(sign for sign in name if sign.isalnum()).lower()


def _missing_terms(row: TenderDocument, project: ProjectCard, on: date) -> tuple[str, ...]:
    low_price = status("GP-LOW-05", on) is Status.APPLICABLE
    wanted = {
        "合同履行期限": row.performance_period,
        "投标有效期": row.validity_days,
        "投标保证金": len(row.bid_security) == len(project.lots),
        "异常低价审查比例": row.low_price_ratios or not low_price,
    }
    return tuple(label for label, value in wanted.items() if not value)


def _lot_facts(
    row: TenderDocument,
    lot: LotCard,
    qualifications: Sequence[Requirement],
    criteria: Sequence[ScoringCriterion],
) -> law.SolicitationFacts:
    mine = [c for c in criteria if c.lot_number == lot.number]
    scored = row.evaluation_method == COMPREHENSIVE
    names = [q.name for q in qualifications if q.lot_number in {ALL_LOTS, lot.number}]
    repeated = frozenset(
        c.name for c in mine if c.kind != "price" and qualification_scored(c.name, names)
    )
    return law.SolicitationFacts(
        object=row.object_kind,
        evaluation_method=law.SCORING if scored else "lowest",
        budget=lot.budget,
        ceiling=lot.ceiling,
        bond=int(row.bid_security.get(str(lot.number), 0)),
        price_weight=_price_weight(mine),
        weights=tuple(points(c.weight) for c in mine),
        information_system=row.information_system,
        qualification_items=repeated,
        scoring_items=frozenset(c.name for c in mine),
        low_price_ratios=tuple(ratio(share) for share in row.low_price_ratios),
        sme_rate=None if lot.sme_reserved or row.sme_rate is None else ratio(row.sme_rate),
        reserved_for_sme=lot.sme_reserved,
        single_product=len(lot.items) <= 1,
        core_product_named=bool(row.core_product),
        confirmed_by_buyer=row.confirmed_at is not None,
    )


def _price_weight(criteria: Sequence[ScoringCriterion]) -> Decimal | None:
    found = [points(c.weight) for c in criteria if c.kind == "price"]
    return sum(found, Decimal()) if found else None


def _demands_on(lot: int, requirements: Sequence[Requirement]) -> int:
    return sum(
        1 for r in requirements if r.lot_number in {ALL_LOTS, lot} and r.kind != "qualification"
    )


def _criterion_facts(criterion: ScoringCriterion) -> CriterionFacts:
    return CriterionFacts(
        lot=criterion.lot_number,
        name=criterion.name,
        kind=criterion.kind,
        weight=points(criterion.weight),
        bands=len(criterion.bands),
    )
