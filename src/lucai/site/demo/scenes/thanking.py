"""Paying the experts of an evaluation, some days after the result."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM
from lucai.platform.journal.models import JournalEntry
from lucai.platform.records import system_access
from lucai.site.demo.people import HOME
from lucai.site.demo.plots import Tale
from lucai.stages.trade.expert_pay import jobs, services
from lucai.stages.trade.expert_pay.schemas import PaidTogetherIn
from lucai.stages.trade.expert_pay.selectors import PayLine, pay_page
from lucai.stages.trade.panels.selectors import seats_of


def pay_experts(tale: Tale) -> None:
    """Pay everybody of the panel at once; the journal's reader has not come by yet.

    Only the home city's units pay: they buy so often that unpaid experts would bury the rest.
    """
    if not tale.project.startswith(f"SDGP{HOME}"):
        return
    with system_access("the end of a story's evaluation"):
        over = JournalEntry.objects.filter(event=jobs.PANEL_OVER, object_key=tale.project)
        jobs.read(list(over.order_by("pk")[:1]))
    paid = PaidTogetherIn(paid_on=clock.today(), reference=f"示例凭证 {tale.project[-6:]}")
    for payer in (tale.clerk, tale.agency):
        lines = [one for one in pay_page(payer.viewer, state="owed").items if _of(one, tale)]
        if lines:
            services.pay_together(payer, review=tale.project, form=paid)
            _confirm(tale, lines)


def _of(line: PayLine, tale: Tale) -> bool:
    return line.review == tale.project


def _confirm(tale: Tale, lines: list[PayLine]) -> None:
    """Let the experts say that it has come."""
    persons = {seat.place: seat.person_id for seat in seats_of(SYSTEM, tale.project, "signed_in")}
    for line in lines:
        login = tale.cast.experts.get(persons.get(line.place, 0))
        if login:
            services.receive(tale.cast.actor(login), pk=line.pk)
