"""Reading review groups: how many to everybody concerned, who only to those who may know."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.catalogue import named_items
from lucai.law.committee import least_members, panel_bounds
from lucai.platform.access.selectors import organisations
from lucai.platform.lives.offers import held_of
from lucai.platform.records import read_once
from lucai.platform.records.paging import Page, keyset
from lucai.registers.exclusions.selectors import banned_experts
from lucai.registers.experts.selectors import looked_back
from lucai.registers.suppliers.selectors import people_behind
from lucai.stages.trade.drawn_experts import drawing
from lucai.stages.trade.drawn_experts.calls import own_offers
from lucai.stages.trade.drawn_experts.drawing import Candidate
from lucai.stages.trade.drawn_experts.health import PoolHealth, health
from lucai.stages.trade.drawn_experts.lifecycle import SEATED, UNSEATED
from lucai.stages.trade.drawn_experts.repeating import RepeatedDraw, repeat
from lucai.stages.trade.drawn_experts.rows import EXPERT
from lucai.stages.trade.drawn_experts.schemas import ANSWER
from lucai.stages.trade.drawn_experts.selectors import records_of
from lucai.stages.trade.draws.selectors import (
    WAIT,
    GivenUp,
    WaitingSheet,
    can_be_asked,
    given_up_of,
    is_given_up,
    waiting_sheet,
)
from lucai.stages.trade.groups.lifecycle import GROUP, ORGANISERS, OVER, SEAT
from lucai.stages.trade.groups.models import REPRESENTATIVE, GroupDraw, GroupSeat, ReviewGroup
from lucai.stages.trade.groups.schemas import GroupDrawIn
from lucai.stages.trade.panels.selectors import PartyLine, drawable
from lucai_trust.draw import Call, Rule
from lucai_trust.draw_record import DrawRecord

INSIDE = (*ORGANISERS, Side.SUPERVISOR)
"""Who reads where the members work and by whose letter they come; others read names alone."""

KIND_LABELS = {EXPERT: "评审专家", REPRESENTATIVE: "采购人代表"}


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A member's seat as far as the viewer may know who has it."""

    place: int
    kind_label: str
    name: str
    employer: str
    leads: bool
    state: str
    state_label: str
    signed_in_at: datetime | None
    left_reason: str
    authority: str
    person_id: int
    seated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSheet:
    """A review group as its page, and the page of what it reviews, show it."""

    number: str
    title: str
    home: str
    state: str
    state_label: str
    organiser_name: str
    size: int
    experts: int
    review_at: datetime
    place: str
    specialties: tuple[str, ...]
    representatives: int
    drawn_at: datetime | None
    formed_at: datetime | None
    opened_at: datetime | None
    reported_at: datetime | None
    announced: bool
    members: tuple[SeatLine, ...]
    mine: SeatLine | None
    offers: tuple[Offer, ...]
    own_offers: tuple[Offer, ...]
    may_replace: bool

    @property
    def wording(self) -> str:
        """The method in whose words and by whose articles its pages speak."""
        return "framework_closed"

    @property
    def href(self) -> str:
        """Its page."""
        return f"/review-groups/{self.number}/"

    @property
    def proof(self) -> str:
        """Where its draw is repeated."""
        return f"/group-draws/{self.number}/"

    @property
    def present(self) -> tuple[SeatLine, ...]:
        """The members who have signed in."""
        return tuple(one for one in self.members if one.state == "signed_in")


@dataclass(frozen=True, slots=True)
class SeatCard:
    """One of the viewer's own seats, as the list shows it."""

    group_number: str
    title: str
    review_at: datetime
    place: int
    state: str
    state_label: str

    @property
    def href(self) -> str:
        """The group's page, or that of the own call for whoever has no seat."""
        page = f"/review-groups/{self.group_number}/"
        return f"{page}call/" if self.state in UNSEATED or self.state == "asked" else page


def seat_page(viewer: Viewer, *, words: str = "", after: str = "") -> Page[SeatCard]:
    """List the viewer's own seats, newest first."""
    rows = GroupSeat.objects.seen_by(viewer).filter(person_id=viewer.person or 0)
    if words:
        rows = rows.filter(title__icontains=words)
    return keyset(rows, after, _card)


@read_once
def group_seen(viewer: Viewer, number: str) -> GroupSheet | None:
    """Return a review group, or None before there is one that the viewer may see."""
    row = ReviewGroup.objects.seen_by(viewer).filter(group_number=number).first()
    return _sheet(viewer, row) if row else None


def group_row(viewer: Viewer, number: str) -> ReviewGroup:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = ReviewGroup.objects.seen_by(viewer).filter(group_number=number).first()
    if not row:
        raise NotFound("没有找到这个评审小组。")
    return row


def own_group(viewer: Viewer, number: str) -> ReviewGroup:
    """Return a group that the viewer's organisation forms.

    Raises:
        NotFound: there is none, or another organisation forms it.
    """
    row = group_row(viewer, number)
    if not _organises(viewer, row):
        raise NotFound("没有找到本单位组建的这个评审小组。")
    return row


def seats_of(viewer: Viewer, number: str, *states: str) -> list[GroupSeat]:
    """Return the rows of seats in these states (all without), by place."""
    rows = GroupSeat.objects.seen_by(viewer).filter(group_number=number).order_by("place")
    return list(rows.filter(state__in=states) if states else rows)


def seat_is_drawn(viewer: Viewer, number: str, place: int) -> bool:
    """Whether an expert sits there, and not a purchaser's representative.

    Raises:
        NotFound: nobody sits there, as far as the viewer may know.
    """
    seat = next((one for one in seats_of(viewer, number, *SEATED) if one.place == place), None)
    if not seat:
        raise NotFound("没有找到这个席位。")
    return seat.kind == EXPERT


def own_seat(viewer: Viewer, number: str) -> GroupSeat:
    """Return the viewer's own seat.

    Raises:
        NotFound: the viewer has none, or has left it.
    """
    mine = [one for one in seats_of(viewer, number, *SEATED) if one.person_id == viewer.person]
    if not mine:
        raise NotFound("您不是这个评审小组的成员。")
    return mine[0]


def signed_in_subjects(viewer: Viewer, method: str) -> Any:
    """Return a subquery of what is reviewed, by this method, where the viewer has signed in."""
    rows = GroupSeat.objects.seen_by(viewer).filter(group__method=method)
    mine = rows.filter(person_id=viewer.person, state="signed_in")
    return mine.values("group__subject_id")


def avoided_codes(viewer: Viewer, row: ReviewGroup) -> frozenset[str]:
    """Return the codes of the organisations whose people may not review, as known now."""
    found = organisations(viewer, [row.organiser_id, *row.avoids])
    return frozenset(card.uscc for card in found.values())


def free_experts(
    viewer: Viewer, row: ReviewGroup, *, reserves: bool = False
) -> dict[int, Candidate]:
    """Return who can be drawn now, with ``reserves`` also who stands by; for the system that draws."""
    seats = seats_of(viewer, row.group_number)
    taken = frozenset(one.person_id for one in seats if not (reserves and one.state == "reserve"))
    taken |= banned_experts(viewer, clock.today())
    pool = drawable(
        viewer, row.specialties, avoided=avoided_codes(viewer, row), taken=taken,
        people=people_behind(viewer, row.avoids, since=looked_back(viewer)),
    )  # fmt: skip
    return {one.person_id: one for one in pool}


def draws_of(viewer: Viewer, number: str) -> list[GroupDraw]:
    """Return the rows of a group's draws, the first one first."""
    rows = GroupDraw.objects.seen_by(viewer).filter(group__group_number=number)
    return list(rows.select_related("group").order_by("pk"))


def is_under_way(viewer: Viewer, number: str) -> bool:
    """Whether a pool is fixed that nobody was drawn from yet and that can fill its places."""
    del viewer
    rows = draws_of(SYSTEM, number)
    if not rows or rows[-1].seed or is_given_up(SYSTEM, rows[-1].draw_id):
        return False
    made = rows[-1]
    pooled = {member.person for member in made.members}
    free = [one for p, one in free_experts(SYSTEM, made.group).items() if p in pooled]
    return drawing.fillable(free, made.group.specialties, made.parsed) >= made.experts


def waiting_draw(viewer: Viewer, number: str) -> WaitingSheet | None:
    """Return the draw that waits for its parties' nonces and can be ended; None: there is none."""
    found = waiting_sheet(viewer, GROUP.of, number)
    return found if found and is_under_way(viewer, number) else None


def next_calls(viewer: Viewer, row: ReviewGroup, made: GroupDraw, rule: Rule) -> list[Call]:
    """Return the next stops of a draw's walk, until a rule's places are filled."""
    return made.further(free_experts(viewer, row), avoided_codes(viewer, row), rule)


def draw_records(viewer: Viewer, number: str) -> list[DrawRecord]:
    """Return what it takes to repeat a group's draws, once the result is public.

    Raises:
        NotFound: not drawn, or not announced.
    """
    rows = [row for row in draws_of(viewer, number) if row.seed]
    if not rows or not rows[0].group.announced_at:
        raise NotFound("抽取记录在结果公告后公开。")
    return records_of(viewer, rows, GROUP.of, number)


def repeated_draws(viewer: Viewer, number: str) -> list[RepeatedDraw]:
    """Repeat a group's draws for everybody to see, as :func:`draw_records` gives them."""
    records = draw_records(viewer, number)
    places = {str(one.person_id): one.place for one in seats_of(viewer, number)}
    return [repeat(record, places) for record in records]


def given_up_draws(viewer: Viewer, number: str) -> tuple[GivenUp, ...]:
    """Return the draws for a group that were given up while they waited."""
    return given_up_of(viewer, GROUP.of, number)


def draw_defaults(viewer: Viewer, number: str) -> dict[str, object]:
    """Return what a draw's form begins with: the smallest lawful group, all of it drawn.

    Raises:
        NotFound: there is no group of the viewer's organisation.
    """
    row = own_group(viewer, number)
    return {
        "review_at": row.review_at.astimezone(clock.BEIJING),
        "place": row.place or f"{row.organiser_name}评审室",
        "experts": _least(row),
        "specialties": ", ".join(row.specialties),
        "lines": row.conditions.get("lines", []),
        "special": False,
        "max_per_employer": 0,
        "reserves": 1,
        "answer_minutes": ANSWER,
        "wait_minutes": WAIT if can_be_asked(SYSTEM) else 0,
        "own": row.own,
    }


def pool_health(viewer: Viewer, number: str, form: GroupDrawIn | None = None) -> PoolHealth:
    """Say how predictable the pool is that a draw under these conditions would use."""
    row = own_group(viewer, number)
    if form:
        row.conditions = {"specialties": list(form.wanted)}
    pool = list(free_experts(SYSTEM, row).values())
    return health(pool, form.experts if form else _least(row))


def shares_of(viewer: Viewer, number: str) -> tuple[int, int, int]:
    """Return the fewest members of a group, and of these the fewest experts and most others."""
    row = own_group(viewer, number)
    bounds = panel_bounds(row.method, row.budget, on=clock.today(), object_=row.object_kind)
    return bounds.min_members, bounds.min_experts, bounds.max_representatives


def to_avoid(viewer: Viewer, number: str) -> list[PartyLine]:
    """List whom a member must have nothing to do with: the organiser, and who responded."""
    own_seat(viewer, number)
    row = group_row(viewer, number)
    named = [PartyLine("征集人", row.organiser_name)]
    found = organisations(SYSTEM, row.avoids)
    return [*named, *(PartyLine("供应商", card.name) for card in found.values())]


def _sheet(viewer: Viewer, row: ReviewGroup) -> GroupSheet:
    lines = tuple(_line(one) for one in seats_of(viewer, row.group_number))
    mine = next((one for one in lines if one.person_id == viewer.person and one.seated), None)
    organises = _organises(viewer, row)
    if not (mine or viewer.side in INSIDE):
        lines = tuple(replace(one, employer="", authority="", person_id=0) for one in lines)
    return GroupSheet(
        number=row.group_number, title=row.title, home=row.home, state=row.state,
        state_label=GROUP.states[row.state], organiser_name=row.organiser_name, size=row.size,
        experts=row.experts, review_at=row.review_at, place=row.place,
        specialties=named_items(row.specialties),
        representatives=len(row.own), drawn_at=row.drawn_at, formed_at=row.formed_at,
        opened_at=row.opened_at, reported_at=row.reported_at,
        announced=row.announced_at is not None, members=lines, mine=mine,
        offers=_offers(viewer, row) if organises else (),
        own_offers=own_offers(viewer, SEAT, mine.state) if mine and row.state not in OVER else (),
        may_replace=organises and row.state in {"drawn", "formed"}
        and viewer.may(SEAT.permission(SEAT.step("replace"))),
    )  # fmt: skip


def _organises(viewer: Viewer, row: ReviewGroup) -> bool:
    own = (viewer.side.value, viewer.organisation) == (row.organiser_side, row.organiser_id)
    return viewer.side in ORGANISERS and own


def _offers(viewer: Viewer, row: ReviewGroup) -> tuple[Offer, ...]:
    """Offer the draw as it would be with the smallest lawful group; the form asks for the rest."""
    if row.state != "forming":
        return ()
    row.size, row.own = _least(row), []
    facts = row.facts(eligible=row.size)
    return held_of(viewer, row, GROUP.offers(row.state, viewer, facts, clock.now()))


def _least(row: ReviewGroup) -> int:
    return least_members(row.method, row.budget, on=clock.today(), object_=row.object_kind)


def _card(row: GroupSeat) -> SeatCard:
    said = SEAT.states[row.state]
    return SeatCard(row.group_number, row.title, row.review_at, row.place, row.state, said)


def _line(row: GroupSeat) -> SeatLine:
    return SeatLine(
        place=row.place, kind_label=KIND_LABELS[row.kind], name=row.name, employer=row.employer,
        leads=row.leads, state=row.state, state_label=SEAT.states[row.state],
        signed_in_at=row.signed_in_at, left_reason=row.left_reason, authority=row.authority,
        person_id=row.person_id, seated=row.state in SEATED,
    )  # fmt: skip
