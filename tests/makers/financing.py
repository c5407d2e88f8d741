"""Contract finance: consented to and answered by the simulated platform."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lucai.kernel import clock, money
from lucai.kernel.actors import Actor, Reason
from lucai.stages.contract.financing import services
from lucai.stages.contract.financing.schemas import ConsentIn
from tests.makers import contract
from tests.makers.remembered import remembered

READER = Actor.system(Reason.JOURNAL_READER)


def content(amount: int, **changes: Any) -> ConsentIn:
    """An application with everything consented to."""
    filled: dict[str, Any] = {
        "product": "ZCD-A", "amount": money.plain_yuan(amount), "months": 6, "award": "yes",
        "contract": "yes", "payments": "yes",
        "share_until": clock.today() + timedelta(days=180), "agreed": "yes",
    }  # fmt: skip
    return ConsentIn.model_validate({**filled, **changes})


@remembered
def consented(number: str, amount: int = 100_000_00, **changes: Any) -> str:
    """Apply for money against a contract; nothing is sent yet."""
    form = content(amount, **changes)
    return services.consent(contract.supplier(), contract_number=number, form=form)


@remembered
def offered(number: str, **changes: Any) -> str:
    """Let the bank answer."""
    made = consented(number, **changes)
    services.send(READER, number=made)
    return made


@remembered
def granted(number: str, **changes: Any) -> str:
    """Take the loan; the account is locked."""
    made = offered(number, **changes)
    services.accept(contract.supplier(), number=made)
    return made
