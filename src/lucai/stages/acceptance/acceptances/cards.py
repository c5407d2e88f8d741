"""Acceptances as pages, papers and later stages read them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lucai.kernel.lifecycle import Offer
from lucai.stages.acceptance.acceptances.lifecycle import ACCEPTANCE, ATTACHMENT_KINDS
from lucai.stages.acceptance.acceptances.schemas import LineVerdict
from lucai.stages.acceptance.acceptances.visits import Said, tally
from lucai.stages.contract.contracts.days import last_day

ITEM, REQUIREMENT = "item", "requirement"
RESULT = ("published", "invoiced")
"""The states in which something accepted may be paid."""


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One line of an acceptance; quantities are decimals, empty for requirements."""

    number: int
    kind: str
    reference: str
    name: str
    agreed: str
    unit: str
    delivered: Decimal | None
    accepted: Decimal | None
    found: str
    verdict: str

    @property
    def label(self) -> str:
        """The verdict in words."""
        if self.verdict == LineVerdict.FAILED and self.accepted:
            return "部分合格"
        return LineVerdict(self.verdict).label if self.verdict else ""

    @property
    def refused(self) -> Decimal:
        """How much of an item was turned down."""
        if self.delivered is None or not self.verdict:
            return Decimal()
        return self.delivered - (self.accepted or Decimal())


@dataclass(frozen=True, slots=True)
class Member:
    """One member of the group."""

    name: str
    organisation: str
    kind: str
    kind_label: str
    signed: bool


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """A paper of an acceptance."""

    file_id: int
    name: str
    size: int
    sm3: str
    kind: str
    note: str

    @property
    def kind_label(self) -> str:
        """What it is, in words."""
        return ATTACHMENT_KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class AcceptanceSheet:
    """An acceptance with what the viewer can do about it; ``amount`` in 分."""

    number: int
    contract_number: str
    contract_title: str
    delivery_number: int
    project_number: str
    buyer_name: str
    supplier_id: int
    supplier_name: str
    accepted_on: date | None
    place: str
    public_service: bool
    users_took_part: bool
    complex_project: bool
    opinion: str
    other_opinions: str
    amount: int
    due_at: datetime | None
    objection: str
    submitted_at: datetime | None
    agreed_at: datetime | None
    published_at: datetime | None
    acceptor_name: str
    state: str
    state_label: str
    photos: tuple[dict[str, Any], ...]
    attachments: tuple[AttachmentLine, ...]
    lines: tuple[LookedAt, ...]
    members: tuple[Member, ...]
    said: tuple[Said, ...]
    offers: tuple[Offer, ...]

    @property
    def href(self) -> str:
        """Its address."""
        return f"/contracts/{self.contract_number}/acceptance/{self.number}/"

    @property
    def due_on(self) -> date | None:
        """The last day to conclude it."""
        return last_day(self.due_at)

    @property
    def items(self) -> tuple[LookedAt, ...]:
        """The lines that are items."""
        return tuple(line for line in self.lines if line.kind == ITEM)

    @property
    def requirements(self) -> tuple[LookedAt, ...]:
        """The lines that are requirements."""
        return tuple(line for line in self.lines if line.kind == REQUIREMENT)

    @property
    def tally(self) -> str:
        """How users rated it, in a sentence."""
        return tally(self.said)

    @property
    def done(self) -> int:
        """How many lines were looked at."""
        return sum(1 for line in self.lines if line.verdict)

    @property
    def conclusion(self) -> str:
        """The result in one word."""
        if self.done < len(self.lines):
            return "验收中"
        if all(line.verdict == LineVerdict.PASSED for line in self.lines):
            return "合格"
        return "部分合格" if self.amount else "不合格"


def published(sheet: AcceptanceSheet, secret: Collection[str]) -> AcceptanceSheet:
    """Return an acceptance as everybody may read it: without what the contract keeps secret.

    Users' words stay with the parties; how they rated it is public.
    """
    lines = tuple(
        replace(line, agreed="（本项涉及秘密，依法不予公开）", found="")
        if line.kind == REQUIREMENT and line.reference in secret
        else line
        for line in sheet.lines
    )
    said = tuple(replace(one, name="", text="") for one in sheet.said)
    return replace(sheet, lines=lines, said=said, attachments=())


@dataclass(frozen=True, slots=True)
class AcceptedLine:
    """An acceptance in one line; ``amount`` in 分."""

    contract_number: str
    number: int
    accepted_on: date | None
    amount: int
    state: str
    delivery_number: int

    @property
    def href(self) -> str:
        """Its address."""
        return f"/contracts/{self.contract_number}/acceptance/{self.number}/"

    @property
    def state_label(self) -> str:
        """The state in words."""
        return ACCEPTANCE.states[self.state]

    @property
    def counts(self) -> bool:
        """Whether its result is public, so that it may be paid."""
        return self.state in RESULT
