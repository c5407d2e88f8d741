"""Reading acceptances."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from lucai.kernel.actors import PUBLIC, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.platform.files.selectors import FileCard, files_attached
from lucai.platform.records import read_once
from lucai.stages.acceptance.acceptances.lifecycle import ACCEPTANCE, MEMBER_KINDS
from lucai.stages.acceptance.acceptances.models import (
    Acceptance,
    AcceptanceLine,
    AcceptanceMember,
)
from lucai.stages.acceptance.acceptances.rules import AcceptanceCheck
from lucai.stages.acceptance.acceptances.schemas import LineVerdict
from lucai.stages.contract.contracts.days import last_day
from lucai.stages.contract.contracts.parties import party_offers
from lucai.stages.contract.contracts.selectors import ContractCard, contract_card

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
    lines: tuple[LookedAt, ...]
    members: tuple[Member, ...]
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


@read_once
def acceptances_of(viewer: Viewer, contract_number: str) -> list[AcceptanceSheet]:
    """List the acceptances of a contract, newest first."""
    found = Acceptance.objects.seen_by(viewer).filter(contract_number=contract_number)
    rows = list(found.order_by("-number"))
    lines, members = _lines(viewer, rows), _members(viewer, rows)
    return [_sheet(viewer, row, lines[row.pk], members[row.pk]) for row in rows]


def acceptance_seen(viewer: Viewer, contract_number: str, number: int) -> AcceptanceSheet:
    """Return one acceptance.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = acceptance_row(viewer, contract_number, number)
    return _sheet(viewer, row, lines_of(viewer, row), members_of(viewer, row))


def acceptance_readable(
    viewer: Viewer, contract_number: str, number: int
) -> tuple[ContractCard, AcceptanceSheet]:
    """Return an acceptance with its contract for reading: to everybody once published.

    Raises:
        NotFound: there is none, or it is not public and the viewer is no party.
    """
    rows = Acceptance.objects.seen_by(viewer).filter(contract_number=contract_number)
    eyes = viewer if rows.filter(number=number).exists() else PUBLIC
    return contract_card(eyes, contract_number), acceptance_seen(eyes, contract_number, number)


def accepted_sum(viewer: Viewer, contract_number: str) -> int:
    """Return what the published acceptances of a contract are worth, in 分."""
    rows = Acceptance.objects.seen_by(viewer).filter(
        contract_number=contract_number, state__in=RESULT
    )
    return int(rows.aggregate(total=Sum("amount"))["total"] or 0)


def photo_seen(viewer: Viewer, contract_number: str, number: int, file_id: int) -> FileCard:
    """Return a photo of an acceptance.

    Raises:
        NotFound: the acceptance is not seen, or the file is none of its photos.
    """
    row = acceptance_row(viewer, contract_number, number)
    if file_id not in {photo["file_id"] for photo in row.photos}:
        raise NotFound("没有找到这张照片。")
    return files_attached(viewer, [file_id])[file_id]


def acceptance_row(viewer: Viewer, contract_number: str, number: int) -> Acceptance:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    rows = Acceptance.objects.seen_by(viewer).filter(contract_number=contract_number, number=number)
    row = rows.first()
    if not row:
        raise NotFound("没有找到这次验收。")
    return row


def check_of(viewer: Viewer, row: Acceptance) -> AcceptanceCheck:
    """Return an acceptance as rules read it when this viewer is about to conclude it."""
    return _check(viewer, row, lines_of(viewer, row), members_of(viewer, row))


def _check(
    viewer: Viewer, row: Acceptance, lines: tuple[LookedAt, ...], members: tuple[Member, ...]
) -> AcceptanceCheck:
    return AcceptanceCheck(
        unchecked_items=tuple(f"{li.number} {li.name}" for li in lines if not li.verdict),
        unsigned_members=tuple(m.name for m in members if not m.signed),
        public_service=row.public_service,
        users_took_part=row.users_took_part,
        result_published=row.published_at is not None,
        plan_required=True,
        plan_in_contract=True,
        person=viewer.name,
        duties=duties_of(viewer, row.contract_number),
        members=len(members),
        failed_requirements=tuple(
            li.reference
            for li in lines
            if li.kind == REQUIREMENT and li.verdict == LineVerdict.FAILED
        ),
        something_refused=any(li.refused for li in lines),
    )


def duties_of(viewer: Viewer, contract_number: str) -> frozenset[str]:
    """Return the duties that meet in a viewer who accepts a contract (rule book §7)."""
    signer = contract_card(viewer, contract_number).buyer_signer
    signed = {"sign_contract"} if signer is not None and signer == viewer.person else set()
    return frozenset({"accept", *signed})


def lines_of(viewer: Viewer, row: Acceptance) -> tuple[LookedAt, ...]:
    """Return the lines of an acceptance in hand."""
    return _lines(viewer, [row])[row.pk]


def members_of(viewer: Viewer, row: Acceptance) -> tuple[Member, ...]:
    """Return the group of an acceptance in hand."""
    return _members(viewer, [row])[row.pk]


def accepted_before(viewer: Viewer, row: Acceptance) -> dict[int, Decimal]:
    """Return place of an item → quantity that earlier acceptances of the contract accepted."""
    rows = AcceptanceLine.objects.seen_by(viewer).filter(
        contract_number=row.contract_number,
        kind=ITEM,
        acceptance__number__lt=row.number,
    )
    found: dict[int, Decimal] = {}
    for line in rows:
        place = int(line.reference)
        found[place] = found.get(place, Decimal()) + (_decimal(line.accepted) or Decimal())
    return found


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _lines(viewer: Viewer, rows: list[Acceptance]) -> dict[int, tuple[LookedAt, ...]]:
    held: dict[int, list[LookedAt]] = {row.pk: [] for row in rows}
    lines = AcceptanceLine.objects.seen_by(viewer).filter(acceptance_id__in=list(held))
    for li in lines.order_by("number"):
        held[li.acceptance_id].append(
            LookedAt(
                li.number, li.kind, li.reference, li.name, li.agreed, li.unit,
                _decimal(li.delivered), _decimal(li.accepted), li.found, li.verdict,
            )
        )  # fmt: skip
    return {pk: tuple(found) for pk, found in held.items()}


def _members(viewer: Viewer, rows: list[Acceptance]) -> dict[int, tuple[Member, ...]]:
    held: dict[int, list[Member]] = {row.pk: [] for row in rows}
    members = AcceptanceMember.objects.seen_by(viewer).filter(acceptance_id__in=list(held))
    for m in members.order_by("place"):
        member = Member(m.name, m.organisation, m.kind, MEMBER_KINDS[m.kind], m.signed)
        held[m.acceptance_id].append(member)
    return {pk: tuple(found) for pk, found in held.items()}


def _sheet(
    viewer: Viewer, row: Acceptance, lines: tuple[LookedAt, ...], members: tuple[Member, ...]
) -> AcceptanceSheet:
    shared: dict[str, Any] = {name: getattr(row, name) for name in _SHARED}
    return AcceptanceSheet(
        **shared,
        state_label=ACCEPTANCE.states[row.state],
        photos=tuple(row.photos),
        lines=lines,
        members=members,
        offers=_offers(viewer, row, _check(viewer, row, lines, members)),
    )


def _offers(viewer: Viewer, row: Acceptance, check: AcceptanceCheck) -> tuple[Offer, ...]:
    """Of the two ways to publish only the one that fits the result is there."""
    hidden = "publish_failed" if row.amount else "publish"
    offers = party_offers(ACCEPTANCE, row, viewer, check)
    return tuple(offer for offer in offers if offer.step.name != hidden)


_SHARED = (
    "number", "contract_number", "contract_title", "delivery_number", "project_number",
    "buyer_name", "supplier_id", "supplier_name", "accepted_on", "place", "public_service",
    "users_took_part", "opinion", "other_opinions", "amount", "due_at", "objection",
    "submitted_at", "agreed_at", "published_at", "acceptor_name", "state",
)  # fmt: skip
