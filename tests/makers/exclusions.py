"""Sanctions: entered by one person of finance, confirmed by another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Side, Viewer
from lucai.registers.exclusions import services
from lucai.registers.exclusions.schemas import ExclusionIn, LiftIn
from tests.makers import people

YEAR = timedelta(days=366)


def second() -> Viewer:
    """Another person of the makers' finance department."""
    first = people.finance()
    found = people.organisation(
        Side.SUPERVISOR, 5000 + int(people.REGION), first.organisation_name, region=people.REGION
    )
    return people.viewer(found, "finance.second", "示例复核")


def content(code: str, name: str, begins: date, **changes: Any) -> ExclusionIn:
    """A decision that bans for a year and a day, the first and the last day included."""
    filled: dict[str, Any] = {
        "party_side": "supplier", "party_code": code, "party_name": name, "category": "dishonest",
        "authority": "示例市财政局", "decision_number": f"示财采罚〔{begins.year}〕{code[-4:]}号",
        "decided_on": begins - timedelta(days=1), "act": "提供虚假材料谋取中标",
        "basis": "《政府采购法》第七十七条", "fine": "5000.00", "begins_on": begins,
        "ends_on": begins + YEAR,
    }  # fmt: skip
    return ExclusionIn.model_validate({**filled, **changes})


def entered(form: ExclusionIn) -> str:
    """Enter a decision on a day when it had been taken."""
    with clock.at(max(clock.now(), clock.moment(form.decided_on, 10))):
        return services.enter(people.actor(people.finance()), exclusion=form)


def banned(code: str, name: str, begins: date, **changes: Any) -> str:
    """Publish a decision; return its number."""
    number = entered(content(code, name, begins, **changes))
    with clock.at(max(clock.now(), clock.moment(begins - timedelta(days=1), 11))):
        services.take(reviewer(), number=number, step="confirm")
    return number


def banned_supplier(n: int, begins: date, **changes: Any) -> str:
    """Ban the n-th supplier."""
    return banned(people.uscc(3000 + n), people.supplier(n).organisation_name, begins, **changes)


def banned_agency(n: int, begins: date, **changes: Any) -> str:
    """Ban the n-th agency."""
    name = people.agency(n).organisation_name
    return banned(people.uscc(2000 + n), name, begins, party_side="agency", **changes)


def reviewer() -> Actor:
    """The second person, acting."""
    return people.actor(second())


def stand_in_the_list() -> None:
    """Leave one entry to confirm, one running, one about to be lifted; of firms nobody works with."""
    today = clock.today()
    entered(content(people.uscc(3008), "示例供应商8有限公司", today))
    banned_supplier(7, today - YEAR / 2)
    number = banned_agency(3, today - YEAR / 2)
    lift = LiftIn(reason="行政复议决定书示例〔2026〕1号撤销原处罚决定")
    services.propose_lift(people.actor(people.finance()), number=number, lift=lift)
