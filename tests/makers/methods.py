"""Procurements by every method, from the plan to the result, made through the services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from lucai.kernel import clock
from lucai.kernel.actors import Actor, Reason
from lucai.law.methods import method
from lucai.stages.trade.documents import services as documents
from lucai.stages.trade.negotiations import services as negotiations
from lucai.stages.trade.negotiations.numbering import round_number
from lucai.stages.trade.negotiations.schemas import (
    CallIn,
    Changed,
    ChangeIn,
    TalkIn,
)
from lucai.stages.trade.negotiations.selectors import negotiation_seen
from lucai.stages.trade.projects.selectors import lot_seen, project_seen
from lucai.stages.trade.sealing.services import publish_policies
from lucai_trust import envelope as trust
from tests.makers import bids, evaluation, people, prequalifying, rounds, sealing, trade
from tests.makers.bids import Call
from tests.makers.evaluation import Round
from tests.makers.remembered import remembered

AMOUNT = 150 * trade.WAN
WEEKS = {
    "consultation": 14,
    "negotiation": 9,
    "inquiry": 9,
    "single_source": 9,
    "invited": 21,
    "open": 21,
    "emergency": 2,
}
"""How many days after its publication a maker's procurement closes."""


@remembered
def drafted(key: str, **plan_changes: Any) -> str:
    """A project of one lot whose document is complete and lawful, and still a draft."""
    number = plan_changes.pop("project", "") or _commissioned(key, **plan_changes)
    agency = people.actor(people.agency())
    card = project_seen(agency.viewer, number)
    documents.draft_document(agency, project_number=number, blank_code=card.object_kind)
    documents.edit_requirements(
        agency, project_number=number, lot_number=0, content=trade.common_requirements(number)
    )
    documents.edit_requirements(
        agency, project_number=number, lot_number=1, content=trade.lot_requirements(number)
    )
    if card.evaluation_method == "comprehensive":
        documents.edit_criteria(
            agency, project_number=number, lot_number=1, content=trade.criteria(number)
        )
    rule = "technical" if key == "consultation" else "draw"
    documents.edit_terms(
        agency, project_number=number, content=trade.terms(number, 1, tie_rule=rule)
    )
    documents.edit_timing(agency, project_number=number, content=timing(key, number))
    return number


def _commissioned(key: str, **plan_changes: Any) -> str:
    """A project of one lot; where suppliers are invited, the first three are already chosen."""
    if key == "emergency":
        return prequalifying.asked(**plan_changes)
    if key != "invited":
        return trade.commissioned_project(1, **{"method": key, **plan_changes})
    return prequalifying.drawn(**plan_changes)


def timing(key: str, number: str, **changes: Any) -> Any:
    """The dates of a notice that goes out today."""
    today, days = clock.today(), WEEKS[key]
    until = clock.moment(today + timedelta(days=days - 1), 17)
    closing = clock.moment(today + timedelta(days=days), 9, 30)
    return trade.timing(number, **{"available_until": until, "bid_deadline": closing, **changes})


@remembered
def published(key: str, **plan_changes: Any) -> str:
    """A published document; return the project's number."""
    sealing.keys_enrolled()
    number = drafted(key, **plan_changes)
    documents.take(people.actor(people.agency()), project_number=number, step="submit")
    documents.take(people.actor(people.buyer_reviewer()), project_number=number, step="confirm")
    documents.publish(people.actor(people.agency()), project_number=number)
    publish_policies(Actor.system(Reason.JOURNAL_READER), project_number=number)
    return number


@remembered
def call(key: str, **plan_changes: Any) -> Call:
    """A procurement published on the makers' Monday morning."""
    published_at = clock.moment(plan_changes.pop("on", bids.PUBLISHED_ON), 10)
    with clock.at(published_at):
        number = published(key, **plan_changes)
        deadline = project_seen(people.agency(), number).bid_deadline
    assert deadline is not None
    return Call(number, published_at, deadline)


@remembered
def opened(key: str, *, suppliers: int = 3, **plan_changes: Any) -> Round:
    """A procurement whose responses are opened and recorded."""
    return evaluation.opened(call(key, **plan_changes), suppliers=suppliers)


@remembered
def formed(key: str, *, suppliers: int = 3, **plan_changes: Any) -> Round:
    """A complete panel of the fewest lawful members, led by the first expert."""
    rnd = opened(key, suppliers=suppliers, **plan_changes)
    least = 5 if key in {"open", "invited"} else 3
    return evaluation.formed(evaluation.drawn(rnd, size=least))


CONSULTED = {
    "publicity": "2026 年 1 月 5 日至 12 日在省级媒体公示，没有异议。", "place": "示例会议室",
    "present": "示例甲、示例乙；供应商代表示例丙", "costs": "设备成本 60 万元，安装 5 万元",
    "comparable": "某地同类合同 98 万元", "rights": "专利一项",
}  # fmt: skip
"""What the record of a consultation with a single source says besides (GP-SIN-03)."""


@remembered
def checked(key: str, *, suppliers: int = 3, **plan_changes: Any) -> Round:
    """A panel that has checked everything, alone and then together; what follows, the method says."""
    rnd = evaluation.qualified(evaluation.started(formed(key, suppliers=suppliers, **plan_changes)))
    with evaluation.at(rnd):
        for member in rnd.members:
            evaluation.check(rnd, member)
    return rnd


def talk(rnd: Round, n: int, points: str = "请说明交货安排，能否提前到 20 日。") -> int:
    """Let the agency write down a talk with the n-th supplier."""
    supplier = people.supplier(n).organisation or 0
    single = project_seen(people.agency(), rnd.number).method == "single_source"
    asked = CONSULTED if single else {}
    form = TalkIn(supplier_id=supplier, points=points, response="可以提前到 20 日。", **asked)
    return negotiations.record_talk(people.actor(people.agency()), form=form, **rnd.key)


def change(rnd: Round, text: str = "质保期由三年改为五年。") -> int:
    """Let the chair propose a change of the service terms."""
    form = ChangeIn(kind=Changed.SERVICE, text=text)
    return negotiations.propose_change(rnd.chair(), form=form, **rnd.key)


def talked(rnd: Round) -> None:
    """Talk with every supplier once, and ask for last quotes."""
    sheet = negotiation_seen(people.agency(), rnd.number, rnd.lot)
    for n in range(1, len(sheet.participants) + 1):
        talk(rnd, n)
    negotiations.call_quotes(rnd.chair(), form=CallIn(minutes=30), **rnd.key)


def quote(
    rnd: Round,
    n: int,
    share: int,
    instead_of: trust.SealedBid | None = None,
    *,
    statement: str = "按照变动后的要求响应。",
    **changes: object,
) -> trust.SealedBid:
    """Let the n-th supplier seal a last quote of that percentage of the estimate and hand it in."""
    supplier = people.supplier(n)
    lot = lot_seen(supplier, rnd.number, rnd.lot)
    prices = [item.unit_price * share // 100 for item in lot.items]
    told = rounds.content([item.quantity for item in lot.items], prices, statement, **changes)
    number = round_number(rnd.number, rnd.lot)
    made, handed = rounds.sealed(number, rnd.lot, supplier, told, instead_of)
    negotiations.hand_in(people.actor(supplier), handed=handed, **rnd.key)
    return made


def quoted(rnd: Round, shares: Sequence[int]) -> Round:
    """Negotiate, let the first suppliers quote, and open the quotes when all are due."""
    with evaluation.at(rnd):
        talked(rnd)
        for n, share in enumerate(shares, 1):
            quote(rnd, n, share)
    with evaluation.at(rnd, minutes=31):
        negotiations.open_quotes(rnd.chair(), **rnd.key)
    return rnd


def ranked(rnd: Round) -> Round:
    """Finish the checks, score where the method scores, and rank."""
    from lucai.stages.trade.evaluations import services as evaluations

    with evaluation.at(rnd, minutes=40):
        evaluations.finish_compliance(rnd.chair(), **rnd.key)
    if rnd.sheet(people.agency()).scored:
        evaluation.scored(rnd)
    return evaluation.consolidated(rnd)


def spoken(key: str, text: str) -> str:
    """Return a sentence in the words of a method."""
    return method(key).say(text)
