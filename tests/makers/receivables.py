"""Receivables that a supplier wants to have confirmed."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.stages.payment.receivables import services
from lucai.stages.payment.receivables.schemas import AskIn, RefusalIn
from tests.makers import contract

BANK = "示例银行股份有限公司济南分行"


def content(amount: str, **changes: Any) -> AskIn:
    """A request that breaks no rule."""
    return AskIn.model_validate({"amount": amount, "financier": BANK, **changes})


def asked(contract_number: str, place: int, amount: str = "1000.00", **changes: Any) -> str:
    """Ask for an invoice's receivable to be confirmed; return the request's number."""
    form = content(amount, **changes)
    return services.ask(
        contract.supplier(), contract_number=contract_number, place=place, form=form
    )


def answered_and_waiting(contract_number: str, place: int) -> None:
    """Leave a request that was refused, and one that waits for its answer."""
    with clock.at(contract.after_signing(contract_number, 12)):
        form = RefusalIn(reason="发票金额正在核对，核对以后请重新请求")
        services.refuse(contract.buyer(), number=asked(contract_number, place), form=form)
        asked(contract_number, place)
