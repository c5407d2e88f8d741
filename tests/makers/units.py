"""The units of a joint procurement after the result: each drafts, signs, accepts and pays for itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import partial
from unittest.mock import patch

from lucai.kernel import clock
from lucai.kernel.actors import SYSTEM, Viewer
from lucai.stages.contract.contracts import services as contracts
from lucai.stages.contract.contracts.selectors import contract_seen
from lucai.stages.plan.plans.selectors import plan_seen
from lucai.stages.trade.projects.selectors import project_seen
from tests.makers import contract, people

UNITS = (1, 2)
"""The buyers: the lead and the one that joined."""
Drafts = Mapping[int, str]
"""A unit's place → its contract's number."""


def drafted_by_each(lot: contract.Awarded) -> Drafts:
    """Let every unit draft its own contract of a lot that supplier 1 won."""
    with clock.at(lot.at + timedelta(days=1)):
        return {
            unit: contracts.draft_contract(
                people.actor(people.buyer(unit)),
                project_number=lot.project_number,
                lot_number=lot.lot_number,
            )
            for unit in UNITS
        }


def signed_by_each(lot: contract.Awarded, drafts: Drafts) -> None:
    """Sign the partner's contract and then the lead's: the lot is contracted with the last one."""
    with clock.at(lot.at + timedelta(days=2)):
        for unit in reversed(UNITS):
            assert _state(lot) == "awarded", "a unit has not signed yet"
            _sign(people.buyer(unit), people.buyer_reviewer(unit), drafts[unit])
            card = contract_seen(people.buyer(unit), drafts[unit]).card
            assert (
                plan_seen(people.buyer(unit), card.plan_number).packages[0].committed == card.amount
            )
    assert _state(lot) == "contracted"


def paid_by_each(lot: contract.Awarded, drafts: Drafts) -> None:
    """Deliver, accept and pay: the lot is over when every unit has paid from its own budget."""
    people.treasury()
    for unit in reversed(UNITS):
        own = drafts[unit]
        assert _state(lot) == "contracted"
        with of_unit(unit):
            contract.file(own, lot)
            asked = contract.requested_payment(own, contract.handed_in_invoice(own, code=str(unit)))
            contract.paid(own, contract.sent_payment(own, asked), voucher=f"PZ00000{unit}")
        card = contract_seen(people.buyer(unit), own).card
        assert (card.state, card.paid) == ("completed", card.amount)
        plan = plan_seen(people.buyer(unit), card.plan_number)
        assert plan.packages[0].consumed == card.amount
    assert _state(lot) == "completed"


@contextmanager
def of_unit(place: int) -> Iterator[None]:
    """Let the makers of a contract's life be people of that unit."""
    with ExitStack() as stack:
        for name in ("buyer", "buyer_reviewer", "buyer_acceptor"):
            real = getattr(people, name)
            stack.enter_context(patch.object(people, name, partial(real, place)))
        yield


def _state(lot: contract.Awarded) -> str:
    return project_seen(SYSTEM, lot.project_number).lot(lot.lot_number).state


def _sign(who: Viewer, decider: Viewer, number: str) -> None:
    contracts.edit_contract(people.actor(who), number=number, contract=contract.terms())
    contracts.propose(people.actor(who), number=number)
    contract.sign(people.actor(decider), number)
    contract.sign(contract.supplier(), number)
