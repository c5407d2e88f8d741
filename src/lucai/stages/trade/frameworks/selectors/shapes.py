"""Framework agreements as pages see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lucai.kernel.lifecycle import Offer
from lucai.law.catalogue import catalogue
from lucai.law.framework_member_rules import REMOVALS
from lucai.law.framework_rules import GROUNDS, OPEN_GROUNDS, QUALITY_GROUNDS
from lucai.platform.suspensions.selectors import SuspensionLine
from lucai.stages.trade.documents.parts import PartDifference
from lucai.stages.trade.frameworks.computing import next_in_turn
from lucai.stages.trade.frameworks.lifecycle import CALL, FILING, FRAMEWORK, MEMBER, RESPONSE
from lucai.stages.trade.frameworks.numbering import call_label
from lucai.stages.trade.frameworks.ports import Deals
from lucai.stages.trade.frameworks.schemas import EVALUATIONS, KINDS, OBJECTS, WAYS
from lucai.stages.trade.frameworks.supplier_lifecycle import APPLICATION
from lucai.stages.trade.frameworks.wording import tag_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkCard:
    """A framework as lists show it."""

    number: str
    title: str
    kind: str
    object_kind: str
    way: str
    organiser_id: int
    organiser_side: str
    organiser_name: str
    region: str
    state: str
    starts_on: date
    ends_on: date
    announced_at: datetime | None
    ocid: str
    finance_id: int
    organiser_path: str
    for_path: str
    for_region: str
    quote_hours: int
    outside_foreseen: bool
    needs_consumables: bool

    @property
    def href(self) -> str:
        """Its page."""
        return f"/frameworks/{self.number}/"

    @property
    def wording(self) -> str:
        """The method in whose words and by whose articles its pages speak."""
        return f"framework_{self.kind}"

    @property
    def kind_label(self) -> str:
        """Closed or open, in words."""
        return KINDS[self.kind]

    @property
    def object_label(self) -> str:
        """Goods or services, in words."""
        return OBJECTS[self.object_kind]

    @property
    def way_label(self) -> str:
        """How the second stage goes, in words."""
        return WAYS[self.way]

    @property
    def tag(self) -> dict[str, str]:
        """Its state as a tag."""
        return tag_of(self.state, FRAMEWORK.states[self.state])


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageCard:
    """A package; the ceiling in 分. ``ordered`` is what was ordered so far."""

    number: int
    name: str
    catalogue_code: str
    requirement: str
    unit: str
    ceiling: int
    estimated_quantity: int
    ordered: int = 0

    @property
    def category(self) -> str:
        """The item of the catalogue by code and name."""
        found = catalogue().get(self.catalogue_code)
        return f"{self.catalogue_code} {found.name}" if found else self.catalogue_code

    @property
    def used(self) -> str:
        """How much of the estimate is used: 120 / 500 台."""
        estimate = str(self.estimated_quantity) if self.estimated_quantity else "未预估"
        return f"{self.ordered} / {estimate} {self.unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberCard:
    """An admitted supplier of a package; the price of its agreement in 分."""

    pk: int
    place: int
    key: str
    package_number: int
    order: int
    round: int
    supplier_id: int
    supplier_name: str
    price: int
    content: dict[str, Any]
    state: str
    admitted_at: datetime
    signed_by_supplier_at: datetime | None
    signed_at: datetime | None
    gone_ground: str
    gone_reason: str
    framework_number: str
    offers: tuple[Offer, ...] = ()
    contracts: int = 0
    total: int = 0

    @property
    def href(self) -> str:
        """Its page."""
        return f"/frameworks/{self.framework_number}/members/{self.place}/"

    @property
    def active(self) -> bool:
        """Whether orders may go to it."""
        return self.state == "active"

    @property
    def product(self) -> str:
        """What it offers."""
        return str(self.content.get("product", ""))

    @property
    def tag(self) -> dict[str, str]:
        """Its state as a tag."""
        return tag_of(self.state, MEMBER.states[self.state])

    @property
    def gone_label(self) -> str:
        """Why it is gone."""
        return REMOVALS.get(self.gone_ground, "主动退出" if self.state == "left" else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCard:
    """A call with what the viewer can do about it."""

    framework_number: str
    round: int
    state: str
    response_deadline: datetime
    refill_reason: str
    opened_at: datetime | None
    panel: list[str]
    calculation: list[str]
    decided_at: datetime | None
    failed_reason: str
    offers: tuple[Offer, ...] = ()

    @property
    def href(self) -> str:
        """Its page."""
        return f"/frameworks/{self.framework_number}/calls/{self.round}/"

    @property
    def label(self) -> str:
        """Its name."""
        return call_label(self.round)

    @property
    def tag(self) -> dict[str, str]:
        """Its state as a tag."""
        return tag_of(self.state, CALL.states[self.state])


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseCard:
    """A response as its supplier, or after the opening the organiser, sees it."""

    key: str
    framework_number: str
    round: int
    package_number: int
    supplier_id: int
    supplier_name: str
    price: int | None
    content: dict[str, Any]
    envelope_hash: str
    handed_in_at: datetime
    opened_at: datetime | None
    state: str
    reason: str
    quality: int | None
    rank: int | None
    offers: tuple[Offer, ...] = ()

    @property
    def tag(self) -> dict[str, str]:
        """Its state as a tag."""
        return tag_of(self.state, RESPONSE.states[self.state])


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationCard:
    """An application to join."""

    place: int
    framework_number: str
    framework_title: str
    package_number: int
    supplier_id: int
    supplier_name: str
    content: dict[str, Any]
    applied_at: datetime
    answer: str
    state: str
    offers: tuple[Offer, ...] = ()

    @property
    def href(self) -> str:
        """Its page."""
        return f"/frameworks/{self.framework_number}/applications/{self.place}/"

    @property
    def tag(self) -> dict[str, str]:
        """Its state as a tag."""
        return tag_of(self.state, APPLICATION.states[self.state])


@dataclass(frozen=True, slots=True)
class Correction:
    """A published correction of the documents of a call; round 0: of an open framework."""

    round: int
    text: str
    at: datetime
    changes: tuple[PartDifference, ...] = ()
    old: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingCard:
    """Agreements that are or have to be filed: ``(place, supplier)`` of each, where they are asked for."""

    framework_number: str
    place: int
    count: int
    agreed_at: datetime
    filed_at: datetime | None
    due_at: datetime | None
    state: str
    agreements: tuple[tuple[int, str], ...] = ()
    offers: tuple[Offer, ...] = ()

    @property
    def href(self) -> str:
        """Its page."""
        return f"/frameworks/{self.framework_number}/filings/{self.place}/"

    @property
    def tag(self) -> dict[str, str]:
        """Its state as a tag."""
        return tag_of(self.state, FILING.states[self.state])


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkSheet:
    """A framework with everything its page shows."""

    card: FrameworkCard
    ground: str
    open_ground: str
    evaluation: str
    quality_ground: str
    ratio: Decimal | None
    most_admitted: int | None
    surveyed_buyers: int
    surveyed_suppliers: int
    terms: dict[str, str]
    opinion: str
    initial_members: int
    ended_reason: str
    packages: tuple[PackageCard, ...]
    calls: tuple[CallCard, ...]
    members: tuple[MemberCard, ...]
    deals: Deals
    offers: tuple[Offer, ...]
    mine: bool
    corrections: tuple[Correction, ...] = ()
    suspensions: tuple[SuspensionLine, ...] = ()
    refill: Offer | None = None

    @property
    def ground_label(self) -> str:
        """Why a framework may be used."""
        return GROUNDS.get(self.ground, "")

    @property
    def open_label(self) -> str:
        """Why it may be open."""
        return OPEN_GROUNDS.get(self.open_ground, "")

    @property
    def evaluation_label(self) -> str:
        """How responses are ranked, and why quality comes first."""
        said = EVALUATIONS.get(self.evaluation, "")
        why = QUALITY_GROUNDS.get(self.quality_ground, "")
        return f"{said}（{why}）" if why and self.evaluation == "quality_first" else said

    @property
    def elimination_label(self) -> str:
        """How many are admitted at most."""
        rate = f"淘汰率 {self.ratio * 100:f}".rstrip("0").rstrip(".") + "%" if self.ratio else ""
        most = f"不超过 {self.most_admitted} 家" if self.most_admitted else ""
        return "，".join(part for part in (rate, most) if part)

    @property
    def open_call(self) -> CallCard | None:
        """The call that takes responses or is being evaluated."""
        return next((one for one in self.calls if one.state in {"open", "opened"}), None)

    @property
    def active(self) -> tuple[MemberCard, ...]:
        """The members to whom orders may go."""
        return tuple(one for one in self.members if one.active)

    def package(self, number: int) -> PackageCard | None:
        """Return a package by number."""
        return next((one for one in self.packages if one.number == number), None)

    def turn(self, package: int) -> MemberCard | None:
        """Return whose turn it is in a package, where orders rotate."""
        members = [m for m in self.members_of(package) if m.active]
        found = next_in_turn([m.supplier_id for m in members], self.deals.history(package))
        return next((m for m in members if m.supplier_id == found), None)

    def members_of(self, package: int) -> tuple[MemberCard, ...]:
        """Return the members of a package in the published order."""
        return tuple(one for one in self.members if one.package_number == package)

    @property
    def correctable(self) -> bool:
        """Whether there is anything to respond to or to join whose documents could be corrected."""
        if self.card.kind == "open":
            return self.card.state == "running"
        return any(one.state == "open" for one in self.calls)
