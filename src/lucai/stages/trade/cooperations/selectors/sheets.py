"""A cooperation as its pages show it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lucai.kernel import clock, money
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.lifecycle import Lifecycle, Offer
from lucai.law.cooperation_rules import CooperationFacts
from lucai.law.innovation_rules import FirstPurchaseFacts
from lucai.law.wording import percent
from lucai.platform.lives.offers import offers_of
from lucai.stages.trade.cooperations.lifecycle import (
    APPLICANT,
    APPLY,
    COOPERATION,
    DRAW,
    EDIT,
    RESPONSE,
)
from lucai.stages.trade.cooperations.models import (
    WHOLE,
    Applicant,
    Cooperation,
    Response,
)
from lucai.stages.trade.cooperations.ports import Research, research_of
from lucai.stages.trade.cooperations.selectors.drawing import OVER
from lucai.stages.trade.cooperations.selectors.facts import (
    FINAL,
    FIRST,
    REQUIRED,
    choice_facts,
    facts_of,
    first_facts,
    response_facts,
)
from lucai.stages.trade.cooperations.selectors.rows import (
    applicant_row,
    applicants_of,
    cooperation_row,
    opinions_of,
    own_applicant,
    own_response,
    responses_of,
)
from lucai.stages.trade.cooperations.wording import ROLES, STAGES, tag_of

PERCENT = 100
HUNDREDTHS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseCard:
    """A response as its supplier, or after the opening the parties, see it; money in 分."""

    key: str
    round: int
    supplier_id: int
    supplier_name: str
    cost: int | None
    price: int | None
    months: int | None
    content: dict[str, Any]
    envelope_hash: str
    reason: str
    handed_in_at: datetime
    opened_at: datetime | None
    state: str

    @property
    def tag(self) -> dict[str, str]:
        """Its state as a tag."""
        return tag_of(self.state, RESPONSE.states[self.state])


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantCard:
    """A supplier that applied; the total in hundredths of a point."""

    pk: int
    supplier_id: int
    supplier_name: str
    statement: str
    experience: str
    contact: str
    applied_at: datetime
    finding: str
    reason: str
    talks: list[dict[str, Any]]
    due_at: datetime | None
    rank: int | None
    total: int | None
    state: str
    key: str
    href: str
    offers: tuple[Offer, ...] = ()

    @property
    def points(self) -> str:
        """The total in points."""
        return "" if self.total is None else f"{self.total / HUNDREDTHS:.2f}"

    @property
    def tag(self) -> dict[str, str]:
        """Its state as a tag; before the review is closed what was found so far."""
        found = {"yes": "审查合格（未公布）", "no": "审查不合格（未公布）"}.get(self.finding, "")
        label = found if found and self.state == "applied" else APPLICANT.states[self.state]
        return tag_of(self.state, label)


@dataclass(frozen=True, slots=True, kw_only=True)
class CooperationSheet:
    """A cooperation with everything its page shows; money in 分."""

    project_number: str
    state: str
    terms: dict[str, str]
    factors: list[dict[str, Any]]
    stages: list[dict[str, Any]]
    wanted: int
    chosen: int
    months: int
    major: bool
    inside: bool
    most_cost: int
    ratio: int
    incentive: int
    quantity: int
    unit: str
    price_ceiling: int
    research_budget: int
    purchase_budget: int
    returned_reason: str
    apply_until: datetime | None
    notice_until: date | None
    published_at: datetime | None
    group: list[dict[str, Any]]
    may_draw: bool
    drawn: bool
    exchange: dict[str, Any]
    file: dict[str, Any]
    first_until: datetime | None
    first_opened_at: datetime | None
    final: dict[str, Any]
    final_until: datetime | None
    final_opened_at: datetime | None
    ranking: list[dict[str, Any]]
    report: str
    announced_at: datetime | None
    first: dict[str, Any]
    first_supplier_id: int | None
    first_announced_at: datetime | None
    ended_reason: str
    applicants: tuple[ApplicantCard, ...]
    responses: tuple[ResponseCard, ...]
    own: ApplicantCard | None
    own_responses: tuple[ResponseCard, ...]
    research: tuple[Research, ...]
    first_told: FirstPurchaseFacts
    offers: tuple[Offer, ...]
    facts: CooperationFacts
    may_edit: bool
    may_apply: bool
    judged_stages: dict[str, str]

    @property
    def href(self) -> str:
        """Its page."""
        return f"/rooms/{self.project_number}/cooperation/"

    @property
    def tag(self) -> dict[str, str]:
        """Its state as a tag."""
        return tag_of(self.state, COOPERATION.states[self.state])

    @property
    def percent(self) -> str:
        """The compensation ratio."""
        return percent(Decimal(self.ratio) / WHOLE)

    @property
    def secret(self) -> bool:
        """Whether it is not known yet who applied."""
        return self.apply_until is not None and clock.now() < self.apply_until

    @property
    def receiving(self) -> bool:
        """Whether applications are received."""
        return self.state in {"announced", "seated"} and self.secret

    @property
    def answerable(self) -> bool:
        """Whether the viewer's response may still be handed in, replaced or taken back."""
        due = self.own.due_at if self.own else None
        return due is not None and clock.now() < due

    @property
    def research_points(self) -> int:
        """The points of the research plan."""
        return sum(one["points"] for one in self.factors if one["research"])

    @property
    def members(self) -> list[dict[str, str]]:
        """The group with its roles in words."""
        return [{**one, "role_label": ROLES[one["role"]]} for one in self.group]

    @property
    def rank_lines(self) -> list[dict[str, Any]]:
        """The ranking as a table shows it."""
        return [
            {
                "rank": place, "name": one["name"], "total": f"{one['total'] / HUNDREDTHS:.2f}",
                "cost": one["cost"], "price": one["price"],
                "points": "、".join(
                    f"{factor['name']} {given / HUNDREDTHS:g}"
                    for factor, given in zip(self.factors, one["points"], strict=False)
                ),
                "chosen": place <= self.chosen,
            }
            for place, one in enumerate(self.ranking, 1)
        ]  # fmt: skip

    def offer(self, step: str) -> Offer | None:
        """The step as this viewer sees it, or None."""
        return next((offer for offer in self.offers if offer.step.name == step), None)

    def responses_of(self, round_: int) -> tuple[ResponseCard, ...]:
        """The opened responses of a round that count."""
        return tuple(o for o in self.responses if o.round == round_ and o.state == "opened")

    def response_of(self, supplier_id: int, round_: int) -> ResponseCard | None:
        """One supplier's opened response, also one that cannot count."""
        found = (o for o in self.responses if o.round == round_ and o.supplier_id == supplier_id)
        return next(found, None)

    @property
    def candidates(self) -> tuple[ApplicantCard, ...]:
        """Whose products passed acceptance."""
        names = self.first_told.passed
        return tuple(one for one in self.applicants if one.supplier_name in names)

    def price_of(self, supplier_id: int) -> int:
        """The unit price a supplier bound itself to."""
        found = (one["price"] for one in self.ranking if one["supplier"] == supplier_id)
        return next(found, 0)


def cooperation_seen(viewer: Viewer, project_number: str) -> CooperationSheet:
    """Return a cooperation with what the viewer may see and do.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    row = cooperation_row(viewer, project_number)
    inside = row.parties().get(viewer.side) == viewer.organisation or viewer.side is Side.SUPERVISOR
    facts = facts_of(viewer, row)
    hidden = {} if inside else {"group": [], "report": "", "ranking": []}
    shared = {name: getattr(row, name) for name in _SHARED} | (
        hidden if not row.announced_at else {}
    )
    shared["terms"] = dict.fromkeys(REQUIRED, "") | row.terms
    # What the document says is for those who take part.
    taking_part = own_applicant(viewer, project_number) if viewer.side is Side.SUPPLIER else None
    if not inside and not (taking_part and taking_part.due_at):
        shared |= {"file": {}, "final": {}, "exchange": {}}
    return CooperationSheet(
        **shared,
        may_draw=inside and viewer.may(DRAW.permission) and row.state not in OVER,
        drawn=any(one.get("draw") for one in (*row.group, *row.reserves)),
        project_number=project_number,
        applicants=_applicants(viewer, row, inside=inside),
        responses=_responses(viewer, row, inside=inside),
        own=_own(viewer, row, taking_part),
        own_responses=_own_responses(viewer, project_number, taking_part),
        research=research_of(project_number) if inside else (),
        first_told=first_facts(viewer, row) if inside else FirstPurchaseFacts(),
        offers=_offers(viewer, row, facts),
        facts=facts,
        may_edit=row.state == "drafting" and viewer.may(EDIT.permission),
        may_apply=viewer.side is Side.SUPPLIER and viewer.may(APPLY.permission),
        judged_stages={
            stage: label
            for stage, label in STAGES.items()
            if opinions_of(viewer, project_number, stage)
        },
    )


def applicant_seen(viewer: Viewer, project_number: str, pk: int) -> ApplicantCard:
    """Return one application.

    Raises:
        NotFound: there is none, or the viewer may not see it.
    """
    return _card(applicant_row(viewer, project_number, pk))


def content_typed(viewer: Viewer, project_number: str) -> dict[str, Any]:
    """Return the scheme as its form has it."""
    row = cooperation_row(viewer, project_number)
    plain = {
        name: getattr(row, name) for name in ("wanted", "months", "major", "quantity", "inside")
    }
    sums = {
        name: money.plain_yuan(getattr(row, name)) if getattr(row, name) else ""
        for name in ("most_cost", "incentive", "price_ceiling")
    }
    flagged = [{**one, "research": "yes" if one["research"] else ""} for one in row.factors]
    ratio = f"{Decimal(row.ratio) * PERCENT / WHOLE:f}" if row.ratio else ""
    return {
        **{name: text for name, text in row.terms.items() if text}, **plain, **sums,
        "ratio": ratio, "factors": flagged, "stages": row.stages,
    }  # fmt: skip


def _applicants(viewer: Viewer, row: Cooperation, *, inside: bool) -> tuple[ApplicantCard, ...]:
    found = applicants_of(viewer, row.number_of_project) if inside else []
    return tuple(_card(one) for one in found)


def _responses(viewer: Viewer, row: Cooperation, *, inside: bool) -> tuple[ResponseCard, ...]:
    if not inside:
        return ()
    rows = (*responses_of(viewer, row.number_of_project, FIRST),
            *responses_of(viewer, row.number_of_project, FINAL))  # fmt: skip
    return tuple(_response(one) for one in rows)


def _own(viewer: Viewer, row: Cooperation, own: Applicant | None) -> ApplicantCard | None:
    if own is None:
        return None
    facts = {
        "apply": facts_of(SYSTEM, row), "withdraw": facts_of(SYSTEM, row),
        "respond": response_facts(viewer, row), "respond_final": response_facts(viewer, row),
    }  # fmt: skip
    return replace(_card(own), offers=_each(viewer, APPLICANT, own.state, facts, row))


def _own_responses(
    viewer: Viewer, project_number: str, own: Applicant | None
) -> tuple[ResponseCard, ...]:
    if own is None:
        return ()
    rows = (own_response(viewer, project_number, round_) for round_ in (FIRST, FINAL))
    return tuple(_response(one) for one in rows if one)


def _offers(viewer: Viewer, row: Cooperation, facts: CooperationFacts) -> tuple[Offer, ...]:
    first = first_facts(viewer, row)
    told = {"decide": choice_facts(viewer, row), "choose": first, "review_first": first}
    every = {step.name: told.get(step.name, facts) for step in COOPERATION.steps}
    found = _each(viewer, COOPERATION, row.state, every, row)
    return found if row.parties().get(viewer.side) == viewer.organisation else ()


def _each(
    viewer: Viewer, life: Lifecycle, state: str, facts: dict[str, Any], row: Cooperation
) -> tuple[Offer, ...]:
    """Offer each step over its own facts."""
    found: list[Offer] = []
    for step in life.leaving(state):
        if step.name in facts:
            alone = replace(life, steps=(step,))
            told, number = facts[step.name], row.number_of_project
            found += offers_of(viewer, alone, state, told, project_number=number)
    return tuple(found)


def _card(row: Applicant) -> ApplicantCard:
    shared = {name: getattr(row, name) for name in _APPLICANT}
    href = f"/rooms/{row.number_of_project}/cooperation/applicants/{row.pk}/"
    return ApplicantCard(**shared, href=href)


def _response(row: Response) -> ResponseCard:
    return ResponseCard(**{name: getattr(row, name) for name in _RESPONSE})


_SHARED = (
    "state", "terms", "factors", "stages", "wanted", "chosen", "months", "major", "inside",
    "most_cost", "ratio", "incentive", "quantity", "unit", "price_ceiling", "research_budget",
    "purchase_budget", "returned_reason", "apply_until", "notice_until", "published_at", "group",
    "exchange", "file", "first_until", "first_opened_at", "final", "final_until",
    "final_opened_at", "ranking", "report", "announced_at", "first", "first_supplier_id",
    "first_announced_at", "ended_reason",
)  # fmt: skip
_APPLICANT = (
    "pk", "supplier_id", "supplier_name", "statement", "experience", "contact", "applied_at",
    "finding", "reason", "talks", "due_at", "rank", "total", "state", "key",
)  # fmt: skip
_RESPONSE = (
    "key", "round", "supplier_id", "supplier_name", "cost", "price", "months", "content",
    "envelope_hash", "reason", "handed_in_at", "opened_at", "state",
)  # fmt: skip
