"""What pages see of a complaint."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.kernel.lifecycle import Offer
from lucai.law.deadlines import Deadline
from lucai.law.verdicts import Verdict
from lucai.oversight.complaints.lifecycle import HANDLED
from lucai.stages.trade.challenges.selectors import Attachment, ChallengeSummary, Subject


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a complaint; ``origin_label`` says where it was challenged."""

    place: int
    matter: str
    facts: str
    law: str
    origin_label: str


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    """A complaint as lists show it; ``due_at`` the nearest clock, None while one is stopped."""

    number: str
    project_number: str
    title: str
    supplier_name: str
    about_label: str
    state: str
    state_label: str
    received_at: datetime | None
    due_at: datetime | None
    due_for: str
    late: bool
    paused: bool
    ruling_label: str

    @property
    def href(self) -> str:
        """Its page."""
        return f"/complaints/{self.number}/"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A statement as the complaint's page shows it; the text is empty where it may not be read."""

    pk: int
    organisation_name: str
    related: bool
    state: str
    state_label: str
    due_at: datetime | None
    stated_at: datetime | None
    text: str
    files: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A piece of evidence that the viewer may read."""

    pk: int
    organisation_name: str
    text: str
    secret: bool
    secret_reason: str
    handed_at: datetime
    files: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class HearingLine:
    """A hearing, before or after."""

    pk: int
    at: datetime
    place: str
    matters: str
    present: str
    record: str
    recorded_at: datetime | None


@dataclass(frozen=True, slots=True)
class TestLine:
    """A test and the workdays it takes out of the count."""

    pk: int
    kind_label: str
    institution: str
    advanced_by: str
    sent_on: date
    returned_on: date | None
    result: str
    days: int | None


@dataclass(frozen=True, slots=True)
class RulingDraft:
    """A decision as it was drafted, for 财政 alone; with why it was sent back, when it was."""

    ruling_label: str
    reached_label: str
    findings: str
    basis: str
    decision: str
    cost_bearer: str
    drafter_name: str
    drafted_at: datetime
    returned_reason: str
    returned_name: str
    returned_at: datetime | None
    struck: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """A way on after a decision, or after silence, with its last day."""

    label: str
    until: Deadline | None


@dataclass(frozen=True, slots=True)
class AppealLine:
    """A review or a lawsuit; ``undone``: the decision did not stand, ``doubt`` about its time."""

    pk: int
    number: str
    project_number: str
    kind_label: str
    appellant: str
    authority: str
    applied_on: date
    case_number: str
    accepted_on: date | None
    ended_on: date | None
    ended_reason: str
    state: str
    state_label: str
    outcome_label: str
    undone: bool
    result: str
    effect: str
    public_result: str
    public_effect: str
    published_at: datetime | None
    carried_text: str
    carried_at: datetime | None
    doubt: str
    files: tuple[Attachment, ...]

    @property
    def href(self) -> str:
        """Its page."""
        return f"/complaints/appeals/{self.pk}/"


@dataclass(frozen=True, slots=True)
class AppealSheet:
    """A review or a lawsuit with what may be recorded of it."""

    line: AppealLine
    title: str
    offers: tuple[Offer, ...]

    def offer(self, step: str) -> Offer | None:
        """The step as this viewer sees it, or None."""
        return next((one for one in self.offers if one.step.name == step), None)


@dataclass(frozen=True, slots=True)
class ComplaintSheet:
    """A complaint with everything the viewer may read of it."""

    line: ComplaintLine
    subject: Subject
    challenge: ChallengeSummary | None
    challenge_number: str
    challenged_on: date
    about: str
    lots: tuple[int, ...]
    lot_labels: tuple[str, ...]
    region: str
    buyer_id: int
    buyer_name: str
    agency_id: int
    agency_name: str
    finance_id: int
    finance_name: str
    supplier_id: int
    points: tuple[Point, ...]
    request: str
    contact: str
    phone: str
    address: str
    agent: str
    agent_until: date | None
    partners: str
    foreign_papers: str
    translated: bool
    signed_by: str
    files: tuple[Attachment, ...]
    correction_reason: str
    correct_until: date | None
    ended_reason: str
    screened_at: datetime | None
    accepted_at: datetime | None
    copied_at: datetime | None
    decision_due: Deadline | None
    clock_stopped: bool
    paused_at: datetime | None
    paused_until: date | None
    pause_reason: str
    pause_days_left: int
    stage_label: str
    draft: RulingDraft | None
    ruling: str
    ground_label: str
    remedy_label: str
    findings: str
    basis: str
    decision: str
    cost_bearer: str
    decided_at: datetime | None
    approver_name: str
    published_at: datetime | None
    carried_text: str
    carried_at: datetime | None
    statements: tuple[StatementLine, ...]
    evidence: tuple[EvidenceLine, ...]
    hearings: tuple[HearingLine, ...]
    tests: tuple[TestLine, ...]
    ways: tuple[Way, ...]
    appeals: tuple[AppealLine, ...]
    appealable: bool
    unfounded_before: int
    checks: tuple[Verdict, ...]
    offers: tuple[Offer, ...]
    may: frozenset[str]

    @property
    def editable(self) -> bool:
        """Whether the complainant can still write in it."""
        return self.line.state in {"draft", "correcting"}

    @property
    def handled(self) -> bool:
        """Whether evidence is exchanged now."""
        return self.line.state in HANDLED


@dataclass(frozen=True, slots=True)
class StatementSheet:
    """What a respondent gets: the copy of the complaint, and its own statement."""

    pk: int
    number: str
    project_number: str
    title: str
    complainant: str
    about_label: str
    points: tuple[Point, ...]
    request: str
    copied_at: datetime | None
    line: StatementLine
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its page."""
        return f"/complaints/statements/{self.pk}/"
