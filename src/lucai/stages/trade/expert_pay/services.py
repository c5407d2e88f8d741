"""Owing, paying, not paying, confirming."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lucai.kernel.actors import SYSTEM, Actor, Side
from lucai.law.support_rules import DemandFacts
from lucai.platform.access.selectors import OrganisationCard, organisation
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.trade.expert_pay.lifecycle import PAY
from lucai.stages.trade.expert_pay.models import ExpertPay
from lucai.stages.trade.expert_pay.reckoning import reckoned
from lucai.stages.trade.expert_pay.schemas import PaidIn, PaidTogetherIn, WithheldIn
from lucai.stages.trade.expert_pay.selectors import owed_rows, pay_row


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A review that is over: whose it was, who organised it, when it ended."""

    review: str
    title: str
    region: str
    buyer_id: int
    agency_id: int
    finance_id: int
    ended_at: datetime
    project_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """An expert who stayed to the end."""

    place: int
    person_id: int
    organisation_id: int
    name: str
    came_at: datetime


def owe(actor: Actor, *, done: Reviewed, experts: list[Reviewer]) -> int:
    """Note what each expert of a review is owed, once; return how many are new."""
    with system_access("pay of a review that is over"):
        held = set(ExpertPay.objects.filter(review=done.review).values_list("person_id", flat=True))
    new = [one for one in experts if one.person_id not in held]
    for one in new:
        _owe(actor, done, one)
    return len(new)


@command
def _owe(actor: Actor, done: Reviewed, one: Reviewer) -> None:
    payer, found = _payer(done), reckoned(one.came_at, done.ended_at, region=done.region)
    row = ExpertPay(
        review=done.review, project_number=done.project_number, title=done.title,
        region=done.region, place=one.place, person_id=one.person_id,
        organisation_id=one.organisation_id, name=one.name, payer_side=payer.side.value,
        payer_id=payer.pk, payer_name=payer.name, finance_id=done.finance_id, hours=found.hours,
        amount=found.amount, calculation=list(found.calculation),
    )  # fmt: skip
    begin(actor, row, PAY, label=f"{one.place} 号专家评审劳务报酬待支付")


def _payer(done: Reviewed) -> OrganisationCard:
    """集中采购机构 pays for what it organises, the purchaser for everything else."""
    if done.agency_id:
        agency = organisation(SYSTEM, done.agency_id)
        if agency.side is Side.AGENCY and (
            agency.attributes.get("centralised") or not done.buyer_id
        ):
            return agency
    return organisation(SYSTEM, done.buyer_id)


@command
def pay(actor: Actor, *, pk: int, form: PaidIn) -> None:
    """Note that it was paid.

    Raises:
        NotFound: it is not the actor's organisation that pays.
    """
    row = pay_row(actor.viewer, pk)
    changes = {"travel": form.travel, "paid_on": form.paid_on, "reference": form.reference}
    take_step(actor, row, PAY, "pay", facts=DemandFacts(), changes=changes)


@command
def pay_together(actor: Actor, *, review: str, form: PaidTogetherIn) -> int:
    """Note that all experts of a review to whom something is owed were paid; return how many.

    Whoever travelled is paid alone: there the receipts are counted.

    Raises:
        NotFound: nothing is owed, or it is not the actor's organisation that pays.
    """
    rows = owed_rows(actor.viewer, review)
    changes = {"paid_on": form.paid_on, "reference": form.reference}
    for row in rows:
        take_step(actor, row, PAY, "pay", facts=DemandFacts(), changes=changes)
    return len(rows)


@command
def withhold(actor: Actor, *, pk: int, form: WithheldIn) -> None:
    """Pay nothing to who left or broke the discipline; finance is told.

    Raises:
        NotFound: it is not the actor's organisation that pays.
    """
    row = pay_row(actor.viewer, pk)
    changes = {"reason": f"{form.ground.label}：{form.reason}"}
    take_step(actor, row, PAY, "withhold", changes=changes, body={"ground": form.ground.value})


@command
def receive(actor: Actor, *, pk: int) -> None:
    """Confirm that it has come."""
    take_step(actor, pay_row(actor.viewer, pk), PAY, "receive")


@command
def miss(actor: Actor, *, pk: int) -> None:
    """Say that it has not come; the payer looks into it."""
    row = pay_row(actor.viewer, pk)
    take_step(actor, row, PAY, "miss", audience=(row.payer_id,))
