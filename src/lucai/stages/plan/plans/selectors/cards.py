"""What pages and other modules see of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lucai.kernel.lifecycle import Offer
from lucai.law.methods import method
from lucai.law.verdicts import Verdict
from lucai.stages.plan.plans.choices import (
    EvaluationMethod,
    ImplementationForm,
    ImportKind,
    Method,
    ObjectKind,
    OrganisationForm,
    ReviewKind,
    SmePolicy,
    WorksExemption,
    WorksPart,
)

ONWARD = {
    "submit",
    "pass_review",
    "request_method",
    "request_filing",
    "approve_method",
    "file",
    "commission",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCard:
    """A plan without its lists; amounts in 分."""

    number: str
    title: str
    state: str
    state_label: str
    buyer_id: int
    buyer_path: str
    buyer_name: str
    agency_id: int | None
    finance_id: int
    region: str
    fiscal_year: int
    intention_code: str
    intention_exempt_reason: str
    object_kind: ObjectKind
    works_part: WorksPart
    works_exemption: WorksExemption
    method: Method
    method_case: str
    sole_supplier: str
    justification: str
    failed_project: str
    method_reason: str
    method_consent: str
    emergency_event: str
    emergency_on: date | None
    emergency_finding: str
    expert_argument: str
    original_contract: str
    original_amount: int | None
    method_approval: str
    method_approved_at: datetime | None
    organisation_form: OrganisationForm
    implementation_form: ImplementationForm
    evaluation_method: EvaluationMethod
    amount: int
    ceiling: int | None
    planned_start: date
    sme_policy: SmePolicy
    sme_reason: str
    imports: bool
    import_approval: str
    import_kind: ImportKind
    import_policy: str
    import_opinion: str
    import_experts: list[dict[str, Any]]
    demand: str
    designers: str
    technically_complex: bool
    public_service: bool
    survey: str
    survey_on: date | None
    survey_respondents: int
    submission: int
    returned_reason: str
    ended_reason: str
    filed_at: datetime | None
    project_number: str

    @property
    def href(self) -> str:
        """Its page."""
        return f"/plans/{self.number}/"

    @property
    def case_label(self) -> str:
        """The law's situation for the method, in words."""
        found = method(self.method.value).case(self.method_case)
        return found.label if found else ""


@dataclass(frozen=True, slots=True)
class ItemCard:
    """One thing to be bought; ``quantity`` is a decimal as text, amounts in 分."""

    catalogue_code: str
    catalogue_name: str
    name: str
    quantity: str
    unit: str
    unit_price: int
    total: int
    requirement: str
    domestic: bool


@dataclass(frozen=True, slots=True)
class PackageCard:
    """One lot with its things and, since filing, its money."""

    number: int
    name: str
    amount: int
    ceiling: int | None
    sme_reserved: bool
    items: tuple[ItemCard, ...]
    held: int = 0
    committed: int = 0
    consumed: int = 0


@dataclass(frozen=True, slots=True)
class FundLine:
    """What a plan takes from an indicator; ``free`` is None where the viewer may not see it."""

    code: str
    name: str
    fund_type: str
    amount: int
    free: int | None


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One review of the version that was last submitted."""

    kind: ReviewKind
    reviewer: str
    passed: bool
    opinion: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSheet:
    """A plan as its page shows it."""

    card: PlanCard
    packages: tuple[PackageCard, ...]
    fundings: tuple[FundLine, ...]
    reviews: tuple[ReviewLine, ...]
    drafters: tuple[str, ...]
    key_review_needed: bool
    offers: tuple[Offer, ...]
    findings: tuple[Verdict, ...]
    intention_published_on: date | None
    own: bool
    sole_supplier: str = ""

    def offer(self, step: str) -> Offer | None:
        """The step as this viewer sees it, or None where it is not theirs now."""
        return next((offer for offer in self.offers if offer.step.name == step), None)

    @property
    def onward(self) -> tuple[Offer, ...]:
        """The steps that lead on; those that lead back or end stand apart from them."""
        return tuple(offer for offer in self.offers if offer.step.name in ONWARD)

    def review(self, kind: str) -> ReviewLine | None:
        """The review of that kind, if it was done."""
        return next((line for line in self.reviews if line.kind == kind), None)
