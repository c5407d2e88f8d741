"""Reading the units that buy jointly, and what their plans lack for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Side, Viewer
from lucai.kernel.errors import NotFound, RuleBroken
from lucai.kernel.lifecycle import Offer
from lucai.platform.records import read_once
from lucai.stages.plan.plans.choices import Method
from lucai.stages.plan.plans.selectors import PackageCard, PlanSheet, plan_seen
from lucai.stages.trade.projects.fixing import are_fixed
from lucai.stages.trade.projects.lifecycle import JOINED, JOINT, LEADS
from lucai.stages.trade.projects.models import JointUnit
from lucai.stages.trade.projects.rules import JointFacts, UnitsFacts, units_have_consented
from lucai.stages.trade.projects.selectors import LotCard, ProjectCard, project_seen

JOINABLE = frozenset(Method) - {Method.COOPERATIVE}
"""The methods in which units can buy jointly: one tender document, one bid for all."""
ALIKE = {
    "method": "采购方式",
    "method_case": "采购方式适用情形",
    "sole_supplier": "单一来源供应商",
    "object_kind": "采购对象",
    "evaluation_method": "评审方法",
    "organisation_form": "组织形式",
}


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit that was asked; amounts in 分."""

    place: int
    project_number: str
    lot_number: int
    plan_number: str
    buyer_id: int
    buyer_path: str
    buyer_name: str
    finance_id: int
    amount: int
    ceiling: int
    needs: str
    refused_reason: str
    answered_at: datetime | None
    answered_by: str
    state: str
    state_label: str
    plan_lot: int

    @property
    def href(self) -> str:
        """Its own page."""
        return f"/rooms/{self.project_number}/joint/{self.place}/"

    @property
    def joined(self) -> bool:
        """Whether it buys jointly."""
        return self.state in JOINED


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """A unit with the lot it would join and what the viewer can do."""

    line: UnitLine
    lead_name: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class JointSheet:
    """The units of a project; ``may_name``: whether the viewer can ask further ones, or why not."""

    lead_name: str
    units: tuple[UnitLine, ...]
    own: dict[int, int]
    is_lead: bool
    closed: str


def joint_sheet(viewer: Viewer, project_number: str) -> JointSheet:
    """Return who buys jointly; ``own`` is lot → what the lead itself has for it.

    Raises:
        NotFound: there is no such project, or the viewer may not see it.
    """
    card = project_seen(viewer, project_number)
    units = tuple(units_of(viewer, project_number))
    taken = {
        lot.number: sum(u.amount for u in units_joined(project_number, lot.number))
        for lot in card.lots
    }
    return JointSheet(
        lead_name=card.buyer_name,
        units=units,
        own={lot.number: lot.budget - taken[lot.number] for lot in card.lots},
        is_lead=viewer.organisation == card.buyer_id and viewer.side is Side.BUYER,
        closed=closed_for(card),
    )


def units_of(viewer: Viewer, project_number: str) -> list[UnitLine]:
    """List the units that were asked, as far as the viewer may see them."""
    rows = JointUnit.objects.seen_by(viewer).filter(project_number=project_number)
    return [_line(row) for row in rows.order_by("place")]


def unit_sheet(viewer: Viewer, project_number: str, place: int) -> UnitSheet:
    """Return one unit.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    row = unit_row(viewer, project_number, place)
    return UnitSheet(_line(row), row.lead_name, tuple(_offers(viewer, row)))


def unit_card(project_number: str) -> ProjectCard:
    """Return the project for a unit's own page, which :func:`unit_sheet` has opened already.

    A unit that refused may read its answer, and sees the room no more.
    """
    return project_seen(SYSTEM, project_number)


def unit_row(viewer: Viewer, project_number: str, place: int) -> JointUnit:
    """Return the row itself, for this module's services.

    Raises:
        NotFound: there is none or the viewer may not see it.
    """
    rows = JointUnit.objects.seen_by(viewer).filter(project_number=project_number, place=place)
    if row := rows.first():
        return row
    raise NotFound("没有找到这个参与单位。")


@read_once
def units_joined(project_number: str, lot_number: int | None = None) -> tuple[UnitLine, ...]:
    """Return the units that buy a lot, or the project, jointly: who they are is public."""
    rows = JointUnit.objects.seen_by(SYSTEM).filter(project_number=project_number, state__in=JOINED)
    if lot_number is not None:
        rows = rows.filter(lot_number=lot_number)
    return tuple(_line(row) for row in rows.order_by("place"))


def plans_joined(project_number: str) -> list[str]:
    """Return the numbers of the partners' plans that a project carries out."""
    return [unit.plan_number for unit in units_joined(project_number)]


def demand_answers(project_number: str) -> None:
    """Refuse to make public what a unit has not consented to.

    Raises:
        RuleBroken: a unit has not answered, or refused.
    """
    verdict = units_have_consented(units_facts(project_number), clock.now())
    if verdict.blocks:
        raise RuleBroken((verdict,))


def joins(viewer: Viewer, project_number: str) -> bool:
    """Whether the room has the tab: units were asked, or the lead can still ask."""
    if units_of(viewer, project_number):
        return True
    if viewer.side is not Side.BUYER:
        return False
    try:
        return not closed_for(project_seen(viewer, project_number))
    except NotFound:
        return False


def units_facts(project_number: str) -> UnitsFacts:
    """Return who has not consented, as the rules read it."""
    rows = JointUnit.objects.seen_by(SYSTEM).filter(
        project_number=project_number, state__in=("asked", "refused")
    )
    found = list(rows.order_by("place").values_list("state", "buyer_name"))
    return UnitsFacts(
        waiting=tuple(name for state, name in found if state == "asked"),
        refused=tuple(name for state, name in found if state == "refused"),
    )


def closed_for(card: ProjectCard) -> str:
    """Say why no unit can be asked; empty where one can."""
    if card.method not in JOINABLE:
        return "合作创新采购没有各单位共用的采购文件和响应文件，不能联合采购。"
    if card.state == "commissioned":
        return "代理机构接受委托后，才能征求参与单位。"
    if card.state == "prequalifying":
        return "资格预审或者邀请供应商的公告已经发布，不能再增加参与单位。"
    if card.state != "preparing" or are_fixed(card.number):
        return "采购文件已提交确认或者发布，不能再增加参与单位。"
    return ""


def misfits(card: ProjectCard, lot: LotCard, sheet: PlanSheet) -> tuple[str, ...]:
    """Say why a plan cannot join a lot; empty where it can."""
    return tuple(_misfits(card, lot, sheet))


def _misfits(card: ProjectCard, lot: LotCard, sheet: PlanSheet) -> Iterator[str]:
    plan = sheet.card
    if plan.buyer_id == card.buyer_id:
        yield "这是牵头单位自己的采购计划"
    if plan.state != "filed":
        used = plan.state in {"commissioned", "ended"}
        yield "这份采购计划已经立项或者结束，不能再用" if used else "这份采购计划还没有备案"
    if (plan.region, plan.finance_id) != (card.region, card.finance_id):
        yield "这份采购计划不是同一级次、同一地区的预算"
    for name, label in ALIKE.items():
        if str(getattr(plan, name)) != getattr(card, name):
            yield f"备案的{label}与牵头项目不一致"
    if len(sheet.packages) != 1:
        yield "采购计划分了几个包，只有一个包的计划才能并入"
        return
    yield from _unlike(lot, sheet.packages[0])


def _unlike(lot: LotCard, package: PackageCard) -> Iterator[str]:
    wanted = {item.catalogue_code for item in lot.items}
    if other := [i.name for i in package.items if i.catalogue_code not in wanted]:
        yield f"{'、'.join(other)}的品目与牵头项目这一包不同"
    if package.sme_reserved != lot.sme_reserved:
        yield "面向中小企业预留的安排与牵头项目这一包不一致"


def _offers(viewer: Viewer, row: JointUnit) -> Iterator[Offer]:
    if viewer.side is not Side.BUYER or viewer.organisation not in {row.buyer_id, row.lead_id}:
        return
    lead = viewer.organisation == row.lead_id
    for offer in JOINT.offers(row.state, viewer, joint_facts(row), clock.now()):
        if (offer.step.name in LEADS) == lead:
            yield offer


def joint_facts(row: JointUnit) -> JointFacts:
    """Return a unit in hand as rules read it; only one that is asked is looked at in full."""
    card = project_seen(SYSTEM, row.project_number)
    if row.state != "asked":
        called = card.prequalification_at is not None
        return JointFacts(fixed=are_fixed(row.project_number), called=called)
    sheet = plan_seen(SYSTEM, row.plan_number)
    return JointFacts(problems=misfits(card, card.lot(row.lot_number), sheet))


def _line(row: JointUnit) -> UnitLine:
    shared = {name: getattr(row, name) for name in UnitLine.__slots__ if name != "state_label"}
    return UnitLine(**shared, state_label=JOINT.states[row.state])
