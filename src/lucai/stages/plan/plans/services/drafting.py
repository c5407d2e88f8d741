"""Drafting and changing a plan with its lots, things and money."""

from __future__ import annotations

from typing import Any

from lucai.kernel.actors import Actor, Viewer
from lucai.kernel.errors import NotAllowed, NotFound, WrongState
from lucai.law.regions import PROVINCE, regions
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import OrganisationCard, finance_of, organisation
from lucai.platform.journal.frame import command
from lucai.platform.lives.numbering import begin_numbered
from lucai.platform.lives.services import note
from lucai.platform.records import system_access
from lucai.stages.plan.intentions import services as intentions
from lucai.stages.plan.plans.choices import ImplementationForm, SmePolicy
from lucai.stages.plan.plans.lifecycle import DRAFT, PLAN
from lucai.stages.plan.plans.models import PlanFunding, PlanItem, PlanPackage, ProcurementPlan
from lucai.stages.plan.plans.schemas import PlanIn
from lucai.stages.plan.plans.selectors import plan_row
from lucai.stages.plan.plans.services.checks import demand_sound

LISTS = {"packages", "fundings"}
# A change of these makes an approval of the method void.
APPROVED = ("method", "object_kind", "works_part", "works_exemption", "amount")


@command
def draft_plan(actor: Actor, *, content: PlanIn) -> str:
    """Draft a plan; return its number.

    Raises:
        NotAllowed: the role does not grant it.
        InvalidInput: sums, dates or sources cannot be right (message at each field).
    """
    demand(actor, DRAFT.permission)
    demand_sound(actor.viewer, content)
    buyer = organisation(actor.viewer, actor.viewer.organisation or 0)
    row = ProcurementPlan(**_scalars(content), **_parties(actor, buyer), drafters=[_me(actor)])
    begin_numbered(
        actor, row, PLAN, prefix=f"JH{buyer.region}{content.fiscal_year}", field="number",
        label="编制采购计划", body={"amount": row.amount, "method": row.method},
    )  # fmt: skip
    _write_lists(row, content)
    _choose_intention(actor, row, "")
    return row.number


@command
def edit_plan(actor: Actor, *, number: str, content: PlanIn) -> None:
    """Change a plan that is being drafted.

    Raises:
        WrongState: it is under review or further on.
        InvalidInput: sums, dates or sources cannot be right (message at each field).
    """
    demand(actor, DRAFT.permission)
    row = own_row(actor, number)
    if row.state != PLAN.initial:
        raise WrongState(f"计划{PLAN.states[row.state]}，不能修改。")
    demand_sound(actor.viewer, content, number=number)
    before = row.intention_code
    row.change(**_scalars(content), **_void_approval(row, content), drafters=_drafters(row, actor))
    _write_lists(row, content)
    _choose_intention(actor, row, before)
    note(actor, row, PLAN, "edit", label="修改采购计划", body={"amount": row.amount})


def own_row(actor: Actor, number: str) -> ProcurementPlan:
    """Return a plan in which the actor's organisation has a part.

    Raises:
        NotFound: the viewer sees none of that number.
        NotAllowed: it is another organisation's turn or property.
    """
    row = plan_row(actor.viewer, number)
    if actor.viewer.organisation not in row.parties().values():
        raise NotAllowed("这份计划由其他单位办理，您只能查看。")
    return row


def _scalars(content: PlanIn) -> dict[str, Any]:
    values = content.model_dump(exclude=LISTS)
    for name in ("amount", "ceiling", "original_amount"):
        values[name] = getattr(content, name)
    values["import_experts"] = [one.model_dump() for one in content.import_experts]
    return {name: getattr(value, "value", value) for name, value in values.items()}


def _parties(actor: Actor, buyer: OrganisationCard) -> dict[str, Any]:
    finance = finance_of(actor.viewer, buyer.region)
    return {
        "implementation_form": ImplementationForm.AGENCY.value,
        "buyer_id": buyer.pk,
        "buyer_path": buyer.path,
        "buyer_name": buyer.name,
        "buyer_level": buyer.level,
        "finance_id": finance.pk,
        "method_finance_id": _method_finance(actor.viewer, buyer.region, finance).pk,
        "region": buyer.region,
    }


def _method_finance(viewer: Viewer, region: str, finance: OrganisationCard) -> OrganisationCard:
    """Return who approves methods for a region: its own finance, for a county that of its city."""
    here = regions().get(region)
    if here is None or here.level != "county":
        return finance
    for above in (here.parent, PROVINCE):
        try:
            return finance_of(viewer, above)
        except NotFound:
            continue
    return finance


def _me(actor: Actor) -> dict[str, Any]:
    return {"person": actor.viewer.person, "name": actor.viewer.name}


def _drafters(row: ProcurementPlan, actor: Actor) -> list[dict[str, Any]]:
    known = {one["person"] for one in row.drafters}
    return row.drafters if actor.viewer.person in known else [*row.drafters, _me(actor)]


def _void_approval(row: ProcurementPlan, content: PlanIn) -> dict[str, Any]:
    new = _scalars(content)
    if all(getattr(row, name) == new[name] for name in APPROVED):
        return {}
    return {"method_approval": "", "method_approved_at": None}


def _choose_intention(actor: Actor, row: ProcurementPlan, before: str) -> None:
    if before == row.intention_code:
        return
    if before:
        intentions.use_intention(actor, code=before, plan_number="")
    if row.intention_code:
        intentions.use_intention(actor, code=row.intention_code, plan_number=row.number)


def _write_lists(row: ProcurementPlan, content: PlanIn) -> None:
    """Write lots, things and money anew: a draft has no history to keep."""
    with system_access("lists of a draft"):
        PlanItem.objects.filter(package__plan=row).delete()
        PlanPackage.objects.filter(plan=row).delete()
        PlanFunding.objects.filter(plan=row).delete()
    whole = content.sme_policy is SmePolicy.RESERVED
    for number, package in enumerate(content.packages, start=1):
        lot = PlanPackage(
            plan=row,
            number=number,
            name=package.name,
            amount=package.amount,
            ceiling=package.ceiling,
            sme_reserved=whole or package.sme_reserved,
        )
        lot.save(force_insert=True)
        for place, item in enumerate(package.items, start=1):
            values = {**item.model_dump(), "quantity": f"{item.quantity:f}"}
            values["unit_price"] = item.unit_price
            PlanItem(package=lot, number=place, **values).save(force_insert=True)
    for line in content.fundings:
        PlanFunding(plan=row, indicator_code=line.indicator_code, amount=line.amount).save(
            force_insert=True
        )
