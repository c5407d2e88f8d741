"""The end of a framework: its term is over, its deals are summed up and announced."""

from __future__ import annotations

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import take_step
from lucai.platform.records import system_access
from lucai.stages.trade.frameworks.lifecycle import FRAMEWORK
from lucai.stages.trade.frameworks.models import FrameworkAgreement
from lucai.stages.trade.frameworks.notices import summary_body
from lucai.stages.trade.frameworks.ports import deals_of
from lucai.stages.trade.frameworks.selectors import framework_card
from lucai.stages.trade.frameworks.selectors.facts import summary_facts
from lucai.stages.trade.frameworks.services.planning import locked


def expire_due(actor: Actor) -> int:
    """Let every framework whose term is over expire; return how many."""
    with system_access("frameworks whose term is over"):
        rows = FrameworkAgreement.objects.filter(state="running", ends_on__lt=clock.today())
        found = list(rows.order_by("pk"))
    for row in found:
        _expire(actor, row)
    return len(found)


@command
def summarise(actor: Actor, *, number: str) -> None:
    """Announce the summary of all deals after the term (GP-FRA-10).

    Raises:
        RuleBroken: the term is not over, or an order is undecided.
    """
    row = locked(actor, number)
    told = summary_facts(actor.viewer, row)
    body = summary_body(framework_card(actor.viewer, number), deals_of(number))
    take_step(actor, row, FRAMEWORK, "summarise", facts=told, body=body)


@command
def _expire(actor: Actor, row: FrameworkAgreement) -> None:
    take_step(actor, row, FRAMEWORK, "expire", follows=True)
