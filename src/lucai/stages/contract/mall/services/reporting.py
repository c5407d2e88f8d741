"""Reports of lower prices: anybody who buys or sells reports, the keeper of the library answers."""

from __future__ import annotations

from datetime import timedelta

from lucai.kernel import clock, money
from lucai.kernel.actors import SYSTEM, Actor
from lucai.kernel.errors import InvalidInput, NotAllowed
from lucai.law.mall_rules import report_due
from lucai.law.regions import PROVINCE
from lucai.platform.access.permissions import demand
from lucai.platform.access.selectors import finance_of, organisation
from lucai.platform.journal.frame import command
from lucai.platform.lives.numbering import begin_numbered
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.registers.products.selectors import product_seen
from lucai.stages.contract.mall.lifecycle import PRICE_REPORT, REPORT
from lucai.stages.contract.mall.models import PriceReport
from lucai.stages.contract.mall.schemas import AnswerIn, ReportIn
from lucai.stages.contract.mall.selectors import mall_order_row, price_report_row


@command
def report_price(actor: Actor, *, product: str, form: ReportIn, order_number: str = "") -> str:
    """Report a lower price of a product seen elsewhere; return the report's number.

    Raises:
        NotAllowed: the role does not grant it.
        NotFound: there is no such product, or the order is not the viewer's to see.
        InvalidInput: the price is no lower than the lowest offer, or the day is to come.
    """
    demand(actor, REPORT.permission)
    card = product_seen(actor.viewer, product).card
    if order_number:
        mall_order_row(actor.viewer, order_number)
    _demand_lower(form, card.lowest)
    viewer = actor.viewer
    due = report_due(clock.today()).date
    row = PriceReport(
        product_number=card.number, item=f"{card.brand} {card.model} {card.name}"[:160],
        order_number=order_number, reporter_id=viewer.organisation or 0,
        reporter_side=viewer.side.value, reporter_name=viewer.organisation_name,
        finance_id=finance_of(SYSTEM, PROVINCE).pk, mall_price=card.lowest,
        due_at=clock.moment(due) + timedelta(days=1), price=form.price,
        region=organisation(viewer, viewer.organisation or 0).region,
        **form.model_dump(exclude={"price"}),
    )  # fmt: skip
    prefix = f"DJ{PROVINCE}{clock.today().year}"
    begin_numbered(
        actor, row, PRICE_REPORT, prefix=prefix, field="number", label="报告更低价",
        body={"product": card.number, "price": form.price, "offered": card.lowest},
    )  # fmt: skip
    return row.number


@command
def answer_report(actor: Actor, *, number: str, form: AnswerIn) -> None:
    """Answer a report as the finance department that keeps the library."""
    seen = price_report_row(actor.viewer, number)
    if seen.finance_id != actor.viewer.organisation:
        raise NotAllowed("低价线索由省级财政部门核查答复。")
    with system_access("report in hand"):
        row = PriceReport.objects.select_for_update().get(pk=seen.pk)
    take_step(
        actor, row, PRICE_REPORT, "answer", body={"finding": form.finding.value},
        changes={
            "finding": form.finding.value, "answer": form.answer, "answered_at": clock.now(),
        },
    )  # fmt: skip


def _demand_lower(form: ReportIn, lowest: int) -> None:
    if form.seen_on > clock.today():
        raise InvalidInput({"seen_on": "看到的日期不能晚于今天"})
    if lowest and form.price >= lowest:
        message = f"商城现在的最低报价是 {money.yuan(lowest)} 元，没有高于您看到的价格"
        raise InvalidInput({"price": message})
