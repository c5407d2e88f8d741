"""Reading panels: how many to everybody concerned, who only to those who may know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound
from lucai.kernel.lifecycle import Offer
from lucai.law.catalogue import named_items
from lucai.law.committee import least_members
from lucai.platform.lives.offers import offers_of
from lucai.platform.records import read_once
from lucai.stages.trade.bids.selectors import opened_bids
from lucai.stages.trade.drawn_experts.calls import own_offers
from lucai.stages.trade.drawn_experts.lifecycle import SEATED
from lucai.stages.trade.drawn_experts.rows import EXPERT
from lucai.stages.trade.drawn_experts.schemas import ANSWER
from lucai.stages.trade.draws.selectors import WAIT, can_be_asked
from lucai.stages.trade.panels.lifecycle import APPOINT, MEMBER, OVER, PANEL
from lucai.stages.trade.panels.models import KINDS, EvaluationPanel, ExpertChoice, PanelMember
from lucai.stages.trade.projects.selectors import project_seen

SPECIALTY = 3
"""How many signs of a catalogue code name a specialty wide enough to draw from: A02."""


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A seat as far as the viewer may know who has it."""

    place: int
    kind: str
    kind_label: str
    name: str
    employer: str
    is_chair: bool
    authority: str
    state: str
    state_label: str
    signed_in_at: datetime | None
    left_reason: str
    person_id: int
    organisation_id: int
    seated: bool
    identified: bool = False
    identity_note: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class PanelSheet:
    """A panel as its page shows it."""

    project_number: str
    title: str
    state: str
    state_label: str
    size: int
    representatives: int
    experts: int
    appointed: int
    evaluation_at: datetime
    place: str
    specialties: tuple[str, ...]
    special: bool
    drawn_at: datetime | None
    formed_at: datetime | None
    announced: bool
    members: tuple[MemberLine, ...]
    own: MemberLine | None
    names_known: bool
    offers: tuple[Offer, ...]
    own_offers: tuple[Offer, ...]
    remote: bool = False
    chosen: bool = False

    @property
    def chair(self) -> MemberLine | None:
        """Who leads it, once elected and known."""
        return next((m for m in self.members if m.is_chair and m.seated), None)

    @property
    def seated(self) -> tuple[MemberLine, ...]:
        """Those who sit in it."""
        return tuple(member for member in self.members if member.seated)


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A party a member may have nothing to do with."""

    role: str
    name: str
    href: str = ""
    note: str = ""


@read_once
def panel_seen(viewer: Viewer, project_number: str) -> PanelSheet | None:
    """Return a project's panel, or None before there is one."""
    row = EvaluationPanel.objects.seen_by(viewer).filter(project_number=project_number).first()
    return _sheet(viewer, row) if row else None


@read_once
def panel_members(viewer: Viewer, project_number: str) -> list[MemberLine]:
    """List the seats whose holders the viewer may know, by place."""
    rows = PanelMember.objects.seen_by(viewer).filter(project_number=project_number)
    return [_line(row) for row in rows.order_by("place")]


def seats_of(viewer: Viewer, project_number: str, *states: str) -> list[PanelMember]:
    """Return the rows of seats in these states (all without), for services of the panel."""
    rows = PanelMember.objects.seen_by(viewer).filter(project_number=project_number)
    if states:
        rows = rows.filter(state__in=states)
    return list(rows.order_by("place"))


def own_seat(viewer: Viewer, project_number: str) -> PanelMember:
    """Return the viewer's own seat, for this module's services.

    Raises:
        NotFound: the viewer has none, or has left it.
    """
    row = (
        PanelMember.objects.seen_by(viewer)
        .filter(project_number=project_number, person_id=viewer.person, state__in=SEATED)
        .first()
    )
    if not row:
        raise NotFound("您不是这个项目的评审委员会成员。")
    return row


def own_place(viewer: Viewer, project_number: str) -> MemberLine | None:
    """Return the viewer's own seat as a line, or None."""
    if not viewer.person:
        return None
    rows = PanelMember.objects.seen_by(viewer).filter(
        project_number=project_number, person_id=viewer.person, state__in=SEATED
    )
    row = rows.first()
    return _line(row) if row else None


def seated_projects(viewer: Viewer) -> Any:
    """Return a subquery of the numbers of projects in which the viewer has signed in."""
    return (
        PanelMember.objects.seen_by(viewer)
        .filter(person_id=viewer.person, state="signed_in")
        .values("project_number")
    )


def held_projects(viewer: Viewer) -> Any:
    """Return a subquery of the numbers of projects in which the viewer has a seat."""
    return (
        PanelMember.objects.seen_by(viewer)
        .filter(person_id=viewer.person, state__in=SEATED)
        .values("project_number")
    )


def draw_defaults(viewer: Viewer, project_number: str) -> dict[str, object]:
    """Return what a draw's form begins with: the smallest lawful panel, the items' specialties.

    Raises:
        NotFound: there is no panel to be drawn.
    """
    row = panel_row(viewer, project_number)
    project = project_seen(viewer, project_number)
    size = _least(row)
    codes = (item.catalogue_code[:SPECIALTY] for lot in project.lots for item in lot.items)
    return {
        "evaluation_at": row.evaluation_at.astimezone(clock.BEIJING),
        "place": row.place or f"{project.agency_name}评标室",
        "size": size,
        "representatives": 1,
        "specialties": ", ".join(dict.fromkeys(codes)),
        "special": False,
        "max_per_employer": 0,
        "wait_minutes": WAIT if can_be_asked(SYSTEM) else 0,
        "reserves": 1,
        "answer_minutes": ANSWER,
    }


def may_appoint(viewer: Viewer, project_number: str) -> bool:
    """Whether the viewer can appoint a representative now."""
    if viewer.side is not Side.BUYER or not viewer.may(APPOINT.permission):
        return False
    row = EvaluationPanel.objects.seen_by(viewer).filter(project_number=project_number).first()
    if not row or row.state in {"formed", "dissolved"}:
        return False
    delegated = [m for m in panel_members(viewer, project_number) if m.kind != EXPERT and m.seated]
    return row.state == "forming" or len(delegated) < row.representatives


def to_avoid(viewer: Viewer, project_number: str) -> list[PartyLine]:
    """List whom a member must have nothing to do with: buyer, agency, and who bid."""
    own_seat(viewer, project_number)
    project = project_seen(viewer, project_number)
    named = [
        PartyLine("采购人", project.buyer_name),
        PartyLine("采购代理机构", project.agency_name),
    ]
    if not project.has_reached("opened"):
        return named
    bids = (bid for lot in project.lots for bid in opened_bids(SYSTEM, project.number, lot.number))
    names = dict.fromkeys(bid.supplier_name for bid in bids)
    return [*named, *(PartyLine(project.say("投标人"), name) for name in names)]


def panel_row(viewer: Viewer, project_number: str) -> EvaluationPanel:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = EvaluationPanel.objects.seen_by(viewer).filter(project_number=project_number).first()
    if not row:
        raise NotFound("这个项目还没有评审委员会。")
    return row


def last_choice(viewer: Viewer, project_number: str) -> ExpertChoice | None:
    """Return the last request of a project that the viewer may see, or None."""
    rows = ExpertChoice.objects.seen_by(viewer).filter(project_number=project_number)
    found: ExpertChoice | None = rows.order_by("-number").first()
    return found


def choice_state(viewer: Viewer, project_number: str) -> str:
    """Return the state of a project's last request; empty where there is none."""
    row = last_choice(viewer, project_number)
    return row.state if row else ""


def _sheet(viewer: Viewer, row: EvaluationPanel) -> PanelSheet:
    members = panel_members(viewer, row.project_number)
    own = next((m for m in members if m.person_id == viewer.person and m.seated), None)
    seated = [m for m in members if m.seated]
    return PanelSheet(
        project_number=row.project_number,
        title=row.title,
        state=row.state,
        state_label=PANEL.states[row.state],
        size=row.size,
        representatives=row.representatives,
        experts=row.experts,
        appointed=sum(m.kind != "expert" for m in seated),
        evaluation_at=row.evaluation_at,
        place=row.place,
        specialties=named_items(row.specialties),
        special=bool(row.conditions.get("special")),
        drawn_at=row.drawn_at,
        formed_at=row.formed_at,
        announced=row.announced_at is not None,
        members=tuple(members),
        own=own,
        names_known=len(seated) >= row.size > 0,
        offers=_offers(viewer, row),
        own_offers=own_offers(viewer, MEMBER, own.state) if own and row.state not in OVER else (),
        remote=row.remote,
        chosen=row.chosen,
    )


def _offers(viewer: Viewer, row: EvaluationPanel) -> tuple[Offer, ...]:
    """Offer the draw as it would be with the smallest lawful panel; the form asks for the rest."""
    if row.state != "forming" or viewer.side is not Side.AGENCY:
        return ()
    project = project_seen(viewer, row.project_number)
    row.size = _least(row)
    facts = row.facts(
        eligible=row.size, bid_deadline=project.bid_deadline,
        choice=choice_state(SYSTEM, row.project_number),
    )  # fmt: skip
    return offers_of(viewer, PANEL, row.state, facts, project_number=row.project_number)


def _least(row: EvaluationPanel) -> int:
    return least_members(
        row.method, row.budget, on=clock.today(), object_=row.object_kind,
        level=row.buyer_level, region=row.region,
    )  # fmt: skip


def _line(row: PanelMember) -> MemberLine:
    return MemberLine(
        place=row.place,
        kind=row.kind,
        kind_label=KINDS[row.kind],
        name=row.name,
        employer=row.employer,
        is_chair=row.is_chair,
        authority=row.authority,
        state=row.state,
        state_label=MEMBER.states[row.state],
        signed_in_at=row.signed_in_at,
        left_reason=row.left_reason,
        person_id=row.person_id,
        organisation_id=row.organisation_id,
        seated=row.state in SEATED,
        identified=bool(row.identity.get("passed")),
        identity_note=_identity_note(row.identity),
        chosen=row.chosen,
    )


def _identity_note(identity: dict[str, Any]) -> str:
    if not identity:
        return ""
    if not identity["passed"]:
        return f"未通过：{identity['reason']}"
    return f"已通过：{identity['reason'] or identity['source']}"
