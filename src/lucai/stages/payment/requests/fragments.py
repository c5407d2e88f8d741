"""What is made public of a payment: a transaction of the contract, as OCDS says it."""

from __future__ import annotations

from datetime import date
from typing import Any

from lucai.kernel import ocds
from lucai.stages.contract.contracts.notices import award_id
from lucai.stages.contract.contracts.selectors import ContractCard
from lucai.stages.trade.projects.notices import amount


def transaction(contract: ContractCard, number: str, fen: int, paid_on: date) -> dict[str, Any]:
    """Return the OCDS fragment of a payment on a contract."""
    one = {
        "id": number,
        "date": ocds.stamp(paid_on),
        "value": amount(fen),
        "payer": ocds.reference(contract.buyer_id, contract.buyer_name),
        "payee": ocds.reference(contract.supplier_id, contract.supplier_name),
    }
    return {
        "tag": "implementationUpdate",
        "contracts": [
            {
                "id": contract.number,
                "awardID": award_id(contract),
                "implementation": {"transactions": [one]},
            }
        ],
    }


def due_body(
    contract_number: str, invoice: int, *, due_on: date, amount: int, buyer_id: int
) -> dict[str, Any]:
    """Return what readers of the journal need to judge a buyer's punctuality; ``amount`` in 分."""
    return {
        "invoice": f"{contract_number}-F{invoice}",
        "dueOn": due_on.isoformat(),
        "dueAmount": amount,
        "buyer": buyer_id,
    }
