"""Reading procurement projects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from lucai.kernel.actors import Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.law.methods import say, two_are_enough
from lucai.platform.access.selectors import OrganisationCard, organisations
from lucai.platform.duties.gathering import gathered
from lucai.platform.duties.selectors import AwaitedLine, DutyLine, awaited_duties, project_duties
from lucai.platform.journal.selectors import project_timeline
from lucai.platform.records import read_once
from lucai.platform.records.paging import Page, keyset
from lucai.platform.suspensions.selectors import SuspensionLine, suspensions_of
from lucai.stages.plan.intentions.onward import Trail
from lucai.stages.plan.plans import choices
from lucai.stages.trade.projects import rooms
from lucai.stages.trade.projects.events import RoomEvent, events_of
from lucai.stages.trade.projects.lifecycle import LOT_STATES, STATES
from lucai.stages.trade.projects.models import Lot, LotItem, ProcurementProject
from lucai.stages.trade.projects.selectors.guests import is_guest

METHODS = {choice.value: choice.label for choice in choices.Method}
OBJECT_KINDS = {choice.value: choice.label for choice in choices.ObjectKind}
EVALUATION_METHODS = {choice.value: choice.label for choice in choices.EvaluationMethod}

INSIDE = frozenset({Side.BUYER, Side.AGENCY, Side.SUPERVISOR})


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One thing to be bought; ``quantity`` a decimal as text, the price in 分.

    ``unit_id`` says for whom, where units buy jointly: the name ends with that unit's.
    """

    catalogue_code: str
    name: str
    quantity: str
    unit: str
    unit_price: int
    requirement: str
    unit_id: int | None = None

    @property
    def plain(self) -> str:
        """Its name without the unit's."""
        return self.name.rpartition("（")[0] if self.unit_id else self.name


@dataclass(frozen=True, slots=True)
class LotCard:
    """A lot with what it buys; amounts in 分."""

    number: int
    name: str
    budget: int
    ceiling: int
    sme_reserved: bool
    state: str
    state_label: str
    reason: str
    items: tuple[ItemLine, ...]

    @property
    def label(self) -> str:
        """How pages name it: 包 1 示例课桌."""
        return f"包 {self.number} {self.name}"

    @property
    def alive(self) -> bool:
        """Whether the lot has not failed."""
        return self.state != "failed"


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project as lists show it."""

    number: str
    title: str
    buyer_name: str
    agency_name: str
    method: str
    budget: int
    state: str
    state_label: str
    bid_deadline: datetime | None
    stages: tuple[rooms.SpineStage, ...]

    @property
    def href(self) -> str:
        """The room's address."""
        return f"/rooms/{self.number}/"


@dataclass(frozen=True, slots=True)
class ProjectCard:
    """A project with its lots; amounts in 分."""

    number: str
    ocid: str
    title: str
    plan_number: str
    intention_code: str
    intention_exempt: bool
    buyer_id: int
    buyer_path: str
    buyer_name: str
    agency_id: int
    agency_name: str
    finance_id: int
    region: str
    object_kind: str
    method: str
    method_case: str
    sole_supplier: str
    evaluation_method: str
    organisation_form: str
    budget: int
    ceiling: int
    prequalification_at: datetime | None
    tender_published_at: datetime | None
    bid_deadline: datetime | None
    opened_at: datetime | None
    ended_reason: str
    state: str
    state_label: str
    state_since: datetime
    lots: tuple[LotCard, ...]

    @property
    def stage(self) -> str:
        """The stage under way, as in ``lucai.stages.ORDER``."""
        return rooms.STAGE_OF.get(self.state, "archive" if self.state == "archived" else "trade")

    @property
    def href(self) -> str:
        """The room's address."""
        return f"/rooms/{self.number}/"

    @property
    def two_suppliers(self) -> bool:
        """Whether the case the plan chose is one in which two suppliers are enough."""
        return two_are_enough(self.method, self.method_case)

    @property
    def wording(self) -> str:
        """The method in whose words pages speak; empty for the open tender's."""
        return "" if self.method == choices.Method.OPEN else self.method

    def say(self, text: str) -> str:
        """Put a sentence into the words of the project's method."""
        return say(self.method, text)

    def lot(self, number: int) -> LotCard:
        """Return one lot.

        Raises:
            NotFound: the project has no lot of that number.
        """
        for lot in self.lots:
            if lot.number == number:
                return lot
        raise NotFound("这个项目没有这一包。")

    def has_reached(self, state: str) -> bool:
        """Whether the project has come as far as that state."""
        return rooms.has_reached(self.state, state)


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page of a room shows round its own content."""

    card: ProjectCard
    spine: tuple[rooms.SpineStage, ...]
    tabs: tuple[rooms.Tab, ...]
    suspensions: tuple[SuspensionLine, ...] = ()
    guest: bool = False

    @property
    def wording(self) -> str:
        """The method in whose words the page speaks; empty for the open tender's."""
        return self.card.wording

    @property
    def label(self) -> str:
        """The current section's name."""
        return next((tab.label for tab in self.tabs if tab.current), "")


@dataclass(frozen=True, slots=True)
class Room:
    """The room's first page."""

    frame: Frame
    buyer: OrganisationCard | None
    agency: OrganisationCard | None
    duties: tuple[DutyLine, ...]
    awaited: tuple[AwaitedLine, ...]
    sums: tuple[tuple[str, int], ...]
    timeline: tuple[RoomEvent, ...]

    def name_of(self, organisation: int) -> str:
        """Return how the room calls one of its parties."""
        card = self.frame.card
        named = {card.buyer_id: card.buyer_name, card.agency_id: card.agency_name}
        return named.get(organisation, "财政部门")

    @property
    def names(self) -> dict[str, str]:
        """What the project's fixed choices are called."""
        card = self.frame.card
        return {
            "method": METHODS.get(card.method, card.method),
            "object_kind": OBJECT_KINDS.get(card.object_kind, card.object_kind),
            "evaluation_method": card.say(
                EVALUATION_METHODS.get(card.evaluation_method, card.evaluation_method)
            ),
        }


def project_page(
    viewer: Viewer, *, words: str = "", state: str = "", after: str = ""
) -> Page[ProjectLine]:
    """List projects, newest first, a page at a time."""
    rows = ProcurementProject.objects.seen_by(viewer)
    if words:
        rows = rows.filter(
            Q(title__icontains=words) | Q(number__startswith=words) | Q(buyer_name__icontains=words)
        )
    if state in STATES:
        rows = rows.filter(state=state)
    return keyset(rows, after, _line)


@read_once
def project_seen(viewer: Viewer, number: str) -> ProjectCard:
    """Return one project with its lots and their items.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return _card(viewer, project_row(viewer, number))


def projects_seen(viewer: Viewer, numbers: list[str]) -> dict[str, ProjectLine]:
    """Return several projects by number, as far as the viewer may see them."""
    rows = ProcurementProject.objects.seen_by(viewer).filter(number__in=numbers)
    return {row.number: _line(row) for row in rows}


def project_of_intention(viewer: Viewer, code: str) -> Trail | None:
    """Return the project that an intention led to, for the intention's page."""
    row = ProcurementProject.objects.seen_by(viewer).filter(intention_code=code).last()
    return Trail("采购项目", row.number, f"/rooms/{row.number}/") if row else None


def frame(viewer: Viewer, number: str, current: str = "") -> Frame:
    """Return what a room's page shows round its content; ``current`` is its section's key."""
    return _frame(viewer, project_seen(viewer, number), current)


def room(viewer: Viewer, number: str) -> Room:
    """Return the room's first page."""
    card = project_seen(viewer, number)
    parties = organisations(viewer, [card.buyer_id, card.agency_id])
    return Room(
        frame=_frame(viewer, card, "overview"),
        buyer=parties.get(card.buyer_id),
        agency=parties.get(card.agency_id),
        duties=tuple(gathered(project_duties(viewer, number))),
        awaited=tuple(_awaited(viewer, card)),
        sums=rooms.sums(viewer, number),
        timeline=events_of(project_timeline(viewer, number)),
    )


def lot_seen(viewer: Viewer, number: str, lot_number: int) -> LotCard:
    """Return one lot of a project.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    return project_seen(viewer, number).lot(lot_number)


def project_row(viewer: Viewer, number: str) -> ProcurementProject:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    if row := ProcurementProject.objects.seen_by(viewer).filter(number=number).first():
        return row
    raise NotFound("没有找到这个采购项目。")


def _frame(viewer: Viewer, card: ProjectCard, current: str) -> Frame:
    guest = is_guest(viewer, card.number)
    tabs = rooms.tabs(viewer, card.number, card.state, current, card.method, guest=guest)
    # That somebody challenges or complains is for no other bidder to know.
    suspended = suspensions_of(viewer, card.number) if viewer.side in INSIDE else ()
    return Frame(card, rooms.spine(card.state), tabs, suspended, guest)


def _awaited(viewer: Viewer, card: ProjectCard) -> list[AwaitedLine]:
    """Tell those who work in a project whose turn it is; the outside learns it from notices."""
    if viewer.side not in INSIDE:
        return []
    parties = {card.buyer_id, card.agency_id, card.finance_id} - {viewer.organisation}
    return awaited_duties(viewer, card.number, sorted(parties))


def _line(row: ProcurementProject) -> ProjectLine:
    return ProjectLine(
        number=row.number,
        title=row.title,
        buyer_name=row.buyer_name,
        agency_name=row.agency_name,
        method=row.method,
        budget=row.budget,
        state=row.state,
        state_label=say(row.method, STATES[row.state]),
        bid_deadline=row.bid_deadline,
        stages=rooms.spine(row.state),
    )


def _card(viewer: Viewer, row: ProcurementProject) -> ProjectCard:
    shared = {name: getattr(row, name) for name in _SHARED}
    label = say(row.method, STATES[row.state])
    return ProjectCard(**shared, state_label=label, lots=_lots(viewer, row))


@read_once
def _lots(viewer: Viewer, row: ProcurementProject) -> tuple[LotCard, ...]:
    lots = list(Lot.objects.seen_by(viewer).filter(project_id=row.pk).order_by("number"))
    items = LotItem.objects.seen_by(viewer).filter(lot_id__in=[lot.pk for lot in lots])
    of_lot: dict[int, list[ItemLine]] = {lot.pk: [] for lot in lots}
    for item in items.order_by("pk"):
        of_lot[item.lot_id].append(_item(item))
    return tuple(_lot(row.method, lot, tuple(of_lot[lot.pk])) for lot in lots)


def _lot(method: str, lot: Lot, items: tuple[ItemLine, ...]) -> LotCard:
    return LotCard(
        number=lot.number,
        name=lot.name,
        budget=lot.budget,
        ceiling=lot.ceiling,
        sme_reserved=lot.sme_reserved,
        state=lot.state,
        state_label=say(method, LOT_STATES[lot.state]),
        reason=lot.reason,
        items=items,
    )


def _item(item: LotItem) -> ItemLine:
    return ItemLine(
        item.catalogue_code, item.name, item.quantity, item.unit, item.unit_price,
        item.requirement, item.unit_id,
    )  # fmt: skip


_SHARED = (
    "number", "ocid", "title", "plan_number", "intention_code", "intention_exempt", "buyer_id", "buyer_path",
    "buyer_name", "agency_id", "agency_name", "finance_id", "region", "object_kind", "method", "method_case", "sole_supplier",
    "evaluation_method", "organisation_form", "budget", "ceiling", "prequalification_at",
    "tender_published_at",
    "bid_deadline", "opened_at", "ended_reason", "state", "state_since",
)  # fmt: skip


def ocids_of(viewer: Viewer, numbers: list[str]) -> dict[str, str]:
    """Return project number → OCDS process id, for those the viewer may see."""
    found = ProcurementProject.objects.seen_by(viewer).filter(number__in=numbers)
    return dict(found.values_list("number", "ocid"))


def buyers_of(viewer: Viewer, numbers: list[str]) -> dict[str, tuple[int, str]]:
    """Return project number → buyer's id and name, for those the viewer may see."""
    rows = ProcurementProject.objects.seen_by(viewer).filter(number__in=numbers)
    return {
        number: (ident, name)
        for number, ident, name in rows.values_list("number", "buyer_id", "buyer_name")
    }


def method_of(viewer: Viewer, number: str) -> str:
    """Return the method of a project the viewer may see; empty where there is none."""
    rows = ProcurementProject.objects.seen_by(viewer).filter(number=number)
    return rows.values_list("method", flat=True).first() or ""
