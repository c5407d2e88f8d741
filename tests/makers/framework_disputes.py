"""Challenges and complaints about frameworks and orders, made through the services."""

from __future__ import annotations

from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor
from lucai.law.challenges import Outcome
from lucai.oversight.complaints import services as complaining
from lucai.stages.trade.challenges import services
from lucai.stages.trade.challenges.schemas import About, ChallengeIn
from lucai.stages.trade.frameworks import services as framework_services
from lucai.stages.trade.frameworks.schemas import EnquiryIn
from tests.makers import challenges, complaints, frameworks, people

RESULT_ON = clock.moment(frameworks.DECIDED, 11)
"""The morning on which the makers' admissions are announced, two hours later."""


def loser(n: int = 5) -> Actor:
    """Who answered to the call and was eliminated by rank."""
    return people.actor(people.supplier(n))


def centre() -> Actor:
    """Who called, and answers."""
    return people.actor(frameworks.centre())


def content(**changes: Any) -> ChallengeIn:
    """A complete 质疑函 against the admissions to the first package."""
    return challenges.content(**{"lots": [1], **changes})


def raised(number: str, who: Actor | None = None, **changes: Any) -> str:
    """A challenge handed in; return its number."""
    challenger = who or loser()
    made = services.draft(challenger, project_number=number, form=content(**changes))
    services.submit(challenger, number=made)
    return made


def answered(number: str, outcome: Outcome = Outcome.UNFOUNDED, **changes: Any) -> str:
    """A challenge answered by who called."""
    made = raised(number, **changes)
    services.answer(centre(), number=made, form=challenges.reply(outcome))
    return made


def about_documents(number: str, who: Actor | None = None) -> str:
    """A challenge to the documents of a call, handed in."""
    return raised(number, who, about=About.DOCUMENT)


def complained(challenge: str, who: Actor | None = None) -> str:
    """A complaint about an answered challenge, handed in, accepted and served; return its number."""
    made = complaints.received(challenge, who or loser())
    complaining.accept(complaints.finance(), number=made)
    complaining.serve(complaints.finance(), number=made)
    return made


def under_way() -> None:
    """Leave a framework about which one asks, challenges and complains, all by the first supplier."""
    now = clock.now()
    number = frameworks.decided(frameworks.plan(title="示例档案盒框架协议"), suppliers=3)
    first = people.actor(people.supplier())
    with clock.at(now):
        step: dict[str, Any] = {"about": About.PROCESS, "known_on": clock.today(), "who": first}
        raised(number, **step, phase="开启")
        complained(answered(number, **step, phase="评审"), first)
        question = EnquiryIn(question="供货期是否可以延长？")
        framework_services.ask(first, number=number, form=question)
