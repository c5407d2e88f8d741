"""What pages and other modules see of tender documents and clarifications."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lucai.kernel.lifecycle import Offer
from lucai.law.formulas import read_formula
from lucai.law.methods import method, say
from lucai.law.tender_rules import ClarificationFacts
from lucai.law.verdicts import Severity, Verdict
from lucai.stages.trade.documents.bands import Band
from lucai.stages.trade.documents.blanks import BlankField
from lucai.stages.trade.documents.composing import ORIGINS, Composition
from lucai.stages.trade.documents.leads import LeadLine
from lucai.stages.trade.documents.parts import PartDifference
from lucai.stages.trade.documents.timing import EarliestDates
from lucai.stages.trade.documents.wording import (
    ALL_LOTS,
    EVALUATION_METHODS,
    TIE_RULES,
    points,
    ratio,
)
from lucai.stages.trade.projects.opening_keys import BidderKeys
from lucai.stages.trade.projects.selectors import ProjectCard

SUBCONTRACT = "opt-subcontract"
"""The clause of the library that lets work be passed on."""
BLIND = "opt-blind"
"""The clause that has the technical part written without names."""
LOTS_LIMIT = "opt-lots-limit"
"""The clause that limits how many lots one supplier may win."""


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
    formula: dict[str, Any]

    @property
    def points(self) -> Decimal:
        """The weight in points with two places."""
        return points(self.weight)

    @property
    def computed(self) -> str:
        """How the system computes an objective factor, in words; empty: members mark it."""
        found = read_formula(self.formula, self.points)
        return found.words if found else ""


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
    template: str = ""
    origin: str = "template"
    reason: str = ""
    fields: tuple[BlankField, ...] = ()

    @property
    def origin_label(self) -> str:
        """Where it comes from, in words."""
        return ORIGINS[self.origin]

    @property
    def differs(self) -> bool:
        """Whether the template does not say it like this."""
        return self.changed or self.origin == "own"


@dataclass(frozen=True, slots=True)
class ChapterSheet:
    """A chapter with its clauses."""

    key: str
    title: str
    clauses: tuple[ClauseLine, ...]

    @property
    def changed(self) -> int:
        """How many clauses differ from the blank."""
        return sum(1 for clause in self.clauses if clause.differs)

    @property
    def ids(self) -> tuple[str, ...]:
        """The clauses' ids in order."""
        return tuple(clause.id for clause in self.clauses)


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """The document's own content; money in 分, ratios in 万分之一, ``texts`` by clause id."""

    project_number: str
    version: int
    edition: int
    blank: str
    blank_title: str
    object_kind: str
    method: str
    evaluation_method: str
    texts: dict[str, str]
    composition: Composition
    notice_on: date | None
    notice_until: date | None
    available_until: datetime | None
    bid_deadline: datetime | None
    opening_place: str
    performance_period: str
    validity_days: int | None
    bid_security: dict[int, int]
    sme_rate: int | None
    sme_joint_rate: int | None
    domestic_applies: bool
    low_price_ratios: tuple[int, ...]
    tie_rule: str
    consortium: bool
    information_system: bool
    uniform_price: bool
    core_product: str
    rounds: int
    bidder_keys: BidderKeys | None
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
    def negotiates(self) -> bool:
        """Whether the method has rounds and last quotes."""
        return method(self.method).negotiates

    @property
    def evaluation_label(self) -> str:
        """The method of evaluation in words."""
        return say(
            self.method, EVALUATION_METHODS.get(self.evaluation_method, self.evaluation_method)
        )

    @property
    def tie_label(self) -> str:
        """What settles a tie, in words."""
        return TIE_RULES[self.tie_rule]

    @property
    def sme_ratio(self) -> Decimal | None:
        """The deduction for small firms as a ratio; None: there is none."""
        return None if self.sme_rate is None else ratio(self.sme_rate)

    @property
    def subcontract_allowed(self) -> bool:
        """Whether the document took the clause in that lets work be passed on (GP-JOI-03)."""
        return SUBCONTRACT in self.composition.added

    @property
    def blind(self) -> bool:
        """Whether the technical part is judged without the bidders' names (暗标)."""
        return BLIND in self.composition.added

    @property
    def most_lots(self) -> int | None:
        """How many lots one supplier may win; None: the document sets no limit."""
        typed = self.composition.blanks.get("most_lots", "")
        limited = LOTS_LIMIT in self.composition.added and typed.isdigit()
        return int(typed) if limited else None

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
    leads: tuple[LeadLine, ...] = ()
    left: tuple[ClauseLine, ...] = ()

    @property
    def unanswered(self) -> int:
        """How many leads of the clause check have no reason yet."""
        return sum(1 for lead in self.leads if lead.open)

    def leads_at(self, place: str) -> tuple[LeadLine, ...]:
        """The leads of one place of the document."""
        return tuple(lead for lead in self.leads if lead.place == place)

    @property
    def differing(self) -> tuple[ClauseLine, ...]:
        """The clauses that the template does not say like this."""
        return tuple(c for chapter in self.chapters for c in chapter.clauses if c.differs)

    def requirements_of(self, lot_number: int) -> tuple[RequirementLine, ...]:
        """The requirements that hold for a lot, those of all lots first."""
        return tuple(r for r in self.requirements if r.lot_number in {ALL_LOTS, lot_number})

    def criteria_of(self, lot_number: int) -> tuple[CriterionLine, ...]:
        """The scoring factors of a lot."""
        return tuple(c for c in self.criteria if c.lot_number == lot_number)

    def total_of(self, lot_number: int) -> Decimal:
        """The sum of a lot's weights in points."""
        return points(sum(c.weight for c in self.criteria_of(lot_number)))

    def offer(self, step: str) -> Offer | None:
        """The viewer's own step of that name, if the document's state has it."""
        return next((offer for offer in self.offers if offer.step.name == step), None)

    @property
    def broken(self) -> tuple[Verdict, ...]:
        """What the law still misses, worst first; what cannot be judged yet is left out."""
        found = [v for v in self.checks if not v.holds and v.severity is not Severity.LEAD]
        return tuple(sorted(found, key=lambda verdict: not verdict.blocks))


@dataclass(frozen=True, slots=True)
class ClarificationSheet:
    """A clarification with what the viewer can do about it."""

    project_number: str
    number: int
    question: str
    text: str
    affects_bids: bool
    changes_object: bool
    changes_qualification: bool
    old_deadline: datetime
    new_deadline: datetime | None
    enquiries: tuple[int, ...]
    published_at: datetime | None
    state: str
    state_label: str
    method: str = "open"
    offers: tuple[Offer, ...] = ()
    changes: tuple[PartDifference, ...] = ()

    @property
    def facts(self) -> ClarificationFacts:
        """The clarification as the law's rules read it."""
        return ClarificationFacts(
            bid_deadline=self.old_deadline,
            affects_bids=self.affects_bids,
            new_bid_deadline=self.new_deadline,
            changes_object=self.changes_object,
            changes_qualification=self.changes_qualification,
            method=self.method,
        )

    @property
    def href(self) -> str:
        """The clarification's page."""
        return f"/rooms/{self.project_number}/clarifications/{self.number}/"


@dataclass(frozen=True, slots=True)
class EnquiryLine:
    """A question as others read it: without its author; ``mine`` for the author alone."""

    pk: int
    question: str
    asked_at: datetime
    answered_in: int | None
    mine: bool
    answer: str = ""

    @property
    def open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.answered_in is None and not self.answer
