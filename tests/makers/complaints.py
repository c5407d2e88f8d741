"""Complaints at every point of their life, made through the services."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.law.challenges import Remedy
from lucai.oversight.complaints import services
from lucai.oversight.complaints.schemas import (
    AppealIn,
    AppealKind,
    ComplaintIn,
    DecisionIn,
    Ground,
    PauseIn,
    PointIn,
    ReasonIn,
    Ruling,
    StatementIn,
)
from lucai.oversight.complaints.selectors import my_statements
from tests.makers import challenges, people
from tests.makers.remembered import remembered

__all__ = ["ReasonIn"]


def finance() -> Actor:
    """Who decides."""
    return people.actor(people.finance())


def reviewer() -> Actor:
    """Another person of the department that decides, who approves."""
    return people.actor(people.finance_reviewer())


def decide(number: str, form: DecisionIn | None = None) -> None:
    """Draft the decision by one hand and make it by another."""
    services.draft_ruling(finance(), number=number, form=form or rejection())
    services.decide(reviewer(), number=number)


def content(**changes: Any) -> ComplaintIn:
    """A complete 投诉书 on the two points of the makers' challenge."""
    filled: dict[str, Any] = {
        "points": [
            PointIn(origin="1", matter="中标供应商业绩不符合要求", facts="其合同签订于期限之前"),
            PointIn(origin="2", matter="本单位得分与承诺不符", facts="投标文件第 30 页"),
        ],
        "request": "请求认定中标结果无效",
        "contact": "示例联系人",
        "phone": "0531-00000000",
        "address": "示例路 3 号",
    }
    return ComplaintIn(**{**filled, **changes})


@remembered
def drafted(challenge: str, actor: Actor | None = None, **changes: Any) -> str:
    """A complaint that only its supplier sees; return its number."""
    form = content(**changes)
    return services.draft(actor or challenges.loser(), challenge_number=challenge, form=form)


@remembered
def received(challenge: str, actor: Actor | None = None, **changes: Any) -> str:
    """A complaint handed in."""
    number = drafted(challenge, actor, **changes)
    services.submit(actor or challenges.loser(), number=number)
    return number


@remembered
def accepted(challenge: str) -> str:
    """A complaint accepted; copies have still to go out."""
    number = received(challenge)
    services.accept(finance(), number=number)
    return number


@remembered
def examining(challenge: str) -> str:
    """A complaint whose copies are out."""
    number = accepted(challenge)
    services.serve(finance(), number=number)
    return number


def paused(number: str, days: int = 10) -> None:
    """Pause the complaint's procurement for so many days."""
    until = clock.today() + timedelta(days=days)
    services.pause(finance(), number=number, form=PauseIn(until=until, reason="防止损害扩大"))


def stated(actor: Actor) -> None:
    """State to every complaint that waits for this party."""
    for sheet in my_statements(actor.viewer):
        if sheet.line.state == "waiting":
            services.state(actor, pk=sheet.pk, form=StatementIn(text="评审依法进行，请予驳回"))


def rejection(**changes: Any) -> DecisionIn:
    """A complete decision that rejects."""
    filled = {
        "ruling": Ruling.REJECTED,
        "ground": Ground.UNFOUNDED,
        "findings": "经查，业绩合同在有效期内",
        "basis": "财政部令第94号第二十九条",
        "decision": "投诉事项缺乏事实依据，驳回投诉",
    }
    return DecisionIn(**{**filled, **changes})


def uphold(remedy: Remedy, **changes: Any) -> DecisionIn:
    """A complete decision that upholds and orders."""
    filled = {"ruling": Ruling.UPHELD, "ground": None, "remedy": remedy, "decision": remedy.label}
    return rejection(**{**filled, **changes})


@remembered
def decided(challenge: str, form: DecisionIn | None = None) -> str:
    """A complaint decided; the notice has still to go out."""
    number = examining(challenge)
    decide(number, form)
    return number


@remembered
def drafted_ruling(challenge: str, form: DecisionIn | None = None) -> str:
    """A complaint whose decision is drafted and waits for another person."""
    number = examining(challenge)
    services.draft_ruling(finance(), number=number, form=form or rejection())
    return number


def appealed(number: str) -> int:
    """Decide a complaint handed in, against which somebody applies for review; return the appeal's key."""
    services.accept(finance(), number=number)
    services.serve(finance(), number=number)
    decide(number)
    form = AppealIn(
        kind=AppealKind.REVIEW, appellant="示例供应商1有限公司", authority="示例市人民政府",
        applied_on=clock.today(),
    )  # fmt: skip
    return services.record_appeal(finance(), number=number, form=form)
