"""Reading prequalifications for their pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Side, Viewer
from lucai.kernel.lifecycle import Offer
from lucai.law.catalogue import named_items
from lucai.law.prequalification_rules import ANNOUNCED, FOUND, LIBRARY, RECOMMENDED
from lucai.law.sme import industries
from lucai.platform.files.selectors import FileCard, attached_file
from lucai.platform.lives.offers import offers_of
from lucai.stages.trade.prequalifications.answering import application_facts
from lucai.stages.trade.prequalifications.lifecycle import (
    APPLICATION,
    EDIT,
    INVITED,
    PREQUALIFICATION,
    RECOMMEND,
    REVIEW,
)
from lucai.stages.trade.prequalifications.models import (
    BUYER,
    Prequalification,
    PrequalificationApplication,
)
from lucai.stages.trade.prequalifications.rules import PrequalificationFacts, is_vain
from lucai.stages.trade.prequalifications.schemas import Way
from lucai.stages.trade.prequalifications.selectors.finding import recommendations_of
from lucai.stages.trade.prequalifications.selectors.rows import (
    application_row,
    applications_of,
    current_round,
    facts_of,
    own_application,
    prequalification_row,
    round_of,
    rounds_before,
)
from lucai.stages.trade.prequalifications.selectors.words import WordsLine, words_of
from lucai.stages.trade.projects.selectors import project_seen

TONES = {
    "passed": "green", "chosen": "green", "invited": "green", "acknowledged": "green",
    "refused": "red", "not_drawn": "", "void": "",
}  # fmt: skip
BRINGERS = {LIBRARY: (Side.AGENCY, EDIT), RECOMMENDED: (Side.BUYER, RECOMMEND)}
"""Who puts suppliers on a list, and by which right."""
FOUND_WAYS = {
    LIBRARY: "从省级以上财政部门建立的供应商库中随机抽取",
    RECOMMENDED: "采购人和评审专家分别书面推荐",
}
"""How the suppliers of a negotiation, a consultation or an inquiry are found without a notice."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition."""

    number: str
    name: str
    text: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A condition with what the supplier says and what the review found."""

    condition: Condition
    answer: str
    passed: bool | None
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class SupplierLine:
    """A supplier of a round as its table shows it."""

    pk: int
    name: str
    uscc: str
    reason: str
    state: str
    state_label: str
    tone: str
    judged: int
    refusal: str
    submitted_at: datetime | None
    href: str
    removable: bool


@dataclass(frozen=True, slots=True)
class ApplicationSheet:
    """One supplier's application."""

    line: SupplierLine
    checks: tuple[Checked, ...]
    files: tuple[dict[str, Any], ...]
    contact: str
    phone: str
    offers: tuple[Offer, ...]
    may_judge: bool

    def offer(self, step: str) -> Offer | None:
        """The step as this viewer sees it, or None."""
        return next((offer for offer in self.offers if offer.step.name == step), None)


@dataclass(frozen=True, slots=True)
class PrequalificationSheet:
    """A round as its page shows it."""

    project_number: str
    title: str
    round: int
    state: str
    state_label: str
    method: str
    way: str
    way_label: str
    places: int
    finds: bool
    draws_experts: bool
    terms: tuple[dict[str, str], ...]
    drawn_from: dict[str, Any]
    conditions: tuple[Condition, ...]
    criteria: str
    composition: str
    performance_period: str
    consortium: bool
    apply_until: datetime | None
    review_on: date | None
    notice_until: date | None
    published_at: datetime | None
    returned_reason: str
    amendments: tuple[dict[str, Any], ...]
    witnesses: tuple[dict[str, Any], ...]
    draw_id: str
    drawn_at: datetime | None
    suppliers: tuple[SupplierLine, ...]
    words: tuple[WordsLine, ...]
    secret: bool
    own: ApplicationSheet | None
    offers: tuple[Offer, ...]
    may_edit: bool
    may_add: bool
    earlier: tuple[tuple[int, str], ...]

    @property
    def href(self) -> str:
        """Its page."""
        return f"/rooms/{self.project_number}/prequalification/"

    @property
    def announced(self) -> bool:
        """Whether suppliers are called by a notice."""
        return self.way == ANNOUNCED

    def offer(self, step: str) -> Offer | None:
        """The step as this viewer sees it, or None."""
        return next((offer for offer in self.offers if offer.step.name == step), None)


def prequalification_seen(viewer: Viewer, project_number: str) -> PrequalificationSheet:
    """Return the current round of a project.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = prequalification_row(viewer, project_number)
    found = _shown(viewer, row)
    editing = row.state == "draft"
    may_add = _may_add(viewer, row)
    return PrequalificationSheet(
        **{name: getattr(row, name) for name in _SHARED},
        project_number=row.number_of_project,
        title=row.project_title,
        state_label=PREQUALIFICATION.states[row.state],
        way_label=_way_label(row),
        conditions=tuple(Condition(**one) for one in row.conditions),
        amendments=tuple(row.amendments),
        witnesses=tuple(row.witnesses),
        terms=tuple(_terms(row)),
        drawn_from=dict(row.terms),
        words=words_of(viewer, row),
        suppliers=tuple(_line(one, removable=may_add) for one in found),
        secret=_is_secret(row),
        own=_own(viewer, row),
        offers=_offers(viewer, row),
        may_edit=editing and viewer.may(EDIT.permission),
        may_add=may_add,
        earlier=tuple(
            (o.round, PREQUALIFICATION.states[o.state]) for o in rounds_before(viewer, row)
        ),
    )


def _shown(viewer: Viewer, row: Prequalification) -> list[PrequalificationApplication]:
    """List the round's suppliers; while words are awaited the buyer sees whom it named itself alone."""
    if viewer.side is Side.SUPPLIER:
        return []
    found = applications_of(viewer, row)
    if row.state != "recommending" or viewer.side is not Side.BUYER:
        return found
    own = {one.pk for one in recommendations_of(viewer, row) if one.kind == BUYER}
    return [one for one in found if one.recommendation_id in own]


def _way_label(row: Prequalification) -> str:
    if not row.way:
        return ""
    return FOUND_WAYS[row.way] if row.finds else Way(row.way).label


def _terms(row: Prequalification) -> Iterator[dict[str, str]]:
    """Say from whom the draw is made."""
    terms = row.terms
    if number := terms.get("industry"):
        yield {"label": "所属行业", "value": industries()[number].name}
    if words := terms.get("certificate"):
        yield {"label": "应当具有的有效证书", "value": words}
    if codes := terms.get("specialties"):
        yield {"label": "推荐专家的评审专业", "value": "、".join(named_items(codes))}


def has_prequalification(viewer: Viewer, project_number: str) -> bool:
    """Whether a project has a round that the viewer may see: its tab is shown then."""
    row = current_round(viewer, project_number)
    if row and viewer.side is Side.SUPPLIER and row.way != ANNOUNCED:
        return own_application(viewer, row) is not None
    return row is not None


def may_organise(viewer: Viewer, project_number: str) -> bool:
    """Whether the viewer can begin a prequalification of an open tender, or a list without a notice."""
    project = project_seen(viewer, project_number)
    return (
        viewer.side is Side.AGENCY
        and viewer.may(EDIT.permission)
        and (project.method == "open" or project.method in FOUND)
        and project.state == "preparing"
        and current_round(viewer, project_number) is None
    )


def application_seen(viewer: Viewer, project_number: str, pk: int) -> ApplicationSheet:
    """Return one supplier's application for those who review it.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = application_row(viewer, project_number, pk)
    return _sheet(viewer, round_of(viewer, row), row)


def application_file(viewer: Viewer, project_number: str, pk: int, file_id: int) -> FileCard:
    """Return one of an application's files.

    Raises:
        NotFound: the application is not seen, or has no such file.
    """
    row = application_row(viewer, project_number, pk)
    return attached_file(viewer, (file["id"] for file in row.files), file_id)


def _own(viewer: Viewer, row: Prequalification) -> ApplicationSheet | None:
    if viewer.side is not Side.SUPPLIER:
        return None
    found = own_application(viewer, row)
    return _sheet(viewer, row, found) if found else None


def _sheet(
    viewer: Viewer, row: Prequalification, found: PrequalificationApplication
) -> ApplicationSheet:
    offers = offers_of(
        viewer, APPLICATION, found.state, application_facts(row),
        project_number=row.number_of_project,
    )  # fmt: skip
    reviewing = row.state == "published" and found.state == "submitted"
    return ApplicationSheet(
        line=_line(found),
        checks=tuple(_checked(found, Condition(**one)) for one in row.conditions),
        files=tuple(found.files),
        contact=found.contact,
        phone=found.phone,
        offers=offers,
        may_judge=reviewing and viewer.may(REVIEW.permission) and viewer.side in _REVIEWERS,
    )


def _checked(found: PrequalificationApplication, condition: Condition) -> Checked:
    finding = found.findings.get(condition.number, {})
    return Checked(
        condition,
        found.answers.get(condition.number, ""),
        finding.get("passed"),
        finding.get("reason", ""),
        finding.get("by", ""),
    )


def _line(row: PrequalificationApplication, *, removable: bool = False) -> SupplierLine:
    return SupplierLine(
        pk=row.pk,
        name=row.supplier_name,
        uscc=row.supplier_uscc,
        reason=row.reason,
        state=row.state,
        state_label=APPLICATION.states[row.state],
        tone=TONES.get(row.state, "amber"),
        judged=len(row.findings),
        refusal=row.refusal if row.state == "refused" else "",
        submitted_at=row.submitted_at,
        href=f"/rooms/{row.number_of_project}/prequalification/applications/{row.pk}/",
        removable=removable,
    )


def _offers(viewer: Viewer, row: Prequalification) -> tuple[Offer, ...]:
    if viewer.side not in {Side.AGENCY, Side.BUYER}:
        return ()
    facts = facts_of(viewer, row)
    found = offers_of(
        viewer, PREQUALIFICATION, row.state, facts, project_number=row.number_of_project
    )
    return tuple(one for one in found if _fits(row, one.step.name, facts))


def _fits(row: Prequalification, step: str, facts: PrequalificationFacts) -> bool:
    """Whether a step is one of the way in which the round finds its suppliers."""
    if step in {"draw", "draw_experts", "witness"}:
        return row.awaits(step)
    if step == "give_up":
        return row.finds
    return (
        step != "restart"
        or row.state == "failed"
        or (row.finds and is_vain(row.state, facts, clock.now()))
    )


def _may_add(viewer: Viewer, row: Prequalification) -> bool:
    """The agency chooses from the library while it drafts; the buyer recommends until it confirms."""
    if row.finds:
        return False
    side, right = BRINGERS.get(row.way, (None, EDIT))
    states = {"draft"} if row.way == LIBRARY else {"draft", "confirming"}
    return viewer.side is side and row.state in states and viewer.may(right.permission)


def _is_secret(row: Prequalification) -> bool:
    return (
        row.state == "published" and row.apply_until is not None and clock.now() < row.apply_until
    )


def invited_names(viewer: Viewer, project_number: str) -> tuple[str, ...]:
    """Name the invited suppliers to those who may see them."""
    row = prequalification_row(viewer, project_number)
    return tuple(a.supplier_name for a in applications_of(viewer, row) if a.state in INVITED)


_REVIEWERS = frozenset({Side.AGENCY, Side.BUYER})
_SHARED = (
    "round", "state", "method", "way", "places", "finds", "draws_experts", "criteria", "composition", "performance_period",
    "consortium", "apply_until", "review_on", "notice_until", "published_at", "returned_reason",
    "draw_id", "drawn_at",
)  # fmt: skip
