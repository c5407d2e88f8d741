"""Reading written recommendations: the round's table of them, and the page of who recommends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.lifecycle import Offer
from lucai.platform.access.selectors import organisations
from lucai.registers.experts.selectors import drawable_person, looked_back
from lucai.registers.experts.selectors.ties import ties_between
from lucai.registers.suppliers.selectors import people_behind
from lucai.stages.trade.prequalifications.lifecycle import RECOMMENDATION
from lucai.stages.trade.prequalifications.models import (
    EXPERT,
    Prequalification,
    PrequalificationApplication,
    SupplierRecommendation,
)
from lucai.stages.trade.prequalifications.rules import RecommendationFacts
from lucai.stages.trade.prequalifications.selectors.finding import (
    recommendation_row,
    recommendations_of,
)
from lucai.stages.trade.projects.selectors import ProjectCard, project_seen

TONES = {"asked": "amber", "signed": "green"}


@dataclass(frozen=True, slots=True)
class NamedLine:
    """A supplier that somebody recommended, and why."""

    name: str
    uscc: str
    reason: str


@dataclass(frozen=True, slots=True)
class WordsLine:
    """Written words as the parties of a round see them: an expert by number until the result is out."""

    pk: int
    kind: str
    called: str
    name: str
    state: str
    state_label: str
    tone: str
    signed_at: datetime | None
    reason: str
    suppliers: tuple[NamedLine, ...]
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its page."""
        return f"/recommendations/{self.pk}/"

    def offer(self, step: str) -> Offer | None:
        """The step as this viewer sees it, or None."""
        return next((one for one in self.offers if one.step.name == step), None)


@dataclass(frozen=True, slots=True)
class WordsSheet:
    """What somebody is asked to recommend: the words, the project, the conditions suppliers must meet."""

    line: WordsLine
    project: ProjectCard
    conditions: tuple[tuple[str, str], ...]


def words_seen(viewer: Viewer, pk: int) -> WordsSheet:
    """Return written words to say, with what is bought; an expert sees no more of the project.

    Raises:
        NotFound: there are none or the viewer may not see them.
    """
    row = recommendation_row(viewer, pk)
    found = round_of_words(SYSTEM, row)
    # Before the document is out an expert has no room to enter: what is bought stands here.
    project = project_seen(SYSTEM, row.number_of_project)
    return WordsSheet(
        line=_line(viewer, row, _said(found, project)),
        project=project,
        conditions=tuple((one["name"], one["text"]) for one in found.conditions),
    )


def words_of(viewer: Viewer, row: Prequalification) -> tuple[WordsLine, ...]:
    """List the written words of a round; the buyer reads the experts' when the list is closed."""
    words = recommendations_of(viewer, row)
    if not words:
        return ()
    said = _said(row, project_seen(SYSTEM, row.number_of_project))
    return tuple(_line(viewer, one, said) for one in words)


def round_of_words(viewer: Viewer, words: SupplierRecommendation) -> Prequalification:
    """Return the round that words in hand belong to."""
    found: Prequalification = Prequalification.objects.seen_by(viewer).get(
        pk=words.prequalification_id
    )
    return found


def recommendation_facts(
    viewer: Viewer,
    words: SupplierRecommendation,
    firms: list[int],
    *,
    declared: bool = True,
) -> RecommendationFacts:
    """Return words about to be signed as rules read them: what ties their expert to these firms."""
    if words.kind != EXPERT or not words.person_id:
        return RecommendationFacts(declared=declared)
    tied = tuple(
        card.name
        for card in organisations(viewer, firms).values()
        if _is_tied(viewer, words.person_id, card.pk, card.uscc)
    )
    return RecommendationFacts(conflicted=tied, declared=declared)


def _is_tied(viewer: Viewer, person: int, firm: int, uscc: str) -> bool:
    expert = drawable_person(viewer, person)
    people = people_behind(viewer, [firm], since=looked_back(viewer))
    certain, _ = ties_between(viewer, person, frozenset({uscc}), people)
    return bool(certain) or (expert is not None and expert.employer_uscc == uscc)


@dataclass(frozen=True, slots=True)
class _Said:
    """What stands round the words of one round, read once: ``known``: the experts' names are out."""

    closed: bool
    known: bool
    named: Mapping[int, tuple[NamedLine, ...]]


def _said(row: Prequalification, project: ProjectCard) -> _Said:
    rows = PrequalificationApplication.objects.seen_by(SYSTEM).filter(prequalification_id=row.pk)
    named: dict[int, tuple[NamedLine, ...]] = {}
    for one in rows.filter(recommendation_id__isnull=False).order_by("pk"):
        line = NamedLine(one.supplier_name, one.supplier_uscc, one.reason)
        named[one.recommendation_id] = (*named.get(one.recommendation_id, ()), line)
    # The result publishes what the experts said, by name.
    return _Said(row.state != "recommending", project.has_reached("awarded"), named)


def _line(viewer: Viewer, row: SupplierRecommendation, said: _Said) -> WordsLine:
    mine = _is_own(viewer, row)
    offers = RECOMMENDATION.offers(row.state, viewer, RecommendationFacts(), clock.now())
    shown = [one for one in offers if mine == (Side.AGENCY not in one.step.by)]
    return WordsLine(
        pk=row.pk,
        kind=row.kind,
        called=row.called,
        name=row.name if row.kind != EXPERT or mine or said.known else "",
        state=row.state,
        state_label=RECOMMENDATION.states[row.state],
        tone=TONES.get(row.state, ""),
        signed_at=row.signed_at,
        reason=row.reason,
        suppliers=_suppliers(viewer, row, said),
        offers=tuple(shown) if mine or row.kind == EXPERT else (),
    )


def _is_own(viewer: Viewer, row: SupplierRecommendation) -> bool:
    if row.kind == EXPERT:
        return viewer.person is not None and viewer.person == row.person_id
    return viewer.side is Side.BUYER and viewer.organisation == row.organisation_id


def _suppliers(viewer: Viewer, row: SupplierRecommendation, said: _Said) -> tuple[NamedLine, ...]:
    if not said.closed and viewer.side is Side.BUYER and row.kind == EXPERT:
        return ()  # 采购人和评审专家分别书面推荐: neither reads the other's words before its own
    return said.named.get(row.pk, ())
