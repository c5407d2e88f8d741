"""Changing faults: reported, responded to, mended, confirmed or not."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.kernel.errors import NotAllowed, WrongState
from lucai.platform.access.permissions import demand
from lucai.platform.journal.frame import command
from lucai.platform.lives.services import begin, take_step
from lucai.platform.records import system_access
from lucai.stages.acceptance.acceptances.selectors import warranties_of
from lucai.stages.acceptance.warranties.lifecycle import FAULT, REPORT
from lucai.stages.acceptance.warranties.models import WarrantyFault
from lucai.stages.acceptance.warranties.schemas import FaultIn, SaidIn
from lucai.stages.acceptance.warranties.selectors import fault_row
from lucai.stages.contract.contracts.parties import demand_party
from lucai.stages.contract.contracts.selectors import ContractCard, contract_card

SHARED = (
    "project_number", "buyer_id", "buyer_path", "supplier_id", "agency_id", "finance_id", "region",
)  # fmt: skip
MOMENTS = {"respond": "responded_at", "mend": "mended_at"}


@command
def report_fault(actor: Actor, *, contract_number: str, fault: FaultIn) -> int:
    """Report a fault of what was accepted; return its number.

    Raises:
        NotAllowed: no party, or the role does not grant it.
        WrongState: nothing with a warranty was accepted yet.
    """
    demand(actor, REPORT.permission)
    card = contract_card(actor.viewer, contract_number)
    if card.buyer_id != actor.viewer.organisation:
        raise NotAllowed("报修由采购人提出。")
    running = warranties_of(actor.viewer, contract_number)
    if not running:
        raise WrongState("合同没有约定质量保证期，或者还没有验收合格的标的。")
    covered = max(one.until for one in running) >= clock.today()
    row = _row(card, fault, covered)
    row.trail = [_said(actor, "报修", fault.problem)]
    begin(actor, row, FAULT, label="质保报修", body={"covered": covered, "serial": fault.serial})
    return row.number


@command
def answer(actor: Actor, *, contract_number: str, number: int, step: str, said: SaidIn) -> None:
    """Take a step of a fault with what is said to it: respond, mend, close, reopen, cancel."""
    row = fault_row(actor.viewer, contract_number, number)
    demand_party(actor, row)
    trail = [*row.trail, _said(actor, FAULT.step(step).label, said.text)]
    moment = {MOMENTS[step]: clock.now()} if step in MOMENTS else {}
    take_step(actor, row, FAULT, step, body={"text": said.text}, changes={"trail": trail, **moment})


def _said(actor: Actor, act: str, text: str) -> dict[str, Any]:
    return {
        "side": str(actor.viewer.side),
        "who": actor.viewer.name,
        "at": clock.now().isoformat(),
        "act": act,
        "text": text,
    }


def _row(card: ContractCard, fault: FaultIn, covered: bool) -> WarrantyFault:
    with system_access("numbering"):
        count = WarrantyFault.objects.filter(contract_number=card.number).count()
    return WarrantyFault(
        contract_number=card.number,
        number=count + 1,
        contract_title=card.title,
        thing=fault.thing,
        serial=fault.serial,
        problem=fault.problem,
        covered=covered,
        reported_at=clock.now(),
        **{name: getattr(card, name) for name in SHARED},
    )
