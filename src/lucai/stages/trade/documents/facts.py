"""From a document's content to the facts that rules read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Reason
from lucai.law import tender_rules as law
from lucai.law.methods import method
from lucai.law.parameters import status
from lucai.law.status import Status
from lucai.law.support_rules import DomesticFacts
from lucai.stages.trade.documents.blanks import blank
from lucai.stages.trade.documents.cards import CriterionLine, DocumentCard, RequirementLine
from lucai.stages.trade.documents.composing import optional_clauses, template_text
from lucai.stages.trade.documents.holders import holders_of
from lucai.stages.trade.documents.rules import CriterionFacts, DocumentFacts
from lucai.stages.trade.documents.timing import notice_end
from lucai.stages.trade.documents.wording import ALL_LOTS, COMPREHENSIVE, points, ratio
from lucai.stages.trade.prequalifications.selectors import is_settled
from lucai.stages.trade.projects.intentions import intention_facts
from lucai.stages.trade.projects.opening_keys import missing_keys, problems_of
from lucai.stages.trade.projects.selectors import LotCard, ProjectCard
from lucai.stages.trade.projects.selectors.joint import units_facts


def facts_of(
    card: DocumentCard,
    project: ProjectCard,
    requirements: Sequence[RequirementLine],
    criteria: Sequence[CriterionLine],
    notice_on: date,
    open_leads: int = 0,
) -> DocumentFacts:
    """Return the facts of a document whose notice goes out on ``notice_on``."""
    qualifications = [r for r in requirements if r.kind == "qualification"]
    scored = [c for c in criteria if c.kind != "price"]
    return DocumentFacts(
        lots=_lots_facts(card, project, qualifications, criteria),
        notice=notice_facts(card, notice_on),
        intention=intention_facts(project),
        requirements={lot.number: _demands_on(lot.number, requirements) for lot in project.lots},
        criteria=tuple(_criterion_facts(criterion) for criterion in criteria),
        scored=card.evaluation_method == COMPREHENSIVE,
        missing_clauses=missing_clauses(card),
        missing_dates=missing_dates(card),
        missing_terms=_missing_terms(card, project, notice_on),
        scored_text="\n".join(f"{c.name} {c.standard}" for c in scored),
        qualification_text="\n".join(f"{r.name} {r.text}" for r in qualifications),
        method=card.method,
        tie_rule=card.tie_rule,
        missing_keys=() if card.published_at else missing_keys(project),
        wrong_bidder_keys=() if card.published_at else _wrong_bidder_keys(card, project),
        suppliers_settled=bool(card.published_at)
        or is_settled(SYSTEM, project.number, project.method),
        missing_blanks=missing_blanks(card),
        unexplained=unexplained(card),
        open_leads=open_leads,
        units=units_facts(project.number),
        visit_text=card.texts.get(VISIT, "") if VISIT in card.composition.added else "",
        packaging_asked=_packaging_asked(card),
    )


def unscored_because(card: DocumentCard, project: ProjectCard) -> str:
    """Say why the price is no scoring factor; empty where it is one (GP-EVA-03, GP-CON-05)."""
    case = method(project.method).case(project.method_case)
    if case is not None and case.unscored_price:
        return "不能事先计算出价格总额的项目"
    return "执行统一价格标准或者采用固定价格的项目" if card.uniform_price else ""


VISIT, PACKING = "opt-site-visit", "need-packing"


def _packaging_asked(card: DocumentCard) -> bool:
    """Whether the clause on packaging stands, or its absence has a reason; of goods alone."""
    made = card.composition
    there = PACKING not in made.left and bool(card.texts.get(PACKING, "").strip())
    of_goods = any(c.id == PACKING for c in blank(card.blank, card.method).clauses)
    return not of_goods or there or bool(made.reasons.get(PACKING))


def _wrong_bidder_keys(card: DocumentCard, project: ProjectCard) -> tuple[str, ...]:
    """Who was to recover bids may have given that up since the draft was written."""
    chosen = card.bidder_keys
    return tuple(problems_of(project, chosen).values()) if chosen else ()


def planned_day(card: DocumentCard, now: datetime) -> date:
    """Return the day on which the notice can go out: the planned one, or today when it is past."""
    today = now.astimezone(clock.BEIJING).date()
    return max(card.notice_on or today, today)


def notice_facts(card: DocumentCard, notice_on: date) -> law.NoticeFacts | None:
    """Return the announced dates; None while one is missing."""
    if not (card.notice_until and card.available_until and card.bid_deadline):
        return None
    return law.NoticeFacts(
        notice_on=notice_on,
        notice_until=notice_end(notice_on, card.method) or card.notice_until,
        documents_from=notice_on,
        documents_until=card.available_until.astimezone(clock.BEIJING).date(),
        bid_deadline=card.bid_deadline,
        opening_at=card.bid_deadline,
        method=card.method,
    )


def extension_facts(
    card: DocumentCard, now: datetime, new_until: datetime | None = None
) -> law.ExtensionFacts | None:
    """Return the facts of an extension; who obtained the document is counted, never named.

    Even the count is read only once the period has ended, when the law makes it matter.
    """
    if not (card.published_at and card.notice_on and card.available_until and card.bid_deadline):
        return None
    ended = now >= card.available_until
    system = Actor.system(Reason.CONSEQUENCE)
    return law.ExtensionFacts(
        documents_from=card.notice_on,
        documents_until=card.available_until,
        bid_deadline=card.bid_deadline,
        obtained=len(holders_of(system, card.project_number)) if ended else None,
        new_until=new_until,
    )


def missing_clauses(card: DocumentCard) -> tuple[str, ...]:
    """Name the compulsory clauses that have no text."""
    clauses = blank(card.blank, card.method).clauses
    left = card.composition.left
    return tuple(
        c.heading
        for c in clauses
        if c.must and (c.id in left or not card.texts.get(c.id, "").strip())
    )


def missing_blanks(card: DocumentCard) -> tuple[str, ...]:
    """Name the blanks of the clauses taken in that nobody filled."""
    library, made = optional_clauses(), card.composition
    return tuple(
        f"{library[key].clause.heading}的{field.label}"
        for key in made.added
        if key in library
        for field in library[key].clause.fields
        if not made.blanks.get(field.id)
    )


def unexplained(card: DocumentCard) -> tuple[str, ...]:
    """Name the clauses that differ from the template without a reason."""
    made = card.composition
    clauses = blank(card.blank, card.method).clauses
    changed = (
        c for c in clauses
        if c.id in made.left or card.texts.get(c.id, "").strip() != template_text(c, made)
    )  # fmt: skip
    own = [one.heading for key, one in made.own.items() if not made.reasons.get(key)]
    return (*(c.heading for c in changed if not made.reasons.get(c.id)), *own)


def missing_dates(card: DocumentCard) -> tuple[str, ...]:
    """Name the dates and places that are not filled in."""
    wanted = {
        "公告日期": card.notice_on,
        "招标文件获取截止时间": card.available_until,
        "投标截止时间": card.bid_deadline,
        "开标地点": card.opening_place,
    }
    return tuple(label for label, value in wanted.items() if not value)


def qualification_scored(name: str, qualification_names: Sequence[str]) -> bool:
    """Whether a scoring factor repeats a qualification item, in whole or in part of its name."""
    plain = _plain(name)
    others = [other for other in map(_plain, qualification_names) if other]
    return bool(plain) and any(plain in other or other in plain for other in others)


def _plain(name: str) -> str:
    return "".join(sign for sign in name if sign.isalnum()).lower()


def _missing_terms(card: DocumentCard, project: ProjectCard, on: date) -> tuple[str, ...]:
    low_price = status("GP-LOW-05", on) is Status.APPLICABLE
    wanted = {
        "合同履行期限": card.performance_period,
        "投标有效期": card.validity_days,
        "投标保证金": len(card.bid_security) == len(project.lots),
        "异常低价审查比例": card.low_price_ratios or not low_price,
    }
    return tuple(label for label, value in wanted.items() if not value)


def _lots_facts(
    card: DocumentCard,
    project: ProjectCard,
    qualifications: Sequence[RequirementLine],
    criteria: Sequence[CriterionLine],
) -> dict[int, law.SolicitationFacts]:
    unscored = unscored_because(card, project)
    return {
        lot.number: replace(
            _lot_facts(card, lot, qualifications, criteria), price_unscored=unscored
        )
        for lot in project.lots
    }


def _lot_facts(
    card: DocumentCard,
    lot: LotCard,
    qualifications: Sequence[RequirementLine],
    criteria: Sequence[CriterionLine],
) -> law.SolicitationFacts:
    mine = [c for c in criteria if c.lot_number == lot.number]
    scored = card.evaluation_method == COMPREHENSIVE
    names = [q.name for q in qualifications if q.lot_number in {ALL_LOTS, lot.number}]
    repeated = frozenset(
        c.name for c in mine if c.kind != "price" and qualification_scored(c.name, names)
    )
    return law.SolicitationFacts(
        object=card.object_kind,
        method=card.method,
        evaluation_method=law.SCORING if scored else "lowest",
        budget=lot.budget,
        ceiling=lot.ceiling,
        bond=card.bond(lot.number),
        price_weight=_price_weight(mine),
        weights=tuple(points(c.weight) for c in mine),
        information_system=card.information_system,
        qualification_items=repeated,
        scoring_items=frozenset(c.name for c in mine),
        low_price_ratios=tuple(ratio(share) for share in card.low_price_ratios),
        sme_joint_rate=None
        if lot.sme_reserved or card.sme_joint_rate is None
        else ratio(card.sme_joint_rate),
        sme_rate=None if lot.sme_reserved or card.sme_rate is None else ratio(card.sme_rate),
        reserved_for_sme=lot.sme_reserved,
        domestic=DomesticFacts(
            object=card.object_kind,
            codes=tuple(item.catalogue_code for item in lot.items),
            policy_applied=card.domestic_applies,
        ),
        single_product=len({item.plain for item in lot.items}) <= 1,
        core_product_named=bool(card.core_product),
        confirmed_by_buyer=card.confirmed_at is not None,
    )


def _price_weight(criteria: Sequence[CriterionLine]) -> Decimal | None:
    found = [points(c.weight) for c in criteria if c.kind == "price"]
    return sum(found, Decimal()) if found else None


def _demands_on(lot: int, requirements: Sequence[RequirementLine]) -> int:
    return sum(
        1 for r in requirements if r.lot_number in {ALL_LOTS, lot} and r.kind != "qualification"
    )


def _criterion_facts(criterion: CriterionLine) -> CriterionFacts:
    return CriterionFacts(
        lot=criterion.lot_number,
        name=criterion.name,
        kind=criterion.kind,
        weight=points(criterion.weight),
        bands=len(criterion.bands),
    )
