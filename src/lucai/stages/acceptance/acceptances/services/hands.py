"""Acceptances in hand."""

from __future__ import annotations

from lucai.kernel.actors import Actor
from lucai.stages.acceptance.acceptances.models import Acceptance
from lucai.stages.acceptance.acceptances.selectors import acceptance_row
from lucai.stages.contract.contracts.parties import demand_party


def own(actor: Actor, contract_number: str, number: int) -> Acceptance:
    """Return an acceptance that the actor is a party of.

    Raises:
        NotFound: the actor sees none.
        NotAllowed: the actor sees it and is no party.
    """
    row = acceptance_row(actor.viewer, contract_number, number)
    demand_party(actor, row)
    return row
