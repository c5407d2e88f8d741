"""Budget indicators, received from the finance department."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Viewer
from lucai.platform.access.models import Organisation
from lucai.platform.records import system_access
from lucai.stages.budget.indicators import services
from lucai.stages.budget.indicators.schemas import IndicatorIn
from tests.makers import people
from tests.makers.remembered import remembered

YUAN = 100
WAN = 10_000 * YUAN


def line(code: str = "ZB2026-0001", **changes: Any) -> IndicatorIn:
    """One indicator as the budget system sends it; the amount in 分."""
    content: dict[str, Any] = {
        "code": code,
        "name": f"示例专项资金 {code}",
        "fiscal_year": clock.today().year,
        "buyer_uscc": people.uscc(1001),
        "fund_type": "一般公共预算资金",
        "amount": 500 * WAN,
    }
    return IndicatorIn(**{**content, **changes})


def uscc_of(viewer: Viewer) -> str:
    """Return the code of a viewer's organisation."""
    with system_access("maker"):
        return Organisation.objects.get(pk=viewer.organisation).uscc


@remembered
def indicator(
    code: str = "ZB2026-0001", *, amount: int = 500 * WAN, buyer: Viewer | None = None
) -> str:
    """Receive one indicator for a buyer (the first one unless named); return its code."""
    owner = buyer or people.buyer()
    content = line(code, amount=amount, buyer_uscc=uscc_of(owner))
    services.receive_indicators(people.actor(people.finance()), lines=[content])
    return code
