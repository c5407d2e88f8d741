"""What pages and other modules see of a challenge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lucai.kernel.lifecycle import Offer
from lucai.law.challenges import Outcome, Remedy
from lucai.law.verdicts import Verdict
from lucai.stages.trade.challenges.disputed import Subject
from lucai.stages.trade.challenges.kinds import PLACES, kind_of, said_of


@dataclass(frozen=True, slots=True)
class Point:
    """One point with its answer; the answer is empty before the reply."""

    place: int
    matter: str
    facts: str
    law: str
    answer: str = ""
    answer_facts: str = ""
    answer_law: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file handed in with a challenge, its reply or its completion."""

    file_id: int
    name: str
    size: int
    sm3: str
    by: str


@dataclass(frozen=True, slots=True)
class Served:
    """On whom a reply was served, and when it reached the receiver's system."""

    organisation_name: str
    served_at: datetime


@dataclass(frozen=True, slots=True)
class ChallengeLine:
    """A challenge as lists show it."""

    number: str
    project_number: str
    title: str
    supplier_id: int
    supplier_name: str
    about: str
    about_label: str
    state: str
    state_label: str
    raised_at: datetime | None
    due_at: datetime | None
    late: bool
    outcome: Outcome | None

    @property
    def href(self) -> str:
        """Its page."""
        return f"/challenges/{self.number}/"

    @property
    def outcome_label(self) -> str:
        """What the reply came to, in the words of what was challenged."""
        return said_of(self.project_number, self.outcome.label) if self.outcome else ""


@dataclass(frozen=True, slots=True)
class ChallengeSheet:
    """A challenge with everything those who handle it may read."""

    line: ChallengeLine
    subject: Subject
    region: str
    buyer_id: int
    buyer_path: str
    buyer_name: str
    agency_id: int
    agency_name: str
    finance_id: int
    lots: tuple[int, ...]
    lot_labels: tuple[str, ...]
    round: int
    phase: str
    known_on: date | None
    notice_until: date | None
    window_until: date | None
    points: tuple[Point, ...]
    request: str
    contact: str
    phone: str
    address: str
    agent: str
    agent_until: date | None
    partners: str
    partners_signed: bool
    signed_by: str
    files: tuple[Attachment, ...]
    received_on: date | None
    completion_reason: str
    panel_asked: bool
    answered_at: datetime | None
    answered_by: str
    served: tuple[Served, ...]
    remedy_text: str
    report_text: str
    remedied_at: datetime | None
    reported_at: datetime | None
    disposal: str
    disposed_by: str
    complain_until: date | None
    checks: tuple[Verdict, ...]
    offers: tuple[Offer, ...]

    @property
    def disposal_label(self) -> str:
        """What finance made of the report, in the words of what was challenged."""
        return self.subject.said(Remedy(self.disposal).label) if self.disposal else ""

    @property
    def editable(self) -> bool:
        """Whether the supplier can still write in it."""
        return self.line.state in {"draft", "completing"}


@dataclass(frozen=True, slots=True)
class ChallengeSummary:
    """A challenge as the complaint about it shows it."""

    line: ChallengeLine
    points: tuple[Point, ...]
    answered_at: datetime | None
    complain_until: date | None


@dataclass(frozen=True, slots=True)
class ReplySheet:
    """A reply as a related supplier reads it: no contact, no file, no signature of the other."""

    pk: int
    number: str
    project_number: str
    title: str
    supplier_name: str
    about_label: str
    points: tuple[Point, ...]
    outcome: Outcome | None
    answered_at: datetime | None
    answered_by: str
    served_at: datetime

    @property
    def outcome_label(self) -> str:
        """What it came to, in the words of what was challenged."""
        return said_of(self.project_number, self.outcome.label) if self.outcome else ""

    @property
    def public_href(self) -> str:
        """Where what was challenged is read about."""
        return f"/{PLACES[kind_of(self.project_number)]}/{self.project_number}/"


@dataclass(frozen=True, slots=True)
class Ground:
    """What a supplier can challenge in a project now: open until a day, or closed with reasons."""

    about: str
    label: str
    note: str
    until: date | None
    verdicts: tuple[Verdict, ...]

    @property
    def open(self) -> bool:
        """Whether a challenge of this kind can be written now."""
        return not any(verdict.blocks for verdict in self.verdicts)
