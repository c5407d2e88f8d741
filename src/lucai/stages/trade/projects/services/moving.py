"""Changing procurement projects: opened from a filed plan, moved on by other modules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from lucai.kernel import clock, ocds
from lucai.kernel.actors import Actor, Reason
from lucai.kernel.errors import WrongState
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.stages.plan.plans import services as plans
from lucai.stages.trade.projects import rooms
from lucai.stages.trade.projects.lifecycle import PROJECT
from lucai.stages.trade.projects.models import Lot, LotItem, ProcurementProject, ProjectNumber
from lucai.stages.trade.projects.notices import failed_lot_notice
from lucai.stages.trade.projects.schemas import NewLot, NewProject
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.projects.selectors.joint import demand_answers, plans_joined
from lucai.stages.trade.projects.services.joining import follow_award, release_units

SYSTEM = Actor.system(Reason.CONSEQUENCE).viewer
MARKET_MAKER = "SDGP"


@command
def open_project(actor: Actor, *, project: NewProject) -> str:
    """Open a project with its lots from a filed plan; return its number."""
    number = _next_number(project.region)
    content = {name: getattr(project, name) for name in project.__slots__ if name != "lots"}
    row = ProcurementProject(number=number, ocid=_process(project, number), **content)
    body = {"plan": project.plan_number, "lots": len(project.lots)}
    begin(actor, row, PROJECT, label="建立采购项目", body=body)
    for lot in project.lots:
        _add_lot(row, lot)
    return number


@command
def change_agency(actor: Actor, *, number: str, agency_id: int, agency_name: str) -> None:
    """Give a project to another agency, after the first declined."""
    row = _locked(number)
    row.change(agency_id=agency_id, agency_name=agency_name)
    note(actor, row, PROJECT, "change_agency", label=f"改由{agency_name}代理")


def advance(actor: Actor, *, number: str, step: str) -> None:
    """Move a project on as the consequence of an act the actor was allowed to take.

    Does nothing when the project is there already: with several lots the first one moves it.

    Raises:
        WrongState: the step does not start from the project's present state.
    """
    target = PROJECT.step(step).target
    with system_access("project moves on"):
        state = ProcurementProject.objects.values_list("state", flat=True).get(number=number)
    if state != target and not rooms.has_reached(state, target):
        _advance(actor, number, step, {})


@command
def announce(actor: Actor, *, number: str, bid_deadline: datetime) -> None:
    """Make a project public with its bid deadline, when its tender is announced.

    Raises:
        RuleBroken: a unit asked to buy jointly has not consented.
    """
    demand_answers(number)
    changes = {"tender_published_at": clock.now(), "bid_deadline": bid_deadline}
    _advance(actor, number, "announce", changes)


@command
def call_for_applications(actor: Actor, *, number: str) -> None:
    """Make a project public when its prequalification is announced; a second time changes nothing.

    Raises:
        RuleBroken: a unit asked to buy jointly has not consented.
    """
    demand_answers(number)
    row = _locked(number)
    if row.state == "prequalifying":
        note(actor, row, PROJECT, "call_again", label="重新公告资格预审")
        return
    take_step(
        actor, row, PROJECT, "prequalify",
        changes={"prequalification_at": clock.now()}, follows=True,
    )  # fmt: skip


@command
def move_deadline(actor: Actor, *, number: str, bid_deadline: datetime) -> None:
    """Put the bid deadline later, when a clarification postpones it."""
    row = _locked(number)
    row.change(bid_deadline=bid_deadline)
    label = (
        f"{row.say('投标截止时间')}顺延至 {bid_deadline.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}"
    )
    note(actor, row, PROJECT, "move_deadline", label=label)


@command
def fail_lot(
    actor: Actor, *, number: str, lot_number: int, reason: str, suppliers_left: int | None = None
) -> None:
    """Declare a lot failed (废标) and announce it; the last one ends the project.

    Its budget money is given back, so that it can be planned anew. ``suppliers_left`` says how
    many suppliers were left where it failed for want of them.

    Raises:
        WrongState: the lot is not under way any more.
    """
    row = _locked(number)
    lot = _lot(number, lot_number)
    if lot.state not in {"active", "awarded"}:
        raise WrongState(f"包 {lot_number} {lot.get_state_display()}，不能废标。")
    lot.change(state="failed", reason=reason, suppliers_left=suppliers_left)
    card = project_seen(SYSTEM, number)
    body = failed_lot_notice(card, card.lot(lot_number), reason)
    label = row.say(f"包 {lot.number} 废标")
    note(actor, row, PROJECT, "fail_lot", label=label, body=body, public=True)
    plans.release_lot(
        actor, number=row.plan_number, lot_number=lot_number, reference=number,
        suppliers_left=suppliers_left,
    )  # fmt: skip
    release_units(actor, number, lot_number)
    if not _lots_alive(number):
        end_project(actor, number=number, reason=reason)


@command
def end_project(actor: Actor, *, number: str, reason: str) -> None:
    """End a project early; the money its plan still holds is given back."""
    row = _advance(actor, number, "end", {"ended_reason": reason})
    plans.release_plan(
        actor, number=row.plan_number, reference=number, suppliers_left=_suppliers_left(number)
    )
    release_units(actor, number)


@command
def mark_lot(actor: Actor, *, number: str, lot_number: int, state: str) -> None:
    """Note on a lot what became of it (awarded, contracted, completed)."""
    row, lot = _locked(number), _lot(number, lot_number)
    lot.change(state=state)
    label = f"包 {lot.number}：{lot.get_state_display()}"
    body = {"lot": lot.number, "state": state}
    note(actor, row, PROJECT, "mark_lot", label=label, body=body, follows=True)
    follow_award(actor, number, lot_number, state)


def complete_when_done(actor: Actor, *, number: str) -> None:
    """Complete a project whose last lot was completed; do nothing while one is under way."""
    with system_access("project moves on"):
        rows = Lot.objects.filter(project_number=number)
        under_way = rows.exclude(state__in=["failed", "completed"]).exists()
    if not under_way:
        advance(actor, number=number, step="complete")


@command
def _advance(
    actor: Actor, number: str, step: str, changes: Mapping[str, object]
) -> ProcurementProject:
    row = _locked(number)
    moment = {"opened_at": clock.now()} if step == "open" else {}
    take_step(actor, row, PROJECT, step, changes={**moment, **changes}, follows=True)
    if step == "complete":
        # What lots that failed still hold goes back to the budget with the last payment.
        for plan in (row.plan_number, *plans_joined(number)):
            plans.release_plan(actor, number=plan, reference=number)
    return row


def _process(project: NewProject, number: str) -> str:
    """Return the OCDS process id: born with the intention (docs/decisions/0004), else its own.

    A second try at an intention whose first procurement failed is a process of its own.
    """
    born = ocds.ocid(project.intention_code)
    with system_access("uniqueness"):
        taken = ProcurementProject.objects.filter(ocid=born).exists()
    return born if project.intention_code and not taken else ocds.ocid(number)


def _locked(number: str) -> ProcurementProject:
    with system_access("project in hand"):
        return ProcurementProject.objects.select_for_update().get(number=number)


def _lot(number: str, lot_number: int) -> Lot:
    with system_access("project in hand"):
        return Lot.objects.select_for_update().get(project_number=number, number=lot_number)


def _suppliers_left(number: str) -> int | None:
    """Return how many suppliers were left in the failed lot that had most, where it was counted."""
    with system_access("project in hand"):
        found = Lot.objects.filter(project_number=number, suppliers_left__isnull=False)
        return max(found.values_list("suppliers_left", flat=True), default=None)


def _lots_alive(number: str) -> bool:
    with system_access("project in hand"):
        return Lot.objects.filter(project_number=number).exclude(state="failed").exists()


def _add_lot(project: ProcurementProject, lot: NewLot) -> None:
    row = Lot(
        project=project,
        project_number=project.number,
        number=lot.number,
        name=lot.name,
        budget=lot.budget,
        ceiling=lot.ceiling,
        sme_reserved=lot.sme_reserved,
    )
    row.save(force_insert=True)
    for item in lot.items:
        content = {name: getattr(item, name) for name in item.__slots__}
        LotItem(lot=row, **content).save(force_insert=True)


def _next_number(region: str) -> str:
    """Return SDGP + region + 000 + year + five digits, never given before."""
    prefix = f"{MARKET_MAKER}{region}000{clock.today().year}"
    with system_access("project number"):
        ProjectNumber.objects.get_or_create(prefix=prefix)
        row = ProjectNumber.objects.select_for_update().get(prefix=prefix)
    row.change(last=row.last + 1)
    return f"{prefix}{row.last:05d}"
