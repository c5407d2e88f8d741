"""Contracts in hand."""

from __future__ import annotations

from lucai.kernel.actors import Actor
from lucai.platform.records import system_access
from lucai.stages.contract.contracts.models import Contract
from lucai.stages.contract.contracts.parties import demand_party
from lucai.stages.contract.contracts.selectors import contract_row
from lucai.stages.trade.projects.selectors.joint import units_joined


def own(actor: Actor, number: str) -> Contract:
    """Return a contract that the actor is a party of.

    Raises:
        NotFound: the actor sees none.
        NotAllowed: the actor sees it and is no party.
    """
    row = contract_row(actor.viewer, number)
    demand_party(actor, row)
    return row


def locked(actor: Actor, number: str) -> Contract:
    """Return a contract for a consequence of an act that was allowed elsewhere, locked."""
    del actor  # whoever acts: the right was asked for elsewhere
    with system_access("contract in hand"):
        return Contract.objects.select_for_update().get(number=number)


def units_wait(row: Contract, *, signed: bool = False) -> bool:
    """Whether a unit that buys the lot jointly has no contract of its own yet, or none signed."""
    units = units_joined(row.project_number, row.lot_number)
    if not units:
        return False
    with system_access("contracts of a lot in hand"):
        rows = Contract.objects.filter(
            project_number=row.project_number, lot_number=row.lot_number
        ).exclude(state="rescinded")
        if signed:
            rows = rows.filter(signed_at__isnull=False)
        return rows.count() <= len(units)
