"""Entrusting an agency, and the agency's answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Side
from lucai.kernel.errors import InvalidInput, NotFound, WrongState
from lucai.law.applicability_rules import (
    EntrustingFacts,
    central_items_are_not_passed_on,
    common_items_are_centralised,
)
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import OrganisationCard, organisation
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.registers.agencies.selectors import Listing, listing_of
from lucai.registers.exclusions.gates import Gate
from lucai.stages.plan.plans import services as plans
from lucai.stages.plan.plans.choices import Method, OrganisationForm
from lucai.stages.plan.plans.selectors import ItemCard, PackageCard, PlanSheet, plan_seen
from lucai.stages.trade.commissions.lifecycle import COMMISSION, ENTRUST
from lucai.stages.trade.commissions.models import Commission
from lucai.stages.trade.commissions.ports import beginning_of
from lucai.stages.trade.commissions.schemas import CommissionIn, ReasonIn
from lucai.stages.trade.commissions.selectors import commission_row
from lucai.stages.trade.prequalifications import services as prequalifications
from lucai.stages.trade.projects import services as projects
from lucai.stages.trade.projects.schemas import NewItem, NewLot, NewProject
from lucai.stages.trade.projects.selectors import project_seen
from lucai.stages.trade.projects.standing import ask, bars

BY_NAME = frozenset({Method.INVITED.value, Method.EMERGENCY.value})
"""The methods whose suppliers are asked by name: finding them begins with the mandate."""


@command
def entrust(actor: Actor, *, plan_number: str, commission: CommissionIn) -> str:
    """Entrust an agency with a filed plan; return the number of the project this opens.

    Raises:
        NotAllowed: the role does not grant it.
        NotFound: the viewer sees no such plan.
        InvalidInput: no agency was chosen.
        WrongState: the plan is not filed, or entrusted already.
    """
    demand(actor, ENTRUST.permission)
    sheet = plan_seen(actor.viewer, plan_number)
    agency, listing = _agency(actor, commission.agency_id)
    _demand_central(actor, sheet.card.organisation_form.value, agency)
    number = projects.open_project(actor, project=_project(sheet, agency))
    checked = {"creditCheck": _ask(actor, agency.pk, number), "directory": listing.kept()}
    row = _row(sheet, agency, number, commission)
    row.listing = listing.kept()
    begin(actor, row, COMMISSION, label="发起委托", body=checked)
    plans.mark_commissioned(actor, number=plan_number, project_number=number, agency_id=agency.pk)
    return number


@command
def take(actor: Actor, *, project_number: str, step: str) -> None:
    """Take a step of a commission that needs nothing typed: accept.

    Where suppliers are invited by name, finding them begins with it.

    Raises:
        WrongState: the step is taken on a page of its own.
    """
    if step != "accept":
        raise WrongState("这一步请在它自己的页面上办理。")
    row = commission_row(actor.viewer, project_number)
    unlisted = listing_of(actor.viewer, row.agency_id).refusal
    facts = replace(row.facts(), barred_until=bars(row.agency_id), unlisted=unlisted)
    take_step(actor, row, COMMISSION, step, facts=facts)
    projects.advance(actor, number=project_number, step="prepare")
    chosen = project_seen(actor.viewer, project_number).method
    if begin_instead := beginning_of(chosen):
        begin_work(actor, project_number=project_number)
        begin_instead(actor, project_number=project_number)
    if chosen in BY_NAME:
        prequalifications.open_round(actor, project_number=project_number)


@command
def begin_work(actor: Actor, *, project_number: str) -> None:
    """Note that the agency's tender document is begun; documents call this."""
    row = commission_row(actor.viewer, project_number)
    take_step(actor, row, COMMISSION, "draft", follows=True)


@command
def decline(actor: Actor, *, project_number: str, reason: ReasonIn) -> None:
    """Decline a commission; the buyer chooses another agency."""
    row = commission_row(actor.viewer, project_number)
    take_step(
        actor, row, COMMISSION, "decline", facts=row.facts(),
        body={"reason": reason.reason}, changes={"declined_reason": reason.reason},
    )  # fmt: skip


@command
def reassign(actor: Actor, *, project_number: str, commission: CommissionIn) -> None:
    """Entrust another agency after the first declined."""
    row = commission_row(actor.viewer, project_number)
    agency, listing = _agency(actor, commission.agency_id)
    _demand_central(actor, project_seen(actor.viewer, project_number).organisation_form, agency)
    changes = {
        **_terms(commission), "agency_id": agency.pk, "agency_name": agency.name,
        "listing": listing.kept(),
    }  # fmt: skip
    # The row carries the new agency before the step is taken: the to-do is opened for it.
    row.change(**changes)
    projects.change_agency(
        actor, number=project_number, agency_id=agency.pk, agency_name=agency.name
    )
    checked = {"creditCheck": _ask(actor, agency.pk, project_number), "directory": listing.kept()}
    take_step(actor, row, COMMISSION, "reassign", facts=row.facts(), body=checked)


def _demand_central(actor: Actor, organisation_form: str, agency: OrganisationCard) -> None:
    """Keep what is bought centrally with a 集采机构.

    Raises:
        InvalidInput: the agency is none, or who entrusts is one itself (GP-THR-03, GP-THR-04;
            message at ``agency_id``).
    """
    own = organisation(actor.viewer, actor.viewer.organisation or 0)
    facts = EntrustingFacts(
        common_item=organisation_form == OrganisationForm.CENTRALIZED,
        centralised=bool(agency.attributes.get("centralised")),
        passed_on=bool(own.attributes.get("centralised")),
    )
    for rule in (central_items_are_not_passed_on, common_items_are_centralised):
        if (verdict := rule(facts, clock.now())).blocks:
            raise InvalidInput({"agency_id": verdict.message})


def _agency(actor: Actor, pk: int) -> tuple[OrganisationCard, Listing]:
    """Return the agency with what the directory answered.

    Raises:
        InvalidInput: no agency, one that is barred, or one that the directory does not hold.
    """
    try:
        found = organisation(actor.viewer, pk)
    except NotFound:
        found = None
    if not found or found.side is not Side.AGENCY:
        raise InvalidInput({"agency_id": "请从列表中选择采购代理机构"})
    if barred := bars(pk):
        why = f"这家代理机构在禁止代理政府采购业务的期限内（{'；'.join(barred)}），请另行选择"
        raise InvalidInput({"agency_id": why})
    listing = listing_of(actor.viewer, pk)
    if listing.refusal:
        raise InvalidInput({"agency_id": f"{listing.refusal}请另行选择"})
    return found, listing


def _ask(actor: Actor, agency_id: int, project_number: str) -> str:
    """Ask about the agency and freeze the answer; return its digest."""
    project = project_seen(actor.viewer, project_number)
    return ask(actor, Gate.ENTRUST, [agency_id], project)[agency_id].sm3


def _terms(commission: CommissionIn) -> dict[str, Any]:
    return {
        "scope_text": commission.scope_text,
        "term_until": commission.term_until,
        "fee_payer": commission.fee_payer.value,
        "fee_standard": commission.fee_standard,
        "reason": commission.reason,
        "declined_reason": "",
    }


def _row(
    sheet: PlanSheet, agency: OrganisationCard, number: str, commission: CommissionIn
) -> Commission:
    plan = sheet.card
    return Commission(
        project_number=number,
        project_title=plan.title,
        plan_number=plan.number,
        buyer_id=plan.buyer_id,
        buyer_path=plan.buyer_path,
        buyer_name=plan.buyer_name,
        agency_id=agency.pk,
        agency_name=agency.name,
        finance_id=plan.finance_id,
        region=plan.region,
        **_terms(commission),
    )


def _project(sheet: PlanSheet, agency: OrganisationCard) -> NewProject:
    plan = sheet.card
    return NewProject(
        title=plan.title,
        plan_number=plan.number,
        intention_code=plan.intention_code,
        intention_exempt=bool(plan.intention_exempt_reason),
        buyer_id=plan.buyer_id,
        buyer_path=plan.buyer_path,
        buyer_name=plan.buyer_name,
        agency_id=agency.pk,
        agency_name=agency.name,
        finance_id=plan.finance_id,
        region=plan.region,
        object_kind=plan.object_kind.value,
        method=plan.method.value,
        method_case=plan.method_case,
        sole_supplier=plan.sole_supplier,
        evaluation_method=plan.evaluation_method.value,
        organisation_form=plan.organisation_form.value,
        budget=plan.amount,
        ceiling=plan.ceiling or plan.amount,
        lots=tuple(_lot(package) for package in sheet.packages),
    )


def _lot(package: PackageCard) -> NewLot:
    return NewLot(
        number=package.number,
        name=package.name,
        budget=package.amount,
        ceiling=package.ceiling or package.amount,
        sme_reserved=package.sme_reserved,
        items=tuple(_item(item) for item in package.items),
    )


def _item(item: ItemCard) -> NewItem:
    return NewItem(
        catalogue_code=item.catalogue_code,
        name=item.name,
        quantity=item.quantity,
        unit=item.unit,
        unit_price=item.unit_price,
        requirement=item.requirement,
    )
