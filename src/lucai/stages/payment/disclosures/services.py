"""Opening, publishing and correcting the yearly disclosures."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Actor, Side
from lucai.kernel.errors import InvalidInput, NotAllowed
from lucai.law.notices import check_notice
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import OrganisationCard, finance_of, organisations
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.contract.contracts.parties import demand_party
from lucai.stages.payment.disclosures.figures import Figures, facts_of, figures_of
from lucai.stages.payment.disclosures.lifecycle import DISCLOSURE, PREPARE
from lucai.stages.payment.disclosures.models import DisclosedYear, OverdueDisclosure
from lucai.stages.payment.disclosures.selectors import disclosure_row
from lucai.stages.payment.requests.selectors import buyers_owing, year_end_lines
from lucai.stages.trade.projects.notices import notice

AT_ONCE = 100


def open_year(actor: Actor, *, year: int) -> int:
    """Open the disclosure of every buyer that owed a small firm at the year's end, some at a time.

    Return how many were opened; a year that is through is not looked at again.
    """
    with system_access("the year's disclosures"):
        if DisclosedYear.objects.filter(year=year).exists():
            return 0
        known = OverdueDisclosure.objects.filter(year=year).values_list("buyer_id", flat=True)
        waiting = sorted(set(buyers_owing(SYSTEM, year)) - set(known))
        if not waiting:
            DisclosedYear.objects.create(year=year, opened_at=clock.now())
            return 0
    cards = organisations(SYSTEM, waiting[:AT_ONCE])
    for card in cards.values():
        _open(actor, card=card, year=year)
    return len(cards)


@command
def prepare(actor: Actor, *, year: int) -> int:
    """Begin the disclosure of the actor's own unit, though it owes nothing; return its buyer.

    Raises:
        InvalidInput: the year is not over, or it is there already.
    """
    demand(actor, PREPARE.permission)
    pk = actor.viewer.organisation
    if actor.viewer.side is not Side.BUYER or not pk:
        raise NotAllowed("逾期款项公示由采购人编制。")
    if year >= clock.today().year:
        raise InvalidInput({"year": f"{year} 年还没有结束，年度终了后再公示"})
    with system_access("there already?"):
        if OverdueDisclosure.objects.filter(year=year, buyer_id=pk).exists():
            raise InvalidInput({"year": f"{year} 年度的公示已经编制"})
    _begin(actor, organisations(SYSTEM, [pk])[pk], year)
    return pk


@command
def publish(actor: Actor, *, year: int, buyer_id: int, remark: str) -> None:
    """Make public what the books say of a year (GP-PAY-06)."""
    _publish(actor, year, buyer_id, "publish", remark, {"published_at": clock.now()})


@command
def correct(actor: Actor, *, year: int, buyer_id: int, remark: str) -> None:
    """Make public what the books say now, with the reason.

    Raises:
        RuleBroken: nothing has changed.
    """
    _publish(actor, year, buyer_id, "correct", remark, {})


@command
def _open(actor: Actor, *, card: OrganisationCard, year: int) -> None:
    _begin(actor, card, year)


def _begin(actor: Actor, card: OrganisationCard, year: int) -> None:
    row = OverdueDisclosure(
        year=year, buyer_id=card.pk, buyer_path=card.path, buyer_name=card.name,
        region=card.region, finance_id=finance_of(SYSTEM, card.region).pk,
    )  # fmt: skip
    begin(actor, row, DISCLOSURE, label="编制逾期款项公示", body={"year": year})


def _publish(
    actor: Actor, year: int, buyer_id: int, step: str, remark: str, more: dict[str, Any]
) -> None:
    row = disclosure_row(actor.viewer, year, buyer_id)
    demand_party(actor, row)
    now = figures_of(year_end_lines(SYSTEM, row.year, row.buyer_id))
    published = Figures(row.contracts, row.invoices, row.amount)
    take_step(
        actor, row, DISCLOSURE, step, facts=facts_of(row.year, published, now), body=_body(row, now, remark),
        changes={
            "contracts": now.contracts, "invoices": now.invoices, "amount": now.amount,
            "remark": remark, "corrections": row.corrections + (step == "correct"), **more,
        },
    )  # fmt: skip


def _body(row: OverdueDisclosure, now: Figures, remark: str) -> dict[str, Any]:
    fields = {
        "buyerName": row.buyer_name,
        "year": row.year,
        "contracts": now.contracts,
        "amount": now.amount,
        **({"remark": remark} if remark else {}),
    }
    if faults := check_notice("overduePayment", fields):
        raise InvalidInput({"notice": "".join(faults)})
    return {"notice": notice("overduePayment", fields)}
