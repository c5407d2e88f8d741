"""Panels, evaluations and awards at every point of their life, made through the services.

A maker takes a round in the state just before its own, or makes one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Side, Viewer
from lucai.platform.access.models import Organisation, Person, Post, PostRole, Role, RoleGrant
from lucai.platform.records import system_access
from lucai.registers.experts.selectors import expert_of_person
from lucai.stages.trade.awards import services as awards
from lucai.stages.trade.awards.schemas import AnnouncementIn, DecisionIn
from lucai.stages.trade.evaluations import services as evaluations
from lucai.stages.trade.evaluations.schemas import (
    FindingIn,
    FindingsIn,
    Passed,
    ScoreIn,
    SignatureIn,
)
from lucai.stages.trade.evaluations.selectors import EvaluationSheet, evaluation_seen
from lucai.stages.trade.openings import services as openings
from lucai.stages.trade.panels import services as panels
from lucai.stages.trade.panels.lifecycle import EVALUATE
from lucai.stages.trade.panels.schemas import AppointmentIn, DrawIn, SignInIn
from lucai.stages.trade.panels.selectors import draws_of, panel_members
from lucai_trust.draw import permutation
from tests.makers import bids, people, registers
from tests.makers.remembered import remembered

DECLARED = SignInIn(pledged=True, declared_free=True, devices_kept=True)


@dataclass(frozen=True, slots=True)
class Round:
    """One procurement under evaluation: its number, its opening, its members by place."""

    number: str
    opened_at: datetime
    members: tuple[Viewer, ...] = ()
    lot: int = 1

    @property
    def key(self) -> dict[str, Any]:
        """What services ask for."""
        return {"project_number": self.number, "lot_number": self.lot}

    @property
    def now(self) -> datetime:
        """A moment of the day of the evaluation."""
        return self.opened_at + timedelta(hours=1)

    def chair(self) -> Actor:
        """The member whom :func:`formed` has elected."""
        return people.actor(self.members[0])

    def sheet(self, viewer: Viewer) -> EvaluationSheet:
        """The evaluation as somebody sees it."""
        return evaluation_seen(viewer, self.number, self.lot)

    def codes(self) -> list[str]:
        """The bids' codes in the order of submission."""
        return [bid.code for bid in self.sheet(people.agency()).bids]


@contextmanager
def at(rnd: Round, minutes: int = 0) -> Iterator[None]:
    """Hold the clock on the day of the evaluation."""
    with clock.at(rnd.now + timedelta(minutes=minutes)):
        yield


def library(count: int = 8, **changes: Any) -> None:
    """Enter so many experts into the library, those who are not in it yet."""
    for n in range(1, count + 1):
        if not expert_of_person(SYSTEM, people.expert(n).person):
            registers.registered_expert(n, **changes)


def draw_form(opened_at: datetime, **changes: Any) -> DrawIn:
    """The conditions of a draw: five members, one of them the buyer's."""
    content: dict[str, Any] = {
        "evaluation_at": opened_at,
        "place": "示例评标室",
        "size": 5,
        "representatives": 1,
        "specialties": ("A02",),
        "special": False,
    }
    return DrawIn(**{**content, **changes})


def representative(n: int = 1) -> Viewer:
    """A person of the n-th buyer whose post grants evaluating; made at first use."""
    viewer = people.viewer(
        people.organisation(Side.BUYER, 1000 + n, f"示例采购单位{n}"),
        f"buyer{n}.representative",
        "示例代表",
    )
    with system_access("maker"):
        role, _ = Role.objects.get_or_create(
            code="buyer_representative", defaults={"name": "采购人代表", "side": "buyer"}
        )
        for permission in (EVALUATE.permission, "trade.cooperationOpinion:submit"):
            RoleGrant.objects.get_or_create(role=role, permission=permission)
        post, _ = Post.objects.get_or_create(
            person=Person.objects.get(pk=viewer.person),
            organisation=Organisation.objects.get(pk=viewer.organisation),
            title="采购人代表",
        )
        PostRole.objects.get_or_create(post=post, role=role)
    return viewer


@remembered
def opened(
    call: bids.Call | None = None, *, suppliers: int = 3, lots: Sequence[int] = (1,)
) -> Round:
    """A tender whose lots are opened and recorded."""
    call = bids.opened_lot(call, suppliers=suppliers, lots=tuple(lots))
    return recorded(call)


def recorded(call: bids.Call) -> Round:
    """Close the record of an opening that has been held."""
    with clock.at(call.bid_deadline + timedelta(minutes=30)):
        openings.close_record(people.actor(people.agency()), project_number=call.number)
    return Round(call.number, call.bid_deadline)


@remembered
def prepared() -> bids.Call:
    """A published tender with its panel prepared and a library of eight experts."""
    made = bids.call_for_bids()
    library()
    with clock.at(made.before):
        panels.prepare_panel(people.actor(people.agency()), project_number=made.number)
    return made


def order_of(number: str) -> list[int]:
    """Return the persons of the panel's first draw, in the order its seed puts them."""
    row = draws_of(SYSTEM, number)[0]
    members = row.members
    return [
        members[position].person
        for position in permutation(bytes.fromhex(row.seed), len(members), "sha256")
    ]


@remembered
def drawn(rnd: Round | None = None, *, experts: int = 8, **changes: Any) -> Round:
    """Draw the panel on the day of the evaluation and appoint the representative."""
    rnd = rnd or opened()
    library(experts)
    agency = people.actor(people.agency())
    with at(rnd):
        panels.prepare_panel(agency, project_number=rnd.number)
        panels.draw(agency, project_number=rnd.number, form=draw_form(rnd.opened_at, **changes))
        if changes.get("representatives", 1):
            appoint(rnd)
    return rnd


def appoint(rnd: Round) -> None:
    """Let the buyer appoint its representative."""
    person = representative().person
    assert person
    panels.appoint_representative(
        people.actor(people.buyer()),
        project_number=rnd.number,
        form=AppointmentIn(person_id=person, authority="示例办函〔2026〕1号"),
    )


def seats(rnd: Round) -> tuple[Viewer, ...]:
    """Return the viewers who sit in the panel, by place."""
    by_person = {people.expert(n).person: people.expert(n) for n in range(1, 13)}
    by_person[representative().person] = representative()
    with at(rnd):
        lines = panel_members(people.agency(), rnd.number)
    return tuple(by_person[line.person_id] for line in lines if line.seated)


@remembered
def signed_in(rnd: Round | None = None) -> Round:
    """A panel in which all have signed in and nobody leads yet."""
    rnd = rnd or drawn()
    members = seats(rnd)
    rnd = Round(rnd.number, rnd.opened_at, members, rnd.lot)
    with at(rnd):
        for member in members:
            panels.sign_in(people.actor(member), project_number=rnd.number, form=DECLARED)
    return rnd


@remembered
def formed(rnd: Round | None = None) -> Round:
    """A panel in which all have signed in, led by the first expert."""
    rnd = rnd if rnd and rnd.members else signed_in(rnd)
    with at(rnd):
        vote(rnd)
    return rnd


def vote(rnd: Round, place: int = 1) -> None:
    """Let every member vote for the same chair."""
    for member in rnd.members:
        panels.vote_for_chair(people.actor(member), project_number=rnd.number, place=place)


@remembered
def started(rnd: Round | None = None) -> Round:
    """An evaluation in its qualification review, with a complete panel."""
    rnd = rnd or formed()
    with at(rnd):
        evaluations.start_evaluation(people.actor(people.agency()), project_number=rnd.number)
    return rnd


def findings(numbers: Sequence[str], *, against: Mapping[str, str] | None = None) -> FindingsIn:
    """Findings on one bid: all pass but those named with a reason."""
    broken = against or {}
    return FindingsIn(
        findings=[
            FindingIn(
                number=number,
                passed=Passed.NO if number in broken else Passed.YES,
                reason=broken.get(number, ""),
            )
            for number in numbers
        ]
    )


@remembered
def qualified(
    rnd: Round | None = None, *, against: Mapping[str, Mapping[str, str]] | None = None
) -> Round:
    """An evaluation whose qualification review is done; ``against``: bid → requirement → reason."""
    rnd = rnd or started()
    agency = people.actor(people.agency())
    with at(rnd):
        numbers = [c.number for c in rnd.sheet(agency.viewer).terms.qualification]
        for code in rnd.codes():
            form = findings(numbers, against=(against or {}).get(code))
            evaluations.record_qualification(agency, bid_code=code, form=form, **rnd.key)
        evaluations.finish_qualification(agency, **rnd.key)
    return rnd


def check(
    rnd: Round, member: Viewer, *, against: Mapping[str, Mapping[str, str]] | None = None
) -> None:
    """Let one member check every bid and hand in."""
    actor = people.actor(member)
    sheet = rnd.sheet(member)
    numbers = [c.number for c in sheet.terms.compliance]
    for bid in sheet.bids:
        if bid.qualified:
            form = findings(numbers, against=(against or {}).get(bid.code))
            evaluations.save_checks(actor, bid_code=bid.code, form=form, **rnd.key)
    evaluations.submit_checks(actor, **rnd.key)


@remembered
def compliant(rnd: Round | None = None) -> Round:
    """An evaluation whose bids all comply: scores, or the lowest price, come next."""
    rnd = rnd or qualified()
    with at(rnd):
        for member in rnd.members:
            check(rnd, member)
        evaluations.finish_compliance(rnd.chair(), **rnd.key)
    return rnd


def score(rnd: Round, member: Viewer, marks: Mapping[str, tuple[str, str]]) -> None:
    """Let one member score every valid bid: code → (objective, subjective), and hand in."""
    actor = people.actor(member)
    for code, (objective, subjective) in marks.items():
        evaluations.save_score(
            actor, bid_code=code, criterion=2, form=ScoreIn(points=Decimal(objective)), **rnd.key
        )
        evaluations.save_score(
            actor, bid_code=code, criterion=3, form=subjective_mark(subjective), **rnd.key
        )
    evaluations.submit_scores(actor, **rnd.key)


def subjective_mark(points: str) -> ScoreIn:
    """A mark in the band it belongs to, with its reason."""
    value = Decimal(points)
    band = "优" if value >= 20 else "良" if value >= 10 else "一般"
    return ScoreIn(points=value, band=band, reason="实施方案见投标文件第 3 页，符合该档要求。")


@remembered
def scored(rnd: Round | None = None, marks: Sequence[tuple[str, str]] | None = None) -> Round:
    """An evaluation in which every member gave the same marks, bid by bid."""
    rnd = rnd or compliant()
    given = marks or [("40", "25"), ("36", "22"), ("30", "15")]
    with at(rnd):
        by_code = dict(zip(rnd.codes(), given, strict=False))
        for member in rnd.members:
            score(rnd, member, by_code)
    return rnd


@remembered
def consolidated(rnd: Round | None = None) -> Round:
    """An evaluation whose ranking is made and whose report waits for signatures."""
    rnd = rnd or scored()
    with at(rnd):
        evaluations.consolidate(rnd.chair(), **rnd.key)
    return rnd


def sign(rnd: Round, member: Viewer, dissent: str = "") -> None:
    """Let one member sign the report."""
    evaluations.sign_report(people.actor(member), form=SignatureIn(dissent=dissent), **rnd.key)


@remembered
def reported(rnd: Round | None = None) -> Round:
    """An evaluation whose report everybody has signed."""
    rnd = rnd or consolidated()
    with at(rnd):
        for member in rnd.members:
            sign(rnd, member)
    return rnd


@remembered
def delivered(rnd: Round | None = None) -> Round:
    """An evaluation whose report the buyer has received."""
    rnd = rnd or reported()
    with at(rnd):
        awards.deliver_report(people.actor(people.agency()), **rnd.key)
    return rnd


@remembered
def decided(rnd: Round | None = None) -> Round:
    """An award for the first candidate, still to be announced."""
    rnd = rnd or delivered()
    with at(rnd):
        awards.decide(people.actor(people.buyer_reviewer()), form=DecisionIn(rank=1), **rnd.key)
    return rnd


@remembered
def announced_award(rnd: Round | None = None) -> Round:
    """An announced award; its lot waits for the contract."""
    rnd = rnd or decided()
    with at(rnd):
        awards.announce(people.actor(people.agency()), form=AnnouncementIn(), **rnd.key)
    return rnd


CHAIN: tuple[Any, ...] = (
    opened,
    drawn,
    signed_in,
    formed,
    started,
    qualified,
    compliant,
    scored,
    consolidated,
    reported,
    delivered,
    decided,
    announced_award,
)
"""The makers in the order of life."""


@remembered
def carry(rnd: Round, *, after: Any, to: Any) -> Round:
    """Carry a round on from the state one maker left it in to that of a later one."""
    for maker in CHAIN[CHAIN.index(after) + 1 : CHAIN.index(to) + 1]:
        rnd = maker(rnd)
    return rnd
