"""Planning a framework: drafted by its organiser, reviewed or filed by the finance department."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock, ocds
from lucai.kernel.actors import Actor, Side
from lucai.kernel.errors import NotAllowed, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import OrganisationCard, finance_of, organisation
from lucai.platform.access.viewers import region_prefix
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, note, take_step
from lucai.platform.records import system_access
from lucai.registers.exclusions.services import Place
from lucai.stages.trade.frameworks.lifecycle import DRAFT, FRAMEWORK
from lucai.stages.trade.frameworks.models import WHOLE, FrameworkAgreement, FrameworkPackage
from lucai.stages.trade.frameworks.numbering import FRAMEWORK as FRAMEWORK_NUMBER
from lucai.stages.trade.frameworks.schemas import OpinionIn, PackageIn, PlanIn, ReasonIn
from lucai.stages.trade.frameworks.selectors.facts import plan_facts
from lucai.stages.trade.frameworks.selectors.rows import framework_row, own_framework

TERMS = ("demand", "users", "qualification", "payment", "rotation", "upkeep")
PERCENT = 100
SAME = (
    "title", "can_be_pooled", "surveyed_buyers", "surveyed_suppliers", "quote_hours",
    "outside_foreseen", "needs_consumables", "starts_on", "ends_on",
)  # fmt: skip


@command
def draft_framework(actor: Actor, *, plan: PlanIn) -> str:
    """Begin a framework's plan; return its number.

    Raises:
        NotAllowed: the role does not grant it, or the organisation neither buys nor organises.
    """
    demand(actor, DRAFT.permission)
    if actor.viewer.side not in {Side.AGENCY, Side.BUYER} or not actor.viewer.organisation:
        raise NotAllowed("框架协议由集中采购机构或者主管预算单位征集。")
    organiser = organisation(actor.viewer, actor.viewer.organisation)
    number = _next_number(organiser.region)
    row = FrameworkAgreement(
        number=number,
        ocid=ocds.ocid(number),
        organiser_id=organiser.pk,
        organiser_side=organiser.side.value,
        organiser_path=organiser.path,
        organiser_name=organiser.name,
        centralised=bool(organiser.attributes.get("centralised")),
        finance_id=finance_of(actor.viewer, organiser.region).pk,
        region=organiser.region,
        **_users(organiser),
        **_content(plan),
    )
    begin(actor, row, FRAMEWORK, label="编制框架协议采购方案")
    _write_packages(row, plan.packages)
    return number


@command
def edit_framework(actor: Actor, *, number: str, plan: PlanIn) -> None:
    """Write a plan anew before it goes to the finance department.

    Raises:
        WrongState: it went there already: needs do not change afterwards (GP-FRA-01).
    """
    demand(actor, DRAFT.permission)
    row = locked(actor, number)
    if row.state != "drafting":
        raise WrongState("方案已经提交，采购需求在有效期内不得变动；需要修改请先由财政部门退回。")
    row.change(**_content(plan))
    with system_access("packages of a plan in hand"):
        FrameworkPackage.objects.filter(framework=row).delete()
    _write_packages(row, plan.packages)
    note(actor, row, FRAMEWORK, "edit", label="修改框架协议采购方案")


@command
def submit(actor: Actor, *, number: str) -> None:
    """Send a plan to the finance department: reviewed for 集采机构, filed for others.

    Raises:
        RuleBroken: what the plan lacks (GP-MET-07, GP-MET-08, GP-FRA-01 … 05, 09, 12).
    """
    row = locked(actor, number)
    take_step(actor, row, FRAMEWORK, "submit", facts=plan_facts(actor.viewer, row))


@command
def approve(actor: Actor, *, number: str, form: OpinionIn) -> None:
    """Let a plan pass, or take it on file (110号令 art 8)."""
    row = _supervised(actor, number)
    changes = {"opinion": form.opinion}
    take_step(actor, row, FRAMEWORK, "approve", changes=changes, body={"opinion": form.opinion})


@command
def send_back(actor: Actor, *, number: str, form: ReasonIn) -> None:
    """Send a plan back to its organiser."""
    row = _supervised(actor, number)
    changes = {"opinion": form.reason}
    take_step(actor, row, FRAMEWORK, "send_back", changes=changes, body={"reason": form.reason})


def locked(actor: Actor, number: str) -> FrameworkAgreement:
    """Return the organiser's framework, locked.

    Raises:
        NotFound: there is none, or another organisation called it.
    """
    row = own_framework(actor.viewer, number)
    with system_access("framework in hand"):
        return FrameworkAgreement.objects.select_for_update().get(pk=row.pk)


def _supervised(actor: Actor, number: str) -> FrameworkAgreement:
    row = framework_row(actor.viewer, number)
    if row.finance_id != actor.viewer.organisation:
        raise NotAllowed("这份方案由征集人同级的财政部门审核或者备案。")
    with system_access("framework in hand"):
        return FrameworkAgreement.objects.select_for_update().get(pk=row.pk)


def _users(organiser: OrganisationCard) -> dict[str, str]:
    """A buyer calls for its own branch; an agency for the buyers of its region."""
    if organiser.side is Side.BUYER:
        return {"for_path": organiser.path, "for_region": ""}
    return {"for_path": "", "for_region": region_prefix(organiser.region, organiser.level)}


def _content(plan: PlanIn) -> dict[str, Any]:
    closed = plan.kind.value == "closed"
    return {
        **{name: getattr(plan, name) for name in SAME},
        "kind": plan.kind.value,
        "object_kind": plan.object_kind.value,
        "ground": plan.ground.value,
        "open_ground": plan.open_ground.value if plan.open_ground and not closed else "",
        "evaluation": plan.evaluation.value if plan.evaluation and closed else "",
        "quality_ground": plan.quality_ground.value if plan.quality_ground else "",
        "rate": None if plan.rate is None else int(plan.rate * WHOLE / PERCENT),
        "most_admitted": None if plan.most_admitted is None else int(plan.most_admitted),
        "way": plan.way.value,
        "terms": {name: getattr(plan, name) for name in TERMS},
    }


def _write_packages(row: FrameworkAgreement, packages: list[PackageIn]) -> None:
    for number, one in enumerate(packages, 1):
        content = {name: getattr(one, name) for name in PackageIn.model_fields}
        FrameworkPackage(framework=row, number=number, **content).save(force_insert=True)


def _next_number(region: str) -> str:
    """Return KJXY + region + year + four digits, never given before."""
    prefix = f"{FRAMEWORK_NUMBER}{region}{clock.today().year}"
    with system_access("framework number"):
        rows = FrameworkAgreement.objects.select_for_update().filter(number__startswith=prefix)
        last = rows.order_by("-number").values_list("number", flat=True).first()
    given = int(last.removeprefix(prefix)) if last else 0
    return f"{prefix}{given + 1:04d}"


def gate_of(row: FrameworkAgreement) -> Place:
    """Return where answers about suppliers of a framework are kept: with its organiser."""
    by_agency = row.organiser_side == Side.AGENCY
    return Place(
        project_number=row.number, region=row.region,
        buyer_path="" if by_agency else row.organiser_path,
        agency_id=row.organiser_id if by_agency else None,
    )  # fmt: skip
